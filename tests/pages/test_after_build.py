"""What is done to a finished site is the same however many work, and however often it is done."""

from __future__ import annotations

import random
import shutil
from pathlib import Path

import pytest

from playbook_plugins.pages.after_build import Wishes, files_below, finish_site
from playbook_plugins.pages.offline import LIST_MARK, WORKER

PAGE = (
    '<!doctype html>\n<html><head><meta charset="utf-8"><title>{title}</title>\n'
    '<link rel="stylesheet" href="{up}site.css"><script>{script}</script></head>\n'
    "<body><h1>{title}</h1>{body}</body></html>\n"
)
LEADS = (
    '<head><title>To {n}</title><meta http-equiv="refresh" content="0; url=../p{n}/">{body}</head>'
)
SHEET = "<playbook-worksheet worksheet-id='w{n}'></playbook-worksheet>"
STYLE = "body { background: url(back.svg) }"


def page(dice: random.Random, number: int) -> str:
    """A page: one that leads on, one with a sheet, or one with words, some with a picture."""
    if number % 5 == 4:
        return LEADS.format(n=number - 1, body="!" * dice.choice([9, 3900]))
    body = SHEET.format(n=number) if number % 5 == 1 else ""
    body += '<img src="../back.svg">' * (number % 3 == 0)
    body += '<link rel="help" href="../p2/index.html">' * (number % 7 == 1)
    body += f"<p>{dice.choice(['short ', 'long ']) * dice.randrange(1, 400)}</p>"
    script = dice.choice(["one()"] * 8 + ["two()"])
    return PAGE.format(title=f"Page {number}", up="../", script=script, body=body)


def written(folder: Path, dice: random.Random) -> Path:
    """A site as a build leaves it."""
    texts = {f"p{n}/index.html": page(dice, n) for n in range(14)}
    texts["503.html"] = PAGE.format(title="Not kept", up="", script="one()", body=LIST_MARK)
    texts |= {"site.css": STYLE, "back.svg": "<svg/>" * 300, "big/data.json": "[1, 2]" * 500}
    for name, text in texts.items():
        (folder / name).parent.mkdir(parents=True, exist_ok=True)
        (folder / name).write_text(text, "utf-8")
    return folder


def tree(folder: Path) -> dict[str, bytes]:
    return {name: (folder / name).read_bytes() for name in sorted(files_below(folder))}


def wishes_of(dice: random.Random) -> Wishes:
    return Wishes(
        base="/site/",
        offline=dice.random() < 0.8,
        offline_keep=dice.choice([["p1*", "big/*"], ["*.css"], ["*"]]),
        offline_most=dice.choice([10**7, 10**7, 9000]),
        policy=dice.random() < 0.7,
        ways=dice.choice([[], ["gzip"]]),
    )


@pytest.mark.parametrize("seed", range(12))
def test_two_processes_finish_a_site_as_one_does(seed, tmp_path):
    dice = random.Random(seed)
    alone, wishes = written(tmp_path / "alone", dice), wishes_of(dice)
    shared = Path(shutil.copytree(alone, tmp_path / "shared"))
    one, two = finish_site(alone, wishes), finish_site(shared, wishes, processes=2)
    assert tree(alone) == tree(shared)
    assert one == two


def test_finishing_twice_changes_nothing_more(tmp_path):
    wishes = Wishes(offline=True, offline_keep=["*"], policy=True, ways=["gzip"])
    live = written(tmp_path, random.Random(1))
    finish_site(live, wishes)
    before = tree(live)
    finish_site(live, wishes)
    after = tree(live)
    itself = {WORKER, f"{WORKER}.gz"}  # with such a pattern the second list names the worker, too
    assert {name: after[name] for name in before.keys() - itself} == {
        name: before[name] for name in before.keys() - itself
    }
