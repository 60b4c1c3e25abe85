"""The parts of the fast path, each alone."""

from __future__ import annotations

import functools
import os
import pickle
import random
from types import SimpleNamespace

import markdown
import pytest
from jinja2 import DictLoader, Environment
from mkdocs.utils import get_relative_url

from playbook_plugins.build import purity
from playbook_plugins.build.cache_key import (
    files_in,
    reads_other_pages,
    taken_in,
    templates,
)
from playbook_plugins.build.convert import counts_texts
from playbook_plugins.build.partials import Places, _taken_in, share_part, share_words
from playbook_plugins.shared.cache import OLD, Store
from playbook_plugins.shared.digests import digest
from playbook_plugins.shared.memory import Kind, Memory, encoded, remember_in, remembered

# --- store ---


def test_values_come_back_by_kind_and_key(tmp_path):
    first = Store(tmp_path)
    first.keep("page", {b"a": b"1", b"b": b"2"})
    first.keep("file", {b"a": b"3"})
    assert Store(tmp_path).load("page", [b"a"]) == {}
    first.write()
    assert Store(tmp_path).load("page", [b"a", b"b", b"c"]) == {b"a": b"1", b"b": b"2"}
    assert Store(tmp_path).load("file", [b"a"]) == {b"a": b"3"}
    many = [str(number).encode() for number in range(2000)]
    first.keep("page", dict.fromkeys(many, b"x"))
    first.write()
    assert len(Store(tmp_path).load("page", many)) == 2000


def test_a_store_without_a_folder_keeps_nothing(tmp_path, monkeypatch):
    monkeypatch.chdir(tmp_path)
    store = Store(None)
    (tmp_path / "page.html").write_text("x")
    store.keep("page", {b"a": b"1"})
    store.take_file(digest("x"), str(tmp_path / "page.html"))
    store.write()
    assert store.load("page", [b"a"]) == {}
    assert not store.put_back(digest("x"), str(tmp_path / "back.html"))
    assert [path.name for path in tmp_path.iterdir()] == ["page.html"]


@pytest.mark.parametrize("links", [True, False])
def test_files_come_back_whole_or_not_at_all(links, tmp_path, monkeypatch):
    def refused(*_):
        raise OSError

    if not links:
        monkeypatch.setattr(os, "link", refused)
    store, page, back = Store(tmp_path / "cache"), tmp_path / "page", tmp_path / "deep/er/back"
    page.write_text("whole")
    store.take_file(digest("whole"), str(page))
    store.take_file(digest("whole"), str(page))
    assert store.put_back(digest("whole"), str(back))
    assert back.read_text() == "whole"
    assert not store.put_back(digest("other"), str(back))
    (kept,) = (path for path in (tmp_path / "cache").rglob("*") if path.is_file())
    kept.write_text("wh0le")
    assert not store.put_back(digest("whole"), str(tmp_path / "again"))
    assert not (tmp_path / "again").exists()
    assert not kept.exists()


def test_what_many_builds_did_not_use_goes(tmp_path):
    store = Store(tmp_path)
    old = {str(number).encode(): b"x" for number in range(1200)}
    page = tmp_path / "page"
    page.write_text("old")
    store.take_file(digest("old"), str(page))
    store.keep("file", {b"old": digest("old")})
    store.keep("page", old)
    store.write()
    next_ = Store(tmp_path)
    page.unlink()
    page.write_text("new")
    next_.take_file(digest("new"), str(page))
    next_.keep("file", {b"new": digest("new")})
    assert next_.load("page", [b"1"])
    next_.write()
    assert len(Store(tmp_path).load("page", old)) == 1200, "a build may write more than once"
    next_.keep("page", {b"late": b"x"})
    next_.write(is_last=True)
    last = Store(tmp_path)
    assert OLD * 3 + 1000 < 1200
    assert list(last.load("page", old)) == [b"1"]
    assert last.load("file", [b"old", b"new"]).keys() == {b"new"}
    assert last.put_back(digest("new"), str(tmp_path / "back"))
    assert not last.put_back(digest("old"), str(tmp_path / "back"))


def test_parts_of_a_digest_are_told_apart():
    assert digest("ab", "c") != digest("a", "bc")
    assert digest("a") == digest(b"a")
    assert digest("\ud800") != digest("")


# --- memory and what may be taken up ---


WORD: Kind[str] = Kind("word", str)


