"""The staging folder, the swap and the lock, without a host."""

from __future__ import annotations

import errno
import os
import shutil
import signal
import subprocess
import sys
import tempfile
import textwrap
from pathlib import Path

import pytest
from mkdocs.utils import clean_directory

from playbook_plugins.build.stage import staging, swapping
from playbook_plugins.build.stage.staging import StagingError, open_stage

ROOT = Path(__file__).resolve().parents[2]


def nobody_waits(said: str) -> None:
    raise AssertionError(said)


def tree(folder: Path) -> dict[str, str]:
    """Every file and link below a folder, with what it holds."""
    return {
        path.relative_to(folder).as_posix(): (
            f"-> {path.readlink()}" if path.is_symlink() else path.read_text()
        )
        for path in sorted(folder.rglob("*"))
        if path.is_symlink() or path.is_file()
    }


def names(folder: Path) -> list[str]:
    return sorted(path.name for path in folder.iterdir())


def write(folder: Path, **files: str) -> None:
    for name, text in files.items():
        path = folder / name.replace("__", "/").replace("_", ".")
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text(text)


def build(site: Path, text: str, is_preview: bool = False, wait: float = 0) -> None:
    stage = open_stage(site, wait, nobody_waits if not wait else lambda said: None)
    write(stage.folder, index_html=text, sub__page_html=text)
    stage.publish(is_preview)


def site_of(text: str) -> dict[str, str]:
    return {"index.html": text, "sub/page.html": text}


def test_a_finished_build_takes_the_place_of_the_old_site(tmp_path):
    site = tmp_path / "site"
    build(site, "one")
    assert tree(site) == site_of("one")
    assert names(tmp_path) == ["site"], "a first build leaves nothing else"
    build(site, "two")
    assert tree(site) == site_of("two")


def test_a_reader_of_the_old_site_can_read_on_after_the_swap(tmp_path):
    site = tmp_path / "site"
    build(site, "one")
    visit = os.open(site, os.O_RDONLY)
    build(site, "two")
    with os.fdopen(os.open("sub/page.html", os.O_RDONLY, dir_fd=visit)) as page:
        assert page.read() == "one"
    os.close(visit)


def test_the_live_folder_is_there_at_every_moment_of_the_swap(tmp_path, monkeypatch):
    """The kernel exchanges the two: no rename takes the live tree away first."""
    site = tmp_path / "site"
    build(site, "one")
    renamed = []
    real = Path.rename
    monkeypatch.setattr(Path, "rename", lambda a, b: (renamed.append(a), real(a, b))[1])
    build(site, "two")
    if sys.platform == "linux":
        assert site not in renamed


def test_what_a_killed_build_left_is_gone_after_the_next(tmp_path):
    site = tmp_path / "site"
    build(site, "one")
    build(site, "two")
    shelf = tmp_path / ".site.playbook"
    write(shelf / "new", index_html="half", stale_html="half")
    write(shelf / "away", index_html="half")
    stage = open_stage(site, 0, nobody_waits)
    assert names(stage.folder) == []
    assert not (shelf / "away").exists()
    assert not (shelf / "old").exists(), "room for the new one is made before the build"
    stage.discard()
    assert tree(site) == site_of("two")
    assert not shelf.exists()


def test_a_preview_leaves_nothing_beside_it(tmp_path):
    site = tmp_path / "site"
    build(site, "one")
    build(site, "two", is_preview=True)
    assert tree(site) == site_of("two")
    assert names(tmp_path) == ["site"]


def test_git_is_not_offered_the_hidden_folder(tmp_path):
    subprocess.run(["git", "init", "-q", tmp_path], check=True)
    site = tmp_path / "site"
    build(site, "one")
    build(site, "two")
    stage = open_stage(site, 0, nobody_waits)
    said = subprocess.run(
        ["git", "status", "--short"], cwd=tmp_path, capture_output=True, text=True, check=True
    )
    stage.discard()
    assert said.stdout.split() == ["??", "site/"]


def fill_as_an_author_may(folder: Path, elsewhere: Path) -> None:
    write(folder, index_html="old", page__index_html="old", CNAME="coach.example")
    (folder / ".htaccess").write_text("Deny")
    (folder / ".git" / "refs").mkdir(parents=True)
    (folder / ".git" / "HEAD").write_text("ref: main")
    (folder / ".well-known").mkdir()
    (folder / ".well-known" / "token").write_text("secret")
    (folder / ".link").symlink_to("index.html")
    elsewhere.mkdir(exist_ok=True)
    (folder / "media").symlink_to(elsewhere)
    (folder / "latest").symlink_to("index.html")


