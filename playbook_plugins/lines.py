"""Source lines that know where they came from, and which of them Markdown reads literally."""

from __future__ import annotations

import re
from collections.abc import Callable, Sequence

from playbook_plugins.records import record


@record
class Line:
    """A line of the source, perhaps without its first columns."""

    number: int
    """From 1, counted from the top of the text."""
    column: int
    """The column, from 1, of the first character of `text`."""
    text: str

    @property
    def indent(self) -> int:
        """How many spaces it starts with."""
        return len(self.text) - len(self.text.lstrip(" "))

    @property
    def blank(self) -> bool:
        """Whether there is nothing on it."""
        return not self.text.strip()

    def cut(self, width: int) -> Line:
        """The line without up to `width` leading spaces."""
        width = min(width, self.indent)
        return Line(self.number, self.column + width, self.text[width:])


def numbered(lines: Sequence[str]) -> list[Line]:
    """The lines of a whole text, numbered from 1."""
    return [Line(number, 1, text) for number, text in enumerate(lines, 1)]


# A fence may stand in a quotation or start a list item; its sign is the point, not its place.
FENCE = re.compile(r"[\s>]*(?:[-*+]\s+|\d+[.)]\s+)?(`{3,}(?=[^`]*$)|~{3,})")
CODE_SPAN = re.compile(r"(?<!`)(`+)(?!`).*?(?<!`)\1(?!`)")
RAW_TAG = re.compile(r" {0,3}<(pre|script|style|textarea)\b", re.IGNORECASE)

Ends = Callable[[str], bool]


def literal_lines(lines: Sequence[Line]) -> list[bool]:
    """For each line, whether it belongs to fenced code, an HTML comment or raw HTML text.

    A fence, comment or tag that is never closed is not one, as in Markdown itself:
    otherwise one stray backtick fence would hide every sheet below it.
    """
    flags = [False] * len(lines)
    index = 0
    while index < len(lines):
        end = _literal_end(lines, index)
        if end is None:
            index += 1
            continue
        flags[index : end + 1] = [True] * (end + 1 - index)
        index = end + 1
    return flags


def _literal_end(lines: Sequence[Line], index: int) -> int | None:
    """The last line of the literal passage that opens at `index`, if one does."""
    text = lines[index].text
    if fence := FENCE.match(text):
        return _first(lines, index + 1, _closes_fence(fence[1]))
    if (tag := RAW_TAG.match(text)) is not None:
        closing = f"</{tag[1].lower()}"
        return _first(lines, index, lambda line: closing in line.lower())
    opened = CODE_SPAN.sub("", text).rpartition("<!--")
    if opened[1] and "-->" not in opened[2]:
        return _first(lines, index + 1, lambda line: "-->" in line)
    return None


def _closes_fence(fence: str) -> Ends:
    """Whether a line closes `fence`: the same signs and as many, as Python-Markdown has it."""
    return lambda text: text.lstrip(" >").rstrip() == fence


def _first(lines: Sequence[Line], start: int, ends: Ends) -> int | None:
    return next((n for n in range(start, len(lines)) if ends(lines[n].text)), None)


def trimmed(lines: Sequence[Line]) -> list[Line]:
    """The lines without blank ones at either end."""
    kept = list(lines)
    while kept and kept[0].blank:
        kept.pop(0)
    while kept and kept[-1].blank:
        kept.pop()
    return kept
