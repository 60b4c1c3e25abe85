"""A site's own templates show the same on the fast path and without it."""

from __future__ import annotations

import re
import shutil

import pytest

from .building import build, write_site

OVERRIDES = {
    "own/main.html": b'{% extends "base.html" %}{% block htmltitle %}{{ super() }}'
    b"<!-- own {{ page.url }} -->{% endblock %}{% block announce %}{% if page %}"
    b"{{ page.meta.items is callable }} {{ page.meta.keys is callable }} {{ page.meta.absent }} "
    b"{{ page.meta['items'] }}{% endif %}{% endblock %}",
    "own/partials/logo.html": b"<i>{{ page.title }}</i>{% include '.icons/own.svg' %}",
    "own/.icons/own.svg": b"<svg>{{ page.url }}</svg>",
}


def pages_both_ways(tmp_path, config, files):
    """The pages of a site, by path, on the fast path and without it; `config` names neither."""
    sites = []
    for fast in ("true", "false"):
        plugins = f"plugins:\n  - playbook/publish: {{fast: {fast}, cache: false}}\n"
        site = tmp_path / "site"
        write_site(site, {"own/x.txt": b"", "mkdocs.yml": (config + plugins).encode(), **files})
        built = build(site, strict=False)
        assert built.code == 0, built.output
        sites.append(
            {
                str(path.relative_to(built.folder)): path.read_bytes()
                for path in built.folder.rglob("*.html")
            }
        )
        shutil.rmtree(site)
    return sites


@pytest.mark.parametrize("theme", ["material", "mkdocs", "readthedocs"])
def test_templates_of_a_site(tmp_path, theme):
    pages = {
        f"docs/{'deep/' * (n % 3)}p{n}.md": f"---\nitems: {n}\nkeys: [a]\n---\n# P{n}\n".encode()
        for n in range(30)
    }
    pages["docs/index.md"] = pages["docs/p0.md"]
    config = (
        f"site_name: S\nsite_url: https://s.example/\ntheme: {{name: {theme}, custom_dir: own}}\n"
    )
    overrides = OVERRIDES if theme == "material" else {}
    sites = pages_both_ways(tmp_path, config, {**overrides, **pages})
    assert len(sites[0]) > 30
    assert sites[0] == sites[1]
    if theme == "material":
        page = sites[0]["deep/deep/p2/index.html"].decode()
        assert "<!-- own deep/deep/p2/ -->" in page and "True True" in page
        assert "<i>P2</i><svg>deep/deep/p2/</svg>" in page


SETTINGS = {
    "the theme's": {},
    "with more from a site": {
        "own/main.html": b'{% extends "base.html" %}{% block config %}{{ super() }}'
        b"<i>{{ page.url }}</i>{% endblock %}"
    },
    "a site's own": {"own/base.html": b"{% block config %}<i>{{ page.url }}</i>{% endblock %}"},
    "with a site's translation": {
        "own/partials/languages/en.html": b"{% macro t(key) %}own page {{ key }}{% endmacro %}"
    },
    "with words that a site changes by the page": {
        "own/partials/language.html": b"{% macro t(key) %}{{ key }}-{{ page.url }}{% endmacro %}"
    },
}


@pytest.mark.parametrize("name", SETTINGS)
def test_settings_for_the_themes_script_lead_back_from_every_folder(tmp_path, name):
    folders = ["", "a/", "b/", "a/b/"]
    folders += [f"assets/{inner}" for inner in ("", "javascripts/", "javascripts/x/", "o/", "o/x/")]
    pages = {f"docs/{folder}p{n}.md": b"# P\n" for folder in folders for n in range(4)}
    config = (
        "site_name: S\nsite_url: https://s.example/\nnav: [p0.md]\n"
        "theme: {name: material, custom_dir: own}\n"
    )
    sites = pages_both_ways(tmp_path, config, {**SETTINGS[name], **pages})
    assert len(sites[0]) > 28
    assert sites[0] == sites[1]


HOOKS = {
    "a filter": ("env.filters['shout'] = str.upper", "env.filters['shout'] = str.title"),
    "a filter of Jinja's own": ("pass", "env.filters['upper'] = str.title"),
    "one of Jinja's by another name": (
        "env.filters['shout'] = env.filters['upper']",
        "env.filters['shout'] = env.filters['title']",
    ),
    "a test": ("env.tests['loud'] = str.isupper", "env.tests['loud'] = str.islower"),
    "what reads the template": ("pass", "env.variable_start_string = '[['"),
}


@pytest.mark.parametrize("name", HOOKS)
def test_what_a_hook_does_to_templates_reaches_every_page_of_the_next_build(
    tmp_path, name, monkeypatch
):
    monkeypatch.delenv("CI", raising=False)
    config = (
        "site_name: S\nsite_url: https://s.example/\nhooks: [hook.py]\n"
        "theme: {name: material, custom_dir: own}\nplugins: [playbook/publish]\n"
    )
    shown = {
        "a filter": "{{ 'coach' | shout }}",
        "a filter of Jinja's own": "{{ 'coach' | upper }}",
        "one of Jinja's by another name": "{{ 'coach' | shout }}",
        "a test": "{{ 'COACH' is loud }}",
        "what reads the template": "{{ 'coach' }}",
    }[name]
    main = f'{{% extends "base.html" %}}{{% block announce %}}<b>{shown}</b>{{% endblock %}}'
    files = {"own/main.html": main.encode(), "mkdocs.yml": config.encode()}
    said = []
    for statement in HOOKS[name]:
        hook = f"def on_env(env, **rest):\n    {statement}\n"
        write_site(tmp_path, {**files, "hook.py": hook.encode()})
        built = build(tmp_path, strict=False)
        assert built.code == 0, built.output
        said.append(re.search("<b>(.*)</b>", built.page("index.html"))[1])
    expected = {
        "a filter": ["COACH", "Coach"],
        "a filter of Jinja's own": ["COACH", "Coach"],
        "one of Jinja's by another name": ["COACH", "Coach"],
        "a test": ["True", "False"],
        "what reads the template": ["coach", "{{ 'coach' }}"],
    }[name]
    assert said == expected
