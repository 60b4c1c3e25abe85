"""A build's own folder beside the live tree, and the step that makes it the live tree.

Knows no host: paths in, paths out. A hidden folder beside the site, `.site.playbook`, holds the
lock, the tree that is being built (`new`) and the tree before the last one (`old`), whole, for
visitors who were still reading it when it was replaced. The next build removes it, and what a build
that was killed left behind.
"""

from __future__ import annotations

import errno
import os
import shutil
import stat
import subprocess
import tempfile
from collections.abc import Callable
from contextlib import suppress
from dataclasses import dataclass
from pathlib import Path

from playbook_plugins.shared.writing import write_text

from .carrying import Carried
from .locking import BuildLock
from .swapping import IN_USE, put_live, put_one_by_one, recover, remove, settle

HIDDEN = ".playbook"
NEW, AWAY, OLD, GONE = "new", "away", "old", "gone-"
LOCK, IGNORE = "lock", ".gitignore"
FORGET = "forget"
"""Its being there asks the next build to keep nothing of the tree that it replaces."""

FILE, FOLDER = 0o644, 0o755
"""Modes inside a site: what a web server must be able to read, whatever the author's umask.

The site's own folder keeps the mode it has, so a private site stays behind its own door.
"""

REASONS = {
    errno.ENOSPC: ("the disk is full", "Make room there and build again."),
    errno.EDQUOT: ("your share of the disk is full", "Make room there and build again."),
    errno.EROFS: ("that disk cannot be written", "Choose another `site_dir`."),
    errno.EACCES: ("you may not write there", "Change who owns it, or choose another `site_dir`."),
    errno.EPERM: ("you may not write there", "Change who owns it, or choose another `site_dir`."),
    errno.EFBIG: ("a file grew larger than this system allows", "Raise the limit and build again."),
    errno.EMFILE: ("too many files are open", "Raise the limit of open files and build again."),
    errno.EIO: ("the disk reports an error", "Check the disk before you build again."),
}


class StagingError(Exception):
    """Why nothing was published: a sentence, and what to do."""


class LeftError(Exception):
    """What could not be replaced in a site that was published otherwise: a sentence, and a cure."""


def sentence(error: OSError, place: Path) -> str:
    """What a system's error means to an author, where, and the cure."""
    what, cure = REASONS.get(error.errno or 0, ((error.strerror or str(error)).lower(), ""))
    return f"{what} ({place}). {cure}".strip()


@dataclass
class Stage:
    """One build's folder; made by `open_stage`, ended by `publish` or `discard`."""

    site: Path
    """The site's folder as configured, a link included."""
    live: Path
    """The folder that visitors read; `site` with its link followed."""
    hidden: Path
    """The folder for all that is not public: beside `live` where the two can be swapped, or in
    it."""
    lock: BuildLock
    say: Callable[[str], None]
    """Hears in a sentence what an author should know of."""

    def __post_init__(self) -> None:
        self.folder = self.hidden / NEW
        """Where the build writes."""
        self.carried = Carried(self.live, self.folder, self.hidden.name)
        self.is_beside = self.hidden.parent != self.live
        """Whether the whole tree can be swapped; otherwise it is replaced file by file."""
        self._removing: subprocess.Popen[bytes] | None = None
        self._is_open = True

    def place(self, path: str | Path) -> Path | None:
        """Where in the new tree `path` stands, which names a place there or in the site.

        None for any other place.
        """
        full = Path.cwd() / path
        for root in (self.folder, self.site, self.live):
            if full.is_relative_to(root):
                return self.folder / full.relative_to(root)
        return None

    def keep_all_but(self, part: Path) -> None:
        """Only `part` of the new tree is built: what stands beside it in the site stays."""
        self.carried.part = part.relative_to(self.folder).parts
        self.carried.bring()

    def open(self) -> None:
        """Make the folder, and bring into it what outlives a build. Raises `OSError`."""
        recover(self.live, self.hidden / AWAY)
        self._clear()
        # Git shall not offer a half-built site for a commit.
        write_text(self.hidden / IGNORE, "*\n")
        self.folder.mkdir()
        if self.live.is_dir():
            _make_like(self.live, self.folder)
        self.carried.bring()

    def _clear(self) -> None:
        """Remove what earlier builds left while this one goes on: thousands of files take long."""
        left = [path for path in self.hidden.iterdir() if path.name not in (LOCK, IGNORE, FORGET)]
        if not left:
            return
        gone = tempfile.mkdtemp(prefix=GONE, dir=self.hidden)
        for path in left:
            path.rename(Path(gone, path.name))
        remover, quiet = shutil.which("rm") if os.name == "posix" else None, subprocess.DEVNULL
        if remover is None:
            remove(Path(gone), quiet=True)
            return
        command = [remover, "-rf", "--", gone]
        self._removing = subprocess.Popen(command, stdin=quiet, stdout=quiet, stderr=quiet)

    def publish(self, is_preview: bool = False) -> None:
        """Make what was built the live tree.

        Raises `StagingError` with the old one untouched, `LeftError` with all but a few files new.

        The replaced tree stays until the next build. A preview is read by its own server only and
        ends with it: nothing is kept, and the disk is not waited for.
        """
        try:
            self.carried.bring()
            if not is_preview:
                _even_out(self.folder, self.carried.names())
                settle(self.folder)
            old, left = self._swap()
        except OSError as error:
            self.discard()
            raise StagingError(sentence(error, self.live)) from error
        if old and not is_preview and not (self.hidden / FORGET).exists():
            with suppress(OSError):  # the new site is live, and this one's name is of no weight
                old.rename(self.hidden / OLD)
        if not is_preview:
            (self.hidden / FORGET).unlink(missing_ok=True)
        self.discard()
        if left:
            names = ", ".join(sorted(left)[:5]) + (" and others" if len(left) > 5 else "")
            raise LeftError(f"{names}: another program has this open. Close it, and build again.")

    def _swap(self) -> tuple[Path | None, list[str]]:
        """The tree that was replaced, if it still stands somewhere, and the files left in it."""
        if self.is_beside:
            try:
                return put_live(self.folder, self.live, self.hidden / AWAY), []
            except OSError as error:
                if error.errno not in IN_USE:
                    raise
            self.say(
                f"{self.site} cannot be swapped as a whole (another program has something in it "
                "open, or you may not rename it), so its files are replaced one by one."
            )
        return None, put_one_by_one(
            self.folder, self.live, self.hidden / AWAY, besides=self.hidden.name
        )

    def discard(self) -> None:
        """Forget what was built; the live tree is as it is. Safe to repeat."""
        if not self._is_open:
            return
        self._is_open = False
        remove(self.folder, quiet=True)
        if os.path.lexists(self.live):  # else it is all that is left of the site
            remove(self.hidden / AWAY, quiet=True)
        if self._removing:
            self._removing.wait()
        if not (self.hidden / OLD).exists():
            with suppress(OSError):
                (self.hidden / IGNORE).unlink()
        self.lock.remove()
        with suppress(OSError):  # the tree before is in it, or another build has begun
            self.hidden.rmdir()


