"""`playbook/blog` against Material's `blog`, project by project (tests/examples/blogs).

Every difference is one that docs/guide/from-material-blog.md gives a reason for, and each project
names those that show in it.
"""

from __future__ import annotations

import re
from collections.abc import Callable
from pathlib import Path

import pytest
from material.plugins.blog.author import Author as TheirAuthor
from material.plugins.blog.config import BlogConfig as TheirConfig
from material.plugins.blog.structure.config import PostConfig as TheirPostConfig
from mkdocs.config.config_options import Deprecated

from playbook_plugins.blog.authors import read_authors
from playbook_plugins.blog.config import BlogConfig
from playbook_plugins.blog.model import Author, Post, View
from playbook_plugins.blog.reader import PostReader, PostRules
from playbook_plugins.blog.template_context import PostConfig, PostContext

from .comparing import OURS, THEIRS, Difference, Shown, all_cases, built, differences

ROOT = Path(__file__).resolve().parents[2]
GUIDE = ROOT / "docs" / "guide" / "from-material-blog.md"
CASES = all_cases()

FURTHER = re.compile(r"(?:^|/)(?:page|more)/(\d+)(?:/|\.html|/index\.html)$")
UNTESTED = {
    "mistakes": "the projects called error-…",
    "ids-in-excerpts": "test_excerpts.py",
    "speed": "the benchmark",
}
"""Differences that are not facts of a page, and what tests them instead."""


def is_further_page(each: Difference) -> bool:
    number = FURTHER.search(each.page)
    if not number or each.ours is None:
        return False
    if each.aspect == "parent":
        return each.page.startswith(each.ours.removesuffix(".html").removesuffix("index"))
    if each.aspect == "toc":
        return [f"{each.theirs[0][0]}, page {number[1]}", each.theirs[0][1]] == each.ours[0]
    return each.aspect in {"title", "text"} and each.ours == f"{each.theirs}, page {number[1]}"


def is_short_excerpt(each: Difference) -> bool:
    if each.aspect.endswith(" more"):
        return each.theirs is False and each.ours is True
    if each.aspect.endswith(" rest"):
        return each.theirs == "" and bool(each.ours)
    return each.aspect.endswith(" text") and len(each.ours) < len(each.theirs)


def is_of_another_folder(each: Difference) -> bool:
    """Whether it comes from a page of `posts-old` that one of the two takes for a post."""
    return any("old" in str(value) or "2020" in str(value) for value in vars(each).values())


def is_the_title_of_the_front_matter(each: Difference) -> bool:
    """Whether a listing shows a post's title where Material shows the heading in its text."""
    if each.aspect.endswith(" links"):
        return each.ours == [link for link in each.theirs if "//a.example" not in link]
    return each.aspect.endswith(" text") and each.theirs.startswith("Another heading")


def is_a_category_apart(each: Difference) -> bool:
    """Whether it comes from `plans-2`, or from `plans` that holds the posts of one name only."""
    return "plans-2" in str(vars(each)) or each.page == "blog/category/plans/"


