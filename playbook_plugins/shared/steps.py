"""A plugin's part in the making of one page, in steps that can be carried and remembered.

The site generator converts one page after the other and calls plugins in between. The fast path
of `playbook/publish` converts pages in several processes or takes them from an earlier build; so
a plugin of ours says, for one page, what its part depends on, what it heard while the page was
converted, and what it works out from the finished text.
"""

from __future__ import annotations

from collections.abc import Callable, Collection, Iterable, Sequence
from pathlib import Path
from typing import Any

from .records import record
from .writing import write_files


@record
class FileJob:
    """Files beside the pages: a feed, a short address."""

    inputs: Any
    """All that the files depend on: shown by `repr`, compared whole."""
    make: Callable[[], Iterable[tuple[str, str]]]
    """The files: path from the site's root, and text."""


class PageSteps:
    """What the fast path asks of a plugin. The answers here are those of a plugin without a part.

    A page is the host's page. What is returned is carried between processes and kept between
    builds: plain values and our own records.
    """

    # --- While pages are converted ---

    recorded_type: Any = None
    """What `recorded` gives, as an annotation (see `Codec`): what is kept is read by it."""
    facts_type: Any = None
    """The same of `page_facts`."""

    def begin_recording(self, page: Any) -> None:
        """The text of `page` is converted next; record what is told from now on."""

    def recorded(self) -> Any:
        """What was told while the page was converted; None for nothing."""
        return None

    def replay(self, page: Any, recorded: Any) -> None:
        """Take what was recorded of `page`, in another process or in an earlier build."""

    def page_facts(self, page: Any, html: str) -> Any:
        """What the plugin works out from the page's finished `html`: a function of the page alone.

        `facts_of` gives it back, so that the plugin need not work it out again.
        """
        return None

    # --- While pages are rendered ---

    def render_inputs(self, page: Any) -> Any:
        """What the finished page depends on beyond its own text: shown by `repr`, compared whole.

        `None` says that the plugin adds nothing to this page.
        """
        return None

    def extra_work(self) -> Sequence[Callable[[], Any]]:
        """Further work that any process may do while pages are rendered, once all are converted.

        What each gives goes to `take_extra`, in the same order. May be asked again if it never
        came to that.
        """
        return ()

    def take_extra(self, results: Sequence[Any]) -> None:
        """Take what the `extra_work` gave."""

    def file_jobs(self) -> Iterable[FileJob]:
        """Files of the plugin's beside the pages, once every page is converted."""
        return ()

    written_files: tuple[str, ...] | None = None
    """What the fast path wrote of `file_jobs`; None while nobody did."""

    def write_file_jobs(self, folder: Path) -> tuple[str, ...]:
        """Write the `file_jobs` into the site's `folder` unless that is done; their paths."""
        if self.written_files is not None:
            return self.written_files
        made = [file for job in self.file_jobs() for file in job.make()]
        write_files(folder, ((path, text.encode()) for path, text in made))
        return tuple(path for path, _ in made)

    # --- After a save, in the preview ---

    def is_body_change(self, page: Any, text: str) -> bool:
        """Whether what the plugin knows of `page` from its source stays when that says `text`.

        Asked while somebody writes, of pages whose front matter is as it was.
        """
        return True

    def forget(self, page: Any) -> None:
        """`page` is converted again: forget what it told."""

    def affected_pages(self, paths: Collection[str]) -> Collection[str] | None:
        """Other pages that show something of the pages at `paths`, converted again, by source path.

        None when nobody can tell: the whole site is built then.
        """
        return ()

    def update_env(self, env: Any) -> None:
        """Give the templates of `env` what they show of the whole site.

        Called once every page is converted, and again when some were converted anew.
        """

    def watched_paths(self) -> Iterable[Path]:
        """Files and folders outside the docs folder that the plugin reads in every build."""
        return ()


def facts_of(page: Any, plugin: PageSteps, html: str) -> Any:
    """The facts that `plugin` worked out for `page` from this very `html`; `None` if it did not."""
    known = getattr(page, "playbook_facts", None)
    if known is None or known[0] != html:
        return None
    return known[1].get(id(plugin))
