"""What is done to a finished site before visitors see it, in due order. Knows no host.

Everything follows from the pages as the build wrote them (`page_summary`): where the worker starts,
what the policy lets in. Then each page is written once more; the worker's list holds them as they
stay, and the copies are made of everything.
"""

from __future__ import annotations

import os
from collections.abc import Callable, Collection, Iterator, Mapping, Sequence
from dataclasses import dataclass, field, replace
from pathlib import Path

from playbook_plugins.shared.parallel import Missing, share
from playbook_plugins.shared.records import record

from .offline import (
    LIST_MARK,
    WORKER,
    Keeper,
    Kept,
    list_of,
    start_script,
    with_start,
    worker_text,
    write_end,
)
from .page_summary import LEADS, OTHERWISE, PageSummary, summary_of
from .policy import Needs, policy_text, told, with_policy
from .precompress import precompress
from .write_over import read_text, write_over


@record
class Wishes:
    """What a site asks for in mkdocs.yml."""

    base: str = "/"
    """The path of the site's address."""
    offline: bool = False
    offline_keep: Sequence[str] = ()
    offline_most: int = 10 * 1024 * 1024
    policy: bool = False
    ways: Sequence[str] = ()
    """How files are compressed."""

    @property
    def of_pages(self) -> bool:
        """Whether pages are written once more."""
        return self.offline or self.policy


@dataclass
class Finished:
    """What finishing came to."""

    policy: str = ""
    """The site's policy; empty for none."""
    kept: Kept = field(default_factory=Kept)
    warnings: list[tuple[str, str]] = field(default_factory=list)
    """What the author should know, each with its cure."""


def finish_site(site: Path, wishes: Wishes, processes: int = 1) -> Finished:
    """Do to the pages below `site` what the site asks for. Doing it twice changes nothing more."""
    done = Finished()
    if wishes.offline:
        _write_new(site, *start_script())
    if wishes.of_pages:
        files = files_below(site)
        paths = sorted(file for file in files if file.endswith(".html"))
        pages = _read(site, paths, wishes, processes)
        starts = _starts(site, wishes, files, pages) if wishes.offline else []
        if wishes.policy:
            _decide(pages, done)
        leading = _write(site, pages, wishes, starts, done.policy, processes)
        if wishes.offline:
            _write_worker(site, wishes, files, {**pages, **leading}, starts, done)
    if not wishes.offline:
        write_end(site)
    if wishes.ways:
        precompress(site, wishes.ways)
    return done


def files_below(site: Path) -> set[str]:
    """The paths of all files of a site."""
    found: set[str] = set()
    for folder, _, names in os.walk(site):
        inside = Path(folder).relative_to(site).as_posix()
        found |= {name if inside == "." else f"{inside}/{name}" for name in names}
    return found


def _write_new(site: Path, file: str, content: bytes) -> None:
    """Write a file of the site whose folder may be new."""
    (site / file).parent.mkdir(parents=True, exist_ok=True)
    write_over(site / file, content)


def _read(
    site: Path, pages: Sequence[str], wishes: Wishes, processes: int
) -> dict[str, PageSummary]:
    names = wishes.offline_keep if wishes.offline else None

    def read(number: int) -> PageSummary:
        file = pages[number]
        return summary_of(file, (site / file).read_bytes(), names, wishes.policy)

    same: dict[object, tuple[tuple[str, str], ...]] = {}  # most pages need the same: kept once
    found: dict[str, PageSummary] = {}
    for number, made in enumerate(share(len(pages), read, processes)):
        summary = read(number) if isinstance(made, Missing) else made
        found[pages[number]] = replace(summary, needs=same.setdefault(summary.needs, summary.needs))
    return found


def _starts(
    site: Path, wishes: Wishes, files: Collection[str], pages: Mapping[str, PageSummary]
) -> list[str]:
    """The pages that start the worker."""

    def size(file: str) -> int:
        summary = pages.get(file)
        return summary.size if summary else (site / file).stat().st_size

    return _keeper(site, wishes, pages, files, size).pages


def _decide(pages: Mapping[str, PageSummary], done: Finished) -> None:
    """What the policy is."""
    needs = Needs()
    for file, summary in pages.items():
        for directive, source in summary.needs:
            needs.add(directive, source)
        if summary.handler:
            needs.handlers[file] = summary.handler
        if summary.undrawn:
            needs.undrawn.append(file)
    done.policy = policy_text(needs)
    done.warnings += told(needs)


def _keeper(
    site: Path,
    wishes: Wishes,
    pages: Mapping[str, PageSummary],
    files: Collection[str],
    size: Callable[[str], int],
) -> Kept:
    keeper = Keeper(site, wishes.base, wishes.offline_most, pages, files, size)
    return keeper.gather(wishes.offline_keep)


def _write(
    site: Path,
    pages: Mapping[str, PageSummary],
    wishes: Wishes,
    starts: Sequence[str],
    policy: str,
    processes: int,
) -> dict[str, PageSummary]:
    """Write `pages` with all that belongs into them.

    The summaries of those that only lead on, as they stand: with a policy they may be too long for
    it.
    """
    script, starting = start_script()[0], set(starts)
    # Without a policy the others stay as they are.
    paths = [f for f in pages if wishes.policy or f in starting or f == OTHERWISE]
    titles = [pages[page].title for page in starts]
    listed = list_of(starts, titles, wishes.base) if wishes.offline else ""

    def finished(file: str, text: str) -> str:
        if wishes.offline and file == OTHERWISE:
            text = text.replace(LIST_MARK, listed)
        if file in starting:
            text = with_start(file, text, script)
        return with_policy(text, policy) if wishes.policy else text

    def write(number: int) -> PageSummary | None:
        file = paths[number]
        text = read_text(site / file)
        made = finished(file, text)
        content = made.encode("utf-8", "surrogateescape")
        if made != text:
            write_over(site / file, content)
        leads = wishes.offline and pages[file].part == LEADS
        return summary_of(file, content, wishes.offline_keep, False) if leads else None

    leading: dict[str, PageSummary] = {}
    results = share(len(paths), write, processes)
    for number, (file, result) in enumerate(zip(paths, results, strict=True)):
        summary = write(number) if isinstance(result, Missing) else result
        if summary:
            leading[file] = summary
    return leading


def _write_worker(
    site: Path,
    wishes: Wishes,
    files: Collection[str],
    pages: dict[str, PageSummary],
    starts: Sequence[str],
    done: Finished,
) -> None:
    """Write the worker's script for pages that will not change any more."""
    script = start_script()[0]
    for file in starts:
        loads = (*pages[file].loads, "../" * file.count("/") + script)
        pages[file] = replace(pages[file], loads=loads)
    done.kept = _keeper(site, wishes, pages, files, lambda file: (site / file).stat().st_size)
    write_over(site / WORKER, worker_text(site, done.kept))
    done.warnings += _room(done.kept, wishes.offline_most)


def _room(kept: Kept, most: int) -> Iterator[tuple[str, str]]:
    if kept.left_out:
        count, first = len(kept.left_out), kept.left_out[0]
        what = f"offline keeps at most {most / 1024 / 1024:g} MiB; {count} files have no room"
        yield f"{what}, {first} first.", "Raise offline_most, or name fewer files in offline_keep."