EXPLAINS: dict[str, Callable[[Difference], bool]] = {
    "further-pages": is_further_page,
    "views-below-the-blog": lambda d: d.aspect == "parent" and d.theirs is None and bool(d.ours),
    "short-excerpts": is_short_excerpt,
    "notes-once": lambda d: d.aspect.endswith(" rest") and d.ours == re.sub("↩+", "↩", d.theirs),
    "names-as-written": lambda d: (
        d.aspect.endswith("categories")
        and [c[1] for c in d.ours or ()] == [c[1] for c in d.theirs or ()]
    ),
    "names-apart": is_a_category_apart,
    "one-title": is_the_title_of_the_front_matter,
    "no-empty-sections": lambda d: d.aspect == "navigation" and "['Archive', []]" in str(d.theirs),
    "search-finds-posts": lambda d: (
        d.aspect == "search"
        and {found.split("/")[1] for found in set(d.theirs) - set(d.ours)}
        == {"archive", "category"}
        and set(d.ours) < set(d.theirs)
    ),
    "pins-and-neighbours": lambda d: d.aspect in {"previous", "next"},
    "folders-by-name": is_of_another_folder,
    "untitled-links": lambda d: (
        d.aspect.endswith("references")
        and str(d.ours) == str(d.theirs).replace("['', '", "['https://elsewhere.example/', '")
    ),
    "in-navigation-by-hand": lambda d: d.aspect in {"title", "navigation", "previous", "next"},
    "kept-links": lambda d: d.aspect == "links" and "index.md" in str(d.theirs),
    "index-not-written": lambda d: d.aspect == "edit" and d.ours is None,
    "names-are-text": lambda d: (
        ("*star*" in str(d.ours) and "*" not in str(d.theirs))
        or (d.aspect == "title" and "<b>" in d.ours and "<b>" not in d.theirs)
    ),
}


def declared() -> set[str]:
    """The differences that the guide gives reasons for."""
    return set(re.findall(r"(?m)^### .*\{ #([a-z-]+) \}$", GUIDE.read_text(encoding="utf-8")))


def test_the_guide_and_this_test_know_the_same_differences():
    assert declared() == EXPLAINS.keys() | UNTESTED.keys()
    shown = {name for case in CASES for name in case.differences}
    assert shown == set(EXPLAINS), "each shows in a project"


def test_there_are_enough_projects():
    assert len([case for case in CASES if not case.fails]) >= 40


@pytest.mark.parametrize("case", [c for c in CASES if not c.fails], ids=lambda case: case.name)
def test_a_project_is_the_same_but_for_what_the_guide_declares(case, tmp_path):
    theirs = built(case, THEIRS, tmp_path / "theirs", {})
    ours = built(case, OURS, tmp_path / "ours", {})
    assert (theirs.failure, ours.failure) == ("", "")
    shown = set()
    for each in differences(theirs, ours):
        # The narrowest reasons first: those that the project itself names.
        reasons = [name for name in sorted(case.differences) if EXPLAINS[name](each)]
        assert reasons, f"{case.about}\n{each}"
        shown.update(reasons)
    assert shown == case.differences, "a difference that no longer shows"
    named = [line.replace(THEIRS, OURS) for line in theirs.said]
    assert [line for line in ours.said if line not in named] == []


@pytest.mark.parametrize("case", [c for c in CASES if c.fails], ids=lambda case: case.name)
def test_both_name_a_mistake_and_we_with_its_place(case, tmp_path):
    stops = set()
    for plugin, who in ((THEIRS, "theirs"), (OURS, "ours")):
        outcome = built(case, plugin, tmp_path / who, {})
        said = "\n".join([*outcome.said, outcome.failure])
        assert re.search(case.fails[who], said), said
        stops |= {who} if outcome.failure else set()
    # A site whose authors file is broken has all its posts: we warn, and a strict build stops.
    known = {"theirs"} if case.name == "error-authors-file" else set()
    assert stops in ({"theirs", "ours"}, known), "what stops Material's blog stops ours"


# --- Options and front matter ---


@pytest.mark.parametrize(
    "name, theirs", TheirConfig._schema, ids=[n for n, _ in TheirConfig._schema]
)
def test_each_option_of_materials_blog_has_its_name_type_and_default(name, theirs):
    ours = dict(BlogConfig._schema)[name]
    assert type(ours) is type(theirs)
    if isinstance(theirs, Deprecated):
        assert ours.moved_to == theirs.moved_to
        return
    inner = getattr(theirs, "option", None)
    if inner is not None:
        assert type(ours.option) is type(inner)
        assert ours.option._type == inner._type
    assert getattr(ours, "_type", None) == getattr(theirs, "_type", None)
    assert getattr(ours, "choices", None) == getattr(theirs, "choices", None)
    if name.endswith("_slugify"):
        assert ours.default("Land & Expand", "-") == theirs.default("Land & Expand", "-")
    elif callable(theirs.default):
        view = View("category", "Plans", "blog/category/plans.md")
        assert ours.default(view) == theirs.default(view)
    else:
        assert ours.default == theirs.default


