"""Plugins of others that look at every file of a site: ours are among them."""

from __future__ import annotations

import json

import pytest
import yaml
from click.testing import CliRunner
from lxml import html

from playbook_plugins.cli import main as playbook

from .building import build, write_site
from .test_blog_build import post

LANGUAGES = [
    {"locale": "en", "name": "English", "default": True, "build": True},
    {"locale": "de", "name": "Deutsch", "build": True},
]
AUTHORS = b"authors:\n  mara: {name: Mara Stern, description: Coach, avatar: mara.png}\n"
FILES = {
    "docs/sheet.md": b"# Sheet\n\n## Top\n",
    "docs/index.md": b"# Home\n",
    "docs/index.de.md": b"# Start\n",
    "docs/guide/door.md": b"# Door\n",
    "docs/blog/index.md": b"# Blog\n",
    "docs/blog/.authors.yml": AUTHORS,
    "docs/mara.png": b"",
    "docs/blog/posts/one.md": post("one", "2026-01-02", category="Plans"),
    "docs/blog/posts/two.md": b"---\ndate: 2026-01-03\nauthors: [mara]\n---\n\n# Two\n\nText.\n",
}


def config(*plugins: object, **more: object) -> bytes:
    ours = ["playbook/publish", "playbook/worksheets", "playbook/blog"]
    return yaml.safe_dump(
        {
            "site_name": "Beside",
            "site_url": "https://beside.example/",
            "theme": {"name": "material", "font": False},
            "plugins": ["search", *ours, *plugins],
            **more,
        },
        sort_keys=False,
    ).encode()


def links(page: str, where: str) -> list[tuple[str, str]]:
    found = html.fromstring(page).xpath(f"{where}//a")
    return [(each.text_content(), each.get("href")) for each in found]


@pytest.fixture(scope="module")
def beside(tmp_path_factory):
    """Autolinks look at where every file is; rss names who wrote what."""
    folder = tmp_path_factory.mktemp("beside")
    rss = {"rss": {"use_git": False, "date_from_meta": {"as_creation": "date"}}}
    files = {**FILES, "docs/index.md": b"# Home\n\n[The door](door.md)\n"}
    write_site(folder, {**files, "mkdocs.yml": config("autolinks", rss)})
    return build(folder, strict=False)


def test_a_link_is_completed_beside_pages_that_nobody_wrote(beside):
    assert beside.code == 0, beside.output
    assert 'href="guide/door/"' in beside.page("index.html")
    assert "Post one" in beside.page("blog/category/plans/index.html")


def test_another_plugin_s_feed_names_who_wrote_a_post(beside):
    feed = beside.page("feed_rss_created.xml")
    assert "Mara Stern" in feed
    assert "<author>mara<" not in feed


@pytest.fixture(scope="module")
def languages(tmp_path_factory):
    folder = tmp_path_factory.mktemp("languages")
    german = FILES["docs/blog/posts/one.md"].replace(b"Post one", b"Eins")
    files = {**FILES, "docs/blog/posts/one.de.md": german}
    i18n = {"i18n": {"languages": LANGUAGES}}
    write_site(folder, {**files, "mkdocs.yml": config(i18n)})
    return build(folder, strict=True)


def test_a_blog_in_two_languages_has_posts_and_views_in_both(languages):
    assert languages.code == 0, languages.output
    assert links(languages.page("blog/category/plans/index.html"), "//h2") == [
        ("Post one", "../../2026/01/02/post-one/")
    ]
    assert links(languages.page("de/blog/category/plans/index.html"), "//h2") == [
        ("Eins", "../../2026/01/02/eins/")
    ]
    for path in ("blog/2026/01/02/post-one", "de/blog/2026/01/02/eins", "de/blog/2026/01/03/two"):
        assert (languages.folder / path / "index.html").is_file()
    assert not (languages.folder / "blog/2026/01/02/eins").exists()


def test_feeds_hold_the_posts_of_the_first_language(languages):
    assert "2026/01/02/post-one/" in languages.page("blog/feed.json")
    assert "/de/" not in languages.page("blog/feed.json")


GISCUS = b"""{% if page.meta.comments %}
<h2 id="__comments">{{ lang.t("meta.comments") }}</h2>
<script src="https://giscus.app/client.js" data-repo="a/b"></script>
{% endif %}
"""
"""A comment system as Material documents it: `overrides/partials/comments.html`."""
FEEDBACK = {
    "title": "Was this page helpful?",
    "ratings": [
        {"icon": "material/thumb-up-outline", "name": "Yes", "data": 1, "note": "Of {title}."}
    ],
}


@pytest.fixture(scope="module")
def giscus(tmp_path_factory):
    """A site that leaves Material's blog with a discussion and a question of its own."""
    folder = tmp_path_factory.mktemp("giscus")
    theme = {"name": "material", "font": False, "custom_dir": "own", "features": ["toc.integrate"]}
    extra = {"analytics": {"provider": "own", "feedback": FEEDBACK}}
    files = {
        **FILES,
        "docs/blog/posts/two.md": b"---\ndate: 2026-01-03\nauthors: [mara]\ncomments: true\n"
        b"title: 'Q & \"A\"'\n---\n\n# Two\n\nText.\n\n## Part\n\nMore.\n",
        "own/partials/comments.html": GISCUS,
        "own/partials/integrations/analytics/own.html": b"",
    }
    write_site(folder, {**files, "mkdocs.yml": config(theme=theme, extra=extra)})
    return build(folder, strict=True)


