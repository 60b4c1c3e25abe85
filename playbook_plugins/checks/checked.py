"""What checking one source finds: plain values, so that they can be kept between builds."""

from __future__ import annotations

from dataclasses import field
from typing import Any

from playbook_plugins.shared.front_matter import FrontMatter
from playbook_plugins.shared.problems import Problem
from playbook_plugins.shared.records import record


@record
class Reference:
    """Something that a source points to, and where it says so."""

    target: str
    line: int
    column: int
    kind: str = "link"
    """`link` in Markdown, `html` in a tag, `front` in front matter, `include` for a snippet,
    `raw` for a line that was meant as one, `wiki` for `[[page]]`."""


@record
class NameAsked:
    """A word by which a listing chooses, and where it stands."""

    kind: str
    option: str
    word: str
    line: int
    column: int
    blog: str = ""
    """The folder of the blog that the listing names."""


@record
class Checked:
    """What checking one source found."""

    name: str
    """Its path in the docs folder."""
    path: str
    """The file as its author knows it."""
    problems: tuple[Problem, ...] = ()
    readable: bool = True
    """Whether the page may be built at all."""
    front: FrontMatter = field(default_factory=FrontMatter)
    """Values and places alone: the rest has been looked at, and would only take room."""
    references: tuple[Reference, ...] = ()
    includes: tuple[Reference, ...] = ()
    anchors: frozenset[str] = frozenset()
    """The places of the page that a link may lead to."""
    nearly: frozenset[str] = frozenset()
    """Places of headings with marks in them, letters and digits only."""
    certain: bool = True
    """Whether these are all: an included text or a macro may bring others."""
    post: Any = None
    """What the blog makes of it, if it stands among the posts and can be published."""
    stops: bool = False
    """Whether a build must not go on without that post."""
    standing: tuple[Any, ...] = ()
    """Its sheets and tips."""
    wanted: tuple[NameAsked, ...] = ()
    """What its listings choose by."""
    doubtful: tuple[Problem, ...] = ()
    """Mistakes unless plugins or hooks write into pages."""
    id: Reference | None = None
    """The first id in its text, where it begins as a comment of Jinja's."""
    unstamped: tuple[tuple[str, int], ...] = ()
    """Ids that no author wrote, with their lines."""

    def stands_for(self, later: Checked) -> bool:
        """Whether `later`, found in the same file, leaves all verdicts as they are but for lines.

        A new link, a place that is gone, another problem: these concern the other files.
        """
        return (
            self.readable == later.readable
            and [(each.what, each.cure) for each in self.problems]
            == [(each.what, each.cure) for each in later.problems]
            and {each.target for each in later.references}
            <= {each.target for each in self.references}
            and {each.target for each in later.includes} <= {each.target for each in self.includes}
            and self.anchors <= later.anchors
            and {(each.option, each.word) for each in later.wanted}
            <= {(each.option, each.word) for each in self.wanted}
            and [each.what for each in self.doubtful] == [each.what for each in later.doubtful]
            and (self.id is None) == (later.id is None)
        )

    @property
    def draft(self) -> bool:
        """Whether its author says that it is one."""
        return self.front.values.get("draft") is True