FRONT = {
    "authors": "[mara]",
    "categories": "[Plans]",
    "date": "{created: 2024-01-05, updated: 2024-02-05}",
    "draft": "true",
    "pin": "true",
    "links": "[index.md, {Section: [Home: index.md]}]",
    "readtime": "7",
    "slug": "start",
}


def test_each_key_of_a_posts_front_matter_is_read_and_handed_to_templates():
    keys = [name for name, _ in TheirPostConfig._schema]
    assert set(FRONT) == set(keys), "Material reads a key that this test does not know"
    lines = "\n".join(f"{key}: {FRONT[key]}" for key in keys)
    problems: list[object] = []
    rules = PostRules(authors={"mara": Author("mara", "Mara")})
    reader = PostReader("blog/posts/a.md", "a.md", rules, problems.append)
    post = reader.read(f"---\n{lines}\n---\n\n# A\n")
    assert post is not None and problems == []
    assert isinstance(post, Post)
    config = PostConfig(post, PostContext())
    assert [key for key in keys if not hasattr(config, key)] == []
    assert config.date.updated.month == config.date["updated"].month == 2
    assert config.date.reviewed is None
    assert (config.pin, config.draft, config.slug) == (True, True, "start")


def test_each_key_of_an_author_is_read():
    keys = [name for name, _ in TheirAuthor._schema]
    lines = "\n".join(f"    {key}: {key}-value" for key in keys)
    problems: list[object] = []
    authors = read_authors(f"authors:\n  mara:\n{lines}\n", "authors.yml", problems.append)
    assert problems == []
    assert {key: getattr(authors["mara"], key) for key in keys} == {k: f"{k}-value" for k in keys}


# --- Material's own templates, brought by a project ---

STOCK = ("blog.html", "blog-post.html", "partials/post.html", "partials/pagination.html")


def stock_templates() -> dict[str, str]:
    import material

    folder = Path(material.__file__).parent / "templates"
    made = {name: (folder / name).read_text(encoding="utf-8") for name in STOCK}
    return {**made, "main.html": '{% extends "base.html" %}\n'}


def middle(page: str) -> str:
    """What a page shows between its header and its footer."""
    return page[page.index('<main class="md-main"') : page.index("</main>")]


def test_materials_own_templates_render_with_our_blog(tmp_path):
    case = next(case for case in CASES if case.name == "own-templates")
    pages = {}
    for plugin in (THEIRS, OURS):
        folder = tmp_path / plugin.replace("/", "-")
        outcome = built(case, plugin, folder, stock_templates())
        assert outcome.failure == "" and outcome.said == []
        pages[plugin] = {
            path.relative_to(folder / "site").as_posix(): middle(path.read_text(encoding="utf-8"))
            for path in (folder / "site" / "blog").rglob("*.html")
        }
    assert pages[OURS].keys() == pages[THEIRS].keys()
    assert len(pages[OURS]) > 6
    for name, ours in pages[OURS].items():
        his, mine = (Shown(html, "blog/x/y/") for html in (pages[THEIRS][name], ours))
        words = " ".join("".join(mine.text).split())
        further = re.search(r"page/(\d+)", name)
        if further:
            words = words.replace(f", page {further[1]}", "")
        assert words == " ".join("".join(his.text).split()), name
        assert [link for link in mine.links if "#" not in link] == [
            link for link in his.links if "#" not in link
        ], name
        for part in (r'md-sidebar--primary"[^>]*\bhidden\b', "md-pagination__"):
            assert re.findall(part, ours) == re.findall(part, pages[THEIRS][name]), (name, part)