def test_what_survives_is_what_survives_mkdocs(tmp_path):
    cleaned, site = tmp_path / "cleaned", tmp_path / "site"
    for folder in (cleaned, site):
        folder.mkdir()
        fill_as_an_author_may(folder, tmp_path / "elsewhere")
    clean_directory(str(cleaned))
    stage = open_stage(site, 0, nobody_waits)
    assert tree(stage.folder) == tree(cleaned), "other plugins find it during the build"
    write(stage.folder, index_html="new")
    stage.publish()
    assert tree(site) == {**tree(cleaned), "index.html": "new"}
    assert (site / ".git" / "refs").is_dir()
    assert not (site / "CNAME").exists()


def test_a_dotfile_that_arrives_during_a_build_is_there_after_it(tmp_path):
    site = tmp_path / "site"
    site.mkdir()
    for name in ("kept", "changed", "gone", "ours"):
        (site / f".{name}").write_text("before")
    stage = open_stage(site, 0, nobody_waits)
    (stage.folder / ".ours").write_text("by the build")
    (site / ".arrived").write_text("challenge")
    (site / ".changed").write_text("after!")
    (site / ".gone").unlink()
    stage.publish()
    assert tree(site) == {
        ".arrived": "challenge",
        ".changed": "after!",
        ".kept": "before",
        ".ours": "by the build",
    }


def test_a_build_that_writes_a_dotfile_changes_nothing_until_it_is_published(tmp_path):
    site = tmp_path / "site"
    site.mkdir()
    (site / ".htaccess").write_text("old")
    stage = open_stage(site, 0, nobody_waits)
    with (stage.folder / ".htaccess").open("r+") as file:
        file.write("new")
    assert (site / ".htaccess").read_text() == "old"
    stage.discard()
    assert tree(site) == {".htaccess": "old"}


def test_modes_do_not_depend_on_the_umask_and_the_door_keeps_its_own(tmp_path):
    modes = []
    for umask in (0o022, 0o077):
        site = tmp_path / oct(umask)
        before = os.umask(umask)
        try:
            build(site, "one")
        finally:
            os.umask(before)
        modes.append({p.name: oct(p.stat().st_mode) for p in site.rglob("*")})
    assert modes[0] == modes[1]
    site.chmod(0o750)
    build(site, "two")
    assert oct(site.stat().st_mode)[-3:] == "750"


def test_a_link_stays_a_link(tmp_path):
    (tmp_path / "releases" / "first").mkdir(parents=True)
    site = tmp_path / "site"
    site.symlink_to(Path("releases", "first"))
    build(site, "one")
    build(site, "two")
    assert site.readlink() == Path("releases", "first")
    assert tree(site) == site_of("two")


@pytest.fixture
def no_exchange(monkeypatch):
    """A system, or a disk, that cannot exchange two folders."""
    monkeypatch.setattr(swapping, "exchange", lambda one, other: False)


def test_without_an_exchange_two_renames_do(tmp_path, no_exchange):
    site = tmp_path / "site"
    for text in ("one", "two", "three"):
        build(site, text)
        assert tree(site) == site_of(text)
    assert tree(tmp_path / ".site.playbook" / "old") == site_of("two")


def test_without_an_exchange_a_failed_swap_is_taken_back(tmp_path, no_exchange, monkeypatch):
    site = tmp_path / "site"
    build(site, "one")
    stage = open_stage(site, 0, nobody_waits)
    write(stage.folder, index_html="two")
    real = Path.rename

    def fails(source, target):
        if source == stage.folder:
            raise OSError(errno.EIO, "broken")
        return real(source, target)

    monkeypatch.setattr(Path, "rename", fails)
    with pytest.raises(StagingError, match="the disk reports an error"):
        stage.publish()
    assert tree(site) == site_of("one")


