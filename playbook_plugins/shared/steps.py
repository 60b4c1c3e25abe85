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

    kind_told: Any = None
    """What `conversion_told` gives, as an annotation (see `Codec`): what is kept is read by it."""
    kind_of_facts: Any = None
    """The same of `content_facts`."""

    def conversion_begins(self, page: Any) -> None:
        """The text of `page` is converted next; remember what is told from now on."""

    def conversion_told(self) -> Any:
        """What was told while the page was converted."""
        return None

    def conversion_replayed(self, page: Any, told: Any) -> None:
        """Take up what was told about `page`, in another process or in an earlier build."""

    def content_facts(self, page: Any, html: str) -> Any:
        """What the plugin works out from the page's finished `html`: a function of the page alone.

        `facts_of` gives it back, so that the plugin need not work it out again.
        """
        return None

    def stays(self, page: Any, text: str) -> bool:
        """Whether what the plugin knows of `page` from its source stays when that says `text`.

        Asked while somebody writes, of pages whose front matter is as it was.
        """
        return True

    def forget(self, page: Any) -> None:
        """`page` is converted again: forget what it told."""

    def touched(self, paths: Collection[str]) -> Collection[str] | None:
        """Other pages that show something of the pages at `paths`, converted again, by source path.

        None when nobody can tell: the whole site is built then.
        """
        return ()

    def dress(self, env: Any) -> None:
        """Give the templates of `env` what they show of the whole site.

        Called once every page is converted, and again when some were converted anew.
        """

    def sources(self) -> Iterable[Path]:
        """Files and folders outside the docs folder that the plugin reads in every build."""
        return ()

    def page_inputs(self, page: Any) -> Any:
        """What the finished page depends on beyond its own text: shown by `repr`, compared whole.

        `None` says that the plugin adds nothing to this page.
        """
        return None

    def file_jobs(self) -> Iterable[FileJob]:
        """Files of the plugin's beside the pages, once every page is converted."""
        return ()

    def errands(self) -> Sequence[Callable[[], Any]]:
        """Further work that any process may do while pages are written, once all are converted.

        What each gives goes to `errands_done`, in the same order.
        """
        return ()

    def errands_done(self, made: Sequence[Any]) -> None:
        """Take what the `errands` gave."""

    finished: tuple[str, ...] | None = None
    """What the fast path wrote of `file_jobs`; None while nobody did."""

    def finish_files(self, folder: Path) -> tuple[str, ...]:
        """Write the `file_jobs` into the site's `folder` unless that is done; their paths."""
        if self.finished is not None:
            return self.finished
        made = [file for job in self.file_jobs() for file in job.make()]
        write_files(folder, ((path, text.encode()) for path, text in made))
        return tuple(path for path, _ in made)


def facts_of(page: Any, plugin: PageSteps, html: str) -> Any:
    """The facts that `plugin` worked out for `page` from this very `html`; `None` if it did not."""
    known = getattr(page, "playbook_facts", None)
    if known is None or known[0] != html:
        return None
    return known[1].get(id(plugin))
