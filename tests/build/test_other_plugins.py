"""Plugins of others beside the fast path: it is taken or refused by name, and the pages are right.

Each site is built cold and, after an edit, warm; both trees must be those of MkDocs' own path.
"""

from __future__ import annotations

import os
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

import pytest
import yaml

from tests.campaigns.editing import FRAME, LANGUAGE
from tests.campaigns.edits import SLOW, Tree, built

from .building import CONFIG, build, write_site
from .test_blog_build import post


@dataclass(frozen=True)
class Case:
    """One plugin in one site."""

    plugins: list[Any]
    page: str
    """A page on which the plugin's work shows."""
    shows: str
    """What stands there."""
    refused: str = ""
    """Names the plugin in the reason why the fast path is not taken; empty where it is."""
    material: bool = False
    files: dict[str, bytes] = field(default_factory=dict)
    config: dict[str, Any] = field(default_factory=dict)
    then: dict[str, bytes] = field(default_factory=dict)
    """Files of the edit, beside a page that every site has."""


CASES = {
    "search": Case(["search"], "search/search_index.json", '"title":"Shelf"'),
    "search of Material": Case(
        ["search"],
        "search/search_index.json",
        '"title":"Shelf"',
        material=True,
        config={"publish": {"search": False}},
    ),
    "search, answered by ours": Case(
        ["search"], "search/search_index.json", '"docs":[]', material=True
    ),
    "tags": Case(
        ["tags"],
        "talk/index.html",
        "md-tag",
        material=True,
        files={
            "docs/labels.md": b"# Labels\n\n<!-- material/tags -->\n",
            "docs/talk.md": b"---\ntags: [Talk]\n---\n# Talk\n",
        },
        then={"docs/labels.md": b"# Labels\n\nNone are listed any more.\n"},
    ),
    "tags that are allowed, in the shadow, and listed by name": Case(
        [
            {
                "tags": {
                    "tags_allowed": ["Talk", "Plan", "Later"],
                    "shadow_tags": ["Later"],
                    "listings_map": {"plans": {"include": ["Plan"], "layout": "default"}},
                }
            }
        ],
        "labels/index.html",
        "tag:plan",
        material=True,
        files={
            "docs/labels.md": b"# Labels\n\n<!-- material/tags plans -->\n",
            "docs/talk.md": b"---\ntags: [Plan, Later]\n---\n# Talk\n",
        },
        then={"docs/talk.md": b"---\ntags: [Plan]\n---\n# Talk of plans\n"},
    ),
    "meta": Case(
        ["material/meta"],
        "guide/shelf/index.html",
        "Said for all of the guide",
        files={"docs/guide/.meta.yml": b"description: Said for all of the guide\n"},
    ),
    "privacy": Case(["privacy"], "guide/shelf/index.html", "A shelf", "material/privacy", True),
    "offline": Case(["search", "offline"], "search/search_index.js", "var __index = {", "", True),
    "minify": Case(
        [{"minify": {"minify_html": True, "minify_css": True, "css_files": ["site.css"]}}],
        "site.min.css",
        "p{color:teal}",
        files={"docs/site.css": b"p  {  color : teal }\n"},
        config={"extra_css": ["site.css"]},
    ),
    "minify, the pages alone": Case(
        [{"minify": {"minify_html": True}}],
        "guide/door/index.html",
        "<h1 id=door>",
    ),
    "redirects": Case(
        [{"redirects": {"redirect_maps": {"old.md": "guide/shelf.md"}}}],
        "old/index.html",
        "guide/shelf/",
    ),
    "awesome-nav": Case(
        ["awesome-nav"],
        "index.html",
        ">The shelf itself</a>",
        files={"docs/guide/.nav.yml": b"nav:\n  - The shelf itself: shelf.md\n"},
    ),
    "glightbox": Case(
        ["glightbox"],
        "guide/shelf/index.html",
        '<a class="glightbox" data-type="image"',
    ),
    "macros": Case(
        ["macros"],
        "sum/index.html",
        "is 42",
        "macros",
        files={"docs/sum.md": b"# Sum\n\nTwenty and twenty-two is {{ 20 + 22 }}.\n"},
    ),
    "macros, declared pure": Case(
        ["macros"],
        "sum/index.html",
        "is 42",
        files={"docs/sum.md": b"# Sum\n\nTwenty and twenty-two is {{ 20 + 22 }}.\n"},
        config={"publish": {"pure": ["macros"]}},
    ),
    "print-site": Case(
        [{"playbook/blog": {"blog_toc": True}}, "print-site"],
        "print_page/index.html",
        "A shelf",
        material=True,
    ),
    "contents of further pages": Case(
        [{"playbook/blog": {"pagination_per_page": 1, "blog_toc": True}}],
        "blog/page/3/index.html",
        '<a href="#b" class="md-nav__link">',
        material=True,
        files={"docs/blog/posts/c.md": post("c", "2026-01-04")},
    ),
    "navigation.instant": Case(
        [],
        "index.html",
        '"navigation.instant"',
        material=True,
        config={"theme": {"features": ["navigation.instant"]}},
    ),
}
FILES = {
    "docs/guide/shelf.md": b"# Shelf\n\nA shelf.\n\n![Oak](../oak.svg)\n",
    "docs/guide/door.md": b"# Door\n\n[To the shelf](shelf.md)\n",
    "docs/oak.svg": b"<svg xmlns='http://www.w3.org/2000/svg'/>",
    "docs/blog/index.md": b"# Blog\n",
    "docs/blog/posts/a.md": post("a", "2026-01-03"),
    "docs/blog/posts/b.md": post("b", "2026-01-02", category="Talent"),
}


