"""The Markdown extension: lifts our blocks out of the text and puts their HTML back.

| Class | Registry | Name | Priority |
|---|---|---|---|
| `WrittenLines` | preprocessors | `playbook_written` | before snippets (32) |
| `LiftBlocks` | preprocessors | `playbook_blocks` | after `meta` (27), before fenced code (25) |
| `PlaceBlocks` | block processors | `playbook_blocks` | after indented code (80) |
| `SharedIds` | tree processors | `playbook_shared_ids` | after `toc` (5) |
| `LostBlocks` | postprocessors | `playbook_lost` | last |
"""

from __future__ import annotations

import logging
import re
from collections import Counter
from collections.abc import Callable, Iterable, Mapping, Sequence
from functools import lru_cache
from pathlib import Path
from typing import Any
from xml.etree.ElementTree import Element

from markdown import Markdown
from markdown.blockprocessors import BlockProcessor
from markdown.extensions import Extension
from markdown.postprocessors import Postprocessor
from markdown.preprocessors import Preprocessor
from markdown.treeprocessors import Treeprocessor

from playbook_plugins.forms.controls import Setting
from playbook_plugins.forms.model import Block, LocatedBlock, Prose
from playbook_plugins.kinds import KINDS, render_body
from playbook_plugins.shared.coaching import Coaching, coaching_from
from playbook_plugins.shared.problems import Problem, Report, did_you_mean
from playbook_plugins.shared.records import record
from playbook_plugins.shared.source_lines import Line
from playbook_plugins.worksheets.blocks import read_page
from playbook_plugins.worksheets.definitions import Definitions
from playbook_plugins.worksheets.host_page import HostPage, host_page
from playbook_plugins.worksheets.places import Places
from playbook_plugins.worksheets.reading import PageContext
from playbook_plugins.worksheets.words import words_for

BEFORE_SNIPPETS = 33
"""Snippets (32) put lines in; the author's own must be seen before."""
BEFORE_FENCED_CODE = 26
"""Fenced code (25) replaces its lines by a stash, and what is inside a block would lose its
place. Whitespace (30) is normal and front matter (`meta`, 27) gone by now."""
AFTER_INDENTED_CODE = 79
"""An indented place belongs to a list or admonition, which have had their turn (80 and above);
a place is no heading, quotation, table or paragraph, which come after."""
AFTER_CONTENTS = 4
"""After `attr_list` (8) and `toc` (5) have given the headings their ids."""
LAST = -100
"""After every postprocessor that may still put text in (raw HTML 30)."""

_PLACE = re.compile("\x02playbook:(\\d+)\x03")

ELEMENT = "playbook-worksheet"
EXTENSION = "playbook_worksheets"
"""What sites call this extension."""


@record
class Telling:
    """Whom the extension tells what it finds, and whom it asks for the page's front matter."""

    report: Report
    found: Callable[[LocatedBlock], None]
    front: Callable[[], Sequence[str]]
    unstamped: Callable[[str, int], None]
    nameless: Callable[[str, int], None]


class WrittenLines(Preprocessor):
    """Keeps the author's lines as they were, for the places of problems."""

    lines: list[str]

    def __init__(self, md: Markdown) -> None:
        super().__init__(md)
        self.lines = []

    def run(self, lines: list[str]) -> list[str]:
        """Remember; change nothing."""
        self.lines = list(lines)
        return lines


