"""Sheets with private and open questions of every kind, in two editions, as authors write them."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from datetime import date, timedelta

import markdown

from playbook_plugins.worksheets.extension import WorksheetExtension

FIELDS = ("text", "long", "number", "money", "date", "person", "check")
CHOOSING = ("choice", "choices", "scale")
GROUPS = ("both", "metric", "sign-off")
ITEMS = ("item", "noted", "apart")
ROWS = ("row", "own-row")
SIMPLE = (*FIELDS, *CHOOSING, *GROUPS, *ITEMS)
OTHERS = ("metric-row", "before-row", "statement")
KINDS = (*SIMPLE, *ROWS, *OTHERS)
MARKS = ("own", "alone", "around", "section", "part", "rule", "rule and mark", "table", "received")
EDITS = ("none", "reword", "remove", "rename", "move", "retype", "unmark", "rule", "choice")
RESTING = ("none", "reword")
"""Edits after which what is open can be read on the page."""


def fits(kind: str, mark: str) -> bool:
    """Whether questions of a kind can be made private so."""
    if mark == "own":
        return kind not in ("own-row", "before-row", "statement")
    if mark in ("section", "received"):
        return True
    if mark == "alone":
        return kind in SIMPLE
    if mark == "around":
        return kind in ITEMS
    if mark == "part":
        return kind in (*ROWS, *OTHERS, *ITEMS)
    if mark in ("rule", "table"):
        return kind in ROWS
    return kind == "row"


@dataclass
class Thing:
    """One question, its name in both editions, and what is typed into it."""

    number: int
    kind: str
    mark: str = ""
    edit: str = "none"
    later: bool = False
    """Whether this is the second edition."""

    @property
    def secret(self) -> bool:
        return bool(self.mark)

    @property
    def id(self) -> str:
        return f"{'s' if self.secret else 'p'}{self.number}x"

    def word(self, what: str) -> str:
        return f"{what}{self.id}End"

    @property
    def day(self) -> date:
        return date(2031, 1, 1) + timedelta(
            days=3 * self.number
        )  # a calendar names the next as well

    @property
    def figure(self) -> str:
        return str(7_000_000 + self.number)

    @property
    def bared(self) -> bool:
        """Whether its author has dropped the mark, on purpose or not."""
        return self.later and self.edit in ("rename", "move", "retype", "unmark")

    @property
    def name(self) -> str:
        """The id as written, with the former one when it was renamed."""
        if self.later and self.edit == "rename":
            return f"#{self.id}-new was={self.id}"
        return f"#{self.id}"

    @property
    def sign(self) -> str:
        """The author's mark on the line itself."""
        own = self.mark in ("own", "alone", "rule and mark")
        return " .private" if own and not self.bared else ""

    @property
    def label(self) -> str:
        new = "Anew " if self.later and self.edit == "reword" else ""
        return new + self.word("Label")

    def lines(self) -> Iterator[str]:
        """The lines of an item or a field, in this edition."""
        kind = self.kind
        if self.later and self.edit == "retype":
            kind = {"check": "text", "text": "check", "choice": "long"}.get(kind, "check")
            if self.kind in ITEMS:
                kind = "text"
        if kind in ITEMS:
            yield f"- [ ] {self.label} {{{self.name}{self.sign}}}"
        elif kind in CHOOSING:
            yield f"- {self.label} ____ {{{self.name}{self.sign}}}"
            sign = {"choice": "( )", "choices": "[ ]", "scale": "1."}[kind]
            dash = "" if kind == "scale" else "- "
            for word in ("One", "Two"):
                name = "" if kind == "scale" else f" {{#{word.lower()}{self.id}}}"
                yield f"    {dash}{sign} {self.word(word)}{name}"
        else:
            yield f"- {self.label} ____ {{{self.name}{self.sign} .{kind}}}"

    def row(self) -> str:
        """The line of a table, in this edition."""
        area = "Health" if self.mark == "rule" else "Sales"
        named = f" {{{self.name}{self.sign}}}"
        return f"| {area} | {self.label}{named} | | | To do | |"

    def fills(self) -> list[tuple[str, str | bool, bool]]:
        """What its reader types: leaf, value, whether it is a text."""
        mine = f"a/{self.id}"
        match self.kind:
            case "item" | "check":
                return [(f"{mine}/v", True, False)]
            case "noted":
                return [(f"{mine}/v", True, False), (f"{mine}/note", self.word("Note"), True)]
            case "apart":
                return [(f"{mine}/v", "na", False), (f"{mine}/na", self.word("Note"), True)]
            case "number" | "money":
                return [(f"{mine}/v", self.figure, False)]
            case "date":
                return [(f"{mine}/v", self.day.isoformat(), False)]
            case "choice" | "choices":
                return [(f"{mine}/v", f"two{self.id}", False)]
            case "scale" | "statement":
                return [(f"{mine}/v", "2", False)]
            case "both":
                return [(f"{mine}{who}/v", self.word("Value"), True) for who in ("", "-manager")]
            case "metric":
                return [(f"{mine}-baseline/v", self.word("Value"), True)]
            case "sign-off":
                return [
                    (f"{mine}/v", True, False),
                    (f"{mine}-name/v", self.word("Value"), True),
                    (f"{mine}-day/v", self.day.isoformat(), False),
                ]
            case "row" | "own-row":
                return self._cells("plan", ("goal", "due", "who"))
            case "metric-row":
                return self._cells("agree", ("metric", "baseline", "target", "by"))
            case "before-row":
                return self._cells("rev-before", ("commitment", "due"))
        return [(f"{mine}/v", self.word("Value"), True)]

    def _cells(self, table: str, columns: Sequence[str]) -> list[tuple[str, str | bool, bool]]:
        mine = f"r/{table}/{self.id}"
        made: list[tuple[str, str | bool, bool]] = []
        if self.kind in ("own-row", "before-row"):
            made += [(f"{mine}/pos", f"b{self.number:05}V", False), (f"{mine}/gone", False, False)]
        if self.kind == "own-row":
            area = "health" if self.mark == "rule" else "sales"
            made.append((f"{mine}/=area", area, False))
        for column in columns:
            if column in ("due", "by"):
                made.append((f"{mine}/={column}", self.day.isoformat(), False))
            else:
                made.append((f"{mine}/={column}", self.word("Value"), True))
        return made

    @property
    def owners(self) -> list[str]:
        return sorted({key.rsplit("/", 1)[0] for key, _, _ in self.fills()})

    def words(self) -> list[str]:
        """What gives it away, wherever it is read."""
        # A metric has no answer of its own: retyped, it is another question.
        asked = self.kind != "metric" or self.edit != "retype"
        found = [self.word("Label"), f'"{self.id}'] if asked else []
        for _, value, _ in self.fills():
            if value == self.day.isoformat():
                shown = f"{self.day:%b} {self.day.day}, {self.day.year}"
                found += [value, f"{self.day:%Y%m%d}", shown]
            elif isinstance(value, str) and value not in ("na", "2", "sales", "health"):
                found.append(value)
        if self.kind == "statement":
            found.append(self.word("Trait"))
        return [word for word in found if not word.startswith("b0")]

    @property
    def moves(self) -> bool:
        """Whether its author takes it out of a private place."""
        return self.edit in ("move", "unmark")


