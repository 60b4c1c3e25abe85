"""Build one site under eight different circumstances and compare the trees byte for byte.

    python3 dev.py campaign same_bytes

Time zone, locale, umask, path, clock, hash seed, directory order, number of cores. Builds this
repository's own site; prints a line for each and the first files that differ; exits 1 when any do.
"""

from __future__ import annotations

import contextlib
import functools
import hashlib
import os
import shutil
import stat
import subprocess
import sys
import tempfile
from collections.abc import Callable
from dataclasses import dataclass, field
from pathlib import Path

ROOT = Path(__file__).resolve().parents[2]
SITE = ("docs", "overrides", "tests/examples", "mkdocs.yml", "playbook.lock.json", "CHANGELOG.md")

SITECUSTOMIZE = '''
"""Another clock, where no library can be put before the system's, and another directory order."""
import datetime, os, time
if shift := float(os.environ.get("SHIFTED_CLOCK", "0")):
    then = time.time
    time.time = lambda: then() + shift
    class Kind(type):  # what the real classes made is one of these
        def __instancecheck__(cls, each):
            return isinstance(each, cls.__mro__[1])
    class Datetime(datetime.datetime, metaclass=Kind):
        @classmethod
        def now(cls, tz=None):
            return cls.fromtimestamp(time.time(), tz)
    class Date(datetime.date, metaclass=Kind):
        @classmethod
        def today(cls):
            return cls.fromtimestamp(time.time())
    datetime.datetime, datetime.date = Datetime, Date
if os.environ.get("SHIFTED_ORDER"):
    real_list, real_scan = os.listdir, os.scandir
    os.listdir = lambda *at: sorted(real_list(*at), reverse=True)
    class Scan(list):
        def __enter__(self):
            return self
        def __exit__(self, *_):
            return None
        def close(self):
            return None
        def __next__(self):
            if not self:
                raise StopIteration
            return self.pop(0)
        def __iter__(self):
            return self
    def scandir(*at):
        with real_scan(*at) as found:
            return Scan(sorted(found, key=lambda entry: entry.name, reverse=True))
    os.scandir = scandir
'''


@dataclass(frozen=True)
class Circumstance:
    """What is different about one build."""

    name: str
    environment: dict[str, str] = field(default_factory=dict)
    before: Callable[[], object] | None = None
    place: str = "sources"


def false_clock() -> dict[str, str]:
    """The environment in which it is some years later."""
    found = sorted(Path("/usr/lib").glob("*/faketime/libfaketime.so.1"))
    if found:
        return {"LD_PRELOAD": str(found[0]), "FAKETIME": "+2000d"}
    return {"SHIFTED_CLOCK": str(2000 * 86400)}


def one_core() -> None:
    if hasattr(os, "sched_setaffinity"):
        os.sched_setaffinity(0, {min(os.sched_getaffinity(0))})


ASCII = {"LC_ALL": "C", "LANG": "C", "PYTHONUTF8": "0", "PYTHONCOERCECLOCALE": "0"}
FIRST = Circumstance("as it is", {"TZ": "UTC", "LC_ALL": "C.UTF-8", "PYTHONHASHSEED": "0"})
EIGHT = (
    Circumstance("time zone", {"TZ": "Pacific/Kiritimati"}),
    Circumstance("locale", ASCII),
    Circumstance("umask", before=functools.partial(os.umask, 0o077)),
    Circumstance("path", place="an other plåce/deep/er"),
    Circumstance("clock", false_clock()),
    Circumstance("hash seed", {"PYTHONHASHSEED": "4242"}),
    Circumstance("directory order", {"SHIFTED_ORDER": "1"}),
    Circumstance("cores", before=one_core),
)


def all_at_once() -> Circumstance:
    """The eight in one build: enough to know that nothing matters, too little to know what does."""
    environment: dict[str, str] = {}
    for each in EIGHT:
        environment |= each.environment
    before = [each.before for each in EIGHT if each.before]
    return Circumstance("all", environment, lambda: [act() for act in before], EIGHT[3].place)


def build(sources: Path, folder: Path, at: Circumstance) -> dict[str, tuple[str, str]]:
    """Every file that the site in `sources` becomes `at` these circumstances."""
    place = folder / at.name.replace(" ", "-") / at.place
    shutil.copytree(sources, place)
    custom = folder / "custom"
    custom.mkdir(exist_ok=True)
    (custom / "sitecustomize.py").write_text(SITECUSTOMIZE, encoding="utf-8")
    quiet = {"NO_MKDOCS_2_WARNING": "1", "DISABLE_MKDOCS_2_WARNING": "true"}
    base = {name: text for name, text in os.environ.items() if name != "SOURCE_DATE_EPOCH"}
    path = os.pathsep.join((str(custom), str(ROOT)))
    done = subprocess.run(
        [sys.executable, "-m", "mkdocs", "build", "-q"],
        cwd=place,
        env={**base, **quiet, "PYTHONPATH": path, **FIRST.environment, **at.environment},
        preexec_fn=at.before,
        capture_output=True,
        text=True,
    )
    assert done.returncode == 0, f"{at.name}: {done.stdout}{done.stderr}"
    return tree(place / "site")


def tree(site: Path) -> dict[str, tuple[str, str]]:
    """Mode and digest of everything below a folder."""
    found = {}
    for path in sorted(site.rglob("*")):
        mode = stat.filemode(path.stat().st_mode)
        content = hashlib.sha256(path.read_bytes()).hexdigest() if path.is_file() else ""
        found[path.relative_to(site).as_posix()] = (mode, content)
    return found


def differing(one: dict, other: dict) -> list[str]:
    return sorted(name for name in one.keys() | other.keys() if one.get(name) != other.get(name))


def copied_site(folder: Path) -> Path:
    """This repository's own site, copied into `folder`, with whatever its pages take in."""
    for each in SITE:
        source, target = ROOT / each, folder / each
        target.parent.mkdir(parents=True, exist_ok=True)
        with contextlib.suppress(FileNotFoundError):
            (shutil.copytree if source.is_dir() else shutil.copy)(source, target)
    return folder


def main() -> int:
    failed = False
    with tempfile.TemporaryDirectory() as name:
        folder = Path(name)
        sources = copied_site(folder / "original")
        first = build(sources, folder, FIRST)
        print(f"{FIRST.name}: {len(first)} files and folders", flush=True)
        for at in EIGHT:
            different = differing(first, build(sources, folder, at))
            failed = failed or bool(different)
            print(f"{at.name}: {len(different)} differ {different[:5] or ''}", flush=True)
    return 1 if failed else 0


if __name__ == "__main__":
    raise SystemExit(main())