class LiftBlocks(Preprocessor):
    """Reads our blocks from the lines and leaves a place for each."""

    def __init__(self, md: Markdown, written: WrittenLines, telling: Telling) -> None:
        super().__init__(md)
        self._written = written
        self._report = telling.report
        self._host: HostPage | None = None
        self._found = telling.found
        self._front = telling.front
        self._unstamped = telling.unstamped
        self._nameless = telling.nameless
        self.blocks: list[Block] = []
        self.spots: dict[str, tuple[int, int]] = {}
        """Line and column of each block's opening, by its id, which is its own on the page."""

    def run(self, lines: list[str]) -> list[str]:
        """The page's text, with places for blocks."""
        self.blocks, self.spots = [], {}
        if self._report is log_problem:  # no plugin knows which page this is
            parts = (*self.md.preprocessors, *self.md.treeprocessors)
            self._host = host_page(parts, self._written.lines)
        places = Places(self._written.lines, lines)

        def report(problem: Problem) -> None:
            line, column = problem.line, problem.column
            if line > 0:  # above the text stands the front matter, which nobody moves
                line, column = places.place(line, column)
            self.report(Problem(problem.path, line, column, problem.what, problem.cure))

        def found(each: LocatedBlock) -> None:
            spot = places.place(each.line, each.column)
            self.spots[each.block.id] = spot
            inner = ((key, *places.place(line, column)) for key, line, column in each.places)
            self._found(LocatedBlock(each.block, *spot, tuple(inner)))

        front = self._front() or (self._host.front if self._host else ())
        definitions = Definitions(front, report)

        def unstamped(name: str, end: Line) -> None:
            self._unstamped(name, places.place(end.number, 1)[0])

        def nameless(name: str, first: Line) -> None:
            self._nameless(name, places.place(first.number, 1)[0])

        page = PageContext(
            report,
            self._foreign(),
            found,
            defined=definitions.of,
            mislaid=definitions.mislaid,
            unstamped=unstamped,
            nameless=nameless,
        )
        text = self.placed(read_page(lines, page)).split("\n")
        definitions.check(sorted(page.names.taken))
        if self.spots and self._host and self._host.lacks_assets:
            log_once(self._host.moved(Problem("", *min(self.spots.values()), *NO_ASSETS)))
        return text

    def report(self, problem: Problem) -> None:
        """Hand on a problem whose line counts from the top of the page's text."""
        self._report(self._host.moved(problem) if self._host else problem)

    def placed(self, prose: Prose) -> str:
        """The text of `prose`, its places numbered through the whole page."""
        first = len(self.blocks)
        self.blocks.extend(prose.nested)
        return _PLACE.sub(lambda match: f"\x02playbook:{first + int(match[1])}\x03", prose.text)

    def after_lifting(self, text: str) -> str:
        """`text` through the preprocessors that come after this one, as a page's own text goes."""
        lines = [*text.split("\n"), "", ""]  # Markdown ends every text with blank lines
        own = self.md.preprocessors.get_index_for_name("playbook_blocks")
        for each in list(self.md.preprocessors)[own + 1 :]:
            lines = each.run(lines)
        return "\n".join(lines)

    def _foreign(self) -> frozenset[str]:
        """The words of the blocks that PyMdown has registered, if it is there."""
        if "blocks" not in self.md.parser.blockprocessors:
            return frozenset()
        return frozenset(getattr(self.md.parser.blockprocessors["blocks"], "blocks", ()))


class PlaceBlocks(BlockProcessor):
    """Puts the element of a block where its place is."""

    _WHOLE = re.compile(r" {0,3}\x02playbook:(\d+)\x03\s*$")

    def __init__(
        self, md: Markdown, lift: LiftBlocks, site: str, language: str, coaching: Coaching
    ) -> None:
        super().__init__(md.parser)
        self._lift = lift
        words = words_for(language)
        self._setting = Setting(site, words, self._fill, render_body, coaching)

    def test(self, parent: Element, block: str) -> bool:
        """Whether `block` is one place and nothing else."""
        return self._WHOLE.match(block) is not None

    def run(self, parent: Element, blocks: list[str]) -> bool:
        """Replace the place."""
        match = self._WHOLE.match(blocks.pop(0))
        if match:
            block = self._lift.blocks[int(match[1])]
            KINDS[block.kind].render(parent, block, self._setting)
        return True

    def _fill(self, element: Element, prose: Prose) -> None:
        text = self._lift.after_lifting(self._lift.placed(prose))
        # A state of our own: inside a tight list Markdown would make no paragraphs.
        self.parser.state.set("playbook")
        self.parser.parseChunk(element, text)
        self.parser.state.reset()


class LostBlocks(Postprocessor):
    """Finds places that Markdown passed over, as inside a `<div>`: said, and kept off the page."""

    def __init__(self, md: Markdown, lift: LiftBlocks) -> None:
        super().__init__(md)
        self._lift = lift

    def run(self, text: str) -> str:
        """The text without lost places."""
        return _PLACE.sub(self._lost, text)

    def _lost(self, match: re.Match[str]) -> str:
        block = self._lift.blocks[int(match[1])]
        what = f'{block.kind} "{block.id}": it stands where Markdown is not read.'
        cure = "Write <div markdown> for <div>, or move it out of the HTML around it."
        self._lift.report(Problem("", *self._lift.spots[block.id], what, cure))
        return ""


class SharedIds(Treeprocessor):
    """Finds ids of ours that something else on the page has as well, such as a heading."""

    def __init__(self, md: Markdown, lift: LiftBlocks) -> None:
        super().__init__(md)
        self._lift = lift

    def run(self, root: Element) -> None:
        """Report each id once; change nothing."""
        if not self._lift.spots:
            return
        counts = Counter(each.get("id", "") for each in root.iter())
        for block in self._lift.blocks:
            if counts[block.id] > 1:
                what = f'{block.kind} "{block.id}": a heading on this page has the same id.'
                cure = "Give one of the two another id; a link could not tell them apart."
                self._lift.report(Problem("", *self._lift.spots[block.id], what, cure))


