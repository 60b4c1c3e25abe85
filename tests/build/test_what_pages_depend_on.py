"""What a page depends on beyond its own text: a change of it reaches the page through the cache."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import Any

import pytest
import yaml
from material.extensions import emoji

from tests.campaigns.editing import LANGUAGE
from tests.campaigns.edits import SLOW, built

from .building import CONFIG, build, write_site
from .test_blog_build import post


@dataclass(frozen=True)
class Change:
    """A site, what changes in it, and a page that must show it."""

    page: str
    shows: str
    files: dict[str, bytes] = field(default_factory=dict)
    config: dict[str, Any] = field(default_factory=dict)
    then: dict[str, bytes] = field(default_factory=dict)
    then_config: dict[str, Any] = field(default_factory=dict)
    refused: str = ""
    material: bool = False


MAIN = (
    b'{% import "partials/language.html" as lang with context %}<html><head></head><body>'
    b"{% block content %}{{ page.content }}{% endblock %}{% block container %}{% endblock %}"
    b"%s</body>"
)
NEWEST = b"{% for post in playbook_posts %}<b>{{ post.title }}</b>{% endfor %}"
PLUGINS = ({"playbook/publish": {"staging": False}}, "playbook/worksheets")
SNIPPET = {"pymdownx.snippets": {"base_path": ["parts"], "auto_append": ["short.md"]}}
TIP = b"# Old\n\n/// tip | A tip\n    id: a-tip\n\nSay it.\n///\n"
SECTIONS = {"nav": ["index.md", {"Guide": ["guide/a.md", "guide/b.md"]}]}
TITLES = b"{% for each in pages %}<i>{{ each.page.title }}</i>{% endfor %}"
OTHERS = b"{% for each in nav.pages %}{{ each.content }}{% endfor %}"

CHANGES = {
    "a title in the navigation, where tips are listed": Change(
        "index.html",
        "Named anew",
        {
            "docs/tips.md": TIP,
            "docs/index.md": b"# Home\n\n/// tips\n///\n",
            "frame/playbook/tip-card.html": b"<i>{{ tip.page_title }}{{ tip.page }}{{ tip }}</i>",
        },
        {"nav": ["index.md", {"Named once": "tips.md"}]},
        then_config={"nav": ["index.md", {"Named anew": "tips.md"}]},
    ),
    "the newest posts in main.html, on the page of another post": Change(
        "blog/2025/01/02/post-first/index.html",
        "<b>Post new</b>",
        {
            "frame/main.html": MAIN.replace(b"%s", NEWEST),
            "docs/blog/posts/first.md": post("first", "2025-01-02", category="Talent"),
        },
        {"plugins": [*PLUGINS, {"playbook/blog": {"related": 0}}]},
        then={"docs/blog/posts/new.md": post("new", "2026-01-03")},
    ),
    "a question of a sheet, on the page of the coach": Change(
        "team/index.html",
        '"label":"Ring before ten"',
        {
            "docs/team.md": b"# Team\n\n/// team\n///\n",
            "docs/sheet.md": b"# Sheet\n\n/// checklist | S\n    id: s\n\n"
            b"- [ ] Ring {#ring}\n///\n",
        },
        then={
            "docs/sheet.md": b"# Sheet\n\n/// checklist | S\n    id: s\n\n"
            b"- [ ] Ring before ten {#ring}\n///\n"
        },
    ),
    "a snippet below every page": Change(
        "guide/a/index.html",
        'title="a count"',
        {"parts/short.md": b"*[KPI]: a number", "docs/guide/a.md": b"# A\n\nThe KPI.\n"},
        {"markdown_extensions": ["abbr", SNIPPET]},
        then={"parts/short.md": b"*[KPI]: a count"},
    ),
    "a function among the options of an extension": Change(
        "guide/a/index.html",
        'id="ärger"',
        {"docs/guide/a.md": "# Ärger\n".encode()},
        {"markdown_extensions": [{"toc": {"slugify": "!!markdown.extensions.toc.slugify"}}]},
        then_config={
            "markdown_extensions": [
                {"toc": {"slugify": "!!markdown.extensions.toc.slugify_unicode"}}
            ]
        },
    ),
    "the order of what a template goes through": Change(
        "guide/a/index.html",
        "second first",
        {"frame/main.html": MAIN.replace(b"%s", b"{{ config.extra.words | join(' ') }}")},
        {"extra": {"words": {"first": 1, "second": 2}}},
        then_config={"extra": {"words": {"second": 2, "first": 1}}},
    ),
    "a page's title, in a list of all pages": Change(
        "index.html",
        "<i>Renamed</i>",
        {"frame/main.html": MAIN.replace(b"%s", TITLES)},
        then={"docs/blog/posts/old.md": post("old", "2026-01-02", "Renamed")},
    ),
    "a template that shows other pages": Change(
        "index.html",
        "Words of B",
        {"frame/main.html": MAIN.replace(b"%s", OTHERS)},
        then={"docs/guide/b.md": b"# B\n\nWords of B.\n"},
        refused="main.html",
    ),
    "the next page's front matter": Change(
        "guide/a/index.html",
        "What B says",
        {
            "frame/main.html": MAIN.replace(
                b"%s", b"{{ page.next_page.meta.description if page.next_page }}"
            )
        },
        then={"docs/guide/b.md": b"---\ndescription: What B says\n---\n# B\n"},
    ),
    "a part of the site's own inside a part of Material's": Change(
        "blog/2026/01/02/post-old/index.html",
        "<u>Post old</u>",
        {
            "frame/partials/nav-item.html": b"{% macro render(item, path, level, parent) %}"
            b"<u>{{ page.title }}</u>{% endmacro %}",
            "docs/blog/posts/other.md": post("other", "2026-01-02"),
        },
        then={"docs/index.md": b"# Home\n\nAgain.\n"},
        material=True,
    ),
    "a logo in a folder in which a page stands, too": Change(
        "zoo/x/index.html",
        'src="../../pictures/logo.svg"',
        {
            "docs/pictures/logo.svg": b"<svg xmlns='http://www.w3.org/2000/svg'/>",
            "docs/pictures/x.md": b"# X\n",
            "docs/zoo/x.md": b"# X\n",
        },
        {"theme": {"logo": "pictures/logo.svg"}, "nav": ["index.md"]},
        then={"docs/index.md": b"# Home\n\nAgain.\n"},
        material=True,
    ),
}
FILES = {
    "docs/guide/a.md": b"# A\n",
    "docs/guide/b.md": b"# B\n",
    "docs/blog/index.md": b"# Blog\n",
    "docs/blog/posts/old.md": post("old", "2026-01-02"),
    "frame/partials/language.html": LANGUAGE.encode(),
    "frame/main.html": MAIN.replace(b"%s", b""),
    **{f"frame/partials/{name}.html": b"-" for name in ("tags", "actions", "source-file")},
}


def config_of(change: Change, then: bool) -> bytes:
    own = {**SECTIONS, **change.config, **(change.then_config if then else {})}
    theme = {"name": "material" if change.material else None, "custom_dir": "frame"}
    theme |= {"font": False} if change.material else {}
    values = {
        "site_name": "Dependent",
        "site_url": "https://dependent.example/",
        "plugins": [*PLUGINS, "playbook/blog"],
        **own,
        "theme": {**theme, **own.get("theme", {})},
    }
    text = yaml.safe_dump(values, sort_keys=False)
    return (
        text.replace("'!!", "!!python/name:")
        .replace("slugify'", "slugify")
        .replace("unicode'", "unicode")
        .encode()
    )


@pytest.mark.parametrize("name", CHANGES)
def test_a_change_reaches_the_page(name, tmp_path, monkeypatch):
    change, site = CHANGES[name], tmp_path / "site"
    theme = {name: b"" for name in FILES if name.startswith("frame/")} if change.material else {}
    files = {key: text for key, text in FILES.items() if key not in theme} | change.files
    write_site(site, {"mkdocs.yml": config_of(change, then=False), **files})
    (site / "frame").mkdir(exist_ok=True)
    monkeypatch.chdir(site)
    first = built(site, tmp_path / "fast", {})
    assert not first.failed
    write_site(site, {**files, "mkdocs.yml": config_of(change, then=True), **change.then})
    fast, slow = (built(site, tmp_path / each, how) for each, how in (("fast", {}), ("slow", SLOW)))
    assert fast.differing(slow) == []
    assert change.shows in fast.files[change.page].decode()
    if change.refused:
        assert any(f'"{change.refused}"' in reason for reason in fast.reasons)
    else:
        assert fast.reasons == []


# PyMdown's table of icons is one for the whole process: no other test may name the same one.
READ = {
    "parts/short.md": (b"*[KPI]: a number", b"*[KPI]: a count"),
    "parts/one.md": (b"*[ROI]: return", b"*[ROI]: what comes back"),
    "icons/own/palm.svg": (b"<svg><!-- left --></svg>", b"<svg><!-- right --></svg>"),
}
READING = b"""
extra_css: []
markdown_extensions:
  - abbr
  - pymdownx.snippets: {base_path: [parts, parts/one.md], auto_append: [short.md, one.md]}
  - pymdownx.emoji:
      emoji_index: !!python/name:material.extensions.emoji.twemoji
      emoji_generator: !!python/name:material.extensions.emoji.to_svg
      options: {custom_icons: [icons]}
