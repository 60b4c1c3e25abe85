"""`/// posts` and its kin: listings that any page can hold, lifted out before Markdown sees them.

A listing needs the whole site, and Markdown sees one page. So the block leaves an empty place,
which the plugin fills once every page is converted.
"""

from __future__ import annotations

import difflib
import re
from collections.abc import Callable, Mapping, Sequence
from dataclasses import field
from html import escape
from typing import Any

import yaml

from playbook_plugins.blog import plays
from playbook_plugins.shared.problems import Problem, Report, did_you_mean
from playbook_plugins.shared.records import record
from playbook_plugins.shared.source_lines import Line, literal_lines, numbered

from .selection import LAYOUTS, SORTS

NEAR = 0.8
"""How alike a word and one of ours are, from 0 to 1, before we think it is meant."""


@record
class Option:
    """One option of a listing: its default, and how its written value is understood."""

    default: Any
    read: Callable[[Any], Any]
    """Value as YAML has it → value as meant; None when it is not acceptable."""
    sample: str
    """What an author may write."""
    about: str


def _words(value: Any) -> tuple[str, ...] | None:
    values = value if isinstance(value, list) else [value]
    if not values or any(isinstance(each, dict | list) or each is None for each in values):
        return None
    return tuple(str(each).strip() for each in values)


def _word(value: Any) -> str | None:
    return None if value is None or isinstance(value, dict | list) else str(value).strip()


def _number(value: Any) -> int | None:
    whole = isinstance(value, int) and not isinstance(value, bool) and 0 < value <= 1000
    return value if whole else None


def _yes(value: Any) -> bool | None:
    return value if isinstance(value, bool) else None


def _one_of(*choices: str) -> Callable[[Any], str | None]:
    return lambda value: value if value in choices else None


_LABEL = Option((), _words, "Plans", "Category or tag; a list for any of several.")
_BLOG = Option("", _word, "blog", "Folder of the blog, where a site has several.")


def _limit(most: int, what: str) -> Option:
    return Option(most, _number, "5", f"How many {what} at most.")


OPTIONS: Mapping[str, Mapping[str, Option]] = {
    "posts": {
        "label": _LABEL,
        "series": Option("", _word, "First calls", "Only this series."),
        "author": Option((), _words, "mara", "Only this author; a list for any of several."),
        "sort": Option("newest", _one_of(*SORTS), ", ".join(SORTS), "The order."),
        "limit": _limit(10, "posts"),
        "layout": Option(
            "cards",
            _one_of(*LAYOUTS),
            ", ".join(LAYOUTS),
            "`cards` with excerpts, `compact` lines, or `dated` with one date header a day.",
        ),
        "unanswered": Option(
            False, _yes, "true", "Only posts whose last comment is a reader's: they wait for you."
        ),
        "blog": _BLOG,
    },
    "tips": {
        "label": Option((), _words, "Talent", "The tip's label; a list for any of several."),
        "page": Option("", _word, "playbook/index.md", "Only tips of this page."),
        "sort": Option("newest", _one_of("newest", "title"), "newest, title", "The order."),
        "limit": Option(0, _number, "5", "How many tips at most; all if left out."),
        "layout": Option(
            "cards", _one_of("cards", "compact"), "cards, compact", "Whole tips, or their titles."
        ),
        "blog": _BLOG,
    },
    "plays": {
        "by": Option(
            "group", _one_of(*plays.WAYS), ", ".join(plays.WAYS), "What parts them into groups."
        ),
        "group": Option(
            (), _words, "In the meeting", "Only this group; a list for any of several."
        ),
        "role": Option((), _words, "coach", "Only this role; a list for any of several."),
        "sort": Option("navigation", _one_of(*plays.SORTS), ", ".join(plays.SORTS), "The order."),
        "limit": Option(0, _number, "5", "How many plays at most; all if left out."),
        "layout": Option(
            "cards", _one_of("cards", "compact"), "cards, compact", "Cards, or one line a play."
        ),
        "blog": _BLOG,
    },
    "comments": {"limit": _limit(5, "comments"), "blog": _BLOG},
    "labels": {"blog": _BLOG},
    "archive": {"blog": _BLOG},
    "blogroll": {"limit": Option(0, _number, "10", "How many blogs at most."), "blog": _BLOG},
}
"""Block → option → what it is. The guide lists exactly these."""


@record
class Listing:
    """A listing that a page asks for."""

    kind: str
    title: str = ""
    values: Mapping[str, Any] = field(default_factory=dict)
    line: int = 0
    """Line of the opening, from the top of the file."""
    places: Mapping[str, tuple[int, int]] = field(default_factory=dict)
    """Line and column of each option that is written."""


_OPEN = re.compile(r"( {0,3})(/{3,})[ ]*([A-Za-z][A-Za-z-]*)[ ]*(?:\|[ ]*(.*?))?[ ]*$")
_CLOSE = re.compile(r" {0,3}/{3,}[ ]*$")
_PLACE = '<div class="pb-place" data-blog="{}" data-place="{}"></div>'


