"""A build's own folder beside the live tree, and the step that makes it the live tree.

Knows no host: paths in, paths out. A hidden folder beside the site, `.site.playbook`, holds the
lock, the tree that is being built (`new`) and the tree before the last one (`old`), whole, for
visitors who were still reading it when it was replaced; the next build removes it. A build that is
killed leaves `new` behind, and the next build removes that too.
"""

from __future__ import annotations

import contextlib
import errno
import os
import shutil
import stat
import subprocess
import warnings
from collections.abc import Callable
from dataclasses import dataclass, field
from pathlib import Path

from playbook_plugins.shared.writing import write_text

from .carrying import Carried
from .locking import HERE, BuildLock, LockTimeoutError
from .swapping import AWAY, merge, put_live, recover, remove_tree, settle

SHELF = ".playbook"
GONE = "gone-"
"""What is being removed, with the number of the build that gave it up."""
NEW, OLD, SPARE = "new", "old", "spare"
LOCK, IGNORE = "lock", ".gitignore"

FILE, FOLDER = 0o644, 0o755
"""Modes inside a site: what a web server must be able to read, whatever the author's umask.

The site's own folder keeps the mode it has, so a private site stays behind its own door.
"""

IN_USE = {errno.EXDEV, errno.EBUSY, errno.EACCES, errno.EPERM}
"""Why a folder cannot be renamed whose files can be replaced."""

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
    shelf: Path
    lock: BuildLock
    carried: Carried
    say: Callable[[str], None] = field(default=lambda said: None)
    """Hears in a sentence what an author should know of."""
    is_open: bool = field(default=True)

    @property
    def folder(self) -> Path:
        """Where the build writes."""
        return self.shelf / NEW

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

    @property
    def spare(self) -> Path | None:
        """The tree before the last one, for a build that can use parts of it."""
        folder = self.shelf / SPARE
        return folder if folder.is_dir() else None

    def drop_spare(self) -> None:
        """Make room: nobody needs the tree before the last one any more."""
        remove_meanwhile(self.shelf / SPARE, self.shelf)

    def open(self) -> None:
        """Make the folder, and bring into it what outlives a build."""
        self.folder.mkdir(exist_ok=True)
        if self.live.is_dir():
            _like(self.live, self.folder)
        self.carried = Carried(self.live, self.folder, self.shelf.name)
        self.carried.bring()

    @property
    def is_beside(self) -> bool:
        """Whether the whole tree can be swapped; otherwise it is replaced file by file."""
        return self.shelf.parent != self.live

    def publish(self, is_preview: bool = False) -> None:
        """Make what was built the live tree.

        Raises `StagingError` with the old one untouched, `LeftError` with all but a few files new.

        The replaced tree stays on the shelf until the next build. A preview is read by its own
        server only and ends with it: nothing is kept, and the disk is not waited for.
        """
        try:
            self.drop_spare()
            self.carried.bring()
            if not is_preview:
                _even_out(self.folder, self.carried.names())
                settle(self.folder)
            old, left = self._swap()
        except OSError as error:
            self.discard()
            raise StagingError(sentence(error, self.live)) from error
        with contextlib.suppress(OSError):  # the new site is live: nothing below undoes that
            if old is not None:
                self._put_by(old, is_preview)
            _flush(self.live.parent)
        self._close()
        if left:
            names = ", ".join(sorted(left)[:5]) + (" and others" if len(left) > 5 else "")
            raise LeftError(f"{names}: another program has this open. Close it, and build again.")

    def _put_by(self, old: Path, is_preview: bool) -> None:
        if any(old.iterdir()) and not is_preview:
            old.rename(self.shelf / OLD)
        else:
            remove_tree(old)

    def _swap(self) -> tuple[Path | None, list[str]]:
        """The tree that was replaced, if it still stands somewhere, and the files left in it."""
        if self.is_beside:
            try:
                return put_live(self.folder, self.live, self.shelf), []
            except OSError as error:
                if error.errno not in IN_USE:
                    raise
            self.say(
                f"{self.site} cannot be swapped as a whole (another program has something in it "
                "open, or you may not rename it), so its files are replaced one by one."
            )
        return None, merge(self.folder, self.live, self.shelf.name, self.carried.names())

    def discard(self) -> None:
        """Forget what was built; the live tree is as it was. Safe to repeat."""
        self._close()

    def _close(self) -> None:
        if not self.is_open:
            return
        self.is_open = False
        self.drop_spare()
        remove_tree(self.folder, quiet=True)
        if os.path.lexists(self.live):
            remove_tree(self.shelf / AWAY, quiet=True)
        if (self.shelf / OLD).exists():
            self.lock.let_go()
            return
        with contextlib.suppress(OSError):
            (self.shelf / IGNORE).unlink(missing_ok=True)
        self.lock.remove()
        with contextlib.suppress(OSError):
            self.shelf.rmdir()


