"""What templates look up sooner on the fast path: the same as Jinja finds."""

from __future__ import annotations

import random
from collections import OrderedDict
from types import SimpleNamespace

import pytest
from jinja2 import DictLoader, Environment, StrictUndefined, TemplateNotFound
from jinja2.sandbox import SandboxedEnvironment
from mkdocs.config.base import LegacyConfig
from mkdocs.config.config_options import Type
from mkdocs.theme import Theme

from playbook_plugins.build.lookups import quicken
from playbook_plugins.build.partials import Places, _share, _share_words


class Odd:
    """Answers in every way there is."""

    shown = "attribute"

    def __getitem__(self, key):
        if key == "text":
            return "item"
        raise {"lookup": LookupError, "value": ValueError}.get(key, AttributeError)(key)

    @property
    def broken(self):
        return self.is_not_there

    @property
    def wrong(self):
        raise ValueError("wrong")


class Own(dict):
    title = "attribute"


OBJECTS = [
    {"items": 1, "keys": 2, "title": None, "": 3},
    Own(title="item", text="item"),
    OrderedDict(title=1),
    Odd(),
    Odd,
    LegacyConfig((("title", Type(str)),)),
    Theme(name="mkdocs"),
    None,
    [1],
    "text",
]
NAMES = ["items", "keys", "title", "text", "shown", "broken", "wrong", "lookup", "value", "get", ""]


def outcome(env, value, name):
    try:
        found = env.getattr(value, name)
    except Exception as error:
        return type(error), str(error)
    if isinstance(found, env.undefined):
        return (
            type(found),
            found._undefined_name,
            found._undefined_obj is value,
            found._undefined_message,
        )
    return found


@pytest.mark.parametrize("value", OBJECTS, ids=lambda value: type(value).__name__)
def test_attributes_are_what_jinja_finds(value):
    for undefined in ({}, {"undefined": StrictUndefined}):
        env, plain = Environment(**undefined), Environment(**undefined)
        assert quicken(env, lambda _: None)
        for name in NAMES:
            assert outcome(env, value, name) == outcome(plain, value, name), name


def test_an_environment_of_another_kind_is_left_alone():
    sandbox, own = SandboxedEnvironment(), Environment()
    own.getattr = lambda obj, attribute: "own"
    for env in (sandbox, own):
        before = dict(vars(env))
        assert not quicken(env, lambda _: None)
        assert vars(env) == before


def test_where_templates_are_loaded_again_each_is_asked_for():
    files = {"a.html": "first"}
    env = Environment(loader=DictLoader(files), auto_reload=True)
    quicken(env, lambda _: None)
    assert env.get_template("a.html").render() == "first"
    files["a.html"] = "second"
    assert env.get_template("a.html").render() == "second"


TEMPLATES = {
    "base.html": "{% set top = 1 %}<{% block head %}base{{ x }}{% endblock %}>"
    "{% block body %}{% endblock %}{% include 'part.html' %}{{ self.head() }}",
    "main.html": "{% extends 'base.html' %}{% block head %}{{ super() }}&{% endblock %}"
    "{% block body %}{% import 'macros.html' as m with context %}{{ m.twice('<') }}"
    "{% for i in x %}{% include ['none.html', 'part.html'] %}{% endfor %}{% endblock %}",
    "part.html": "{% for i in x %}[{{ i }}{{ top }}]{% include '.icons/a.svg' %}{% endfor %}",
    "macros.html": "{% macro twice(a) %}{{ a }}{{ a|e }}{{ x }}{% endmacro %}{% set y = 2 %}",
    "captured.html": "{% set all %}{% include 'part.html' %}{% endset %}{{ all | e }}",
    "missing.html": "a{% include 'none.html' %}b",
    "ignored.html": "a{% include 'none.html' ignore missing %}b",
    "wrong.html": "{% extends 'base.html' %}{% block body %}\n\n{{ x / 0 }}{% endblock %}",
    ".icons/a.svg": "<svg/>\n",
    ".icons/b.svg": "<svg>{{ x }}</svg>",
    "icons.html": "{% include '.icons/b.svg' %}{% include '.icons/a.svg' %}",
}


def rendered(env, name, **given):
    try:
        return env.get_template(name).render(given)
    except Exception as error:
        lines = []
        trace = error.__traceback__
        while trace:
            if trace.tb_frame.f_code.co_filename == "<template>":
                lines.append(trace.tb_lineno)
            trace = trace.tb_next
        return type(error), str(error), lines