@dataclass
class Case:
    """A sheet in two editions: each thing may be marked and edited in its own way."""

    name: str
    things: Sequence[Thing]
    legacy: bool = False
    """Whether the answers were written before each carried its mark."""

    def source(self, later: bool) -> tuple[tuple[str, ...], str, list[tuple[str, str]]]:
        """Front matter, Markdown, and what is written into the HTML by hand."""
        for each in self.things:
            each.later = later
        here = [each for each in self.things if not (later and each.edit == "remove")]
        patches: list[tuple[str, str]] = []

        def marked(attribute: str) -> None:
            patches.append((attribute, f'{attribute} data-private=""'))

        def place(each: Thing) -> str:
            if each.bared and each.moves:
                return "moved" if each.edit == "move" else "open"
            if each.mark == "around" and each.bared and each.edit == "retype":
                return "open"  # no field stands under another line
            return each.mark if each.mark in ("alone", "around", "section", "part") else "open"

        def lines(where: str, *kinds: str) -> list[str]:
            inside = [each for each in here if place(each) == where and each.kind in kinds]
            return [line for each in inside for line in each.lines()]

        made = ["/////// worksheet | W", "    id: w", "", "### Open place", ""]
        made += [*lines("open", *SIMPLE), "", *lines("moved", *SIMPLE), ""]
        if around := lines("around", *SIMPLE):
            made += ["- [ ] Around {#around .private}", *(f"    {line}" for line in around)]
        if alone := lines("alone", *SIMPLE):
            made += ["", "### Place of their own {#alone}", "", "AloneEnd", "", *alone, ""]
        if closed := lines("section", *SIMPLE):
            made += ["", "### Closed place {#closed}", "", "ClosedEnd", "", *closed, ""]
            marked('data-section="closed"')
        if part := lines("part", *ITEMS):
            made += self._part("checklist", "a-list", part)
            marked('data-part="a-list"')
        made += self._tables(here, patches)
        made += ["///////"]
        return self._front(here), "\n".join(made), patches

    def _part(self, kind: str, name: str, lines: Iterable[str]) -> list[str]:
        head = ["", f"### Part {name} {{#part-{name}}}", "", f"/// {kind} | Part {name}"]
        return [*head, f"    id: {name}", "", *lines, "///", ""]

    def _front(self, here: Sequence[Thing]) -> tuple[str, ...]:
        names = [each for each in here if each.kind == "statement"]
        if not names:
            return ()
        made = ["worksheets:", "  assess:", "    scale: [Not, Half, Very]", "    traits:"]
        made += [f"      t{each.id}: {each.word('Trait')}" for each in names]
        return (*made, "    bands:", "      - {id: all, from: 0, to: 100, name: B, text: T.}")

    def _tables(self, here: Sequence[Thing], patches: list[tuple[str, str]]) -> list[str]:
        made: list[str] = []
        rows = [each for each in here if each.kind in ROWS]
        if rows:
            made += self._plan(rows, patches)
        if metrics := [each for each in here if each.kind == "metric-row"]:
            heads = ["| Metric | Baseline | Target | By | Source |", "|---|---|---|---|---|"]
            cells = [f"| {e.label} {{{e.name}{e.sign}}} | 1 | 2 | | Log |" for e in metrics]
            made += self._part("agreement", "agree", [*heads, *cells])
            self._hand(metrics, "agree", patches)
        if before := [each for each in here if each.kind == "before-row"]:
            heads = ["#### Now {#now}", "", "| Commitment | Due | Status |", "|---|---|---|"]
            made += self._part("review", "rev", [*heads, "| Do it {#do-it} | | To do |"])
            self._hand(before, "rev", patches)
        if statements := [each for each in here if each.kind == "statement"]:
            lines = [f"{n}. {e.label} {{{e.name} +t{e.id}}}" for n, e in enumerate(statements, 1)]
            made += self._part("assessment", "assess", lines)
            for each in statements:
                if each.mark not in ("", "received") and not each.bared:
                    attribute = f'data-field="{each.id}"'
                    patches.append((attribute, f'{attribute} data-private=""'))
        return made

    def _hand(self, things: Sequence[Thing], part: str, patches: list[tuple[str, str]]) -> None:
        """A part, or the section around it, that its author made private by hand."""
        for attribute, mark in (
            (f'data-part="{part}"', "part"),
            (f'data-section="part-{part}"', "section"),
        ):
            if any(each.mark == mark and not each.bared for each in things):
                patches.append((attribute, f'{attribute} data-private=""'))

    def _plan(self, rows: Sequence[Thing], patches: list[tuple[str, str]]) -> list[str]:
        edits = {each.edit for each in rows if each.later}
        rule = any(each.mark in ("rule", "rule and mark") for each in rows)
        area = "Field" if "rule" in edits else "Area"
        health = "Wellbeing" if "choice" in edits else "Health"
        goal = "{type: choice, choices: [A, B]}" if "retype" in edits else "{type: long}"
        made = ["", "### Part plan {#part-plan}", "", "/// action-plan | Part plan", "    id: plan"]
        made += ["    columns:", f"        {area}: {{type: choice, choices: [Sales, {health}]}}"]
        made += [f"        Goal: {goal}", "        Status: {type: choice, choices: [To do, Done]}"]
        if rule and "unmark" not in edits:
            made.append(f"    private: {{{area.lower()}: [{health}]}}")
        made += ["", f"| {area} | Goal | Due | Who | Status | Note |", "|---|---|---|---|---|---|"]
        standing = [each.row() for each in rows if each.kind == "row"]
        if "choice" in edits:
            standing = [line.replace("| Health |", "| Wellbeing |") for line in standing]
        if "retype" in edits:
            standing = [
                line.replace(each.label, "A")
                for line, each in zip(standing, [e for e in rows if e.kind == "row"], strict=True)
            ]
        made += [
            *standing,
            f"| Sales | {'A' if 'retype' in edits else 'Standing'} {{#standing}} | | | To do | |",
            "///",
            "",
        ]
        self._hand(rows, "plan", patches)
        if any(each.mark == "table" and not each.bared for each in rows):
            patches.append(('data-rows="plan"', 'data-rows="plan" data-private=""'))
        return made

    def html(self, later: bool) -> str:
        front, text, patches = self.source(later)
        blocks = WorksheetExtension(language="en", front=lambda: front)
        made = markdown.markdown(text, extensions=["attr_list", "tables", blocks])
        for old, new in patches:
            made = made.replace(old, new)
        return made

    def passages(self) -> list[str]:
        """What is said beside private questions only."""
        alone = [each for each in self.things if each.mark == "alone"]
        still = alone and all(each.edit in (*RESTING, "rule", "choice") for each in alone)
        return ["ClosedEnd", "closed place"] + (["AloneEnd", "Place of their own"] if still else [])

    def record(self) -> dict[str, object]:
        secret = [each for each in self.things if each.secret]
        public = [] if self.legacy else [each for each in self.things if not each.secret]
        resting = [each for each in public if each.edit in RESTING and each.kind != "apart"]
        return {
            "name": self.name,
            "before": self.html(later=False),
            "after": self.html(later=True),
            "fills": [fill for each in self.things for fill in each.fills()],
            "marks": [(o, True) for each in secret if each.mark == "received" for o in each.owners],
            "legacy": self.legacy,
            "secret": [word for each in secret for word in each.words()] + self.passages(),
            "open": [
                value
                for each in public
                for _, value, text in each.fills()
                if text and "Note" not in str(value)
            ],
            "read": [
                each.word("Label")
                for each in resting
                if each.kind not in ("own-row", "before-row", *ROWS, "metric-row")
            ]
            + [
                each.word("Value")
                for each in resting
                if each.kind in ("text", "long", "row", "own-row", "metric-row")
            ],
        }
