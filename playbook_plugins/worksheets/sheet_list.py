"""What the pages of the coaching loop know of the site's sheets without opening them.

`client/src/coaching/sheets.ts` is the shape, and reads it. Knows no host.
"""

from __future__ import annotations

import json
from collections.abc import Callable, Iterable, Iterator, Mapping
from html import escape
from typing import Any

from playbook_plugins.forms.controls import members
from playbook_plugins.forms.kind import Scored, SheetKind
from playbook_plugins.forms.markup import is_relative
from playbook_plugins.forms.model import COMPOUND, Column, Field, Item, Items, Part, Rows, Sheet
from playbook_plugins.forms.naming import plain
from playbook_plugins.forms.rows import START_DATE
from playbook_plugins.forms.words import Words
from playbook_plugins.kinds import KINDS
from playbook_plugins.shared.digests import digest_of

ROLES: Mapping[str, tuple[str, ...]] = {
    "text": ("commitment", "action", "next-step", "goal", "what"),
    "owner": ("owner", "who", "owner-ours", "our-owner"),
    "due": ("due", "by", "when"),
    "status": ("status",),
}
"""What a column is to a commitment → the ids by which it is known, likeliest first."""

TEMPLATE = "<template data-pb-sheets data-search-exclude>{}</template>"
"""Not a script of a type of its own: instant navigation makes scripts anew without their types."""


def template_of(entries: Iterable[Mapping[str, Any]]) -> str:
    """The list as an element. No text in it can end the element: it holds no `<` at all."""
    text = json.dumps([*entries], ensure_ascii=False, separators=(",", ":"))
    for sign in "<>&\u2028\u2029":
        text = text.replace(sign, f"\\u{ord(sign):04x}")
    return TEMPLATE.format(text)


def entry_of(sheet: Sheet, url: str, words: Words, returns: bool = True) -> dict[str, Any]:
    """One sheet; `url` is its address from the page, `returns` whether the site has the loop."""
    listing = _Listing(sheet, words)
    loop = sheet.loop
    return {
        "id": sheet.id,
        "title": plain(sheet.title),
        "kind": sheet.kind,
        "version": sheet.version,
        "url": url,
        "return": "ask" if loop.returns and returns else "never",
        "blind": loop.blind,
        "every": loop.every,
        "questions": listing.questions,
        "tables": listing.tables,
        "traits": [{"id": name, "label": label} for name, label in listing.scored.traits],
        "bands": [
            {"id": name, "label": label, "least": least, "most": most}
            for name, label, least, most in listing.scored.bands
        ],
        "points": listing.scored.points,
    }


def kind_of(sheet: Sheet) -> SheetKind[Any]:
    """What its kind knows of a sheet."""
    kind = KINDS[sheet.kind]
    assert isinstance(kind, SheetKind)
    return kind