def remove_meanwhile(folder: Path, shelf: Path) -> None:
    """Remove a folder while the build goes on: thousands of files keep a slow disk busy."""
    if not folder.is_dir():
        return
    gone = shelf / f"{GONE}{os.getpid()}"
    remover = shutil.which("rm") if os.name == "posix" else None
    if remover is None or gone.exists():
        remove_tree(folder, quiet=True)
        return
    folder.rename(gone)
    command = [remover, "-rf", "--", str(gone)]
    quiet = subprocess.DEVNULL
    with warnings.catch_warnings():
        warnings.simplefilter("ignore", ResourceWarning)  # nobody waits for it, on purpose
        subprocess.Popen(command, stdin=quiet, stdout=quiet, stderr=quiet, start_new_session=True)


def open_stage(
    site: Path, wait: float, say: Callable[[str], None], keep_spare: bool = False
) -> Stage:
    """A new, empty folder to build `site` in, once no other build is at it.

    With `keep_spare` the tree before the last one stays for the build to use. `say` hears in a
    sentence why it takes long. Raises `StagingError` when another build is still running after
    `wait` seconds, or when nothing can be written here.
    """
    try:
        stage = _locked(site, wait, say)
    except LockTimeoutError as error:
        raise StagingError(
            f"another build of this site{_by(error.holder)} is still running after "
            f"{wait:g} seconds. Wait for it to end, or set `staging_wait` higher."
        ) from None
    except OSError as error:
        raise StagingError(sentence(error, site.parent)) from error
    try:
        _prepare(stage, keep_spare)
    except OSError as error:
        stage.discard()
        raise StagingError(sentence(error, stage.shelf)) from error
    if not stage.is_beside:
        say(
            f"{site} cannot be swapped as a whole (it is a mount, or the folder above cannot be "
            "written), so its files will be replaced one by one."
        )
    return stage


def _locked(site: Path, wait: float, say: Callable[[str], None]) -> Stage:
    shelf = _shelf(_followed(site))
    lock = BuildLock(shelf / LOCK, HERE)
    lock.take(wait, lambda holder: say(f"Waiting for another build of this site{_by(holder)}."))
    live = _followed(site)
    return Stage(site, live, shelf, lock, Carried(live, shelf / NEW, shelf.name), say)


def _followed(site: Path) -> Path:
    live = site.resolve() if site.is_symlink() else site
    if os.path.lexists(live) and not live.is_dir():
        raise OSError(errno.ENOTDIR, "a file stands where the site's folder belongs", str(live))
    return live


def _by(holder: str) -> str:
    return f" (process {holder})" if holder else ""


def _shelf(live: Path) -> Path:
    """The hidden folder for a site: beside it where the tree can be swapped, else inside it."""
    parent = live.parent
    parent.mkdir(parents=True, exist_ok=True)
    if live.is_dir() and (is_mount(live) or not os.access(parent, os.W_OK | os.X_OK)):
        return live / SHELF
    beside = parent / f".{live.name}{SHELF}"
    if beside.is_symlink():
        raise OSError(errno.EPERM, "a link stands where the build's folder belongs", str(beside))
    return beside


def is_mount(folder: Path) -> bool:
    """Whether something is mounted at `folder`, a part of the same disk included."""
    if folder.is_mount() or folder.stat().st_dev != folder.parent.stat().st_dev:
        return True
    try:
        mounts = Path("/proc/self/mountinfo").read_text(encoding="utf-8", errors="replace")
    except OSError:
        return False
    name = str(folder.resolve())
    return any(line.split(" ")[4] == name for line in mounts.splitlines())


def _prepare(stage: Stage, keep_spare: bool) -> None:
    """Remove what killed builds and the build before left; make the new folder."""
    recover(stage.live, stage.shelf)
    for left in stage.shelf.glob(f"{GONE}*"):
        remove_tree(left, quiet=True)
    stage.drop_spare()
    if keep_spare and (stage.shelf / OLD).is_dir():
        (stage.shelf / OLD).rename(stage.shelf / SPARE)
    for name in (NEW, OLD, AWAY):
        if (stage.shelf / name).exists():
            remove_tree(stage.shelf / name)
    # Git shall not offer a half-built site for a commit.
    write_text(stage.shelf / IGNORE, "*\n")
    stage.open()


def _like(live: Path, folder: Path) -> None:
    """Give a folder the mode, owner and attributes of the one whose place it takes."""
    shutil.copystat(live, folder)
    folder.chmod(stat.S_IMODE(live.stat().st_mode) | stat.S_IRWXU)
    if hasattr(os, "chown"):
        with contextlib.suppress(OSError):
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


def _flush(folder: Path) -> None:
    """Have the disk hold a folder's new names."""
    if os.name == "posix":
        descriptor = os.open(folder, os.O_RDONLY)
        try:
            os.fsync(descriptor)
        finally:
            os.close(descriptor)
