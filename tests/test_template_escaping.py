"""Text of an author: to a program what was written, to a template text, whatever it does."""

from __future__ import annotations

import json
import pickle
from copy import deepcopy
from types import SimpleNamespace

import pytest
import yaml
from jinja2 import Environment

from playbook_plugins.shared.template_escaping import Encoded, Literal, Shown, Texts, encoded, plain

TEXT = """a "b" <c> it's"""
SAFE = "a &#34;b&#34; &lt;c&gt; it&#39;s"
PRINTED = {
    "{{ s }}": SAFE,
    "{{ s | e }}": SAFE,
    "{{ s | e | e }}": SAFE,
    "{{ s ~ '!' }}": f"{SAFE}!",
    "{{ '<b>' + s + '</b>' }}": f"<b>{SAFE}</b>",
    "{{ ('<b>' + s) | e }}": f"<b>{SAFE}",
    "{{ '%s' | format(s) }}": SAFE,
    "{{ [s, s] | join }}": SAFE * 2,
    "{{ s | trim | upper | lower | e }}": SAFE,
    "{{ s | replace('a', '<') }}": SAFE.replace("a", "<"),
    "{{ s | truncate(8, true, '…', 0) | e }}": "a &#34;b&#34; &lt;…",
    "{{ s[2:5] }}": "&#34;b&#34;",
    "{{ s.split(' ')[2] }}": "&lt;c&gt;",
    "{% for each in s %}{{ each }}{% endfor %}": SAFE,
    "{{ s | default('x', true) }}": SAFE,
    "{{ s | urlencode }}": "a%20%22b%22%20%3Cc%3E%20it%27s",
    "{{ s | tojson }}": '"a \\"b\\" \\u003cc\\u003e it\\u0027s"',
    "{{ s == t }} {{ t in [s] }} {{ s | length }}": "True True 14",
}


@pytest.mark.parametrize("template", PRINTED)
def test_a_template_prints_it_as_text_once(template):
    made = Environment().from_string(template).render(s=Shown(TEXT), t=TEXT)
    assert made == PRINTED[template]


def test_a_program_finds_what_was_written():
    for kind in (Shown, Literal):
        text = kind(TEXT)
        assert text == TEXT and hash(text) == hash(TEXT) and {TEXT: 1}[text] == 1
        assert json.loads(json.dumps({"t": text})) == {"t": TEXT}
        assert yaml.safe_load(yaml.safe_dump({"t": text})) == {"t": TEXT}
        assert yaml.safe_load(yaml.dump([text])) == [TEXT]
        # Another package may have given a dumper a way of its own before we came.
        dumpers = (yaml.Dumper, yaml.SafeDumper, yaml.CSafeDumper)
        assert all(type(text) in vars(each)["yaml_representers"] for each in dumpers)
        for again in (pickle.loads(pickle.dumps(text)), deepcopy(text)):
            assert type(again) is kind and again == TEXT
        assert text.encode() == TEXT.encode()
        assert plain(text) == TEXT


@pytest.mark.parametrize(
    ("text", "safe"),
    [
        ("R&D, Q & A, a=1&b=2", "R&D, Q & A, a=1&b=2"),
        ("Q&amp;A &quot;x&quot; &#34;", "Q&amp;A &quot;x&quot; &#34;"),
        ("&copy 2026 &lt", "&amp;copy 2026 &amp;lt"),
        ("<a href='&amp;'>", "&lt;a href=&#39;&amp;&#39;&gt;"),
        ("&amp;<&copy", "&amp;&lt;&amp;copy"),
    ],
)
def test_what_is_safe_already_stays(text, safe):
    assert encoded(text) == safe


def test_a_title_s_signs_stand_for_themselves():
    assert str(Literal("&amp; <b>")) == "&amp;amp; &lt;b&gt;"
    assert str(Encoded("<b>") + "</b>") == "<b></b>"


def page(meta, **more):
    file = {"title": meta.get("title", ""), "is_homepage": False, "_title_from_render": None}
    return SimpleNamespace(meta=meta, **{**file, **more})


def test_html_that_plugins_add_stays_html():
    texts, meta = Texts(), {"description": TEXT, "own": [{"<k>": TEXT}], "hide": ["toc"], "n": 5}
    seen = page(meta)
    texts.note(seen)
    meta["git"] = "<span>today</span>"
    meta["own"][0]["more"] = "<i>"
    texts.show([])
    assert str(meta["git"]) == "<span>today</span>"
    assert str(meta["description"]) == SAFE
    assert str(meta["own"][0]["more"]) == "<i>" and str(meta["own"][0]["<k>"]) == SAFE
    assert type(meta["hide"][0]) is str and meta["n"] == 5


def test_values_inside_of_others_and_their_names():
    texts, meta = Texts(), {"own": [{"<k>": TEXT}, TEXT], "template": "a&amp;b.html"}
    texts.note(page(meta))
    texts.show([])
    [(name, value)] = meta["own"][0].items()
    assert (str(name), str(value), str(meta["own"][1])) == ("&lt;k&gt;", SAFE, SAFE)
    assert type(meta["template"]) is str


def test_tags_and_those_above_them():
    above = SimpleNamespace(name="<x>", parent=None)
    tag = SimpleNamespace(name="<x>/y", parent=above)
    Texts().show([SimpleNamespace(mappings=[SimpleNamespace(tags={1: tag}.values())])])
    assert (str(tag.name), str(above.name), tag.name) == ("&lt;x&gt;/y", "&lt;x&gt;", "<x>/y")