class _Listing:
    """One walk over a sheet and those inside it, whose answers are all its own."""

    def __init__(self, sheet: Sheet, words: Words) -> None:
        self._words = words
        self._named = dict(sheet.loop.commitments)
        self.questions: list[dict[str, Any]] = []
        self.tables: list[dict[str, Any]] = []
        self.scored = Scored()
        if is_relative(sheet):
            self._question(Field(START_DATE, words["start-date"], "date"), "")
        self._sheet(sheet, "")

    def _sheet(self, sheet: Sheet, above: str) -> None:
        kind = kind_of(sheet)
        scored = kind.scored(sheet)
        if scored.traits and not self.scored.traits:
            self.scored = scored
        if sheet.loop.commitments:
            self._named |= dict(sheet.loop.commitments)
        for section, rows in kind.further_rows(sheet, self._words):
            self._rows(rows, section, sheet.title)
        for section, part in kind.sections(sheet, self._words):
            self._part(part, section or above, sheet.title, scored)

    def _part(self, part: Part, section: str, title: str, scored: Scored) -> None:
        if isinstance(part, Items):
            for item in part.items:
                self._item(item, section, False)
        elif isinstance(part, Field):
            self._field(part, section, scored)
        elif isinstance(part, Rows):
            self._rows(part, section, title)
        elif isinstance(part, Sheet):
            self._sheet(part, plain(part.title))

    def _item(self, item: Item, section: str, hidden: bool) -> None:
        """An item, and those inside it: inside a private one all are private."""
        hidden = hidden or item.private
        self._question(Field(item.id, item.text, "item", private=hidden), section)
        if item.items:
            self.questions[-1]["group"] = True  # it counts by those inside it
        for each in item.items:
            self._item(each, section, hidden)

    def _field(self, field: Field, section: str, scored: Scored) -> None:
        if field.type not in COMPOUND and not field.both:
            self._question(field, section, scored=scored)
            return
        label = plain(field.label)
        coach = f"{field.id}-manager" if field.both else ""
        for each in members(field, self._words):
            own = each.id == field.id
            said = label if own else f"{label} · {each.label}"
            self._question(each, section, said, coach if own else "")

    def _question(
        self,
        field: Field,
        section: str,
        label: str = "",
        coach: str = "",
        scored: Scored | None = None,
    ) -> None:
        trait, reverse = (scored or Scored()).statements.get(field.id, ("", False))
        self.questions.append(
            {
                "id": field.id,
                "label": label or plain(field.label),
                "type": field.type,
                "section": section,
                "private": field.private,
                "coach": coach,
                "choices": [[each.id, plain(each.label)] for each in field.choices],
                "trait": trait,
                "reverse": reverse,
            }
        )

    def _rows(self, rows: Rows, section: str, title: str) -> None:
        named = self._named.get(rows.id.removesuffix("-before"))
        roles = dict(named) if named else roles_of(rows.table.columns)
        of = {column: role for role, column in roles.items()}
        self.tables.append(
            {
                "id": rows.id,
                "label": section or plain(title),
                "section": section,
                "when": [list(pair) for pair in rows.table.private_when],
                "private": False,  # rows are, one by one; a private one is in no return
                "commitments": {"text", "owner"} <= set(roles),
                "columns": [self._column(each, of.get(each.id, "")) for each in rows.table.columns],
            }
        )

    def _column(self, column: Column, role: str) -> dict[str, Any]:
        return {
            "id": column.id,
            "label": self._words.column(column),
            "type": column.type,
            "role": role,
            "choices": [[each.id, self._words.choice(each)] for each in column.choices],
        }


def roles_of(columns: Iterable[Column]) -> dict[str, str]:
    """What the columns of a table are to a commitment, by their ids: role → column."""
    ids = {each.id for each in columns}
    known = {role: [name for name in names if name in ids] for role, names in ROLES.items()}
    return {role: names[0] for role, names in known.items() if names}


class SheetList:
    """The sheets of a whole site, as its pages of the loop show them."""

    def __init__(
        self,
        sheets: Iterable[Sheet],
        homes: Mapping[str, str],
        words: Words,
        returns: bool = True,
    ) -> None:
        """`homes` are the addresses of the sheets' pages; `returns`, whether the site has the
        loop."""
        self._sheets = sorted(sheets, key=lambda each: (each.title, each.id))
        self._homes = homes
        self.entries = [entry_of(each, "", words, returns) for each in self._sheets]
        self.digest = digest_of((self.entries, [homes[each.id] for each in self._sheets]))
        """Stands for all that a page can show of them."""

    def _urls(self, relative: Callable[[str], str]) -> list[str]:
        return [f"{relative(self._homes[each.id])}#{each.id}" for each in self._sheets]

    def element(self, relative: Callable[[str], str]) -> str:
        """The list as an element of a page; `relative` makes addresses of the site its links."""
        pairs = zip(self.entries, self._urls(relative), strict=True)
        return template_of({**entry, "url": url} for entry, url in pairs)

    def plan(self, name: str) -> str | None:
        """What another page has to know of a sheet to add a row to it, for an attribute."""
        entry = next((each for each in self.entries if each["id"] == name), None)
        if entry is None:
            return None
        facts = {key: entry[key] for key in ("id", "title", "version", "tables")}
        return escape(json.dumps(facts, ensure_ascii=False, separators=(",", ":")))

    def links(self, relative: Callable[[str], str]) -> str:
        """The same for people without script: a list of links."""
        lines = [
            f'<li data-sheet="{each.id}" data-kind="{each.kind}"{_practice(each)}>'
            f'<a href="{escape(url)}">{escape(each.title)}</a></li>'
            for each, url in zip(self._sheets, self._urls(relative), strict=True)
        ]
        return f'<ul class="pb-mine-sheets">{"".join(lines)}</ul>'


def _practice(sheet: Sheet) -> str:
    """What hides a sheet that is there to try out; its copies are known by its line."""
    return ' data-practice="" hidden=""' if sheet.loop.practice else ""


def answers_of(sheet: Sheet, words: Words) -> Iterator[tuple[str, bool]]:
    """The ids of what a sheet asks and can be named elsewhere, each with whether it is private."""
    for each in _Listing(sheet, words).questions:
        yield each["id"], each["private"]