def test_a_discussion_of_which_nothing_is_known_is_not_counted(giscus):
    assert giscus.code == 0, giscus.output
    assert "giscus.app" in giscus.page("blog/2026/01/03/q--a/index.html")
    for path in giscus.folder.rglob("*.html"):
        page = html.fromstring(path.read_text(encoding="utf-8"))
        assert page.xpath("//*[contains(@class, 'pb-comments-line')]") == [], path
        assert "commentCount" not in path.read_text(encoding="utf-8"), path
    assert "comments>" not in giscus.page("blog/rss.xml").lower()


def test_a_post_asks_whether_it_helped(giscus):
    page = html.fromstring(giscus.page("blog/2026/01/03/q--a/index.html"))
    [form] = page.xpath("//form[@class='md-feedback']")
    assert "Of Q%20%26%20%22A%22." in form.text_content()


def test_a_post_has_its_contents_where_the_theme_gives_none(giscus):
    page = html.fromstring(giscus.page("blog/2026/01/03/q--a/index.html"))
    assert page.xpath("//nav[@class='pb-post-toc']//a/@href") == ["#part"]


def test_a_listing_shows_the_faces_of_authors(giscus):
    page = html.fromstring(giscus.page("blog/index.html"))
    assert page.xpath("//article//header//img/@src") == ["../mara.png"]


def test_comments_that_no_template_shows_are_named(tmp_path):
    said = "author: Ana, date: 2026-01-04T09:00:00Z, body: Yes., state: approved"
    thread = f"thread: one\ncomments:\n  - {{id: c1, {said}}}\n".encode()
    files = {**FILES, "docs/blog/.comments/one.yml": thread, "own/partials/comments.html": GISCUS}
    theme = {"name": "material", "font": False, "custom_dir": "own"}
    write_site(tmp_path, {**files, "mkdocs.yml": config(theme=theme)})
    made = build(tmp_path, strict=False)
    assert "own/partials/comments.html: this template shows none of the comments" in made.output
    cure = b'{% include "playbook/thread.html" %}'
    write_site(tmp_path, {**files, "own/partials/comments.html": cure})
    made = build(tmp_path, strict=True)
    assert made.code == 0, made.output
    assert "1 comment<" in made.page("blog/index.html")


@pytest.fixture(scope="module")
def anchored(tmp_path_factory):
    folder = tmp_path_factory.mktemp("anchored")
    texts = {
        "a": "\n---\n\n# Three plans\n\nOne.\n\n## First\n\n<!-- more -->\n\nTwo.\n",
        "b": "title: Three plans\n---\n\nOne.\n",
        "c": "\n---\n\n# Other { #mine }\n\nOne.\n\n## First\n\nTwo.\n\n<!-- more -->\n\nThree.\n",
    }
    posts = {
        f"docs/blog/posts/{name}.md": f"---\ndate: 2026-01-0{n}\n{text}".encode()
        for n, (name, text) in enumerate(texts.items(), start=1)
    }
    files = {"docs/blog/index.md": b"# Blog\n\n## Welcome\n", **posts}
    options = {"playbook/blog": {"blog_toc": True, "pagination_per_page": 2}}
    plugins = ["search", "playbook/publish", options]
    more = {"markdown_extensions": ["attr_list"]}
    write_site(folder, {**files, "mkdocs.yml": config(**more, plugins=plugins)})
    return build(folder, strict=True)


def test_links_into_a_listing_of_material_s_blog_lead_to_the_posts(anchored):
    assert anchored.code == 0, anchored.output
    page = html.fromstring(anchored.page("blog/index.html"))
    inside = {each.get("id"): each.xpath(".//span/@id") for each in page.xpath("//article[@id]")}
    assert inside == {"c": ["mine", "first"], "b": ["three-plans"]}
    page = html.fromstring(anchored.page("blog/page/2/index.html"))
    assert page.xpath("//article[@id='a']//span/@id") == ["three-plans", "first"]
    ids = page.xpath("//@id")
    assert len(ids) == len(set(ids))


def test_further_pages_have_contents_in_the_navigation_too(anchored):
    for path, uids in {"blog/index.html": ["#c", "#b"], "blog/page/2/index.html": ["#a"]}.items():
        page = html.fromstring(anchored.page(path))
        for side in ("navigation", "toc"):
            here = f"//*[@data-md-type='{side}']//nav[contains(@class, 'md-nav--secondary')]"
            found = page.xpath(f"{here}//a/@href")
            assert [each for each in found if len(each) == 2] == uids, (path, side)


