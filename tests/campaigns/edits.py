"""Edit a site at random, build it two ways after every edit, and compare the trees.

    python3 dev.py campaign edits --edits 500 --seed 7

One tree comes from the fast path with one cache throughout, staged and swapped as an author's
builds are; the other from MkDocs' own path without a cache. Among what is edited are files that
extensions read, outside of the docs folder. Compared are every file, byte for byte, and every
warning. No build begins before what the one before left to others is done. Before one build in ten
the cache is damaged; at the end ten builds share a new one. Prints each edit that made a difference
and exits 1 when any did.
"""

from __future__ import annotations

import argparse
import logging
import os
import random
import shutil
import sys
import tempfile
import time
from concurrent.futures import ProcessPoolExecutor
from dataclasses import dataclass, field
from multiprocessing import get_context
from pathlib import Path

from material.extensions import emoji
from mkdocs.commands import build as host
from mkdocs.config import load_config

from .editing import Garden

EVERY = 25
"""Edits after which the site puts on the other theme."""
HARMED = 0.1
"""How often the cache is damaged before a build."""
SLOW = {"fast": False, "cache": False}
STAGED = {"staging": True}


class _Listener(logging.Handler):
    """Notes what a build warns of."""

    def __init__(self) -> None:
        super().__init__(logging.WARNING)
        self.said: list[str] = []
        self.error = ""

    def emit(self, record: logging.LogRecord) -> None:
        self.said.append(record.getMessage())
        if record.levelno >= logging.ERROR:
            self.error = self.said[-1]


@dataclass
class Tree:
    """What one build made: files by path, and what it warned of."""

    files: dict[str, bytes] = field(default_factory=dict)
    said: list[str] = field(default_factory=list)
    failed: str = ""
    """Why the build ended early."""
    reasons: list[str] = field(default_factory=list)
    """What kept the build from the fast path."""

    def differing(self, other: Tree) -> list[str]:
        """Paths of files, and warnings, that only one has or that are not the same."""
        names = self.files.keys() | other.files.keys()
        found = sorted(name for name in names if self.files.get(name) != other.files.get(name))
        found += [] if self.failed == other.failed else [self.failed, other.failed]
        return found + sorted(set(self.said) ^ set(other.said)) * (
            sorted(self.said) != sorted(other.said)
        )


def built(root: Path, folder: Path, options: dict[str, bool]) -> Tree:
    """The site of `root`, built into `folder` by new plugins; `options` of playbook/publish."""
    listener = _Listener()
    logger = logging.getLogger("mkdocs")
    logger.propagate = False
    logger.handlers = [listener]
    emoji._load.cache_clear()  # Material reads each icon once in a process
    config = load_config(str(root / "mkdocs.yml"), site_dir=str(folder))
    config.plugins["playbook/publish"].config.update(options)
    before = {each: list(each.filters) for each in _loggers()}
    failed = ""
    try:
        config.plugins.on_startup(command="build", dirty=False)
        host.build(config)
    except Exception as error:
        failed = f"{error} ({listener.error})"
    finally:
        config.plugins.on_shutdown()
        logger.handlers = []
        for each, filters in before.items():
            each.filters = filters
            for one in filters:
                getattr(one, "msgs", set()).clear()
    plugin = config.plugins["playbook/publish"]
    reasons = [str(each) for each in plugin.fast_path.reasons]
    return Tree(read(folder), listener.said, failed, reasons)


def _loggers() -> list[logging.Logger]:
    names = [name for name in logging.root.manager.loggerDict if name.startswith("mkdocs")]
    return [logging.getLogger(name) for name in names]


def read(folder: Path) -> dict[str, bytes]:
    """Every file below `folder`."""
    return {
        path.relative_to(folder).as_posix(): path.read_bytes()
        for path in sorted(folder.rglob("*"))
        if path.is_file()
    }


def compare(garden: Garden, folder: Path) -> tuple[list[str], Tree]:
    """What differs between the two ways, and the tree that must be."""
    fast = built(garden.folder, folder / "fast", STAGED)
    settle(folder)
    slow = built(garden.folder, folder / "slow", SLOW)
    assert not slow.reasons, f"not on the fast path: {slow.reasons}"
    return fast.differing(slow), slow