def open_stage(site: Path, wait: float, say: Callable[[str], None]) -> Stage:
    """A new, empty folder to build `site` in, once no other build is at it.

    `say` hears in a sentence why it takes long. Raises `StagingError` when another build is still
    running after `wait` seconds, or when nothing can be written here.
    """
    try:
        hidden = _hidden_folder(_followed(site))
        lock = BuildLock(hidden / LOCK)
        another = "another build of this site"
        if not lock.take(wait, lambda: say(f"Waiting for {another}{lock.holder()}.")):
            raise StagingError(
                f"{another}{lock.holder()} is still running after {wait:g} seconds. "
                "Wait for it to end, or set `staging_wait` higher."
            )
    except OSError as error:
        raise StagingError(sentence(error, site.parent)) from error
    stage = Stage(site, site.resolve() if site.is_symlink() else site, hidden, lock, say)
    try:
        stage.open()
    except OSError as error:
        stage.discard()
        raise StagingError(sentence(error, hidden)) from error
    if not stage.is_beside:
        say(
            f"{site} cannot be swapped as a whole (it is a mount, or the folder above cannot be "
            "written), so its files will be replaced one by one."
        )
    return stage


def forget_replaced(site: Path) -> None:
    """Remove the tree that was replaced last, and let the next build keep nothing of this one.

    For words that have to go at once. Raises `OSError` where nothing can be written here.
    """
    live = _followed(site)
    if not live.is_dir():
        return
    hidden = _hidden_folder(live)
    hidden.mkdir(exist_ok=True)
    write_text(hidden / IGNORE, "*\n")
    (hidden / FORGET).touch()
    remove(hidden / OLD, quiet=True)


def _followed(site: Path) -> Path:
    live = site.resolve() if site.is_symlink() else site
    if os.path.lexists(live) and not live.is_dir():
        raise OSError(errno.ENOTDIR, "a file stands where the site's folder belongs", str(live))
    return live


def _hidden_folder(live: Path) -> Path:
    """The hidden folder for a site: beside it where the tree can be swapped, else inside it."""
    parent = live.parent
    parent.mkdir(parents=True, exist_ok=True)
    if live.is_dir() and (is_mount(live) or not os.access(parent, os.W_OK | os.X_OK)):
        return live / HIDDEN
    beside = parent / f".{live.name}{HIDDEN}"
    if beside.is_symlink():
        raise OSError(errno.EPERM, "a link stands where the build's folder belongs", str(beside))
    return beside


def is_mount(folder: Path) -> bool:
    """Whether something is mounted at `folder`, a part of the same disk included."""
    if os.path.ismount(folder):  # on Windows, Path has this from Python 3.12 on
        return True
    try:
        mounts = Path("/proc/self/mountinfo").read_text(encoding="utf-8", errors="replace")
    except OSError:
        return False
    name = str(folder.resolve())
    return any(line.split(" ")[4] == name for line in mounts.splitlines())


def _make_like(live: Path, folder: Path) -> None:
    """Give a folder the mode, owner and attributes of the one whose place it takes."""
    shutil.copystat(live, folder)
    folder.chmod(stat.S_IMODE(live.stat().st_mode) | stat.S_IRWXU)
    if hasattr(os, "chown"):
        with suppress(OSError):
            os.chown(folder, live.stat().st_uid, live.stat().st_gid)


def _even_out(folder: Path, carried: set[str]) -> None:
    """Give all in `folder` but what was `carried` the same modes whatever the umask was."""
    waiting = [entry for entry in os.scandir(folder) if entry.name not in carried]
    while waiting:
        entry = waiting.pop()
        mode = entry.stat(follow_symlinks=False).st_mode
        is_folder = stat.S_ISDIR(mode)
        wanted = FOLDER if is_folder else FILE
        if stat.S_IMODE(mode) != wanted and not stat.S_ISLNK(mode):
            Path(entry.path).chmod(wanted)
        if is_folder:
            waiting += os.scandir(entry.path)