def config_of(case: Case) -> bytes:
    """The site's mkdocs.yml."""
    own = dict(case.config)
    theme: dict[str, Any] = {"name": "material" if case.material else None, "font": False}
    if not case.material:
        theme = {"name": None, "custom_dir": "frame"}
    publish = {"playbook/publish": {"staging": False, **own.pop("publish", {})}}
    named = {name for each in case.plugins if isinstance(each, dict) for name in each}
    blog = [] if "playbook/blog" in named else ["playbook/blog"]
    return yaml.safe_dump(
        {
            "site_name": "Beside",
            "site_url": "https://beside.example/",
            "theme": {**theme, **own.pop("theme", {})},
            "plugins": [publish, "playbook/worksheets", *blog, *case.plugins],
            "markdown_extensions": ["attr_list"],
            "extra": {"generator": False},
            **own,
        },
        sort_keys=False,
    ).encode()


def frame() -> dict[str, bytes]:
    partials = {f"frame/partials/{name}.html": b"-" for name in ("tags", "actions", "source-file")}
    return {
        "frame/main.html": FRAME.encode(),
        "frame/partials/language.html": LANGUAGE.encode(),
        "frame/404.html": b"gone",
        **partials,
    }


@pytest.mark.parametrize("name", CASES)
def test_the_fast_path_beside_another_plugin(name, tmp_path, monkeypatch):
    case = CASES[name]
    site = tmp_path / "site"
    files = FILES | case.files | {"mkdocs.yml": config_of(case)}
    write_site(site, files if case.material else files | frame())
    monkeypatch.chdir(site)
    monkeypatch.setattr(os, "sched_getaffinity", lambda _: {0, 1})
    check(case, both(site, tmp_path))
    (site / "docs/guide/door.md").write_text("# Door\n\nOpen, [to it](shelf.md).\n")
    for path, content in case.then.items():
        (site / path).write_bytes(content)
    warm = both(site, tmp_path)
    check(case, warm)
    assert b"Open, " in warm[0].files.get(
        "guide/door/index.html", warm[0].files.get("guide/door.html")
    )


def both(site: Path, folder: Path) -> tuple[Tree, Tree]:
    return built(site, folder / "fast", {}), built(site, folder / "slow", SLOW)


def check(case: Case, trees: tuple[Tree, Tree]) -> None:
    fast, slow = trees
    assert not fast.failed
    assert fast.differing(slow) == []
    assert case.shows in fast.files[case.page].decode()
    if case.refused:
        assert any(f'"{case.refused}"' in reason for reason in fast.reasons)
    else:
        assert fast.reasons == []


