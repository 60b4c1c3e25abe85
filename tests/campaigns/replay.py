"""Replay random author edits over filled copies, and count the answers that were dropped.

    python3 dev.py campaign replay --edits 10000 --seed 5

Every edition is Markdown that the extension reads; the answers are kept by the code that
pages run. Two other ways to key answers, by position and by the words of the title, see the
same edits as a control. Exits 1 when ours dropped an answer.
"""

from __future__ import annotations

import argparse
import json
import random
import subprocess
from dataclasses import dataclass, field, replace
from pathlib import Path

import markdown

from playbook_plugins.forms.model import LocatedBlock
from playbook_plugins.forms.questions import questions
from playbook_plugins.worksheets.extension import WorksheetExtension
from tests.test_client import compile_scripts

CLIENT = Path(__file__).resolve().parents[2] / "playbook_plugins" / "client"
WORDS = ["call", "visit", "site", "region", "client", "metric", "order", "promise", "date", "talk"]
EDITS_A_HISTORY = 20


@dataclass(frozen=True)
class Line:
    """A line of a sheet: who it is for ever, its id and former ids, its words, and its type."""

    who: int
    id: str
    text: str
    type: str = ""
    was: tuple[str, ...] = ()


@dataclass
class Author:
    """Sheets being edited, one random edit at a time."""

    chance: random.Random
    sheets: dict[str, list[Line]]
    retired: dict[str, list[str]] = field(default_factory=dict)
    made: int = 0

    def words(self) -> str:
        return " ".join(self.chance.choices(WORDS, k=4)).capitalize() + f" {self.made}"

    def fresh(self) -> Line:
        self.made += 1
        return Line(self.made, f"q-{self.made}", self.words(), self.chance.choice(["", "", "long"]))

    def edit(self) -> str:
        """One edit; its name."""
        name = self.chance.choice(
            ["reword", "reorder", "rename", "remove", "retype", "add", "split", "merge"]
        )
        sheet = self.chance.choice(sorted(self.sheets))
        lines = self.sheets[sheet]
        at = self.chance.randrange(len(lines))
        if name == "reword":
            lines[at] = replace(lines[at], text=self.words())
        elif name == "reorder":
            self.chance.shuffle(lines)
        elif name == "rename":
            self.made += 1
            old = lines[at]
            lines[at] = replace(old, id=f"q-{self.made}", was=(*old.was, old.id))
        elif name == "remove" and len(lines) > 2:
            self.retired.setdefault(sheet, []).append(lines.pop(at).id)
        elif name == "retype":
            lines[at] = replace(lines[at], type="" if lines[at].type else "long")
        elif name == "split" and len(lines) > 4:
            self.made += 1
            self.sheets[f"s-{self.made}"] = lines[3:]
            self.sheets[sheet] = lines[:3]
        elif name == "merge" and len(self.sheets) > 1:
            other = next(each for each in sorted(self.sheets) if each != sheet)
            lines += self.sheets.pop(other)
        else:
            lines.insert(at, self.fresh())
        return name

    def source(self) -> str:
        """The page as Markdown."""
        blocks = []
        for sheet, lines in self.sheets.items():
            retired = f"    retired: [{', '.join(self.retired.get(sheet, []))}]\n"
            body = "\n".join(self._line(line) for line in lines)
            kind = f"/// worksheet | {sheet}\n    id: {sheet}\n"
            blocks.append(f"{kind}{retired if self.retired.get(sheet) else ''}\n{body}\n///\n")
        return "\n".join(blocks)

    def _line(self, line: Line) -> str:
        was = f' was="{" ".join(line.was)}"' if line.was else ""
        if line.type:
            return f"- {line.text} ____ {{#{line.id} .long{was}}}"
        return f"- [ ] {line.text} {{#{line.id} .note{was}}}"


def edition(author: Author) -> dict[str, dict]:
    """What the page asks now, as the extension reads it."""
    found: list[LocatedBlock] = []
    problems: list = []
    extension = WorksheetExtension(found=found.append, report=problems.append)
    markdown.markdown(author.source(), extensions=["attr_list", extension])
    assert problems == [], problems
    sheets = {}
    for each in found:
        asked = questions(each.block)
        sheets[each.block.id] = {
            "asks": [f"a/{name}" for name in asked],
            "was": {name: list(one.was) for name, one in asked.items() if one.was},
        }
    return sheets


@dataclass
class Control:
    """Answers kept under a key that an edit may move: what other tools do."""

    key: str
    kept: dict = field(default_factory=dict)

    def keys(self, sheets: dict[str, list[Line]]) -> dict:
        made = {}
        for sheet, lines in sheets.items():
            for at, line in enumerate(lines):
                made[line.who] = (sheet, at) if self.key == "position" else (sheet, line.text)
        return made

    def wrong(self, sheets: dict[str, list[Line]]) -> int:
        """Answers that are gone, or stand under a question that they were not given to."""
        keys = self.keys(sheets)
        return sum(keys.get(who) != key for who, key in self.kept.items())


def history(seed: int, edits: int) -> tuple[list[dict], dict[str, tuple[int, int]]]:
    """A chain of editions with what a reader typed, and what the controls lost of it."""
    chance = random.Random(seed)
    author = Author(chance, {"land": []})
    author.sheets["land"] = [author.fresh() for _ in range(8)]
    controls = [Control("position"), Control("title")]
    editions, typed = [], 0
    for number in range(edits + 1):
        if number:
            author.edit()
        fill = []
        visited = number == 0 or chance.random() < 0.6
        if visited:
            for sheet, lines in author.sheets.items():
                for line in lines:
                    if number == 0 or chance.random() < 0.1:
                        typed += 1
                        part = "v" if line.type else chance.choice(["v", "note"])
                        fill.append([sheet, f"a/{line.id}/{part}", f"typed {seed} {typed}"])
        editions.append({"sheets": edition(author), "fill": fill, "visited": visited})
        if number == 0:
            for control in controls:
                control.kept = control.keys(author.sheets)
    lost = {each.key: (each.wrong(author.sheets), len(each.kept)) for each in controls}
    return editions, lost


def campaign(edits: int, seed: int) -> dict:
    """Run so many edits; what was typed, what is shown, what stands among earlier, what is lost."""
    compile_scripts()
    whole = {"edits": 0, "typed": 0, "shown": 0, "earlier": 0, "lost": 0}
    control = {"position": [0, 0], "title": [0, 0]}
    lines = []
    while whole["edits"] < edits:
        editions, lost = history(seed + whole["edits"], EDITS_A_HISTORY)
        whole["edits"] += EDITS_A_HISTORY
        lines.append(json.dumps(editions))
        for key, (gone, of) in lost.items():
            control[key][0] += gone
            control[key][1] += of
    done = subprocess.run(
        ["node", "build/replay.mjs"],
        cwd=CLIENT,
        input="\n".join(lines) + "\n",
        capture_output=True,
        text=True,
        check=True,
    )
    for line in done.stdout.splitlines():
        result = json.loads(line)
        for name in ("typed", "shown", "earlier"):
            whole[name] += result[name]
        whole["lost"] += len(result["lost"])
    return whole | {"control": control}


def main() -> int:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--edits", type=int, default=10_000)
    parser.add_argument("--seed", type=int, default=5)
    chosen = parser.parse_args()
    result = campaign(chosen.edits, chosen.seed)
    print(json.dumps(result))
    return 1 if result["lost"] else 0


if __name__ == "__main__":
    raise SystemExit(main())
