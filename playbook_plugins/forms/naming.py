"""Plain text out of Markdown, and permanent names out of plain text."""

from __future__ import annotations

import hashlib
import html
import re
from collections.abc import Callable, Iterable, Mapping

from playbook_plugins.shared.ids import id_from
from playbook_plugins.shared.source_lines import Line

from .complaints import Complaints

LONGEST = 1000
"""Signs between two marks: those that open and never close must not be looked for to the end
of a long line each."""

_MARKUP = (
    (re.compile(rf"<!--.{{0,{LONGEST}}}?-->"), ""),
    (re.compile(r"!?\[([^\]\[]*)\](?:\([^()]*(?:\([^()]*\)[^()]*)*\)|\[[^\]]*\])"), r"\1"),
    (re.compile(r"\[\^[^\]]+\]"), ""),
    (
        re.compile(rf"(?<![\\\w])(\*{{1,3}}|_{{1,3}})(?=\S)(.{{1,{LONGEST}}}?)(?<=\S)\1(?!\w)"),
        r"\2",
    ),
    (re.compile(r"<br ?/?>"), "\n"),
    (re.compile(r"\\([\\`*_{}\[\]()#+.!|<>-])"), r"\1"),
)
_CODE = re.compile(r"(?<!`)(`+)(?!`)\s?(.*?)\s?(?<!`)\1(?!`)")


def plain(text: str) -> str:
    """`text` as a reader would say it: no emphasis signs, no link targets, no backticks.

    What stands in backticks is kept letter by letter.
    """
    kept: list[str] = []

    def keep(match: re.Match[str]) -> str:
        kept.append(match[2])
        return f"\x02{len(kept) - 1}\x03"

    text = _CODE.sub(keep, text)
    for pattern, replacement in _MARKUP:
        text = pattern.sub(replacement, text)
    text = html.unescape(text)
    return re.sub(r"\x02(\d+)\x03", lambda match: kept[int(match[1])], text).strip()


def name_from(text: str, fallback: str) -> str:
    """An id for a line that has none: from its words, else from its letters' fingerprint.

    A text without Latin letters must not get a name by position: a line inserted above
    it would move every reader's answer.
    """
    words = re.sub(r"<[^<>]*>", " ", plain(text))
    made = id_from(words, "")
    if not made.strip("-"):
        made = f"{fallback}-{hashlib.sha256(words.encode()).hexdigest()[:8]}"
    elif not made[0].isalpha() or made.endswith("-"):
        made = id_from(words, fallback)
    return made


class Names:
    """The ids of one sheet, or of one page: each may stand once."""

    def __init__(
        self,
        taken: Iterable[str] = (),
        cure: str = "Give this {what} its own, such as {{#{name}}}.",
        made: Callable[[str, Line], None] = lambda name, end: None,
    ) -> None:
        """`taken` are names that nobody may claim; `cure` says how an author tells two apart.

        `made` is told of each name that no author wrote, with the line where it could stand.
        """
        self._made = made
        self._taken = set(taken)
        self._former: dict[str, tuple[str, Complaints]] = {}
        self._next: dict[str, int] = {}
        """For each name that was taken twice, the number to try next."""
        self._cure = cure

    @property
    def taken(self) -> frozenset[str]:
        """The names that were claimed so far."""
        return frozenset(self._taken)

    def claim(
        self, name: str, given: bool, what: str, spot: Complaints, end: Line | None = None
    ) -> str:
        """Take `name`; when it is taken already, report it and give a free one beside it.

        `given` tells an id that the author wrote from one made of the text of `what`, which
        ends on the line `end`.
        """
        taken = self._claim(name, given, what, spot)
        if end and not given:
            self._made(taken, end)
        return taken

    def renamed(self, name: str, former: Iterable[str], spot: Complaints) -> None:
        """Note that `name` says that it was once called otherwise; two may not say the same."""
        for old in former:
            heir, _ = self._former.setdefault(old, (name, spot))
            if heir != name:
                spot.tell(
                    f'"{heir}" says as well that it was "{old}".',
                    "Answers move to one of them: take was= out of the other.",
                )

    def check_former(self, retired: Mapping[str, Complaints]) -> None:
        """Report former and retired ids that are in use; no more ids are claimed after this."""
        for old, (name, spot) in self._former.items():
            if old == name:
                spot.tell(f'"{old}" was never called otherwise.', f"Remove was={old}")
            elif old in self._taken:
                spot.tell(
                    f'was={old}: "{old}" still stands on this sheet.',
                    f"Remove was={old}, or the line that is called so now.",
                )
        for old, spot in retired.items():
            if old in self._taken:
                what = f'retired: "{old}" still stands on this sheet.'
                spot.tell(what, "Take it out of the list, or take the line out of the sheet.")
            elif old in self._former:
                heir = self._former[old][0]
                what = f'retired: "{old}" lives on as "{heir}", which says was={old}.'
                spot.tell(what, "Take it out of the list.")

    def _claim(self, name: str, given: bool, what: str, spot: Complaints) -> str:
        if name not in self._taken:
            self._taken.add(name)
            return name
        if given:
            spot.tell(f'the id "{name}" is used twice.', f"Give this {what} another one.")
        else:
            spot.tell(
                f'two {what}s would share the id "{name}".',
                self._cure.format(what=what, name=f"{name}-2"),
            )
        return self._free(name)

    def numbered(self, base: str, end: Line) -> str:
        """The next free one of `base-1`, `base-2`, …: for lines that hold nothing to name."""
        name = self._numbered(base, 1)
        self._made(name, end)
        return name

    def _free(self, name: str) -> str:
        return self._numbered(name, 2)

    def _numbered(self, name: str, first: int) -> str:
        number = self._next.get(name, first)
        while f"{name}-{number}" in self._taken:
            number += 1
        self._next[name] = number + 1
        self._taken.add(f"{name}-{number}")
        return f"{name}-{number}"
