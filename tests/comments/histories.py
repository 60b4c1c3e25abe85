"""Random histories of a server, its moderators and its providers, beside a small model."""

from __future__ import annotations

import random
from dataclasses import replace
from datetime import timedelta
from pathlib import Path

from playbook_plugins.comments.ledger import LedgerReader
from playbook_plugins.comments.model import APPROVED, Comment
from tests.comments.providers.test_sync import START, Desk, comment

ACTS = ("new", "new", "new", "reject", "spam", "empty", "some", "twice", "future", "change", "back")


class History:
    """One blog of one thread through a few years; `wrong` says what must not have happened."""

    def __init__(self, folder: Path, seed: int) -> None:
        self.by = random.Random(seed)
        self.desk = Desk(folder)
        self.server: list[Comment] = []
        self.name = "fake"
        self.refused: set[int] = set()
        self.all: set[int] = set()
        self.wrong: list[str] = []

    def run(self, steps: int = 12) -> list[str]:
        """What went wrong in so many steps; none as a rule."""
        for _ in range(steps):
            act = self.by.choice(ACTS)
            getattr(self, f"_{act}")()
            self._check(act)
        return self.wrong

    def _sync(self, held: list[Comment] | None = None) -> None:
        self.desk.provider.name = self.name
        self.desk.provider.hold("a", *(self.server if held is None else held))
        self.desk.sync("a")

    def _here(self) -> dict[int, list[Comment]]:
        path = self.desk.folder / "a.yml"
        problems: list = []
        text = path.read_text(encoding="utf-8") if path.exists() else "thread: a\n"
        thread = LedgerReader("a", problems.append).read(text, "a")
        self.wrong += map(str, problems)
        found: dict[int, list[Comment]] = {}
        for each in thread.comments if thread else ():
            found.setdefault(int(each.author.split()[-1]), []).append(each)
        return found

    def _new(self) -> None:
        number = len(self.all) + 1
        self.all.add(number)
        made = comment(number)
        self.server.append(replace(made, origin=f"{self.name}:{number}"))
        self._sync()

    def _decide(self, state: str) -> None:
        shown = [n for n, (each, *_) in self._here().items() if each.state == APPROVED]
        if not shown:
            return
        number = self.by.choice(shown)
        (mine,) = self._here()[number]
        self.refused.add(number)
        line = f"    origin: {mine.origin}\n"
        self.desk.edit(line, f"    state: {state}\n{line}")

    def _reject(self) -> None:
        self._decide("rejected")

    def _spam(self) -> None:
        self._decide("spam")

    def _empty(self) -> None:
        self._sync([])

    def _some(self) -> None:
        kept = self.server[: len(self.server) // 3]
        shown = [n for n, (each, *_) in self._here().items() if each.state == APPROVED]
        gone = set(shown) - {int(each.author.split()[-1]) for each in kept}
        if len(gone) > 2 and len(gone) * 2 > len(shown):  # fewer are how deletions look
            self._sync(kept)

    def _twice(self) -> None:
        self._sync([*self.server, *self.server[:1]])

    def _future(self) -> None:
        late = comment(900, date=START + timedelta(days=400), origin=f"{self.name}:900")
        self._sync([*self.server, late])

    def _change(self) -> None:
        self.name = "other" if self.name == "fake" else "fake"
        self.server = [
            replace(each, origin=f"{self.name}:{each.author.split()[-1]}", id=f"x{n}", parent="")
            for n, each in enumerate(self.server)
        ]
        self._sync()

    _back = _change

    def _check(self, act: str) -> None:
        here = self._here()
        if 900 in here:
            self.wrong.append(f"{act}: a day to come was believed")
        for number in sorted(self.all):
            mine = here.get(number, [])
            if len(mine) != 1:
                self.wrong.append(f"{act}: comment {number} stands {len(mine)} times")
            elif (mine[0].state == APPROVED) == (number in self.refused):
                self.wrong.append(f"{act}: comment {number} is {mine[0].state}")
