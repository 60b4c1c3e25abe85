"""The corpus of the benchmarks: posts, playbook pages and comments, the same for every tool.

    python -m tests.benchmarks.corpus FOLDER --posts 1000 --for ours

Everything comes from a seed. Post 17 of a hundred is post 17 of five thousand, so that two
sizes differ in their number and in nothing else.
"""

from __future__ import annotations

import argparse
import datetime
from dataclasses import dataclass, field
from functools import cached_property
from pathlib import Path
from random import Random

from .prose import Prose

SEED = 1
PAGES = 50
FIRST_DAY = datetime.date(2011, 3, 1)
"""One post a day from here on: 5,000 of them end in 2024, so none is scheduled."""

CATEGORIES = (
    "Land and expand",
    "Same side of the table",
    "Talent",
    "Debriefs",
    "Plans",
    "Health",
    "Referrals",
    "Metrics",
)
TAGS = (
    *("gate", "north", "harbour", "first-call", "telephone", "quote", "price", "pilot"),
    *("purchasing", "depot", "rework", "launch", "one-to-one", "notes", "sleep", "walking"),
    *("family", "learning", "team", "board", "review", "handover", "sponsor", "renewal"),
    *("objection", "silence", "questions", "lists", "mornings", "calendar", "introduction"),
    *("trial", "small-order", "service", "workshop", "trade-fair", "inspection", "driver"),
    *("accounts", "winter"),
)
AUTHORS = {
    "ines": ("Ines Calder", "Coaches field teams"),
    "jonas": ("Jonas Weil", "Ran service accounts for ten years"),
    "amara": ("Amara Diallo", "Debriefs assessments"),
    "piet": ("Piet Hoekstra", "Sold spare parts along the coast"),
    "lucia": ("Lucia Ferri", "Plans territories"),
}
OUTSIDE = ("https://example.org/reading", "https://example.com/notes", "https://example.net/talks")


@dataclass(frozen=True)
class Block:
    """One block of a text, in no tool's dialect; `lines` are its items, cells or sentences."""

    kind: str
    lines: tuple[str, ...]
    title: str = ""


@dataclass(frozen=True)
class Post:
    """A dated article."""

    number: int
    slug: str
    title: str
    date: datetime.date
    author: str
    categories: tuple[str, ...]
    tags: tuple[str, ...]
    blocks: tuple[Block, ...] = field(repr=False)

    @property
    def address(self) -> str:
        """Where every tool is told to publish it, below the site's root."""
        return f"blog/{self.date:%Y/%m/%d}/{self.slug}/"

    @property
    def words(self) -> int:
        """Words of its text: 300 to 900."""
        return sum(len(line.split()) for block in self.blocks for line in block.lines)


@dataclass(frozen=True)
class Page:
    """A page of the playbook: prose, a worksheet, sometimes a tip."""

    number: int
    slug: str
    title: str
    blocks: tuple[Block, ...] = field(repr=False)

    @property
    def address(self) -> str:
        """Where every tool is told to publish it."""
        return f"playbook/{self.slug}/"


@dataclass(frozen=True)
class Comment:
    """One comment under a post."""

    id: str
    parent: str
    author: str
    date: str
    body: str