def test_two_blogs_in_one_folder_are_refused_by_name(tmp_path):
    plugins = ["search", {"blog": {"blog_toc": True}}, "playbook/blog"]
    write_site(tmp_path, {**FILES, "mkdocs.yml": config(plugins=plugins)})
    said = 'mkdocs.yml:8:3: "blog" and "playbook/blog" both make the pages of blog. Take out blog'
    made = build(tmp_path, strict=False)
    assert made.code == 1
    assert said in made.output
    assert "Traceback" not in made.output
    asked = CliRunner().invoke(playbook, ["check", "-f", str(tmp_path / "mkdocs.yml")])
    assert said in asked.output
    plugins[1] = {"blog": {"blog_dir": "news"}}
    write_site(tmp_path, {**FILES, "mkdocs.yml": config(plugins=plugins)})
    assert build(tmp_path, strict=False).code == 0


def test_diagrams_that_ask_another_host_are_named(tmp_path):
    fences = [{"name": "mermaid", "class": "mermaid"}]
    more = {"markdown_extensions": [{"pymdownx.superfences": {"custom_fences": fences}}]}
    files = {"docs/flow.md": b"# Flow\n\n``` mermaid\ngraph LR\n  A --> B\n```\n"}
    plugins = ["playbook/publish"]
    write_site(tmp_path, {**files, "mkdocs.yml": config(plugins=plugins, **more)})
    made = build(tmp_path, strict=True)
    assert made.code == 0, made.output
    said = "flow.md holds Mermaid diagrams. The theme fetches the script that draws them from unpkg"
    assert f"mkdocs.yml: {said}" in made.output
    own = {"extra_javascript": ["assets/mermaid.min.js"]}
    files |= {"docs/assets/mermaid.min.js": b"var mermaid\n"}
    write_site(tmp_path, {**files, "mkdocs.yml": config(plugins=plugins, **more, **own)})
    assert "Mermaid" not in build(tmp_path, strict=True).output


SHEET = b"# Home\n\n/// checklist | List\n    id: list\n\n- [ ] One {#one}\n- [ ] Two {#two}\n///\n"
MACROS = {
    "docs/index.md": SHEET,
    "docs/blog/posts/one.md": b"---\ndate: 2026-01-02\n---\n\n"
    b"# Plans of {{ team }} for {{ year }}\n\nText of {{ year }}.\n",
    "docs/blog/posts/two.md": b'---\ndate: 2026-01-03\ntitle: "Year {{ year }}"\n---\n\nText.\n',
    "docs/blog/posts/three.md": b"---\ndate: 2026-01-01\nrender_macros: false\n---\n\n"
    b"# The sign {{ x }}\n\n{% raw %}{#id}{% endraw %}\n",
}
SIGNS = {"j2_comment_start_string": "[#", "j2_comment_end_string": "#]"}


def macros(options: dict[str, object]) -> bytes:
    ours = ["playbook/publish", {"playbook/worksheets": {"site_id": "small"}}, "playbook/blog"]
    more = {"extra": {"year": 2026, "team": "North & South"}, "markdown_extensions": ["attr_list"]}
    return config(plugins=[{"macros": options}, *ours], **more)


def test_a_title_made_by_macros_is_whole_wherever_it_stands(tmp_path):
    write_site(tmp_path, {**MACROS, "mkdocs.yml": macros(SIGNS)})
    made = build(tmp_path, strict=True)
    assert made.code == 0, made.output
    assert 'id="list--one"' in made.page("index.html")
    titles = ["Year 2026", "Plans of North & South for 2026", "The sign {{ x }}"]
    listing = html.fromstring(made.page("blog/index.html"))
    assert [each.text_content() for each in listing.xpath("//article//h2")] == titles
    items = json.loads(made.page("blog/feed.json"))["items"]
    assert [each["title"] for each in items] == titles
    # As with Material, the address is made from what is written: a variable may change.
    address = "blog/2026/01/02/plans-of--team--for--year-/"
    assert items[1]["url"] == f"https://beside.example/{address}"
    post = html.fromstring(made.page(f"{address}index.html"))
    assert post.xpath("//title/text()") == [f"{titles[1]} - Beside"]


def test_ids_that_macros_take_for_comments_are_named_once_with_a_cure(tmp_path):
    said = "".join(
        (
            'docs/index.md:6:11: "{#one}" opens a comment for macros, which cannot read this page',
            ', nor 1 more. Give macros other signs in mkdocs.yml: j2_comment_start_string: "[#"',
            ' and j2_comment_end_string: "#]".',
        )
    )
    files = {**MACROS, "docs/more.md": SHEET.replace(b"id: list", b"id: more")}
    name = str(tmp_path / "mkdocs.yml")
    for options, output in {
        "": [said, "1 problem."],
        "j2_comment_start_string": ["No problems."],
        "render_by_default": ["No problems."],
    }.items():
        given = {"": {}, "render_by_default": {"render_by_default": False}}.get(options, SIGNS)
        write_site(tmp_path, {**files, "mkdocs.yml": macros(given)})
        asked = CliRunner().invoke(playbook, ["check", "-f", name])
        assert asked.output.splitlines() == output
