"""Where a post's page shows its discussion, told from the templates that it is made of."""

from __future__ import annotations

from pathlib import Path

import pytest

from playbook_plugins.blog.discussion_place import DiscussionPlace, discussed

OURS = Path(__file__).resolve().parents[2] / "playbook_plugins/templates"
BASE = "{% block container %}{% block content %}{% include 'partials/content.html' %}{% endblock %}"
THEME = {
    "main.html": "{% extends 'base.html' %}",
    "base.html": f"{BASE}{{% endblock %}}",
    "partials/content.html": "{{ page.content }}{% include 'partials/comments.html' %}",
    "partials/comments.html": "",
}
OWN_POST = "{% extends 'main.html' %}{% block content %}{{ page.content }}"


def shown(tmp_path, own):
    for folder, files in (("own", own), ("theme", THEME)):
        for name, text in files.items():
            path = tmp_path / folder / name
            path.parent.mkdir(parents=True, exist_ok=True)
            path.write_text(text, encoding="utf-8")
    folders = [tmp_path / "own", OURS / "theme", OURS, tmp_path / "theme"]
    return discussed(folders, OURS / "theme")


CASES = {
    "nothing of its own": ({}, True, "comments"),
    "a header of its own": ({"main.html": "{% extends 'base.html' %}"}, True, "comments"),
    "another discussion": ({"partials/comments.html": "<script>"}, False, ""),
    "with a place": ({"partials/comments.html": "<h2 id=__comments>"}, False, "__comments"),
    "with our place": ({"partials/comments.html": "<h2 id='comments'>"}, False, "comments"),
    "only mentioned": ({"partials/comments.html": "{# playbook/thread.html #}"}, False, ""),
    "ours and another": (
        {"partials/comments.html": "{% include 'playbook/thread.html' %}<script>"},
        True,
        "comments",
    ),
    "ours, written anew": (
        {"partials/comments.html": "{{ page.comments.count }}"},
        True,
        "comments",
    ),
    "asked for by the page": ({"partials/comments.html": "{{ page.meta.comments }}"}, False, ""),
    "Material's own page": (
        {"blog-post.html": OWN_POST.replace("{{ page.content }}", THEME["base.html"])},
        True,
        "comments",
    ),
    "a page without a discussion": ({"blog-post.html": OWN_POST + "{% endblock %}"}, False, ""),
    "a page that adds to the theme's": (
        {"blog-post.html": OWN_POST + "{{ super() }}{% endblock %}"},
        True,
        "comments",
    ),
    "a page with one of its own": (
        {"blog-post.html": OWN_POST + '<div id="comments">{% endblock %}'},
        False,
        "comments",
    ),
    "content without one": ({"partials/content.html": "{{ page.content }}"}, False, ""),
}


@pytest.mark.parametrize("name", CASES)
def test_what_stands_below_a_post(name, tmp_path):
    own, is_ours, place = CASES[name]
    found = shown(tmp_path, own)
    assert (found.is_ours, found.id) == (is_ours, place)
    if found.is_ours:
        assert found == DiscussionPlace()
    else:
        assert found.template is not None and found.template.is_relative_to(tmp_path / "own")
