"""A failed, killed or interrupted build changes nothing; a finished one changes all at once."""

from __future__ import annotations

import os
import re
import socket
import subprocess
import sys
import time
import urllib.error
import urllib.request
from pathlib import Path

import pytest

from tests.campaigns import builds as campaign

from .building import Built, build, write_site

PLAIN = b"""site_name: Plain
site_url: https://plain.example/
theme: {name: null, custom_dir: theme, static_templates: [404.html]}
plugins:
  - playbook/publish
"""
THEME = {
    "theme/main.html": b"<title>{{ page.title }}</title>{{ page.content }}",
    "theme/404.html": b"not here",
}
QUIET = {**os.environ, "NO_MKDOCS_2_WARNING": "1", "DISABLE_MKDOCS_2_WARNING": "true"}


def plain(folder: Path, text: str, more: bytes = b"", **files: bytes) -> None:
    """Write a small site whose page says `text`; `more` goes to the end of its mkdocs.yml."""
    config = {"mkdocs.yml": PLAIN + more, "docs/index.md": f"# {text}\n".encode()}
    write_site(folder, {**config, **THEME, **files})


def home(folder: Path) -> str:
    return (folder / "site" / "index.html").read_text(encoding="utf-8")


def stays_old(folder: Path, built: Built) -> None:
    """The build failed, said so in one sentence, and the site is the one before."""
    assert built.code != 0
    told = [line for line in built.output.splitlines() if "Nothing was published" in line]
    assert len(told) == 1, built.output
    assert told[0].endswith("The site in site/ is as it was.")
    assert "Old" in home(folder)
    assert not list(folder.glob(".site.playbook/new"))


@pytest.fixture
def old(tmp_path) -> Path:
    """A site that was published and whose sources changed since."""
    plain(tmp_path, "Old")
    assert build(tmp_path, strict=True).code == 0
    plain(tmp_path, "New")
    return tmp_path


@pytest.mark.parametrize("command", ["mkdocs", "properdocs"])
def test_a_strict_build_with_a_warning_publishes_nothing(old, command):
    """The host counts after its last event; we must not have swapped by then.

    The source check knows nothing of the navigation, so that this warning is the host's alone.
    """
    plain(old, "New", b"nav: [index.md, gone.md]\n")
    failed = build(old, strict=True, command=command)
    stays_old(old, failed)
    assert "Aborted with 1 warning" in failed.output, "and ours adds nothing to the host's count"
    assert build(old, strict=False, command=command).code == 0
    assert "New" in home(old)


FAILS = b"""import mkdocs.plugins
@mkdocs.plugins.event_priority(-100)
def on_post_build(config, **_):
    raise ValueError("a hook of the site failed")
"""


def test_a_hook_that_fails_after_the_last_page_publishes_nothing(old):
    plain(old, "New", b"hooks: [hook.py]\n", **{"hook.py": FAILS})
    stays_old(old, build(old, strict=False))


WRITES = b"""import pathlib, mkdocs.plugins
def on_files(files, config):
    for file in files:
        assert file.abs_dest_path.startswith(config.site_dir), file.abs_dest_path
@mkdocs.plugins.event_priority(-100)
def on_post_build(config):
    site = pathlib.Path(config.site_dir)
    assert (site / "index.html").is_file()
    (site / "robots.txt").write_text("from a hook")
    assert "Old" in pathlib.Path("site/index.html").read_text(), "not live yet"
"""


@pytest.mark.parametrize("command", ["mkdocs", "properdocs"])
def test_what_other_plugins_write_at_the_end_is_published_too(old, command):
    plain(old, "New", b"hooks: [hook.py]\n", **{"hook.py": WRITES})
    built = build(old, strict=True, command=command)
    assert built.code == 0, built.output
    assert (old / "site/robots.txt").read_text() == "from a hook"
    assert "New" in home(old)


def test_a_file_that_grows_too_large_is_a_sentence_and_no_traceback(old):
    """A real limit of the system, for anybody; full disks are in the campaign."""
    resource = pytest.importorskip("resource")
    (old / "docs/large.bin").write_bytes(b"x" * 3_000_000)
    done = subprocess.run(
        [sys.executable, "-m", "mkdocs", "build"],
        cwd=old,
        capture_output=True,
        text=True,
        env=QUIET,
        preexec_fn=lambda: resource.setrlimit(resource.RLIMIT_FSIZE, (1_000_000, 1_000_000)),
    )
    built = Built(done.returncode, done.stdout + done.stderr, old / "site")
    stays_old(old, built)
    assert "a file grew larger than this system allows" in built.output
    assert "Traceback" not in built.output


TURNS = b"""def on_config(config):
    config.site_dir += "/v2"
"""


def test_a_plugin_that_builds_into_a_part_of_the_site_leaves_the_other_parts(old):
    plain(old, "New", b"hooks: [hook.py]\n", **{"hook.py": TURNS})
    built = build(old, strict=True)
    assert built.code == 0, built.output
    assert "Old" in home(old)
    assert "New" in (old / "site/v2/index.html").read_text()
    assert not list(old.glob(".site.playbook/new"))


NESTS = b"""from mkdocs.commands.build import build
nested = False
def on_post_build(config):
    global nested
    if not nested:
        nested = True
        build(config, dirty=True)
        assert "Old" in open("site/index.html").read(), "the inner build published"
"""


def test_a_build_inside_the_build_does_not_publish(old):
    """As the plugins for sites in many languages do."""
    plain(old, "New", b"hooks: [hook.py]\n", **{"hook.py": NESTS})
    built = build(old, strict=False)
    assert built.code == 0, built.output
    assert "New" in home(old)


