"""Edit the texts of a site at random: a build that goes on from the last one gives the clean tree.

    python3 dev.py edits --going-on --edits 500 --seed 7

Prints each edit that made a difference, and how many builds went on.
"""

from __future__ import annotations

import os
import random
from pathlib import Path

from .editing import Garden
from .edits import SLOW, Tree, built

EDITS = (("typo", 12), ("text", 4), ("add_comment", 1), ("approve", 1), ("front_matter", 1))


class Site:
    """A site of everything but snippets, built by each process anew."""

    def __init__(self, folder: Path, seed: int) -> None:
        (folder / "site").mkdir()
        os.chdir(folder / "site")
        self.folder = folder
        self.garden = Garden(folder / "site", seed)
        self.garden.plugins["playbook/publish"] = {}
        self.sound()

    def list_tags(self) -> None:
        """Give posts tags, and two pages a listing of them: one of all, one of its folder."""
        self.garden.plugins["material/tags"] = {}
        pages = self.garden.pages
        pages["labels.md"] = ({}, ["# Labels", "<!-- material/tags -->"])
        pages["blog/labels.md"] = ({}, ["# Nearer", "<!-- material/tags { scope: true } -->"])
        for number, (name, (meta, _)) in enumerate(sorted(pages.items())):
            if "labels" not in name:
                meta["tags"] = ["Call", "Plan", "Talk"][: number % 4]

    def ask_for_all(self) -> None:
        """Have the finished site worked on: kept offline, with a policy, and compressed."""
        asked = {"offline": True, "content_security_policy": True, "precompress": ["gzip"]}
        self.garden.plugins["playbook/publish"] |= asked | {"offline_keep": ["guide/*", "*.svg"]}

    def sound(self) -> Tree:
        """Take out what takes in other files, and what a build warns of; the last build."""
        for _ in range(9):
            for meta, body in self.garden.pages.values():
                meta.pop("wrong", None)
                body[:] = [each.replace('--8<-- "note.md"', "Nothing.") for each in body]
            made = self.build()
            if not made.said:
                return made
            for line in made.said:
                name = line.partition(":")[0].removeprefix("docs/")
                if name in self.garden.pages:
                    self.page(name)[1:] = ["Words instead."]
                else:
                    self.garden.comments.pop(Path(name).stem, None)
        raise AssertionError(made.said)

    def build(self) -> Tree:
        self.garden.write()
        return built(self.garden.folder, self.folder / "fast", {})

    def clean(self) -> Tree:
        return built(self.garden.folder, self.folder / "slow", {**SLOW, "staging": False})

    def page(self, name: str) -> list[str]:
        return self.garden.pages[name][1]

    def post(self) -> str:
        return next(name for name in sorted(self.garden.pages) if "/posts/" in name)


def run(folder: Path, edits: int, seed: int) -> tuple[list[str], int]:
    """Make `edits`; a line for each after which the trees differ, and how many builds went on.

    An odd `seed` adds Material's tags; one that three divides has the finished site worked on.
    """
    site = Site(folder, seed)
    site.garden.wear("material")
    if seed % 2:
        site.list_tags()
    if not seed % 3:
        site.ask_for_all()
    dice = random.Random(seed)
    site.sound()
    different, went_on = [], 0
    for number in range(1, edits + 1):
        names, weights = zip(*EDITS, strict=True)
        name = dice.choices(names, weights)[0]
        getattr(site.garden, name)()
        made = site.sound()
        went_on += made.went_on
        if found := made.differing(site.clean()):
            different.append(f"{number} ({name}): {len(found)} differ: {found[:4]}")
            print(different[-1], flush=True)
        if number % 50 == 0:
            print(f"{number} edits, {went_on} went on, {len(different)} differ", flush=True)
    return different, went_on
