"""A site's own templates show the same on the fast path and without it."""

from __future__ import annotations

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


@pytest.mark.parametrize("theme", ["material", "mkdocs", "readthedocs"])
def test_templates_of_a_site(tmp_path, theme):
    pages = {
        f"docs/{'deep/' * (n % 3)}p{n}.md": f"---\nitems: {n}\nkeys: [a]\n---\n# P{n}\n".encode()
        for n in range(30)
    }
    pages["docs/index.md"] = pages["docs/p0.md"]
    sites = []
    for fast in ("true", "false"):
        config = (
            "site_name: S\nsite_url: https://s.example/\n"
            f"theme: {{name: {theme}, custom_dir: own}}\n"
            f"plugins:\n  - playbook/publish: {{fast: {fast}, cache: false}}\n"
        )
        overrides = OVERRIDES if theme == "material" else {}
        write_site(
            tmp_path / "site",
            {"own/x.txt": b"", "mkdocs.yml": config.encode(), **overrides, **pages},
        )
        built = build(tmp_path / "site", strict=False)
        assert built.code == 0, built.output
        sites.append(
            {
                str(path.relative_to(built.folder)): path.read_bytes()
                for path in built.folder.rglob("*.html")
            }
        )
        shutil.rmtree(tmp_path / "site")
    assert len(sites[0]) > 30
    assert sites[0] == sites[1]
    if theme == "material":
        page = sites[0]["deep/deep/p2/index.html"].decode()
        assert "<!-- own deep/deep/p2/ -->" in page and "True True" in page
        assert "<i>P2</i><svg>deep/deep/p2/</svg>" in page
