"""Which templates of a site's own read the newest posts: their pages change with these."""

from __future__ import annotations

import pytest

from playbook_plugins.blog.own_templates import OwnTemplates

NEWEST = "{% for post in playbook_posts %}{{ post.title }}{% endfor %}"


@pytest.mark.parametrize(
    ("files", "asked", "not_asked"),
    [
        ({}, [], ["main.html", "blog-post.html"]),
        ({"home.html": NEWEST, "main.html": ""}, ["home.html"], ["main.html", "blog-post.html"]),
        ({"main.html": NEWEST}, ["main.html", "blog-post.html"], []),
        ({"part.html": NEWEST}, ["main.html", "blog-post.html"], []),
        (
            {"home.html": NEWEST, "blog-post.html": "{% extends 'home.html' %}"},
            ["home.html", "blog-post.html"],
            [],
        ),
    ],
)
def test_templates_that_are_made_of_others_are_seen(files, asked, not_asked, tmp_path):
    for name, text in files.items():
        (tmp_path / name).write_text(text)
    readers = OwnTemplates(str(tmp_path), {"main.html", "home.html", "blog-post.html"})
    assert [name for name in asked if readers.asked_by(name)] == asked
    assert [name for name in not_asked if readers.asked_by(name)] == []


@pytest.mark.parametrize(
    ("text", "whole"),
    [(NEWEST, False), ("{{ post.more }}", True), ("{{ post.comments.replies }}", True)],
)
def test_templates_that_show_all_of_a_post_are_seen(text, whole, tmp_path):
    (tmp_path / "card.html").write_text(text)
    assert OwnTemplates(str(tmp_path), set()).whole is whole