@pytest.mark.parametrize("option", [b"{staging: false}", b"{enabled: false}"])
def test_it_can_be_switched_off(tmp_path, option):
    plain(tmp_path, "Here")
    config = PLAIN.replace(b"- playbook/publish", b"- playbook/publish: " + option)
    (tmp_path / "mkdocs.yml").write_bytes(config)
    built = build(tmp_path, strict=True)
    assert "Here" in home(tmp_path)
    assert f"to directory: {tmp_path / 'site'}" in built.output


def test_gh_deploy_pushes_the_site_and_what_the_host_would_have_kept(tmp_path):
    site, remote = tmp_path / "sources", tmp_path / "remote.git"
    plain(site, "Deployed")

    def git(*words, cwd=site):
        done = subprocess.run(["git", *words], cwd=cwd, capture_output=True, text=True, check=True)
        return done.stdout

    git("init", "-q", "--bare", str(remote), cwd=tmp_path)
    git("init", "-q")
    git("config", "user.name", "Coach")
    git("config", "user.email", "coach@small.example")
    git("add", ".")
    git("commit", "-qm", "Site")
    git("remote", "add", "origin", str(remote))
    words = [sys.executable, "-m", "mkdocs", "gh-deploy", "--ignore-version"]
    done = subprocess.run(words, cwd=site, capture_output=True, text=True, env=QUIET)
    assert done.returncode == 0, done.stdout + done.stderr
    assert "Deployed" in git("show", "gh-pages:index.html", cwd=remote)
    assert "Deployed" in home(site)


def get(url: str) -> str:
    try:
        with urllib.request.urlopen(url, timeout=30) as answer:
            return answer.read().decode()
    except urllib.error.URLError:
        return ""


def until(condition) -> None:
    """Wait for another process; the test's own time limit ends it when it never comes."""
    while not condition():
        time.sleep(0.05)


BREAKS = b"""def on_page_content(html, page, **_):
    if "Broken" in html:
        raise ValueError("a hook of the site failed")
"""


def test_serve_goes_on_with_the_last_whole_site(tmp_path):
    """MkDocs alone empties its folder and answers no request until a build succeeds."""
    more = {"hook.py": BREAKS, "docs/other.md": b"# Other\n"}
    plain(tmp_path, "First", b"hooks: [hook.py]\n", **more)
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        place = f"127.0.0.1:{probe.getsockname()[1]}"
    preview = tmp_path / "tmp"
    preview.mkdir()
    log = tmp_path / "log"
    with log.open("w") as said:
        server = subprocess.Popen(
            [sys.executable, "-m", "mkdocs", "serve", "--livereload", "-a", place],
            cwd=tmp_path,
            stdout=said,
            stderr=subprocess.STDOUT,
            env={**QUIET, "TMPDIR": str(preview)},
        )
    try:
        until(lambda: "First" in get(f"http://{place}/"))
        (tmp_path / "docs/index.md").write_text("# Broken\n")
        until(lambda: "Nothing was published" in log.read_text())
        assert "First" in get(f"http://{place}/"), "an answer, and the last whole page"
        assert "Other" in get(f"http://{place}/other/")
        (tmp_path / "docs/index.md").write_text("# Mended\n")
        until(lambda: "Mended" in get(f"http://{place}/"))
        right = (tmp_path / "mkdocs.yml").read_text()
        (tmp_path / "mkdocs.yml").write_text(right.replace("plugins:", "plugins:\n\tsearch:"))
        until(lambda: "Indent with spaces" in get(f"http://{place}/"))
        assert "Mended" in get(f"http://{place}/"), "the last page, with a note"
        (tmp_path / "mkdocs.yml").write_text(right)
        until(lambda: "Indent with spaces" not in get(f"http://{place}/"))
        assert "Traceback" not in log.read_text().partition("mkdocs.yml:")[2]
    finally:
        server.send_signal(2)
        server.wait()
    assert list(preview.iterdir()) == [], "a preview leaves nothing"


def test_builds_killed_at_random_moments_leave_the_old_site_or_the_new(tmp_path):
    counted = campaign.kill_builds(tmp_path, kills=4, seed=5)
    assert counted["broken"] == []
    assert counted["visits"] > 4


def test_the_visitor_would_have_noticed(tmp_path):
    """The same visitor, the builds writing where it reads."""
    assert campaign.control(tmp_path, builds=2)["saw a broken site"] > 0


def test_builds_at_once_come_one_after_the_other(tmp_path):
    counted = campaign.ten_at_once(tmp_path, count=3)
    assert counted["failed"] == 0
    assert counted["broken"] == []
    assert counted["waited"] >= 1  # the last may begin when the first is through


def test_a_second_build_gives_up_with_a_sentence(tmp_path):
    plain(tmp_path, "Old")
    config = PLAIN.replace(b"- playbook/publish", b"- playbook/publish: {staging_wait: 1}")
    (tmp_path / "mkdocs.yml").write_bytes(config)
    hold = "import sys; from pathlib import Path\n"
    hold += "from playbook_plugins.build.stage.staging import open_stage\n"
    hold += "stage = open_stage(Path('site').resolve(), 0, print); print('ready', flush=True)\n"
    other = subprocess.Popen(
        [sys.executable, "-c", hold + "sys.stdin.read()"],
        cwd=tmp_path,
        stdin=subprocess.PIPE,
        stdout=subprocess.PIPE,
        text=True,
        env={**os.environ, "PYTHONPATH": str(campaign.ROOT)},
    )
    assert other.stdout.readline() == "ready\n"
    built = build(tmp_path, strict=False)
    other.communicate("")
    assert built.code != 0
    assert f"Waiting for another build of this site (process {other.pid})." in built.output
    assert re.search(r"Nothing was built: another build .* still running after 1 sec", built.output)
    assert "Traceback" not in built.output