def test_a_site_that_cannot_be_put_back_at_once_is_put_back_by_the_next_build(
    tmp_path, no_exchange, monkeypatch
):
    site = tmp_path / "site"
    build(site, "one")
    stage = open_stage(site, 0, nobody_waits)
    real = Path.rename

    def fails(source, target):
        if target == site:
            raise OSError(errno.EIO, "broken")
        return real(source, target)

    with monkeypatch.context() as patch:
        patch.setattr(Path, "rename", fails)
        with pytest.raises(StagingError, match="the disk reports an error"):
            stage.publish()
    open_stage(site, 0, nobody_waits).discard()
    assert tree(site) == site_of("one")


def test_a_disk_that_turns_out_to_be_full_leaves_the_old_site(tmp_path, monkeypatch):
    site = tmp_path / "site"
    build(site, "one")
    stage = open_stage(site, 0, nobody_waits)
    write(stage.folder, index_html="two")

    def full(folder):
        raise OSError(errno.ENOSPC, "full")

    monkeypatch.setattr(staging, "settle", full)
    with pytest.raises(StagingError, match="the disk is full"):
        stage.publish()
    assert tree(site) == site_of("one")
    assert names(tmp_path) == ["site"]


def test_a_build_killed_between_two_renames_is_put_right_by_the_next(tmp_path):
    site = tmp_path / "site"
    build(site, "one")
    shelf = tmp_path / ".site.playbook"
    shelf.mkdir()
    site.rename(shelf / "away")
    open_stage(site, 0, nobody_waits).discard()
    assert tree(site) == site_of("one")


@pytest.mark.parametrize("is_relative", [True, False])
def test_without_an_exchange_the_folder_behind_a_link_is_swapped(
    tmp_path, no_exchange, is_relative
):
    target = tmp_path / "releases" / "site"
    target.mkdir(parents=True)
    site = tmp_path / "site"
    site.symlink_to("releases/site" if is_relative else target)
    for text in ("one", "two", "three"):
        build(site, text)
        assert site.is_symlink()
        assert site.readlink().is_absolute() is not is_relative
        assert tree(site) == site_of(text)
    assert len(list(target.parent.glob("site*"))) == 1, "the tree before is on the shelf"


def test_a_folder_that_cannot_be_swapped_is_replaced_file_by_file(tmp_path, monkeypatch):
    site = tmp_path / "site"
    fill = {"index_html": "one", "gone__page_html": "one", "was_folder__page_html": "one"}
    write(site, **fill, turns="file")
    (site / ".htaccess").write_text("Deny")
    monkeypatch.setattr(staging, "is_mount", lambda folder: folder == site)
    said = []
    stage = open_stage(site, 0, said.append)
    assert ["mount" in line for line in said] == [True]
    write(stage.folder, index_html="two", was_folder="two", turns__page_html="two")
    live = os.open(site, os.O_RDONLY)
    stage.publish()
    assert tree(site) == {
        ".htaccess": "Deny",
        "index.html": "two",
        "was.folder": "two",
        "turns/page.html": "two",
    }
    assert os.fstat(live).st_ino == site.stat().st_ino, "the same folder"
    os.close(live)
    assert names(tmp_path) == ["site"]


def as_nobody(act) -> str:
    """What `act` returns in a process without root's rights."""
    came, sent = os.pipe()
    child = os.fork()
    if not child:
        try:
            if os.geteuid() == 0:
                os.setgid(65534)
                os.setuid(65534)
            os.write(sent, str(act()).encode())
        finally:
            os._exit(0)
    os.close(sent)
    os.waitpid(child, 0)
    with os.fdopen(came) as said:
        return said.read()


@pytest.mark.skipif(not hasattr(os, "fork"), reason="no fork here")
@pytest.mark.parametrize("is_writable", [True, False])
def test_a_folder_above_that_cannot_be_written(is_writable):
    """The site's own folder is enough; where that is closed too, a sentence says so."""
    above = Path(tempfile.mkdtemp())
    site = above / "site"
    write(site, index_html="old")
    if os.geteuid() == 0:
        os.chown(site, 65534, 65534)
    site.chmod(0o755 if is_writable else 0o555)
    above.chmod(0o555)

    def act():
        said = []
        try:
            stage = open_stage(site, 0, said.append)
            write(stage.folder, index_html="new")
            stage.publish()
        except StagingError as error:
            said.append(f"refused: {error}")
        return said

    said = as_nobody(act)
    above.chmod(0o755)
    site.chmod(0o755)
    found = tree(site)
    shutil.rmtree(above)
    if is_writable:
        assert "replaced one by one" in said
        assert "refused" not in said
        assert found == {"index.html": "new"}
    else:
        assert "refused: you may not write there" in said
        assert found == {"index.html": "old"}


