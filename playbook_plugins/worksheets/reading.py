"""One block: its opening line, its options, its content."""

from __future__ import annotations

import re
from collections.abc import Callable, Collection, Sequence
from dataclasses import dataclass, field

from playbook_plugins.forms.attributes import take_attributes
from playbook_plugins.forms.braces import Allowed
from playbook_plugins.forms.complaints import Complaints
from playbook_plugins.forms.content import Content
from playbook_plugins.forms.items import ReadProse
from playbook_plugins.forms.model import Block, LocatedBlock, Sheet
from playbook_plugins.forms.naming import Names, name_from
from playbook_plugins.forms.options import Values
from playbook_plugins.forms.rows import START_DATE
from playbook_plugins.kinds import KINDS
from playbook_plugins.shared.problems import Report
from playbook_plugins.shared.source_lines import Line

from .fences import Extent, Opening, whole_lines
from .loop import with_loop
from .option_lines import split_options
from .options import Entry, read_options


@dataclass
class PageContext:
    """What is the same for every block of one page."""

    report: Report
    foreign: Collection[str] = frozenset()
    """Words of blocks that other extensions have registered."""
    found: Callable[[LocatedBlock], None] = lambda _: None
    names: Names = field(
        default_factory=lambda: Names(cure="Give this {what} its own: write id: {name} beneath it.")
    )
    defined: Callable[[str], Sequence[Entry]] = lambda _: ()
    """What the front matter says of the sheet with an id."""
    mislaid: Callable[[str], bool] = lambda name: False
    """Whether the front matter defines a sheet that is nearly called so."""
    unstamped: Callable[[str, Line], None] = lambda name, end: None
    """Told of each id made from a text, with the line where it could be written down."""
    nameless: Callable[[str, Line], None] = lambda name, first: None
    """Told of each id made from a title, with the first line of its block."""
    placed: set[str] = field(default_factory=set)
    """The blocks without an id that stand on it."""
    sheet_names: Names | None = None
    """The ids of the worksheet being read, which the sheets inside it share."""


TITLE = Allowed(())
"""What braces behind a title would say: an id, in the wrong place."""


def holds(outer: str, inner: str) -> bool:
    """Whether a block of one kind may stand in one of another: a worksheet holds other sheets."""
    return not KINDS[inner].is_sheet or (
        KINDS[outer].holds_sheets and not KINDS[inner].holds_sheets
    )