Gather = Callable[[LocatedBlock], None]


def log_problem(problem: Problem) -> None:
    """Report to Python's log: what happens where nobody else listens."""
    logging.getLogger("playbook.worksheets").warning("%s", problem)


@lru_cache(maxsize=64)
def log_once(problem: Problem) -> None:
    """The same for what is true of the whole site: Markdown is set up anew for every page."""
    log_problem(problem)


NO_ASSETS = (
    "the first sheet or tip of a site that names no script and style for them.",
    "Copy both with playbook assets docs/assets/playbook, and name playbook-sheets.js under "
    "extra_javascript and playbook.css under extra_css; or use the plugin playbook/worksheets.",
)


def _no_front() -> Sequence[str]:
    """The front matter where nobody hands it over."""
    return ()


def _stamp_nothing(name: str, line: int) -> None:
    """What happens to ids that nobody writes down."""


def _gather_nothing(found: LocatedBlock) -> None:
    """What happens to blocks where nobody gathers them."""


SITE_ID, FORMER_SITE_ID = "site_id", "site"
"""One name for one thing: the plugin has always called it so."""


def understood(given: Mapping[str, Any], known: Iterable[str]) -> dict[str, Any]:
    """The options that we have, under their present names; others are reported and left out."""
    options = dict(given)
    former = options.pop(FORMER_SITE_ID, None)
    if former is not None:
        options.setdefault(SITE_ID, former)
    for name in [each for each in options if each not in known]:
        del options[name]
        what = f'the Markdown extension {EXTENSION} has no option "{name}".'
        cure = did_you_mean(name, AUTHORS)
        log_once(Problem(settings_file(), 0, 0, what, cure))
    return options


AUTHORS = (SITE_ID, "language", "coaching")
"""The options that a site sets; the others are for programs."""


def settings_file() -> str:
    """The file in which a site sets options, as far as one can see from here."""
    return next(
        (name for name in ("mkdocs.yml", "zensical.toml") if Path(name).is_file()), "mkdocs.yml"
    )


class WorksheetExtension(Extension):
    """Checklists, action plans and tips as `///` blocks.

    Options: `site_id` separates sites that share a web address; `language` of the interface
    words; `coaching` says what a coach may do; `report` receives each `Problem`; `found` receives
    each block as it is read; `front` gives the lines of the page's front matter, for definitions
    that stand there.
    """

    def __init__(self, **kwargs: Any) -> None:
        self.config = {
            "site_id": ["", "Separates sites that share a web address. Default: none."],
            "language": ["en", "Language of the interface words. Default: `en`."],
            "coaching": [{}, "What a coach may do: enabled, coaches, least, keep. Default: usual."],
            "report": [log_problem, "Called with each problem. Default: Python's log."],
            "front": [_no_front, "Gives the lines between the fences of the page's front matter."],
            "unstamped": [
                _stamp_nothing,
                "Called with each id that no author wrote, and its line.",
            ],
            "nameless": [
                _stamp_nothing,
                "Called with each id made from a title, and its block's line.",
            ],
            "found": [_gather_nothing, "Called with each block read. Default: nothing."],
        }
        super().__init__(**understood(kwargs, self.config))

    def extendMarkdown(self, md: Markdown) -> None:  # noqa: N802 (Python-Markdown's name)
        """Register the parts; see the table above."""
        md.registerExtension(self)
        if ELEMENT not in md.block_level_elements:
            md.block_level_elements.append(ELEMENT)
        telling = Telling(
            *(
                self.getConfig(each)
                for each in ("report", "found", "front", "unstamped", "nameless")
            ),
        )
        written = WrittenLines(md)
        lift = LiftBlocks(md, written, telling)
        place = PlaceBlocks(
            md,
            lift,
            str(self.getConfig("site_id") or ""),
            str(self.getConfig("language")),
            coaching_from(self.getConfig("coaching")),
        )
        md.preprocessors.register(written, "playbook_written", BEFORE_SNIPPETS)
        md.preprocessors.register(lift, "playbook_blocks", BEFORE_FENCED_CODE)
        md.parser.blockprocessors.register(place, "playbook_blocks", AFTER_INDENTED_CODE)
        md.treeprocessors.register(SharedIds(md, lift), "playbook_shared_ids", AFTER_CONTENTS)
        md.postprocessors.register(LostBlocks(md, lift), "playbook_lost", LAST)


def makeExtension(**kwargs: Any) -> WorksheetExtension:  # noqa: N802 (Python-Markdown's name)
    """What Python-Markdown calls when the extension is named by its module."""
    return WorksheetExtension(**kwargs)