class Corpus:
    """`count` posts, fifty pages and the comments, from one seed."""

    def __init__(self, count: int, seed: int = SEED, pages: int = PAGES) -> None:
        if count < 1 or pages < 1:
            raise ValueError("a corpus has at least one post and one page")
        self.seed = seed
        self.count = count
        self.page_count = pages

    def _random(self, what: str, number: int) -> Random:
        """A stream of its own for each text, so that no text depends on how many there are."""
        return Random(f"{self.seed} {what} {number}")

    def slug_of(self, number: int) -> str:
        """A post's slug, known before the post is written: others link to it."""
        word = self._random("slug", number).choice(TAGS)
        return f"{word}-{number + 1:05}"

    @cached_property
    def posts(self) -> list[Post]:
        """All posts, oldest first."""
        return [self._post(number) for number in range(self.count)]

    @cached_property
    def pages(self) -> list[Page]:
        """The playbook's pages."""
        return [self._page(number) for number in range(self.page_count)]

    def comments(self, post: Post) -> list[Comment]:
        """About ten comments on every third post, half of them answers."""
        if post.number % 3:
            return []
        random = self._random("comments", post.number)
        prose = Prose(random)
        made: list[Comment] = []
        start = datetime.datetime.combine(post.date, datetime.time(9), datetime.UTC)
        for number in range(random.randint(5, 15)):
            answered = random.choice(made).id if made and random.random() < 0.5 else ""
            when = start + datetime.timedelta(hours=5 * number + random.randrange(5))
            name = random.choice(["Joanna", "Emre", "Sofie", "Karel", "Mina", "Otto", "Bea"])
            body = prose.paragraph(1, 4)
            stamp = when.isoformat().replace("+00:00", "Z")
            made.append(Comment(f"c{number + 1}", answered, name, stamp, body))
        return made

    def _post(self, number: int) -> Post:
        random = self._random("post", number)
        prose = Prose(random)
        blocks = [Block("text", (prose.paragraph(2, 3),)), Block("text", (prose.paragraph(2, 4),))]
        # Some authors forget where the excerpt ends.
        blocks += [Block("more", ())] if random.random() < 0.85 else []
        wanted = random.randint(240, 570)
        written = sum(len(line.split()) for block in blocks for line in block.lines)
        while written < wanted:
            section = self._section(number, random, prose)
            written += sum(len(line.split()) for block in section for line in block.lines)
            blocks += section
        blocks += self._furniture(random, prose)
        return Post(
            number=number,
            slug=self.slug_of(number),
            title=prose.title(),
            date=FIRST_DAY + datetime.timedelta(days=number),
            author=random.choice(sorted(AUTHORS)),
            categories=tuple(random.sample(CATEGORIES, random.choice([1, 1, 2]))),
            tags=tuple(random.sample(TAGS, random.randint(2, 4))),
            blocks=tuple(blocks),
        )

    def _section(self, number: int, random: Random, prose: Prose) -> list[Block]:
        link = prose.linking(self._link(number, random, prose))
        return [
            Block("heading", (prose.heading(),)),
            Block("text", (f"{prose.paragraph(2, 4)} {link}",)),
            Block(
                random.choice(["bullets", "numbers"]),
                tuple(prose.sentence() for _ in range(random.randint(2, 4))),
            ),
            Block("text", (prose.paragraph(),)),
        ]

    def _furniture(self, random: Random, prose: Prose) -> list[Block]:
        """What a post has once: a task list, a call-out, now and then a table or some code."""
        made = [
            Block("tasks", tuple(prose.task() for _ in range(random.randint(2, 4)))),
            Block("callout", (prose.paragraph(1, 2),), title=prose.heading()),
        ]
        if random.random() < 0.25:
            rows = ["Figure | Today | Agreed"]
            for _ in range(random.randint(3, 5)):
                rows.append(f"{prose.fill('{Thing}')} | {random.randrange(90)} | {prose.task()}")
            made.append(Block("table", tuple(rows)))
        if random.random() < 0.08:
            name, other = prose.fill("{code}"), prose.fill("{code}")
            lines = (f"def {name}(orders):", f"    return sum(o.{other} for o in orders) / 7")
            made.append(Block("code", lines))
        return [*made, Block("text", (prose.paragraph(1, 2),))]

    def _link(self, number: int, random: Random, prose: Prose) -> str:
        """A link to an earlier post, a page, or the web, as [words](kind:target)."""
        words = prose.fill("the {quality} {thing}")
        kind = random.choice(["post", "post", "page", "web"])
        if kind == "post" and number:
            return f"[{words}](post:{random.randrange(number)})"
        if kind == "web":
            return f"[{words}]({random.choice(OUTSIDE)})"
        return f"[{words}](page:{random.randrange(self.page_count)})"

    def _page(self, number: int) -> Page:
        random = self._random("page", number)
        prose = Prose(random)
        blocks = [Block("text", (prose.paragraph(),)), Block("heading", (prose.heading(),))]
        blocks.append(Block("text", (prose.paragraph(),)))
        if number % 3 == 2:
            rows = ["Area | Goal | Action | Due | Status"]
            for area in ("Sales", "Learning", "Health", "Family"):
                goal, action = prose.task(), prose.task()
                rows.append(f"{area} | {goal} | {action} | +{random.randrange(5, 90)}d | To do")
            blocks.append(Block("plan", tuple(rows), title=prose.title()))
        else:
            items = [prose.task() for _ in range(random.randint(12, 24))]
            blocks.append(Block("checklist", tuple(items), title=prose.title()))
        if number % 4 == 0:
            blocks.append(Block("tip", (prose.paragraph(1, 2),), title=prose.heading()))
        blocks.append(Block("text", (prose.paragraph(),)))
        return Page(number, f"sheet-{number + 1:02}", prose.title(), tuple(blocks))


def main() -> int:
    """Write one tool's project."""
    from .measure import save_card
    from .projects import PROJECTS

    parser = argparse.ArgumentParser(description=__doc__.split("\n")[0])
    parser.add_argument("folder", type=Path, help="an empty or new folder")
    parser.add_argument("--posts", type=int, default=1000)
    parser.add_argument("--for", dest="tool", choices=sorted(PROJECTS), default="ours")
    parser.add_argument("--seed", type=int, default=SEED)
    parser.add_argument("--card", action="store_true", help="add a card for the benchmarks")
    chosen = parser.parse_args()
    if chosen.posts < 1:
        parser.error("--posts: a corpus has at least one post")
    if chosen.folder.exists() and any(chosen.folder.iterdir()):
        parser.error(f"{chosen.folder}: this folder is not empty. Name a new one.")
    made = PROJECTS[chosen.tool](Corpus(chosen.posts, chosen.seed), chosen.folder)
    if chosen.card:
        save_card(made)
    print(f"{chosen.folder}: {chosen.posts} posts for {chosen.tool}")
    return 0


if __name__ == "__main__":
    raise SystemExit(main())