class BlockReader:
    """Reads one block: its opening line, its options, its content."""

    def __init__(
        self, found: Opening, lines: Sequence[Line], page: PageContext, read_prose: ReadProse
    ) -> None:
        self._found = found
        self._prose = read_prose
        self._page = page
        self._lines = lines
        self._kind = KINDS[found.kind]
        self._name = found.kind
        self._complaints = Complaints(page.report).at(found.line).named(found.kind, found.title)

    def read(self, ends: Extent, inside: str) -> Block | None:
        """The block, or nothing when it stands where it cannot be."""
        title, given = self._check_opening()
        options, content = split_options(self._lines, self._kind.options, self._complaints)
        self._complaints = self._named(options)
        values = read_options(
            self._kind.options,
            options,
            self._complaints,
            self._page.defined,
            places=self._kind.keeps_places,
        )
        self._check_closing(ends, inside)
        if not self._may_stand(inside):
            return None
        title = title or self._name.replace("-", " ").capitalize()
        if self._kind.is_titled:
            name = self._claimed(values["id"] or given, title, "id" in values.doubtful)
        elif self._name in self._page.placed:
            self._complaints.tell("it stands on this page already.", "Remove one of the two.")
            return None
        else:
            name = self._name
            self._page.placed.add(name)
        block = self._made(name, title, values, content, inside)
        if not inside or not isinstance(block, Sheet):
            spot = self._complaints
            places = tuple((key, *place) for key, place in values.places.items())
            self._page.found(LocatedBlock(block, spot.line, spot.column, places))
        return block

    def _claimed(self, given: str, title: str, doubtful: bool) -> str:
        """The block's id: its author's, else one made from its title, which is told."""
        name = given or name_from(title, self._name)
        claimed = self._page.names.claim(name, bool(given), self._name, self._complaints)
        if not given and not doubtful:
            self._page.nameless(claimed, self._found.line)
        return claimed

    def _may_stand(self, inside: str) -> bool:
        """Whether the block may stand where it does: a worksheet holds sheets, no other does."""
        if not inside or holds(inside, self._name):
            return True
        self._complaints.tell(
            f"it cannot stand inside a {inside}.", f"Close the {inside} above it first."
        )
        return False

    def _check_opening(self) -> tuple[str, str]:
        """Report what is wrong with the first line; the title, and an id that stands behind it."""
        found, spot = self._found, self._complaints
        bare = Complaints(self._page.report).at(found.line)
        title, named = take_attributes(found.title, [found.line], TITLE, spot.quiet())
        if not self._kind.is_titled:
            if found.written:
                bare.tell(f'unknown block "{found.written}".', f'Did you mean "{self._name}"?')
            if title:
                what = "it has no title, and this one is shown nowhere."
                spot.tell(what, f"Write /// {self._name} and a heading above it.")
            return "", ""
        if found.written:
            bare.tell(f'unknown block "{found.written}".', f'Did you mean "{self._name}"?')
        elif title and not found.bar:
            spot.tell("the title needs a bar before it.", f"Write {self._sample(title)}")
        elif found.extra:
            what = f'"{found.extra}" stands before the bar, where nothing is read.'
            spot.tell(what, f"Write {self._sample(title)}")
        if found.slashes < 3:
            spot.tell("a block opens with three slashes.", f"Write {self._sample(title)}")
        if not title:
            bare.tell(f"this {self._name} has no title.", f"Write {self._sample('Its title')}")
        if title != found.title:
            spot = spot.named(self._name, title)
            own = f"id: {named.id}" if named.id else "its options"
            what = "braces behind a title are not read."
            spot.tell(what, f"Write {own} on the line below, with four spaces before it.")
        return title, named.id

    def _sample(self, title: str) -> str:
        return f"/// {self._name} | {title}"

    def _check_closing(self, ends: Extent, inside: str) -> None:
        slashes = max(self._found.slashes, 3)
        if not ends.closed_by:
            self._complaints.tell(
                "it is never closed.",
                f"Write {'/' * slashes} on a line of its own after its last line. "
                "A block around another one needs more slashes than the inner one.",
            )
        elif ends.closed_by != slashes:
            self._complaints.tell(
                f"it opens with {slashes} slashes and closes with {ends.closed_by}.",
                "Write as many in both places.",
            )
        elif ends.crowded and holds(self._name, ends.crowded.kind):
            more = "/" * (ends.crowded.slashes + 1)
            what = f"it needs more slashes than the {ends.crowded.kind} inside it."
            cure = f"Write {more} {self._name} | {self._found.title} and close it with {more}"
            self._complaints.tell(what, cure)
        elif ends.badly:
            spot = self._complaints.at(ends.badly)
            spot.tell("only slashes close a block.", f"Write {'/' * slashes} and nothing else.")

    def _named(self, options: Sequence[Line]) -> Complaints:
        """Complaints that name the block by its id, as written, else by its title."""
        for line in options:
            if match := re.match(r"\s*id\s*:\s*[\"']?([\w-]+)", line.text):
                return self._complaints.named(self._name, match[1])
        return self._complaints

    def _made(self, name: str, title: str, values: Values, lines: list[Line], inside: str) -> Block:
        outer = self._page.sheet_names
        names = (outer if inside else None) or Names({START_DATE}, made=self._page.unstamped)
        self._page.sheet_names = names
        content = Content(
            name,
            title,
            values,
            lines,
            names,
            self._prose,
            self._complaints,
            whole=lambda lines: whole_lines(lines, self._page.foreign),
            mislaid=lambda: self._page.mislaid(name),
        )
        block: Block = self._kind.read(content)
        self._page.sheet_names = outer
        if isinstance(block, Sheet):
            block = with_loop(block, values, inside, self._complaints)
            if not inside:
                names.check_former(values["retired"])
        return block