def test_what_was_made_is_remembered_and_kept():
    made, kept = [], {}

    def asked(memory, *texts):
        remember_in(memory)
        try:
            return [remembered(WORD, t, lambda t=t: made.append(t) or t.upper()) for t in texts]
        finally:
            remember_in(None)

    first = Memory()
    assert asked(first, "a", "b", "a") == ["A", "B", "A"]
    assert made == ["a", "b"]
    kept |= encoded("word", first.take_new()["word"])
    assert first.take_new() == {}, "once"
    second = Memory(lambda kind: kept)
    assert asked(second, "a", "c") == ["A", "C"]
    assert made == ["a", "b", "c"]
    assert [*second.used("word")] == [digest("a"), digest("c")]
    assert [*second.take_new()["word"].values()] == ["C"]
    assert remembered(WORD, "a", lambda: "no memory") == "no memory"


@pytest.mark.parametrize("raw", [b"", b"rubbish", b"7", b'["A"]', pickle.dumps("A"), b"null"])
def test_what_cannot_be_read_is_made_anew(raw):
    memory = Memory(lambda kind: {digest("a"): raw})
    assert memory.of(WORD, "a", lambda: "made") == "made"


def test_what_does_not_fit_its_text_is_made_anew():
    memory = Memory(lambda kind: {digest("a"): b'"of another"'})
    assert memory.of(WORD, "a", lambda: "a's", lambda found: found.startswith("a")) == "a's"
    assert memory.of(WORD, "a", lambda: "again", lambda found: found.startswith("a")) == "a's"


# --- purity ---


def why(plugins=None, extensions=(), declared=(), hooks=()):
    return [str(each) for each in purity.reasons(plugins or {}, extensions, declared, hooks)]


def test_known_plugins_and_extensions_keep_nobody_off():
    plugins = {"search": ["page_context"], "playbook/blog #2": ["page_markdown"], "x": ["nav"]}
    assert why(plugins, ["toc", "markdown.extensions.tables", "pymdownx.tabbed"]) == []


def test_each_stranger_is_named_with_its_cure():
    found = why({"social #2": ["post_page"]}, ["my.ext", "pymdownx.b64"], (), ["hooks/a.py"])
    assert [line.split('"')[1] for line in found] == [
        "social",
        "hooks/a.py",
        "my.ext",
        "pymdownx.b64",
    ]
    for line in found:
        name = line.split('"')[1]
        assert f'playbook/publish: {{pure: ["{name}"]}}' in line
    assert (
        why(
            {"social": ["post_page"]},
            ["my.ext", "pymdownx.b64"],
            ["social", "my.ext", "pymdownx.b64", "hooks/a.py"],
            ["hooks/a.py"],
        )
        == []
    )


def test_functions_among_the_options_of_extensions():
    from pymdownx.slugs import slugify

    options = {"toc": {"slugify": functools.partial(slugify, case="lower")}}
    assert purity.strangers(options, []) == []
    own = {"toc": {"slugify": test_parts_of_a_digest_are_told_apart, "deep": [{"f": why}]}}
    named = [str(each).split('"')[1] for each in purity.strangers(own, [])]
    assert named == [f"{__name__}.test_parts_of_a_digest_are_told_apart", f"{__name__}.why"]
    assert purity.strangers(own, named) == []


@pytest.mark.parametrize(
    ("template", "reads"),
    [
        ("{{ page.content }} {{ nav.homepage.title }} {{ post.content }}", False),
        ("{% for each in nav.pages %}{{ each.title }} {{ each.meta.x }}{% endfor %}", False),
        ("{% for each in nav.pages %}{{ each.content }}{% endfor %}", True),
        ("{{ page.next_page.content }}", True),
        ("{{ page.parent.children | map(attribute='content') }}", True),
        ("{% for each in pages %}{{ each.page.toc }}{% endfor %}", True),
        ("{{ tip.content }}", False),
    ],
)
def test_templates_that_show_other_pages(template, reads):
    assert reads_other_pages(template.encode()) is reads


# --- inputs ---


