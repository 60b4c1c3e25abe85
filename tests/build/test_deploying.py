"""Tools that deploy: they ask where the site is, have it built, and carry it off."""

from __future__ import annotations

import io
import json
import os
import subprocess
import sys
import tarfile
from pathlib import Path

import pytest
from mkdocs.commands.build import build as host_build
from mkdocs.config import load_config

from .building import build
from .test_all_or_nothing import QUIET, home, plain

MIKE = """import sys, mike.mkdocs_utils as utils
from mike.driver import main
utils._program_name = {program!r}
sys.argv[0] = "mike"
main()
"""


def git(folder: Path, *words: str) -> bytes:
    return subprocess.run(
        ["git", *words], cwd=folder, capture_output=True, check=True, env=QUIET
    ).stdout


@pytest.fixture
def project(tmp_path) -> Path:
    """A site in a repository of its own, with a bare one to push to."""
    folder = tmp_path / "project"
    plain(folder, "Deployed")
    (folder / ".gitignore").write_text("site/\n.cache/\n")
    git(tmp_path, "init", "-q", "--bare", str(tmp_path / "remote.git"))
    git(folder, "init", "-q")
    git(folder, "config", "user.name", "Coach")
    git(folder, "config", "user.email", "coach@small.example")
    git(folder, "add", ".")
    git(folder, "commit", "-qm", "Site")
    git(folder, "remote", "add", "origin", str(tmp_path / "remote.git"))
    return folder


def mike(folder: Path, *words: str, program: str = "mkdocs") -> str:
    """Run mike as an author would; what it said."""
    path = f"{Path(sys.executable).parent}{os.pathsep}{os.environ['PATH']}"
    done = subprocess.run(
        [sys.executable, "-c", MIKE.format(program=program), *words],
        cwd=folder,
        capture_output=True,
        text=True,
        env={**QUIET, "PATH": path},
    )
    assert done.returncode == 0, done.stdout + done.stderr
    return done.stdout + done.stderr


def published(folder: Path, version: str) -> dict[str, bytes]:
    """The files of one version as they stand on the branch."""
    packed = git(folder, "archive", "--format=tar", f"gh-pages:{version}")
    with tarfile.open(fileobj=io.BytesIO(packed)) as found:
        files = {each.name: found.extractfile(each) for each in found if each.isfile()}
        return {name: file.read() for name, file in files.items() if file}


def built(folder: Path, version: str = "") -> dict[str, bytes]:
    """The files of a plain build that stages nothing; `version` as mike tells the build."""
    mine = "- mike\n  " if version else ""
    text = (folder / "mkdocs.yml").read_text()
    text = text.replace("- playbook/publish", f"{mine}- playbook/publish: {{staging: false}}")
    (folder / "plain.yml").write_text(f"{text}site_dir: plain\n")
    subprocess.run(
        [sys.executable, "-m", "mkdocs", "-q", "build", "-f", "plain.yml"],
        cwd=folder,
        env={**QUIET, "MIKE_DOCS_VERSION": version},
        check=True,
    )
    made = folder / "plain"
    files = sorted(path for path in made.rglob("*") if path.is_file())
    return {path.relative_to(made).as_posix(): path.read_bytes() for path in files}


@pytest.mark.parametrize("program", ["properdocs"])  # the other host: gh-deploy below
def test_mike_deploys_what_a_plain_build_gives_twice(project, program):
    """It asks for the configuration, has another process build, and commits what is there then."""
    remote = project.parent / "remote.git"
    mike(project, "deploy", "1.0", "latest", "--push", program=program)
    first = published(project, "1.0")
    assert first == built(project, "1.0")
    plain(project, "Second")
    mike(project, "deploy", "2.0", "latest", "-u", "--push", program=program)
    mike(project, "deploy", "2.0", "latest", "-u", "--push", "--allow-empty", program=program)
    mike(project, "set-default", "latest", "--push", program=program)
    wanted = built(project, "2.0")
    assert b"Second" in wanted["index.html"]
    assert published(project, "2.0") == wanted
    assert published(project, "1.0") == first, "the other version is untouched"
    assert published(remote, "2.0") == published(project, "2.0"), "and so it was pushed"
    assert git(project, "show", "gh-pages:latest").strip() == b"2.0", "a link to the version"
    assert b"latest/" in git(project, "show", "gh-pages:index.html")
    versions = json.loads(git(project, "show", "gh-pages:versions.json"))
    assert [each["version"] for each in versions] == ["2.0", "1.0"]
    assert "Second" in home(project)
    assert not (project / ".site.playbook" / "new").exists()


def test_gh_deploy_pushes_what_a_plain_build_gives(project):
    for text in ("First", "Second"):
        plain(project, text)
        subprocess.run(
            [sys.executable, "-m", "mkdocs", "-q", "gh-deploy", "--ignore-version"],
            cwd=project,
            env=QUIET,
            check=True,
        )
        deployed = published(project.parent / "remote.git", "")
        assert text.encode() in deployed["index.html"]
        assert deployed == {**built(project), ".nojekyll": b""}


