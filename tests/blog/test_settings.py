"""One owner of what options mean for a post: the same answer whoever asks."""

from __future__ import annotations

from dataclasses import replace
from datetime import UTC, datetime

from playbook_plugins.blog.config import BlogConfig
from playbook_plugins.blog.listings.views import view_name
from playbook_plugins.blog.model import Post, PostDate
from playbook_plugins.blog.settings import USUAL, settings_of, settings_of_plugin

DAY = datetime(2026, 11, 30, 12, tzinfo=UTC)
POST = Post(path="blog/posts/a.md", uid="a", title="A", date=PostDate(DAY))


def plugin_options(**given):
    options = BlogConfig()
    options.load_dict(given)
    options.validate()
    return options


def test_what_mkdocs_yml_leaves_out_is_what_the_plugin_takes_for_usual():
    declared = {name: option.default for name, option in BlogConfig._schema if name in USUAL}
    usual = {**USUAL, "categories_sort_by": view_name, "categories_allowed": []}
    assert declared == usual


def test_plugin_and_command_have_the_same_folders_pages_and_rules():
    given = {
        "blog_dir": "news/",
        "post_dir": "{blog}/entries",
        "categories_allowed": ["Plans"],
        "archive_pagination": False,
        "categories_pagination_per_page": 3,
    }
    plugin, command = settings_of_plugin(plugin_options(**given)), settings_of(given)
    for each in (plugin, command):
        assert (each.root, each.folder, each.comments_dir) == (
            "news",
            "news/entries",
            "news/.comments",
        )
        assert each.holds("news/entries/a.md") and not each.holds("news/a.md")
        kinds = ("index", "archive", "category", "author", "series")
        assert [each.per_page(kind) for kind in kinds] == [10, 0, 3, 10, 10]
    assert plugin.post_rules({}) == command.post_rules({})
    assert plugin.knows_addresses and not command.knows_addresses


def test_a_draft_is_hidden_but_where_drafts_are_shown():
    draft = replace(POST, draft=True)
    usual = settings_of({})
    assert usual.hides(draft) and not usual.hides(POST)
    assert not usual.hides(draft, serving=True)
    assert settings_of({"draft_on_serve": False}).hides(draft, serving=True)
    assert not settings_of({"draft": True}).hides(draft)


def test_a_day_to_come_hides_where_the_blog_says_so_and_the_post_does_not():
    early, late = DAY.replace(hour=11), DAY.replace(hour=13)
    waiting = settings_of({"draft_if_future_date": True})
    assert waiting.hides(POST, early) and not waiting.hides(POST, late)
    assert not waiting.hides(POST), "a check has no clock"
    assert not waiting.hides(replace(POST, draft=False), early)
    assert not settings_of({}).hides(POST, early)