def test_a_changed_template_also_behind_a_link_changes_the_digest(tmp_path):
    own, elsewhere = tmp_path / "own", tmp_path / "elsewhere"
    for folder in (own / "partials", elsewhere):
        folder.mkdir(parents=True)
    (own / "partials/a.html").write_text("a")
    (own / "round").symlink_to(own)
    (elsewhere / "b.html").write_text("b")
    (own / "linked").symlink_to(elsewhere)
    seen = {templates("material", [str(own)], [])}
    (own / "partials/a.html").write_text("A")
    seen.add(templates("material", [str(own)], []))
    (elsewhere / "b.html").write_text("B")
    seen.add(templates("material", [str(own)], []))
    (own / "partials/a.html").rename(own / "partials/c.html")
    seen.add(templates("material", [str(own)], []))
    assert len(seen) == 4
    assert templates("material", [str(own)], [str(own)]) == templates("material", [], [])


def test_files_that_extensions_read_into_every_page(tmp_path, monkeypatch):
    monkeypatch.chdir(tmp_path)
    (tmp_path / "parts").mkdir()
    options = {"pymdownx.snippets": {"base_path": ["parts"], "auto_append": ["short.md:1:2"]}}
    seen = {taken_in({}), taken_in(options)}
    (tmp_path / "parts/short.md").write_text("*[KPI]: number")
    seen.add(taken_in(options))
    (tmp_path / "parts/short.md").write_text("*[KPI]: count")
    seen.add(taken_in(options))
    icons = {"pymdownx.emoji": {"options": {"custom_icons": ["parts"]}}}
    seen.add(taken_in(icons))
    (tmp_path / "parts/a.svg").write_text("<svg/>")
    seen.add(taken_in(icons))
    assert len(seen) == 6
    very_file = {"pymdownx.snippets": {"base_path": "parts/one.md", "auto_append": ["one.md"]}}
    for text in (None, "*[KPI]: a", "*[KPI]: b"):
        if text:
            (tmp_path / "parts/one.md").write_text(text)
        seen.add(taken_in(very_file))
    assert len(seen) == 9
    for odd in ({}, None, 7, "text", {"options": 7}, {"options": {"custom_icons": 7}}):
        assert taken_in({"pymdownx.emoji": odd, "pymdownx.snippets": odd}) is not None
    (tmp_path / "parts/short.md").write_text('--8<-- "more.md"')
    assert taken_in(options) is None


def test_the_digest_of_files_sees_names_and_bytes(tmp_path):
    (tmp_path / "a").write_text("1")
    first = files_in(tmp_path, set())
    (tmp_path / "a").rename(tmp_path / "b")
    assert files_in(tmp_path, set()) != first
    assert files_in(tmp_path, {".html"}) == digest()


def test_one_parser_for_all_pages_reads_each_as_a_new_one_would():
    options = {
        "footnotes": {},
        "toc": {"permalink": True},
        "pymdownx.highlight": {"linenums": True},
    }
    extensions = ["abbr", "attr_list", "footnotes", "tables", "toc", "md_in_html", "def_list"]
    extensions += ["pymdownx.superfences", "pymdownx.tabbed", "pymdownx.highlight"]
    extensions += ["pymdownx.details", "pymdownx.tasklist", "pymdownx.keys", "pymdownx.critic"]
    extensions += ["pymdownx.betterem", "pymdownx.blocks.tab", "pymdownx.blocks.caption"]
    extensions += ["pymdownx.mark", "pymdownx.smartsymbols", "admonition", "playbook_worksheets"]
    pieces = [
        "*[KPI]: number\n\nKPI", "KPI text[^1]\n\n[^1]: Note", "# Same\n\n# Same",
        "[a]: b\n\n[a][]", "```python title='x'\nx = 1\n```",
        '=== "One"\n\n    text', "??? note\n    hidden",
        "/// tab | Two\ntext\n///", "![x](y)\n\n/// caption\nshown\n///",
        "<div markdown>\n*a*\n</div>",
        "/// checklist | C\n    id: c\n- [ ] a\n///", "- [x] done", "++ctrl+a++ {++new++} ==m==",
        "Term\n:   meaning", "/// figure-caption\nshown\n///", "", "***a* b**", "!!! tip\n    x",
    ]  # fmt: skip
    dice = random.Random(2)
    shared = markdown.Markdown(extensions=extensions, extension_configs=options)
    for _ in range(60):
        text = "\n\n".join(dice.sample(pieces, 4))
        shared.reset()
        fresh = markdown.Markdown(extensions=extensions, extension_configs=options)
        assert shared.convert(text) == fresh.convert(text)
    counting = markdown.Markdown(
        extensions=["footnotes"], extension_configs={"footnotes": {"UNIQUE_IDS": True}}
    )
    assert counts_texts(counting)
    assert not counts_texts(shared)


