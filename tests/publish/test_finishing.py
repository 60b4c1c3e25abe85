"""A site of which a few pages have changed is finished as if all of it were."""

from __future__ import annotations

import random
import shutil
from pathlib import Path

import pytest

from playbook_plugins.publish.light.finishing import Finished, Wishes, files_below, finish
from playbook_plugins.publish.light.finishing import finish_again as again
from playbook_plugins.publish.light.offline import LIST_MARK, WORKER

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


def tried(folder: Path, seed: int) -> tuple[Finished | None, bool]:
    """Change a few pages of a finished site; how that was finished, and whether it is right."""
    dice = random.Random(seed)
    raw, wishes = written(folder / "raw", dice), wishes_of(dice)
    live = Path(shutil.copytree(raw, folder / "live"))
    known = finish(live, wishes).known
    changed = {f"p{n}/index.html" for n in dice.sample(range(14), dice.randint(1, 3))}
    for name in changed:
        text = page(dice, int(name[1:].partition("/")[0]))
        for place in (raw, live):
            (place / name).write_text(text, "utf-8")
    done = again(live, wishes, known, files_below(live), set(changed))
    finish(raw, wishes)
    return done, tree(raw) == tree(live)


@pytest.mark.parametrize("seed", range(60))
def test_what_changed_is_finished_like_the_whole(seed, tmp_path):
    done, same = tried(tmp_path, seed)
    assert same or done is None


def test_most_changes_need_not_the_whole(tmp_path):
    done = [tried(tmp_path / str(seed), seed)[0] for seed in range(60)]
    assert 20 < sum(each is not None for each in done) < 60


def test_what_other_pages_would_show_takes_the_whole(tmp_path):
    wishes = Wishes(offline=True, offline_keep=["p0/*"], policy=True)
    live = written(tmp_path, random.Random(1))
    known = finish(live, wishes).known
    files = files_below(live)
    for changes in (
        ("Page 1", "Another title"),
        ("one()", "three()"),
        ("<p>", "<p onclick='a()'>"),
    ):
        path = live / "p1/index.html"
        before = path.read_text("utf-8")
        path.write_text(before.replace(*changes), "utf-8")
        assert before.replace(*changes) != before
        assert again(live, wishes, known, files, {"p1/index.html"}) is None, changes
        path.write_text(before, "utf-8")
    (live / "p1/index.html").unlink()
    assert again(live, wishes, known, files_below(live), {"p1/index.html"}) is None


def test_a_file_that_went_takes_its_copies_along(tmp_path):
    wishes = Wishes(ways=["gzip"])
    live = written(tmp_path, random.Random(1))
    finish(live, wishes)
    (live / "big/data.json").unlink()
    (live / "site.css").write_text(STYLE * 100, "utf-8")
    (live / "back.svg.gz").unlink()
    changed = {"big/data.json", "site.css", "back.svg.gz"}
    done = again(live, wishes, finish(live, Wishes()).known, files_below(live), changed)
    assert done is not None
    assert {"big/data.json.gz", "site.css.gz", "back.svg.gz"} <= done.changed
    assert not (live / "big/data.json.gz").exists()
    assert (live / "site.css.gz").is_file() and (live / "back.svg.gz").is_file()


def test_finishing_twice_changes_nothing_more(tmp_path):
    wishes = Wishes(offline=True, offline_keep=["*"], policy=True, ways=["gzip"])
    live = written(tmp_path, random.Random(1))
    finish(live, wishes)
    before = tree(live)
    finish(live, wishes)
    after = tree(live)
    itself = {WORKER, f"{WORKER}.gz"}  # with such a pattern the second list names the worker, too
    assert {name: after[name] for name in before.keys() - itself} == {
        name: before[name] for name in before.keys() - itself
    }
