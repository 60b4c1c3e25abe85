"""What the tags plugin of a site says about builds that make a few pages."""

from __future__ import annotations

import json
from types import SimpleNamespace

import pytest
from material.plugins.tags import item_title
from material.plugins.tags.config import TagsConfig

from playbook_plugins.build.tags import instances, lists_tags, may_leave_pages


def site(name: str = "tags", **options) -> SimpleNamespace:
    """A configuration with one tags plugin."""
    config = TagsConfig()
    config.load_dict(options)
    assert config.validate()[0] == []
    plugin = SimpleNamespace(config=config, listings=None, mappings=None)
    return SimpleNamespace(plugins={name: plugin})


def test_a_function_of_the_sites_own_may_sort_by_the_text():
    assert may_leave_pages(site(listings_sort_by=item_title))
    assert not may_leave_pages(site(listings_sort_by=json.dumps))
    assert not may_leave_pages(site("material/tags #2", tags_slugify=json.dumps))
    assert may_leave_pages(site(enabled=False, listings_sort_by=json.dumps))
    assert may_leave_pages(site("somebody's/tags", listings_sort_by=json.dumps))


def test_another_plugin_of_the_name_may_do_anything():
    other = SimpleNamespace(plugins={"tags": SimpleNamespace(config={"folder": "aux"})})
    assert not may_leave_pages(other)
    assert list(instances(other)) == []


@pytest.mark.parametrize(
    ("texts", "options"),
    [
        (["Words.", "<!-- material/tags -->"], {}),
        (["<!-- Material/Tags { include: [Talk] } -->"], {}),
        (["<!-- labels -->"], {"listings_directive": "labels"}),
        (["Words."], {"tags_file": "here.md"}),
        (["Words."], {"tags_extra_files": {"here.md": ["Talk"]}}),
    ],
)
def test_a_page_with_a_listing_is_known(texts, options):
    page = SimpleNamespace(file=SimpleNamespace(src_uri="here.md"))
    other = SimpleNamespace(file=SimpleNamespace(src_uri="there.md"))
    assert lists_tags(site(**options), page, texts)
    assert not lists_tags(site(**options), other, ["Tags are words."])
