"""What is done to a finished site before visitors see it, in due order. Knows no host.

Each step reads what the ones before it wrote: the policy counts the scripts that start the offline
worker, the worker's list holds the pages as they will stay, the copies are made of everything.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from pathlib import Path

from playbook_plugins.records import record

from .offline import Kept, list_pages, start_worker, write_end, write_worker
from .policy import secure, told
from .precompress import precompress


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
    cache: Path | None = None
    """Where compressed copies are kept between builds."""


@dataclass
class Finished:
    """What finishing came to."""

    policy: str = ""
    kept: Kept = field(default_factory=Kept)
    copies: int = 0
    warnings: list[tuple[str, str]] = field(default_factory=list)
    """What the author should know, each with its cure."""


def finish(site: Path, wishes: Wishes) -> Finished:
    """Do to the pages below `site` what the site asks for. Doing it twice changes nothing more."""
    done = Finished()
    if wishes.offline:
        keep = (wishes.base, wishes.offline_keep, wishes.offline_most)
        pages = start_worker(site, *keep)
        list_pages(site, wishes.base, pages)
    if wishes.policy:
        done.policy, needs = secure(site)
        done.warnings += [(line, "Listen from a script file instead.") for line in told(needs)]
    if wishes.offline:
        done.kept = write_worker(site, *keep)
        done.warnings += _room(done.kept, wishes.offline_most)
    else:
        write_end(site)
    if wishes.ways:
        done.copies = precompress(site, wishes.ways, wishes.cache).copies
    return done


def _room(kept: Kept, most: int) -> Iterator[tuple[str, str]]:
    if kept.left_out:
        count, first = len(kept.left_out), kept.left_out[0]
        what = f"offline keeps at most {most / 1024 / 1024:g} MiB; {count} files have no room"
        yield f"{what}, {first} first.", "Raise offline_most, or name fewer files in offline_keep."
