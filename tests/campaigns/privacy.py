"""What is private: every mark × kind of question × edit by the author, and random sheets.

    python3 dev.py campaign privacy --sheets 20000 --seed 5

The cases are made here, in two editions each, from Markdown as authors write it. A page in
Chromium fills the first edition, opens the second, and looks for each private word in every way
out (`playbook_plugins/client/scripts/private.ts`). Prints what was found; exits 1 when anything
private was.
"""

from __future__ import annotations

import argparse
import json
import random
import shutil
from collections.abc import Iterable, Iterator
from concurrent.futures import ThreadPoolExecutor
from itertools import islice
from typing import Any

from playwright.sync_api import sync_playwright

from tests.browser.conftest import CHROMIUM_FLAGS
from tests.campaigns.private_sheets import EDITS, KINDS, MARKS, OTHERS, ROWS, Case, Thing, fits
from tests.test_client import CLIENT, STATIC, compile_scripts


def numbered(kinds: Iterable[tuple[str, str, str]]) -> list[Thing]:
    return [Thing(number, *each) for number, each in enumerate(kinds, 1)]


def crossed() -> Iterator[Case]:
    """Every mark with every edit: a sheet each, with private and open questions of every kind."""
    for mark in MARKS:
        for edit in EDITS:
            kinds = [kind for kind in KINDS if fits(kind, mark)]
            tables = mark in ("part", "section", "table")  # then nothing beside is open
            beside = [kind for kind in KINDS if not (tables and kind in (*ROWS, *OTHERS))]
            things = [*((k, mark, edit) for k in kinds), *((k, "", edit) for k in beside)]
            yield Case(f"{mark}, {edit}", numbered(things))
            # Answers without marks of their own are judged by the page, which may open them.
            if mark != "received" and edit in ("none", "reword", "remove", "rule", "choice"):
                yield Case(f"{mark}, {edit}, written long ago", numbered(things), legacy=True)


def drawn(sheets: int, seed: int) -> Iterator[Case]:
    """Random sheets: a few questions of any kind, each marked and edited in its own way."""
    chance = random.Random(seed)
    for number in range(sheets):
        mark_of_tables = chance.choice(
            ("", "", "own", "rule", "part", "section", "table", "received")
        )
        edit_of_tables = chance.choice(EDITS)
        made = []
        for _ in range(chance.randint(2, 5)):
            kind = chance.choice(KINDS)
            if kind in (*ROWS, *OTHERS):  # they share a table, and so its marks and its edits
                mark = mark_of_tables if fits(kind, mark_of_tables or "own") else ""
                if not mark and mark_of_tables in ("part", "section", "table"):
                    continue
                made.append((kind, mark, edit_of_tables))
            else:
                fitting = [mark for mark in MARKS if fits(kind, mark)]
                made.append((kind, chance.choice(["", *fitting]), chance.choice(EDITS)))
        if made:
            yield Case(f"seed {seed}, sheet {number}: {made}", numbered(made))


def found(page: Any, cases: Iterable[Case], together: int = 50) -> dict[str, Any]:
    """What the page finds in `cases`; `page` is Playwright's, on any document."""
    compile_scripts()
    page.add_style_tag(path=STATIC / "playbook.css")
    page.add_script_tag(path=CLIENT / "build" / "private.mjs", type="module")
    page.wait_for_function("'lookAll' in window")
    page.emulate_media(media="print")
    total: dict[str, Any] = {"leaks": [], "lacks": [], "looked": 0, "sheets": 0}
    waiting = iter(cases)

    def more() -> str:  # as text, which is handed to the page in one piece
        batch = [case.record() for case in islice(waiting, together)]
        return json.dumps(batch) if batch else ""

    with ThreadPoolExecutor(1) as beside:  # the next are made while the page looks at these
        batch = more()
        while batch:
            coming = beside.submit(more)
            for key, value in page.evaluate("cases => lookAll(JSON.parse(cases))", batch).items():
                total[key] += value
            batch = coming.result()
    return total


def main() -> int:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--sheets", type=int, default=20_000)
    parser.add_argument("--seed", type=int, default=5)
    options = parser.parse_args()
    with sync_playwright() as playwright:
        chrome = shutil.which("chromium") or playwright.chromium.executable_path
        browser = playwright.chromium.launch(executable_path=chrome, args=CHROMIUM_FLAGS)
        result = found(browser.new_page(), [*crossed(), *drawn(options.sheets, options.seed)])
        browser.close()
    print(f"{result['sheets']} sheets, {result['looked']} words looked for by a way out")
    for key in ("leaks", "lacks"):
        for line in result[key][:20]:
            print(f"{key}: {line}")
    return 1 if result["leaks"] or result["lacks"] else 0


if __name__ == "__main__":
    raise SystemExit(main())