"""


@pytest.mark.parametrize("name", READ)
def test_the_next_build_by_hand_sees_what_extensions_read_into_every_page(
    name, tmp_path, monkeypatch
):
    """As an author builds: into a site that is swapped, and not where `CI` is set."""
    page = b"# Read\n\nThe KPI, the ROI :own-palm:\n"
    files = {"docs/read.md": page, **{each: text for each, (text, _) in READ.items()}}
    config = CONFIG.partition(b"markdown_extensions")[0] + READING
    write_site(tmp_path, {"mkdocs.yml": config, **files})
    monkeypatch.chdir(tmp_path)
    monkeypatch.delenv("CI", raising=False)
    emoji._load_twemoji_index.cache_clear()  # it goes by the folder's name alone
    for _ in range(2):
        first = built(tmp_path, tmp_path / "site", {})
    assert not first.failed and first.reasons == []
    write_site(tmp_path, {"mkdocs.yml": config, name: READ[name][1]})
    emoji._load.cache_clear()  # Material reads an icon once in a process
    fast = built(tmp_path, tmp_path / "site", {})
    slow = built(tmp_path, tmp_path / "slow", {**SLOW, "staging": False})
    assert fast.differing(slow) == []
    assert fast.files["read/index.html"] != first.files["read/index.html"]


def test_the_command_says_why_a_page_fails_as_the_host_says_it(tmp_path):
    """Also where the host lets each of its messages pass only once."""
    wrong = b"---\ntemplate: raises.html\n---\n# Wrong\n"
    said = []
    for option in (b"{fast: true}", b"{fast: false}"):
        config = CONFIG.replace(b"playbook/publish", b"playbook/publish: " + option)
        config = config.replace(b"font: false", b"font: false, custom_dir: own")
        own = {"own/raises.html": b"{{ nothing.at.all }}", "docs/wrong.md": wrong}
        write_site(tmp_path, {"mkdocs.yml": config, **own})
        built = build(tmp_path, strict=False)
        assert built.code != 0
        said.append([line for line in built.output.splitlines() if line.startswith("ERROR")])
    assert said[0] == said[1]
    assert "Error building page 'wrong.md'" in said[0][0]
