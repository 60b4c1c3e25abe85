"""Filler prose about selling and coaching, made from word lists of our own.

Sentences are grammatical and mean little. What matters to a benchmark is their length, their
mix of plain words, emphasis, code and links, and that the same seed gives the same text.
"""

from __future__ import annotations

import re
import tomllib
from pathlib import Path
from random import Random

BARE_ARTICLE = re.compile(r"\b([Aa])(?= \*?(?:[aeio]|un|honest))")
"""An "a" that must be "an" with the word that came to stand behind it."""

WORDS: dict[str, list[str]] = tomllib.loads(
    Path(__file__).with_name("words.toml").read_text(encoding="utf-8")
)

PATTERNS = (
    "{Who} {did} the {quality} {thing} {when}, {because}.",
    "{When}, {who} {did} {many} {thing}s and {did} a {quality} one {where}.",
    "If you {do} the {thing} {when}, {who} will {do} the {quality} {thing} {where}.",
    "Nobody {did} the {thing} {where}, and {who} {did} it anyway.",
    "A {quality} {thing} is worth {many} {unit} of talk, {because}.",
    "My advice is plain: {advice}, then {do} the {thing}.",
    "{Who} said that {many} {unit} were enough to {do} a {quality} {thing}, and meant it.",
    "What did {who} {do} {when}, and what did {who} {do} {where}?",
    "The {quality} {thing} and the {quality} {thing} look alike until {who} must {do} them.",
    "It took {many} {unit} {where}, {because}.",
    "Before you {do} anything, **{advice}** and {do} the {thing} with {who}.",
    "We {did} it twice: once {where}, and once {when} with {who}.",
    "There is a *{quality}* way to {do} a {thing}: {advice}, and {advice}.",
    "The column `{code}` shows it: {many} {unit} fewer since {who} {did} the {thing}.",
    "“{Advice},” {who} told us {when}, and {did} the next {thing}.",
    "Where {who} used to {do} every {thing}, a {quality} note now does.",
)
LINKING = (
    "More on that stands in {link}.",
    "{Who} {did} the same {thing} in {link}, {because}.",
    "Read {link} before you {do} the {thing} {when}.",
    "We keep the {quality} version in {link}, and {who} keeps another.",
)
TITLES = (
    "The {quality} {thing} that {who} {did}",
    "Why {who} should {do} the {thing} {when}",
    "{Many} {unit} with a {quality} {thing}",
    "How to {do} a {quality} {thing} {where}",
    "{Advice}: a {quality} {thing}",
)
HEADINGS = (
    "What {who} {did}",
    "The {quality} {thing}",
    "How to {do} it {where}",
    "{Many} {unit} later",
    "A {thing} for {who}",
)
TASKS = ("{Do} the {quality} {thing} with {who}", "{Advice}", "{Do} {many} {thing}s {when}")


class Prose:
    """Writes sentences from one random stream."""

    def __init__(self, random: Random) -> None:
        self.random = random

    def fill(self, pattern: str, **given: str) -> str:
        """`pattern` with a word chosen for each name; a capital letter asks for one."""
        while (start := pattern.find("{")) >= 0:
            end = pattern.index("}", start)
            name = pattern[start + 1 : end]
            word = given.get(name) or self.random.choice(WORDS[name.lower()])
            if name[0].isupper():
                word = word[0].upper() + word[1:]
            pattern = pattern[:start] + word + pattern[end + 1 :]
        return BARE_ARTICLE.sub(r"\1n", pattern)

    def sentence(self) -> str:
        """One sentence of about fifteen words."""
        return self.fill(self.random.choice(PATTERNS))

    def linking(self, link: str) -> str:
        """A sentence that leads to another page."""
        return self.fill(self.random.choice(LINKING), link=link)

    def paragraph(self, least: int = 3, most: int = 6) -> str:
        """Some sentences."""
        return " ".join(self.sentence() for _ in range(self.random.randint(least, most)))

    def title(self) -> str:
        """A post's title; two posts may bear the same."""
        return self.fill(self.random.choice(TITLES))

    def heading(self) -> str:
        """A section's heading."""
        return self.fill(self.random.choice(HEADINGS))

    def task(self) -> str:
        """One line to tick."""
        return self.fill(self.random.choice(TASKS))