@pytest.mark.parametrize("autoescape", [False, True])
def test_templates_say_the_same(autoescape):
    def made():
        return Environment(loader=DictLoader(TEMPLATES), auto_reload=False, autoescape=autoescape)

    quick, plain, taken = made(), made(), []

    def take(icon):
        taken.append(icon.name)
        _share(icon, lambda _: (0, "", ()))

    quicken(quick, take)
    for x in ("ab", "<", "", "c"):
        for name in TEMPLATES:
            assert rendered(quick, name, x=x) == rendered(plain, name, x=x), name
    assert taken == [".icons/a.svg"]
    assert quick.get_template("part.html") is quick.get_template("part.html", "base.html")
    for _ in range(2):
        with pytest.raises(TemplateNotFound):
            quick.get_template("none.html")
    assert quick.get_template("part.html", globals={"top": "g"}).render(x="a") == "[ag]<svg/>"


def test_a_part_that_is_loaded_as_a_module_sees_what_the_page_was_given():
    files = {
        "module.html": "{% macro said() %}{{ top }}{% endmacro %}",
        "page.html": "{% import 'module.html' as m %}{{ m.said() }}",
    }
    for quicker in (True, False):
        env = Environment(loader=DictLoader(files), auto_reload=False)
        if quicker:
            quicken(env, lambda _: None)
        page = env.get_template("page.html", globals={"top": "given"})
        assert page.render() == "given"
        assert page.new_context({}).globals_keys >= {"top", "range"}


def test_an_icon_with_marks_of_the_sites_own_is_no_text():
    taken = []
    loader = DictLoader({".icons/a.svg": "% set a = 1\n", ".icons/b.svg": "<(a)>"})
    marks = {"variable_start_string": "<(", "variable_end_string": ")>"}
    for options in ({"line_statement_prefix": "%"}, marks):
        env = Environment(loader=loader, auto_reload=False, **options)
        quicken(env, lambda icon: taken.append(icon.name))
        env.get_template(".icons/a.svg" if "line_statement_prefix" in options else ".icons/b.svg")
    assert taken == []


def test_a_shared_part_follows_the_page_however_it_is_taken_in():
    files = {
        "part.html": "{{ page.url }}{% macro m() %}{{ page.url }}{% endmacro %}",
        "plain.html": "{% include 'part.html' %}",
        "other.html": "{% set page = other %}{% include 'part.html' %}",
        "looped.html": "{% for page in [other, page] %}{% include 'part.html' %}{% endfor %}",
        "imported.html": "{% import 'part.html' as p with context %}{{ p.m() }}",
        "without.html": "{% include 'part.html' without context %}",
    }
    quick, plain = (Environment(loader=DictLoader(files), auto_reload=False) for _ in range(2))
    quicken(quick, lambda _: None)
    _share(quick.get_template("part.html"), lambda page: page and (0, page.url, ()))
    dice = random.Random(5)
    plain_names = ["plain.html", "other.html", "looped.html", "without.html", "part.html"]
    for name in ["imported.html", *(dice.choice(plain_names) for _ in range(60))]:
        given = {key: SimpleNamespace(url=dice.choice("abc")) for key in ("page", "other")}
        made = [rendered(env, name, **given) for env in (quick, plain)]
        assert made[0] == made[1], name


def test_words_are_one_module_for_all_pages():
    files = {
        "words.html": "{% macro t(key) %}{{ {'a': '<A>'}[key] }}{% endmacro %}",
        "a.html": "{% import 'words.html' as lang with context %}{{ lang.t('a') }}{{ x }}",
    }
    env = Environment(loader=DictLoader(files), auto_reload=False)
    _share_words(env.get_template("words.html"))
    assert [env.get_template("a.html").render(x=x) for x in "12"] == ["<A>1", "<A>2"]
    template = env.get_template("words.html")
    assert template.make_module({}, True, {}) is template.make_module({"x": 1}, True, {})


def test_a_page_that_moves_has_another_place():
    places = Places(SimpleNamespace(items=[]))
    page = SimpleNamespace(url="a/b/", ancestors=[])
    first = places.key(page)
    assert places.key(page) == first
    page.url = "a/"
    assert places.key(page) != first
    assert places.key(None) is None
