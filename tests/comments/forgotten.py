"""Made-up threads in which somebody wants to be forgotten, and what is left of them."""

from __future__ import annotations

import random
from dataclasses import replace
from datetime import UTC, datetime, timedelta
from functools import partial
from pathlib import Path

from playbook_plugins.comments.erasing import erased
from playbook_plugins.comments.ledger import LedgerReader
from playbook_plugins.comments.ledger_text import thread_text
from playbook_plugins.comments.ledger_writing import LedgerEditor
from playbook_plugins.comments.model import ERASED, STATES, Comment, Thread
from playbook_plugins.comments.providers import Topic
from playbook_plugins.comments.sync import Sync
from tests.comments.providers.test_sync import Fake

START = datetime(2026, 1, 1, tzinfo=UTC)


def token(rng: random.Random) -> str:
    return "".join(rng.choices("bcdfghjklmnpqrstvwxz", k=9))


def history(rng: random.Random) -> tuple[list[Comment], list[str], str]:
    """Comments of a thread, some of them by one person; what tells of that person; the name."""
    name = f"{token(rng).title()} {rng.choice(['Ö', 'é', ''])}{token(rng).title()}"
    told = [*name.split()]
    made: list[Comment] = []
    for n in range(rng.randint(1, 6)):
        theirs = n == 0 or rng.random() < 0.4
        word, url = token(rng), f"https://{token(rng)}.example/"
        body = rng.choice(["{0}", "{0}:\n\n# x\n{0}\n", "<p>{0} &amp; ok</p>", "- {0} #1"])
        comment = Comment(
            id=f"fake-{n}",
            author=name if theirs else f"Other {n}",
            date=START + timedelta(hours=rng.randint(0, 60), seconds=rng.random() * 50),
            body=body.format(word),
            parent=f"fake-{rng.randrange(n)}" if n and rng.random() < 0.7 else "",
            url=url if rng.random() < 0.5 else "",
            state=rng.choice([STATES[0], *STATES]),
            origin=f"fake:{n}",
            format="html" if "<p>" in body else "text",
        )
        made.append(comment)
        told += [word, url.split("/")[2]] if theirs else []
    return made, told, name


def written(rng: random.Random, thread: Thread, name: str) -> str:
    """A thread as people lay one out: with remarks about the person, with other line ends."""
    lines = thread_text(thread).splitlines()
    at = next(n for n, line in enumerate(lines) if name.split()[0] in line and "author" in line)
    if rng.random() < 0.4:
        lines[at] += f"  # {name}, whom we know"
    if rng.random() < 0.4:
        start = max(n for n in range(at) if lines[n].startswith("  - "))
        lines.insert(start, f"  # {name} again")
    return rng.choice(["\n", "\n", "\r\n"]).join([*lines, ""])


def left_of(folder: Path, rng: random.Random) -> list[str]:
    """What of a person is left in one thread's file after an erasure and two syncs.

    Raises `AssertionError` where something of somebody else's has gone or changed.
    """
    said, told, name = history(rng)
    folder.mkdir(parents=True, exist_ok=True)
    path = folder / "first.yml"
    path.write_bytes(written(rng, Thread("first", tuple(said)), name).encode())
    theirs = {each.id for each in said if each.author == name}
    LedgerEditor(folder, "x").change("first", partial(erased, ids=theirs))
    moved = [replace(c, id=f"n-{c.id}", parent="", origin=f"new{c.origin}") for c in said]
    for comments in (said, moved):  # as its provider holds it still, and at another one
        fake = Fake()
        fake.hold("first", *comments)
        fake.name = comments[0].origin.partition(":")[0]
        done = Sync(folder, "x", fake, lambda problem: None).run([Topic("first")])
        assert len(done.merges["first"].erased) == len(theirs), "the command tells of them"
    text = path.read_text("utf-8")
    problems: list = []
    thread = LedgerReader("first", problems.append).read(text, "first")
    assert problems == [] and thread is not None
    kept = {each.id: each for each in thread.comments}
    for each in said:
        mine = kept[each.id]
        assert (mine.state == ERASED) == (each.id in theirs) and mine.parent == each.parent
        assert each.id in theirs or mine.body.rstrip() == each.body.rstrip()
    return [each for each in told if each.casefold() in text.casefold()]