def filled(html: str, blog: str, made: Sequence[str]) -> str:
    """A page with `blog`'s places filled, also where Markdown wrapped one in a paragraph."""
    place = re.escape(_PLACE.format(escape(blog), "#")).replace(r"\#", r"(\d+)")
    whole = re.compile(rf"(?:<p>\s*)?{place}(?:\s*</p>)?")

    def fill(found: re.Match[str]) -> str:
        number = int(found[1])
        return made[number] if number < len(made) else found[0]  # written by hand: it is theirs

    return whole.sub(fill, html)


class Lifter:
    """Takes the listings out of one page's text."""

    def __init__(self, shown: str, height: int, report: Report, blog: str = "") -> None:
        """`height` is the front matter's; `blog` the folder of the blog that fills the places."""
        self.listings: list[Listing] = []
        self._shown, self._height, self._report, self._blog = shown, height, report, blog

    def run(self, markdown: str, mine: Callable[[str], bool] = lambda blog: True) -> str:
        """The text with a place for each listing that is `mine`, by the blog's folder it names."""
        if "///" not in markdown:
            return markdown
        lines = numbered(markdown.split("\n"))
        literal = literal_lines(lines)
        out: list[str] = []
        index = 0
        while index < len(lines):
            found = None if literal[index] else _OPEN.match(lines[index].text)
            if not found or not (self._ours(found[3]) or self._suspect(lines[index], found)):
                out.append(lines[index].text)
                index += 1
                continue
            end, closed = self._end(lines, literal, index)
            if not closed or not self._ours(found[3]):
                # What was meant as a listing is named, and never printed.
                index = end + 1
                continue
            listing = self._listing(found, lines[index], lines[index + 1 : end])
            if mine(str(listing.values.get("blog", ""))):
                place = _PLACE.format(escape(self._blog), len(self.listings))
                self.listings.append(listing)
                out += ["", f"{found[1]}{place}", ""]
            else:
                out += [line.text for line in lines[index : end + 1]]
            index = end + 1
        return "\n".join(out)

    def _ours(self, word: str) -> bool:
        return word in OPTIONS

    def _suspect(self, line: Line, found: re.Match[str]) -> bool:
        """Name an opening that resembles one of ours and is none; whether it does."""
        near = difflib.get_close_matches(found[3].lower(), OPTIONS, n=1, cutoff=NEAR)
        if not near or found[3].lower() == "tip":
            return False
        self._tell(line.number, f'unknown block "{found[3]}".', f'Did you mean "{near[0]}"?')
        return True

    def _end(self, lines: Sequence[Line], literal: Sequence[bool], start: int) -> tuple[int, bool]:
        """The last line of a block, and whether it closes it. Anything but options leaves it open,
        and ends it for us.
        """
        last = start
        for index in range(start + 1, len(lines)):
            line = lines[index]
            if not literal[index] and _CLOSE.match(line.text):
                return index, True
            if not line.blank and line.indent < 2:
                break
            last = last if line.blank else index
        if self._ours(lines[start].text.strip(" /").split(" ")[0]):
            what = f'the block "{lines[start].text.strip()}" is never closed.'
            self._tell(lines[start].number, what, "Add a line /// below its options.")
        return last, False

    def _tell(self, line: int, what: str, cure: str) -> None:
        self._report(Problem(self._shown, line + self._height, 0, what, cure))

    def _listing(self, found: re.Match[str], line: Line, inside: Sequence[Line]) -> Listing:
        kind = found[3]
        values = {name: option.default for name, option in OPTIONS[kind].items()}
        values |= self._values(kind, inside)
        places = {
            line.text.strip().partition(":")[0].strip(): (
                line.number + self._height,
                line.column + line.indent,
            )
            for line in inside
        }
        title = (found[4] or "").strip()
        return Listing(kind, title, values, line.number + self._height, places)

    def _values(self, kind: str, inside: Sequence[Line]) -> dict[str, Any]:
        known = OPTIONS[kind]
        found: dict[str, Any] = {}
        for line in inside:
            if line.blank:
                continue
            name, colon, written = line.text.strip().partition(":")
            name = name.strip()
            if not colon or name not in known:
                what = f'{kind}: unknown option "{name}".'
                self._tell(line.number, what, did_you_mean(name, known))
                continue
            value = known[name].read(_plain(written))
            if value is None:
                what = f'{kind}: "{written.strip()}" is no {name}.'
                sample = known[name].sample
                several = ", " in sample
                cure = (
                    f"Use one of: {sample}."
                    if several
                    else f"Write, for example, {name}: {sample}."
                )
                self._tell(line.number, what, cure)
                continue
            found[name] = value
        return found


def _plain(written: str) -> Any:
    """One option's value as YAML has it; text where it is no YAML."""
    try:
        return yaml.safe_load(written)
    except (yaml.YAMLError, ValueError):
        return written.strip()
