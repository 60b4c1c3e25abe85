"""Which indentation is a place inside a list, an admonition or a tab, and which is code.

Markdown gives four leading spaces two meanings. A line indented under `- item`,
`!!! note` or `=== "Tab"` belongs to it; the same line elsewhere is a code sample.
"""

from __future__ import annotations

import re

from playbook_plugins.shared.source_lines import Line

STEP = 4
"""Python-Markdown indents the content of anything by four columns."""

CONTAINER = re.compile(
    r" {0,3}(?:"
    r"(?:[-*+]|\d+[.)])\s"  # a list item
    r"|(?:!!!|\?\?\?\+?|===[!+]{0,2})\s"  # an admonition, a content tab
    r"|:\s"  # a definition
    r"|\[\^[^\]]+\]:"  # a footnote
    r")"
)


class Containers:
    """Follows a text line by line and knows how far its open containers indent."""

    def __init__(self) -> None:
        self._insides: list[int] = [0]
        self._after_blank = True
        self._before = (list(self._insides), self._after_blank)

    def forget(self) -> None:
        """Take back the last line: it is not going to be on the page."""
        self._insides, self._after_blank = self._before

    def base(self, line: Line) -> int:
        """How far the innermost container indents `line`; reads the lines in order."""
        self._before = (list(self._insides), self._after_blank)
        if line.blank:
            self._after_blank = True
            return self._insides[-1]
        opens = self._close(line)
        base = self._insides[-1]
        if opens:
            self._insides.append(base + STEP)
        self._after_blank = False
        return base

    def _close(self, line: Line) -> bool:
        """Leave what `line` is outside of; whether `line` opens a container itself."""
        base = self._outer(line.indent)
        opens = CONTAINER.match(line.text[base:]) is not None
        # A paragraph may run on with less indentation ("lazily"); only a blank line ends it.
        if self._after_blank or opens or line.text[base:].startswith("///"):
            while self._insides[-1] > base:
                self._insides.pop()
        return opens

    def _outer(self, indent: int) -> int:
        return max(inside for inside in self._insides if inside <= indent)
