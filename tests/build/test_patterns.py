"""Markdown that passes by what cannot match says what Markdown says."""

from __future__ import annotations

import re
from collections.abc import Iterator
from pathlib import Path
from random import Random
from typing import Any

import pytest
from markdown import Markdown
from markdown.blockparser import BlockParser
from markdown.blockprocessors import HashHeaderProcessor
from markdown.extensions import Extension
from markdown.inlinepatterns import (
    ENTITY_RE,
    LINK_RE,
    SimpleTextInlineProcessor,
)
from markdown.treeprocessors import InlineProcessor as Inline

from playbook_plugins.build import patterns
from playbook_plugins.build.patterns import pass_by

ROOT = Path(__file__).parents[2]
PLAIN: list[str] = []
SITE = ["abbr", "admonition", "attr_list", "def_list", "footnotes", "md_in_html", "tables"]
SITE += ["toc", "pymdownx.highlight", "pymdownx.superfences", "pymdownx.tasklist"]
MORE = ["extra", "smarty", "sane_lists", "nl2br", "wikilinks", "legacy_em", "pymdownx.betterem"]
MORE += ["pymdownx.caret", "pymdownx.tilde", "pymdownx.mark", "pymdownx.keys", "pymdownx.emoji"]
MORE += ["pymdownx.critic", "pymdownx.magiclink", "pymdownx.smartsymbols", "pymdownx.details"]
SETS = {"plain": PLAIN, "site": SITE, "more": MORE}
SIGNS = [*"*_`[]()<>!&\\:;#|~^=-+.'\"\n  aé", "\n\n", "![", "[^1]", "[^1]: n", "*[A]: b", "  \n"]
SIGNS += ["\n---\n", "\n===\n", "\n> ", "\n: ", "| a | b |\n|---|---|\n", "[a]: /b", "&amp;"]
SIGNS += ["![a](/b)", "![a][a]", "<b>", "</b>", "<a@b.c>", "<http://a.b>", "# ", "\n    ", "\n- "]
SIGNS += ["&#65;", "\n1. ", "{#id}", "A", "\n!!! note\n", "\n\n    ", "\n\n<div markdown>\n"]
SIGNS += ["\t", "\n  \n", "\n \t\n", "\r\n", "\r", "\x02", "\x0342\x03", "\\*", "\\_\\`"]
SIGNS += ["\n</div>\n\n", "\n\n[TOC]\n\n", "\n```\n", "\n~~~\n"]


def both(extensions: list[Any]) -> tuple[Markdown, Markdown]:
    plain, quick = (Markdown(extensions=list(extensions)) for _ in range(2))
    pass_by(quick)
    return plain, quick


def noted(md: Markdown) -> tuple[Any, Any]:
    return md.references, getattr(md, "toc_tokens", None)


def differing(extensions: list[Any], texts: list[str]) -> Iterator[str]:
    plain, quick = both(extensions)
    for text in texts:
        plain.reset()
        quick.reset()
        if plain.convert(text) != quick.convert(text) or noted(plain) != noted(quick):
            yield text


@pytest.mark.parametrize("name", SETS)
def test_every_example_and_page_reads_the_same(name):
    # All that we have as sites have it; what other sets of extensions change, examples show.
    folders = ("tests/examples", "docs") if name == "site" else ("tests/examples", "docs/guide")
    texts = [
        each.read_text("utf-8") for folder in folders for each in (ROOT / folder).rglob("*.md")
    ]
    assert len(texts) > 40
    assert [*differing(SETS[name], texts)] == []


def random_texts() -> list[str]:
    random = Random(11)
    return ["".join(random.choices(SIGNS, k=random.randrange(1, 40))) for _ in range(500)]


@pytest.mark.parametrize("name", SETS)
def test_random_texts_of_signs_read_the_same(name):
    assert [*differing(SETS[name], random_texts())] == []


SHOWN = [each for each in patterns.IN_TEXT if each != ENTITY_RE]
"""An entity that is passed by is written out as it stands, and so reads the same."""


@pytest.mark.parametrize("left_out", SHOWN, ids=repr)
def test_random_texts_notice_a_sign_that_is_wrong(left_out, monkeypatch):
    monkeypatch.setitem(patterns.IN_TEXT, left_out, ("\x00",))
    assert any(differing(SITE, random_texts()))


@pytest.mark.parametrize("left_out", patterns.IN_BLOCK)
def test_random_texts_notice_a_block_that_is_wrong(left_out, monkeypatch):
    monkeypatch.setitem(patterns.IN_BLOCK, left_out, ("\x00",))
    # In a site the items of definitions see to those of lists, and PyMdown's code to the host's.
    alone = ("blockprocessors.ListIndentProcessor", "blockprocessors.CodeBlockProcessor")
    assert any(differing(PLAIN if left_out.endswith(alone) else SITE, random_texts()))


def test_another_indentation_is_not_known():
    md = Markdown(tab_length=2)
    assert {patterns._in_block(each) for each in md.parser.blockprocessors} == {()}


class Shout(HashHeaderProcessor):
    """A heading of another's, that wants other signs."""

    RE = re.compile(r"(?P<level>)§(?P<header>.*)")

    def run(self, parent, blocks):
        parent.text = blocks.pop(0).upper()


class Brought(Extension):
    """Patterns and processors of others: another class, another expression, brought while a text
    is read."""

    def extendMarkdown(self, md):  # noqa: N802
        md.parser.blockprocessors.register(Shout(md.parser), "shout", 200)
        md.inlinePatterns.register(SimpleTextInlineProcessor(r"%(.)%", md), "percent", 300)
        md.preprocessors.register(Late(md), "late", 1)


class Late:
    def __init__(self, md):
        self.md = md

    def run(self, lines):
        if "late" in lines[0]:
            pattern = SimpleTextInlineProcessor(LINK_RE.replace("[", "{"), self.md)
            pattern.compiled_re = re.compile(r"\{(.)\}")
            self.md.inlinePatterns.register(pattern, "curly", 301)
        return lines


def test_what_we_do_not_know_is_tried_as_ever():
    texts = ["§ a loud word", "a %b% c", "late {x} [y](z)", "{x} again", "plain"]
    assert [*differing([Brought()], texts)] == []
    _, quick = both([Brought()])
    assert "A LOUD WORD" in quick.convert("§ a loud word")
    assert quick.convert("a %b% c") == "<p>a b c</p>"
    assert quick.convert("late {x} [y](z)") == '<p>late x <a href="z">y</a></p>'


def test_processors_of_others_stay():
    class Own(Inline):
        pass

    class Parser(BlockParser):
        pass

    md = Markdown()
    own = Own(md)
    md.treeprocessors.register(own, "inline", 20)
    md.parser.__class__ = Parser
    pass_by(md)
    assert type(own) is Own
    assert type(md.parser) is Parser