# --- partials ---


def item(url="", children=()):
    return SimpleNamespace(url=url, children=list(children), title=url, active=False)


def address(dice):
    parts = [dice.choice("abc") for _ in range(dice.randrange(4))]
    return "/".join(parts) + dice.choice(("/", ".html")) if parts else ""


def shown(items, url, active):
    """A navigation as a theme writes it: links relative to the page, active sections marked."""
    return [
        (
            get_relative_url(each.url, url) if each.url is not None else "",
            id(each) in active,
            shown(each.children, url, active),
        )
        for each in items
    ]


def test_equal_places_show_an_equal_navigation():
    dice = random.Random(8)
    shared = 0
    for _ in range(300):
        sections = [
            item(None, [item(address(dice)) for _ in range(dice.randrange(3))])
            for _ in range(dice.randrange(3))
        ]
        items = [*sections, *(item(address(dice)) for _ in range(dice.randrange(4)))]
        logo = address(dice)
        places = Places(SimpleNamespace(items=items), [logo])
        seen = {}
        for _ in range(25):
            above = dice.sample(sections, min(len(sections), dice.randrange(2)))
            page = SimpleNamespace(url=address(dice), ancestors=above)
            active = {id(each) for each in above}
            made = (shown(items, page.url, active), get_relative_url(logo, page.url))
            shared += places.key(page) in seen
            assert seen.setdefault(places.key(page), made) == made, page.url
    assert shared > 1000
    assert places.key(None) is None
    nav = [item("a/")]
    assert Places(SimpleNamespace(items=nav)).key(nav[0]) is None


def test_the_texts_of_a_part_are_those_of_all_that_it_takes_in():
    theme = {
        "partials/nav.html": '{% import "partials/language.html" as lang with context %}'
        '{%- import "partials/item.html" as item %}{% include "partials/item.html" %}',
        "partials/item.html": "{% include '.icons/' ~ icon %}",
        "partials/language.html": "words",
    }

    class Loader(DictLoader):
        def get_source(self, environment, template):
            source, _, fresh = super().get_source(environment, template)
            return source, f"/{'own' if 'OWN' in source else 'theme'}/{template}", fresh

    def taken(files):
        return _taken_in(Environment(loader=Loader(files)), ["partials/nav.html"], ["/theme/"])

    nav, item, _ = theme.values()
    assert taken(theme) == ([nav, item], True)
    assert taken({**theme, "partials/item.html": "OWN"}) == ([nav, "OWN"], False)


PARTS = {
    "part.html": "{{ page.url }}{% macro m() %}{{ page.url }}{% endmacro %}",
    "plain.html": "{% include 'part.html' %}",
    "other.html": "{% set page = other %}{% include 'part.html' %}",
    "looped.html": "{% for page in [other, page] %}{% include 'part.html' %}{% endfor %}",
    "imported.html": "{% import 'part.html' as p with context %}{{ p.m() }}",
}


def test_a_shared_part_follows_the_page_however_it_is_taken_in():
    shared, plain = (Environment(loader=DictLoader(PARTS), auto_reload=False) for _ in range(2))
    share_part(shared.get_template("part.html"), lambda page: page and (0, page.url, ()))
    dice = random.Random(5)
    for name in (dice.choice([*PARTS]) for _ in range(80)):
        given = {key: SimpleNamespace(url=dice.choice("abc")) for key in ("page", "other")}
        made = [env.get_template(name).render(given) for env in (shared, plain)]
        assert made[0] == made[1], name


def test_words_are_looked_up_once_for_all_pages():
    files = {
        "words.html": "{% macro t(key) %}{{ asked(key) }}{% endmacro %}",
        "a.html": "{% import 'words.html' as lang with context %}{{ lang.t('a') }}{{ x }}",
    }
    asked = []
    env = Environment(loader=DictLoader(files), auto_reload=False)
    env.globals["asked"] = lambda key: asked.append(key) or f"<{key}>"
    share_words(env.get_template("words.html"))
    assert [env.get_template("a.html").render(x=x) for x in "12"] == ["<a>1", "<a>2"]
    assert asked == ["a"]


def test_a_page_that_moves_has_another_place():
    places = Places(SimpleNamespace(items=[]))
    page = SimpleNamespace(url="a/b/", ancestors=[])
    first = places.key(page)
    assert places.key(page) == first
    page.url = "a/"
    assert places.key(page) != first