ODD = """
import itertools
class Itself:
    def __iter__(self):
        while True:
            yield self
class Raising:
    __repr__ = __iter__ = __len__ = __bool__ = __eq__ = __getattr__ = lambda self, *a: 1 / 0
    __hash__ = lambda self: 1
ring = []
ring.append(ring)
seen, unseen = [Itself(), Raising(), ring], [itertools.count(), (n for n in itertools.count())]
"""
HOOKS = {
    "in the configuration": "def on_config(config):\n    config.extra['odd'] = VALUES\n",
    "among a plugin's options": "def on_config(config):\n"
    "    config.plugins['playbook/blog'].config.data['odd'] = VALUES\n",
    "among an extension's options": "def on_config(config):\n"
    "    config.mdx_configs['other'] = {'odd': VALUES}\n",
    "in front matter": "def on_page_markdown(markdown, page, **_):\n"
    "    page.meta['odd'] = VALUES\n    return markdown\n",
}


@pytest.mark.parametrize("place", HOOKS)
@pytest.mark.parametrize("values", ["seen", "unseen"])
def test_no_value_of_a_stranger_stops_a_build(values, place, tmp_path, monkeypatch):
    """What can be compared is; what cannot is said once, and the site is built all the same."""
    case = Case([], "", "", config={"hooks": ["odd.py"], "publish": {"pure": ["odd.py"]}})
    hook = ODD + HOOKS[place].replace("VALUES", values)
    site = tmp_path / "site"
    write_site(site, FILES | frame() | {"mkdocs.yml": config_of(case), "odd.py": hook.encode()})
    monkeypatch.chdir(site)
    fast, slow = both(site, tmp_path)
    assert fast.differing(slow) == [] and not fast.failed
    if values == "seen" or place == "in front matter":
        assert fast.reasons == []
    else:
        (reason,) = fast.reasons
        assert "cannot be compared" in reason


@pytest.mark.parametrize("name", ["round", "bare"])
def test_a_navigation_that_goes_round_and_a_hook_without_a_file_stop_no_build(
    name, tmp_path, monkeypatch
):
    hooks = {
        "round": "from mkdocs.structure.nav import Section\ndef on_nav(nav, config, files):\n"
        "    ring = Section('Ring', [])\n    ring.children.append(ring)\n"
        "    nav.items.append(ring)\n",
        "bare": "def on_nav(nav, config, files):\n    pass\ndel __file__\n",
    }
    own = {"hooks": [f"{name}.py"], "publish": {"pure": [f"{name}.py"]}}
    main = FRAME.replace("{% for item in nav recursive %}", "{% for item in [] recursive %}")
    files = FILES | frame() | {"frame/main.html": main.encode()}
    files |= {"mkdocs.yml": config_of(Case([], "", "", config=own))}
    write_site(tmp_path / "site", files | {f"{name}.py": hooks[name].encode()})
    monkeypatch.chdir(tmp_path / "site")
    fast, slow = both(tmp_path / "site", tmp_path)
    assert fast.differing(slow) == [] and not fast.failed
    assert ["hook" in each for each in fast.reasons] == ([True] if name == "bare" else [])


def test_an_edited_hook_that_is_declared_pure_changes_every_page(tmp_path):
    hook = "def on_post_page(output, **_):\n    return output + '<!-- {} -->'\n"
    config = CONFIG.replace(b"/publish", b"/publish: {pure: [stamp.py]}") + b"hooks: [stamp.py]\n"
    write_site(tmp_path, {"mkdocs.yml": config, "stamp.py": hook.format("one").encode()})
    assert "<!-- one -->" in build(tmp_path, strict=True).page("index.html")
    (tmp_path / "stamp.py").write_text(hook.format("another"))
    built = build(tmp_path, strict=True)
    assert "made anew" not in built.output
    assert "<!-- another -->" in built.page("index.html")
    assert "<!-- one -->" not in built.page("index.html")
