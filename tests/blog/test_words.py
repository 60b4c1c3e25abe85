"""What the blog says, in every language: every word, CLDR's plural forms, the same places."""

from __future__ import annotations

import json
import re
from pathlib import Path

import pytest
from babel import Locale

from playbook_plugins.blog.words import ENGLISH, MENTIONS, words_of
from playbook_plugins.comments import thread
from playbook_plugins.shared.words import LANGUAGES
from tests.build.building import build, write_site

ROOT = Path(__file__).resolve().parents[2] / "playbook_plugins"
ALL = {**ENGLISH, **thread.ENGLISH, **thread.LIVE}
PLURALS = {key.rpartition(".")[0] for key in ALL if key.endswith(".other")}
CODES = sorted(path.stem for path in LANGUAGES.glob("*.json"))


@pytest.mark.parametrize("code", CODES)
def test_a_language_has_every_word_of_the_blog(code):
    words = json.loads((LANGUAGES / f"{code}.json").read_text("utf-8"))["blog"]
    rules = Locale(code).plural_form
    expected = {key for key in ALL if key.rpartition(".")[0] not in PLURALS}
    expected |= {f"{key}.{form}" for key in PLURALS for form in {*rules.tags, "other"}}
    assert set(words) == expected
    for key, text in words.items():
        plural, _, form = key.rpartition(".")
        source = ALL[f"{plural}.other" if plural in PLURALS else key]
        places, wanted = (set(re.findall(r"{\w+}", each)) for each in (text, source))
        assert text.strip() and places <= wanted, key
        # Arabic says "two comments" in one word; a number is never left out where it varies.
        assert places == wanted or form in {"zero", "one", "two"}, key


def test_templates_and_code_use_words_that_are_there_and_no_others():
    used = set()
    for path in (ROOT / "templates").rglob("*.html"):
        if path.parent.name == "offline":
            continue  # it has words of its own
        text = path.read_text("utf-8")
        used |= set(re.findall(r"words\[[\"']([a-z-]+)[\"']\]", text))
        used |= set(re.findall(r"words\.(?:filled|counted)\(\"([a-z-]+)\"", text))
    assert used <= ALL.keys() | PLURALS
    spoken = "".join(
        path.read_text("utf-8") for path in [*ROOT.rglob("*.py"), *ROOT.rglob("*.html")]
    )
    for key in ALL:
        name = key.rpartition(".")[0] if key.rpartition(".")[0] in PLURALS else key
        alone = name.startswith(("live-", "kind-", "open-")) or spoken.count(f'"{name}"') > (
            name == key
        )
        assert alone or f"'{name}'" in spoken, f"nobody says {name}"


def test_templates_hold_no_english_of_their_own():
    for path in (ROOT / "templates").rglob("*.html"):
        text = re.sub(
            r"\{#.*?#\}|\{%.*?%\}|\{\{.*?\}\}", "", path.read_text("utf-8"), flags=re.DOTALL
        )
        shown = re.sub(r"<[^>]*>", " ", text)
        assert not re.search(r"[A-Za-z]{3,}", shown), f"{path.name}: {shown.split()}"


def test_the_browser_and_the_build_say_the_same_english():
    script = (ROOT / "client" / "src" / "comments" / "live-comments.ts").read_text("utf-8")
    block = script.partition("const ENGLISH = {")[2].partition("};")[0]
    said = dict(re.findall(r"(\w+): '([^']*)',", block))
    assert {f"live-{key}": text for key, text in said.items()} == dict(thread.LIVE)


@pytest.mark.parametrize(
    ("code", "count", "said"),
    [("de", 0, "Keine Kommentare"), ("fr", 1, "1 commentaire"), ("nl", 3, "3 reacties"),
     ("ar", 2, "تعليقان"), ("ar", 5, "5 تعليقات"), ("pt", 2, "2 comentários"),
     ("es", 1, "1 comentario")],
)  # fmt: skip
def test_counts_follow_the_rules_of_the_language(code, count, said):
    assert thread.comments_line(count, False, code) == said


def test_every_kind_of_sheet_has_a_name_and_a_link():
    words = words_of("de")
    assert all(words[f"kind-{kind}"] and words[f"open-{kind}"] for kind in MENTIONS)


SITE = b"""site_name: S
site_url: https://s.example/
theme: {name: material, font: false, language: de}
plugins:
  - playbook/worksheets: {site_id: s}
  - playbook/blog:
      pagination_per_page: 1
      comments_post_to: mailto:a@b.example
      comments_provider: isso
      comments_provider_url: https://c.example
markdown_extensions: [attr_list]
"""
POST = """---
date: 2026-11-0{n}
title: Post {n}
series: Erste
tags: [Plan]
---
/// checklist | Land
    id: land-{n}

- [ ] One {{#one}}
///
"""


@pytest.mark.slow
def test_a_german_blog_speaks_german(tmp_path):
    posts = {f"docs/blog/posts/p{n}.md": POST.format(n=n).encode() for n in (1, 2, 3)}
    talk = b"# T\n\n/// comments\n///\n\n/// labels\n///\n\n/// posts\n    layout: compact\n///\n"
    write_site(tmp_path, {"mkdocs.yml": SITE, "docs/t.md": talk, **posts})
    built = build(tmp_path, strict=True)
    assert built.code == 0, built.output
    text = "".join(built.pages())
    for said in (
        *("Keine Kommentare", "Teil 1 von 3 der Reihe „Erste“", "Verwandte Beiträge"),
        *("Ältere Beiträge", "Kommentar schreiben", "Die Checkliste öffnen", "1 Punkt"),
        *("Noch keine Kommentare.", "Diskussion von {host} laden"),
    ):
        assert said in text, said
    for english in ("No comments", "Older posts", "Related posts", "Open the checklist", "Part 1"):
        assert english not in text, english