def test_who_asks_for_the_configuration_is_told_where_the_site_is(project, monkeypatch):
    """No build, no stage: nothing is locked, turned or made."""
    monkeypatch.chdir(project)
    config = load_config(str(project / "mkdocs.yml"))
    config.plugins.on_startup(command="mike", dirty=False)
    asked = config.plugins.on_config(config)
    assert asked.site_dir == str(project / "site")
    assert not (project / ".site.playbook").exists()
    config.plugins.on_shutdown()
    assert asked.site_dir == str(project / "site")


def test_a_script_finds_the_site_where_it_was_told_before_and_after(project, monkeypatch):
    monkeypatch.chdir(project)
    config = load_config(str(project / "mkdocs.yml"))
    told = config.plugins.on_config(config).site_dir
    for _ in range(2):
        host_build(config)
        assert config.site_dir == told
        assert "Deployed" in Path(told, "index.html").read_text()
    config.plugins.on_shutdown()


OTHERS = b"""import pathlib, mkdocs.plugins
site = None
def on_config(config):
    global site
    site = pathlib.Path(config["site_dir"])  # as many plugins do
def on_pre_build(config):
    path = pathlib.Path(config["site_dir"])
    path.mkdir(parents=True, exist_ok=True)
    (path / "early.txt").write_text("cleaned away")
    (path / ".early").write_text("stays")
def on_page_content(html, page, config, files):
    (site / "during.txt").write_text("from a page")
def on_post_build(config):
    site.joinpath("read.txt").write_text(site.joinpath("index.html").read_text())
    pathlib.Path(config["site_dir"], "late.txt").write_text("at the end")
"""


def test_what_others_write_wherever_they_looked_is_in_the_site(project):
    """And what they read there, remembered from the first event, is what this build made."""
    plain(project, "Here", b"hooks: [hook.py]\n", **{"hook.py": OTHERS})
    for text in ("Here", "There"):
        plain(project, text, b"hooks: [hook.py]\n", **{"hook.py": OTHERS})
        made = build(project, strict=True)
        assert made.code == 0, made.output
        site = project / "site"
        assert (site / "during.txt").read_text() == "from a page"
        assert (site / "late.txt").read_text() == "at the end"
        assert text in (site / "read.txt").read_text()
        assert (site / ".early").read_text() == "stays"
        assert not (site / "early.txt").exists(), "as the host cleans it"


TURNS_LATE = b"""import os
def on_pre_build(config):
    config["site_dir"] = os.path.join(config["site_dir"], "v2")
"""


def test_a_plugin_that_turns_the_build_late_to_a_part_leaves_the_other_parts(project):
    build(project, strict=True)
    (project / "site" / "v1").mkdir()
    (project / "site" / "v1" / "index.html").write_text("first version")
    plain(project, "Part", b"hooks: [hook.py]\n", **{"hook.py": TURNS_LATE})
    made = build(project, strict=True)
    assert made.code == 0, made.output
    assert "Part" in (project / "site/v2/index.html").read_text()
    assert "Deployed" in home(project)
    assert (project / "site/v1/index.html").read_text() == "first version"


ELSEWHERE = b"""import os
def on_pre_build(config):
    config["site_dir"] = os.path.abspath("elsewhere")
def on_post_build(config):
    assert os.path.isfile(os.path.join(config["site_dir"], "index.html"))
"""


def test_a_plugin_that_turns_the_build_elsewhere_leaves_the_site(project):
    build(project, strict=True)
    plain(project, "Elsewhere", b"hooks: [hook.py]\n", **{"hook.py": ELSEWHERE})
    made = build(project, strict=True)
    assert made.code == 0, made.output
    assert "Elsewhere" in (project / "elsewhere/index.html").read_text()
    assert "Deployed" in home(project)


TURNED_AWAY = b"""def on_files(files, config):
    config["site_dir"] = config["site_dir"] + "-not-ours"
"""


def test_a_site_is_never_replaced_by_a_folder_that_the_build_was_turned_from(project):
    build(project, strict=True)
    plain(project, "Away", b"hooks: [hook.py]\n", **{"hook.py": TURNED_AWAY})
    build(project, strict=False)
    assert "Deployed" in home(project)


INNER = b"""import os
from mkdocs.commands.build import build
from mkdocs.config import load_config
inner = False
def on_post_build(config):
    global inner
    if not inner:
        inner = True
        other = load_config("inner.yml")
        build(other, dirty=True)
        assert other.site_dir == os.path.abspath(INNER_DIR), other.site_dir
        assert "Deployed" in open("site/index.html").read(), "not live yet"
"""


@pytest.mark.parametrize("folder", ["site/inner", "beside"])
def test_a_build_inside_the_build_of_another_configuration_publishes_in_its_turn(project, folder):
    """Into the site: with the site. Elsewhere: the host's own way, and the outer build goes on."""
    build(project, strict=True)
    inner = (project / "mkdocs.yml").read_bytes() + f"site_dir: {folder}\n".encode()
    hook = INNER.replace(b"INNER_DIR", repr(folder).encode())
    plain(project, "Outer", b"hooks: [hook.py]\n", **{"hook.py": hook, "inner.yml": inner})
    made = build(project, strict=False)
    assert made.code == 0, made.output
    assert "Outer" in home(project)
    assert "Outer" in (project / folder / "index.html").read_text()
    assert not list(project.glob(".*.playbook/new"))