def settle(folder: Path) -> None:
    """Wait for what a build leaves to others: they remove the trees that it has no use for."""
    while list(folder.glob("*/gone-*")):
        time.sleep(0.01)


def harm(cache: Path, dice: random.Random) -> None:
    """Flip a bit, or cut off the end, in one of a cache's files."""
    files = sorted(path for path in cache.rglob("*") if path.is_file() and path.stat().st_size)
    if not files:
        return
    path = dice.choice([*files, *(each for each in files if each.suffix == ".db")])
    content = bytearray(path.read_bytes())
    if dice.random() < 0.2:
        del content[dice.randrange(len(content)) :]
    else:
        content[dice.randrange(len(content))] ^= 1 << dice.randrange(8)
    path.unlink()  # a built site may share it
    path.write_bytes(content)


def at_once(garden: Garden, folder: Path, count: int) -> list[str]:
    """What differs when `count` builds with one new cache run at the same time."""
    shutil.rmtree(garden.folder / ".cache", ignore_errors=True)
    slow = built(garden.folder, folder / "slow", SLOW)
    with ProcessPoolExecutor(count, mp_context=get_context("fork")) as builds:
        begun = [
            builds.submit(built, garden.folder, folder / f"at-once-{number}", {})
            for number in range(count)
        ]
        found = [line for each in begun for line in each.result().differing(slow)]
    print(f"{count} builds at once with one cache: {len(found)} files differ", flush=True)
    return found + built(garden.folder, folder / "fast", {}).differing(slow)


def run(folder: Path, edits: int, seed: int, every: int = EVERY, keep: bool = False) -> list[str]:
    """Make `edits`; a line for each after which the two trees were not the same."""
    (folder / "site").mkdir()
    os.chdir(folder / "site")  # where authors build: snippets are looked for from here
    garden = Garden(folder / "site", seed)
    found, files, failed = [], 0, []
    fate = random.Random(seed)
    for number in range(edits + 1):
        done = [garden.edit() for _ in range(garden.dice.choice((1, 1, 1, 2)))] if number else []
        if number and number % every == 0:
            garden.wear(None if garden.config["theme"]["name"] else "material")
            done.append("theme")
        garden.write()
        if fate.random() < HARMED:
            harm(garden.folder / ".cache", fate)
            done.append("a damaged cache")
        different, slow = compare(garden, folder)
        files += len(slow.files)
        failed += [f"{number} ({', '.join(done)}): {slow.failed}"] if slow.failed else []
        if number == 0:
            assert sum(name.startswith("blog/202") for name in slow.files) > 5, "too few posts"
        if number and number % 50 == 0:
            print(f"{number} edits, {files} files, {len(found)} differ", flush=True)
        if different:
            found.append(f"{number} ({', '.join(done)}): {len(different)} differ: {different[:4]}")
            print(found[-1], flush=True)
            if keep:
                shutil.copytree(folder, f"{folder}-{number}")
    found += at_once(garden, folder, max(2, min(10, edits // 40)))
    for line in failed:
        print(f"no site after {line}")
    print(
        f"{edits} edits, seed {seed}: {files} files compared, {len(failed)} builds failed alike, "
        f"{len(found)} edits differ",
        flush=True,
    )
    return found


def main() -> int:
    """Run the campaign as asked on the command line."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--edits", type=int, default=500)
    parser.add_argument("--seed", type=int, default=7)
    parser.add_argument("--every", type=int, default=EVERY, help="edits between changes of theme")
    parser.add_argument("--keep", help="folder in which to keep the site after a difference")
    asked = parser.parse_args()
    os.environ.setdefault("NO_MKDOCS_2_WARNING", "1")
    begun = time.monotonic()
    if asked.keep:
        folder = Path(asked.keep, "campaign")
        shutil.rmtree(asked.keep, ignore_errors=True)
        folder.mkdir(parents=True)
        found = run(folder, asked.edits, asked.seed, asked.every, keep=True)
    else:
        with tempfile.TemporaryDirectory() as name:
            found = run(Path(name), asked.edits, asked.seed, asked.every)
    print(f"{time.monotonic() - begun:.0f} s")
    return 1 if found else 0


if __name__ == "__main__":
    sys.exit(main())