def holder(site: Path, then: str) -> subprocess.Popen:
    """Another process that holds the site's stage, and then does something."""
    code = textwrap.dedent(f"""
        import sys; sys.path.insert(0, {str(ROOT)!r})
        import os, subprocess, time
        from pathlib import Path
        from playbook_plugins.build.stage.staging import open_stage
        stage = open_stage(Path({str(site)!r}), 0, print)
        (stage.folder / "index.html").write_text("theirs")
        {then}
        print("ready", flush=True)
        time.sleep(600)
    """)
    process = subprocess.Popen([sys.executable, "-c", code], stdout=subprocess.PIPE, text=True)
    assert process.stdout.readline() == "ready\n"
    return process


def test_a_second_build_waits_and_then_says_why_it_gave_up(tmp_path):
    site = tmp_path / "site"
    build(site, "one")
    other = holder(site, "")
    said = []
    with pytest.raises(StagingError) as gave_up:
        open_stage(site, 0.2, said.append)
    other.kill()
    other.wait()
    other.stdout.close()
    assert said == [f"Waiting for another build of this site (process {other.pid})."]
    assert f"(process {other.pid}) is still running after 0.2 seconds" in str(gave_up.value)
    assert "staging_wait" in str(gave_up.value)
    build(site, "two")  # the system took the lock back
    assert tree(site) == site_of("two")


@pytest.mark.skipif(not hasattr(os, "fork"), reason="no fork here")
def test_a_worker_that_outlives_a_killed_build_does_not_keep_the_lock(tmp_path):
    site = tmp_path / "site"
    other = holder(site, "child = os.fork()\n        if not child: time.sleep(600)")
    children = Path(f"/proc/{other.pid}/task/{other.pid}/children")
    workers = [int(word) for word in children.read_text().split()] if children.exists() else []
    other.kill()
    other.wait()
    try:
        build(site, "one", wait=30)  # a worker needs a moment to come to life and let go
    finally:
        for worker in workers:
            os.kill(worker, signal.SIGKILL)
        other.stdout.close()
    assert tree(site) == site_of("one")


def test_a_build_that_waited_finds_the_site_of_the_one_before(tmp_path):
    site = tmp_path / "site"
    build(site, "one")
    other = holder(site, "")
    said = []

    def waits(line: str) -> None:
        said.append(line)
        other.kill()

    stage = open_stage(site, 60, waits)
    assert len(said) == 1
    assert names(stage.folder) == []
    stage.discard()
    other.wait()
    other.stdout.close()
    assert tree(site) == site_of("one")


def test_a_file_where_the_site_belongs_is_a_sentence(tmp_path):
    (tmp_path / "site").write_text("mine")
    with pytest.raises(StagingError, match="a file stands where the site's folder belongs"):
        open_stage(tmp_path / "site", 0, nobody_waits)
    assert (tmp_path / "site").read_text() == "mine"


def test_somebody_elses_link_is_not_followed(tmp_path):
    (tmp_path / "elsewhere").mkdir()
    (tmp_path / ".site.playbook").symlink_to(tmp_path / "elsewhere")
    with pytest.raises(StagingError, match="you may not write there"):
        open_stage(tmp_path / "site", 0, nobody_waits)
    assert names(tmp_path / "elsewhere") == []


@pytest.mark.skipif(not Path("/proc/self/mountinfo").exists(), reason="no mount table here")
def test_a_part_of_the_same_disk_mounted_elsewhere_is_known(tmp_path):
    if os.geteuid() or not shutil.which("mount"):
        pytest.skip("only root may mount")
    real, site = tmp_path / "real", tmp_path / "site"
    real.mkdir()
    site.mkdir()
    if subprocess.run(["mount", "--bind", real, site], capture_output=True).returncode:
        pytest.skip("mounting is not allowed here")
    try:
        assert staging.is_mount(site)
        stage = open_stage(site, 0, lambda said: None)
        write(stage.folder, index_html="new")
        stage.publish()
    finally:
        subprocess.run(["umount", site], check=True)
    assert tree(real) == {"index.html": "new"}
