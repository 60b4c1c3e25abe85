"""Random pages of every element: each word and address comes out, or is named."""

from __future__ import annotations

import html
import random
import re

import pytest

from playbook_plugins.imports.html_to_markdown import convert, is_harmless
from playbook_plugins.imports.shortcodes import MediaLibrary
from playbook_plugins.imports.wordpress import expanded

AROUND = re.findall(
    r"\w+",
    """p div blockquote h2 h4 ul ol li dl dt dd table tr td th center section figure figcaption
    details summary b i em strong code tt kbd sub sup q span font small u mark del ins abbr pre
    button form label select option textarea video audio object canvas noscript marquee fieldset
    legend nav caption address svg script title iframe article header cite ruby rt math applet
    menu text tspan g mi mrow mtext semantics desc""",
)
RAW = {"pre", "textarea", "script", "iframe", "title", "noscript", "code", "tt", "button"}
RAW |= {"select", "canvas", "svg"}
"""Elements in which a block's head or a shortcode is not read as one, or is cut in the report."""
PIECES = [
    *("<br>", "<hr>", "<wbr>", "<p>", "</div>", "</b>", "&nbsp;", "&lt;", "*", "_", "`", "{a}"),
    *('<img src="{a}">', '<img src="{a}" alt="{w}">', '<img src="data:x" alt="{w}">'),
    *('<embed src="{a}">', '<source src="{a}">', '<iframe src="{a}"></iframe>'),
    *('<a href="{a}">{w}</a>', '<a href="{a}"></a>', '<a href="tel:{w}">{w}</a>'),
    *('<a name="more"></a>', "<!--more-->", '<input value="{w}">', "<td>{w}</td>", "<li>{w}</li>"),
    *('<video src="{a}"></video>', '<object data="{a}"></object>'),
]
SHORT = [
    *("[x-y a='{w}']", "[box c='{w}']{w}[/box]", "[youtube {a}]", "[code]{w} {w}[/code]"),
    *("[caption]{w}[/caption]", "[sic{w}]", "[embed]{a}[/embed]", "[gallery ids='{w}']"),
    *("<!-- wp:group -->{w}\n{w}<!-- /wp:group -->", "[audio src='{a}']", "{w}\n\n{w}"),
    '<!-- wp:cover {{"url":"{a}"}} -->{w}<!-- /wp:cover -->',
]


class Page:
    """One, made by chance, with the words and addresses that it holds."""

    def __init__(self, seed: int, pieces: list[str], around: list[str]) -> None:
        self.chance = random.Random(seed)
        self.pieces = pieces
        self.around = around
        self.words: list[str] = []
        self.addresses: list[str] = []

    def word(self) -> str:
        self.words.append(f"w{len(self.words)}w")
        return self.words[-1]

    def address(self) -> str:
        self.addresses.append(f"https://a.example/z{len(self.addresses)}z")
        return self.addresses[-1]

    def filled(self, piece: str) -> str:
        piece = re.sub(r"\{w\}", lambda _: self.word(), piece)
        return (
            re.sub(r"\{a\}", lambda _: self.address(), piece).replace("{{", "{").replace("}}", "}")
        )

    def made(self, depth: int = 0) -> str:
        made = []
        for _ in range(self.chance.randint(1, 5)):
            kind = self.chance.random()
            if kind < 0.35:
                made.append(f" {self.word()} ")
            elif kind < 0.6:
                made.append(self.filled(self.chance.choice(self.pieces)))
            elif depth < 6:
                tag = self.chance.choice(self.around)
                made.append(f"<{tag}>{self.made(depth + 1)}</{tag}>")
        return "".join(made)


def lost(page: Page, text: str, named: list[str], shown: str) -> list[str]:
    told = html.unescape(text.replace("\\", "")) + "\n".join(named)
    missing = [each for each in page.words if not re.search(rf"{each}(?!\d)", told)]
    missing += [each for each in page.addresses if each not in told]
    return [each for each in missing if each in shown]


@pytest.mark.parametrize("seed", range(0, 400, 20))
def test_every_word_and_address_comes_out_or_is_named(seed):
    for number in range(seed, seed + 20):
        page = Page(number, PIECES, AROUND)
        markup = page.made()
        made = convert(markup)
        shown = re.sub(r"(?s)<(script|title|iframe|style|noscript)>.*?</\1>", "", markup)
        assert lost(page, made.text, made.lost, shown) == [], f"{number}\n{markup}\n{made}"
        assert is_harmless(made.text)


@pytest.mark.parametrize("seed", range(0, 400, 20))
def test_the_same_with_shortcodes_and_blocks(seed):
    for number in range(seed, seed + 20):
        page = Page(number, [*PIECES, *SHORT * 3], [each for each in AROUND if each not in RAW])
        markup = page.made()
        first = expanded(markup, MediaLibrary())
        made = convert(first.html)
        shown = re.sub(r"(?s)<(script|title|iframe|style|noscript)>.*?</\1>", "", markup)
        named = [*first.lost, *made.lost, *first.kept]
        assert lost(page, made.text, named, shown) == [], f"{number}\n{markup}\n{first}\n{made}"
        assert is_harmless(made.text)
