"""Lines of a sheet that are nearly an item, a field, a choice or a heading, and would be prose."""

from __future__ import annotations

import re

from playbook_plugins.shared.ids import is_id
from playbook_plugins.shared.source_lines import Line

from .blanks import (
    KEYS,
    KNOWN,
    MARKS,
    SAMPLE,
    TYPES,
    find_blank,
    label_of,
    list_words,
)
from .braces import Allowed, is_meant, lists_in, tokens_of, without
from .complaints import Complaints

_SIGN = r"[ ]*(?:[-*+]|\d{1,9}[.)])"
BOX = re.compile(rf"(?P<sign>{_SIGN})[ ]+(?P<box>\[[ xX]\])(?:[ ]+(?P<text>.*))?$")
_BULLETS = "•·▪▫◦‣●○■◆➢➤❖\uf0b7\uf0a7\uf0d8"
_SIGN_LIKE = rf"[ ]*(?:[-*+–—−{_BULLETS}]|\d{{1,9}}[.)])"
_TICKED = "xX✓✔✗✘☑☒"
_BOX_LIKE = rf"\[[ \xa0]{{0,3}}[{_TICKED}~/_.-]?[ \xa0]{{0,3}}\](?![(\[:])|[☐☑☒□]|［.?］"
NEAR_BOX = re.compile(
    rf"(?P<sign>{_SIGN_LIKE})[ \xa0]{{0,3}}(?P<box>{_BOX_LIKE})[ \xa0]*(?P<text>.*)$"
)
"""Near misses: `- []`, `-[ ]`, `- [ ]text`, `– [ ] text`, `- ☐ text`; a link is none of them."""
_BARE_BOX = re.compile(r"[ ]*(?:\[[ ]\]|[☐☑☒□])[ \xa0]+(?=\S)")
_BULLET = re.compile(rf"[ ]*(?P<sign>[{_BULLETS}☐☑☒✓✔])\s*(?=\S)")
_LONG_DASH = re.compile(r"[ ]*[–—−][ \xa0]+(?=\S)")
_CHOICE = re.compile(rf"{_SIGN}?[ ]{{0,4}}\([ ]{{0,3}}\)[ ]+(?=\S)")
_TIGHT = re.compile(r" {0,3}(#{2,6})(?=[^#\s])")
_OPTION = re.compile(r"\s*(id|version|retired)\s*:\s*(\S.*)$")
_OURS = Allowed([*TYPES, *MARKS], KEYS)


def is_ticked(box: str) -> bool:
    """Whether somebody has ticked a box in the source."""
    return any(sign in _TICKED for sign in box)


class Strays:
    """Looks at the lines of one sheet that are no part of anything; a run is told once."""

    def __init__(self, complaints: Complaints, prose: bool = False) -> None:
        """`prose` for text beside a table or in a tip, where lists may be anything."""
        self._complaints = complaints
        self._prose = prose
        self._last = ("", 0)

    def look(self, line: Line) -> None:
        """Report a line that is nearly something; the lines come in order."""
        if line.blank:
            return
        what, cure = self._wrong(line)
        before, number = self._last
        if what and (what != before or line.number > number + 1):
            self._complaints.at(line).tell(what, cure)
        self._last = (what, line.number)

    def _wrong(self, line: Line) -> tuple[str, str]:
        text = line.text
        if self._prose and not _BULLET.match(text):
            return "", ""
        if _BARE_BOX.match(text):
            return "a dash is missing before this box.", "Write - [ ] and what is to be done."
        if bullet := _BULLET.match(text):
            what = f'"{bullet["sign"]}" begins no line of a list.'
            return what, "Write a dash and a blank for it, and [ ] for a box: - [ ] Call"
        if dash := _LONG_DASH.match(text):
            words = Line(line.number, 1, f"- {text[dash.end() :]}")
            blank = find_blank(words)
            return (_DASH, f"Write {SAMPLE}") if blank and not blank.slip else ("", "")
        if _CHOICE.match(text):
            what = "this choice stands under no question."
            return what, "Indent it by four spaces, below a line such as: - What came of it? ____"
        if tight := _TIGHT.match(text):
            return f"a blank is missing after {tight[1]}.", f"Write {tight[1]} and a blank."
        if option := _OPTION.match(text):
            return self._option(option)
        return self._marked(line)

    def _option(self, option: re.Match[str]) -> tuple[str, str]:
        name, value = option[1], option[2].strip()
        meant = {"id": is_id(value), "version": value.isdigit(), "retired": value[0] == "["}
        if not meant[name]:
            return "", ""
        what = f'"{name}:" stands too far down to be an option.'
        return what, "Put it directly beneath the first line, with four spaces before it."

    def _marked(self, line: Line) -> tuple[str, str]:
        """A line with our marks in braces, which is no item and no field."""
        if "{" not in line.text and "____" not in line.text:
            return "", ""
        lists = lists_in(line.text, KNOWN)
        label = label_of(without(line.text, lists))
        words = list_words(line)
        if words is None:
            asked = label is not None and (bool(lists) or label.endswith("?"))
            return ("a field begins with a dash.", f"Write {SAMPLE}") if asked else ("", "")
        own = [each for each in lists_in(words.text, _OURS) if is_meant(each.inside, _OURS)]
        if any(not token.startswith("#") for each in own for token in tokens_of(each.inside)):
            what = "this line has neither a box nor a blank, and its marks do nothing."
            return what, f"Write - [ ] for a box, or end it with a blank: {SAMPLE}"
        return "", ""


_DASH = "this dash begins no line of a list."
