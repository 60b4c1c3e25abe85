"""After every edit the tree from the cache is the tree of a clean build, byte for byte."""

from __future__ import annotations

import os
from pathlib import Path

import pytest

from playbook_plugins.build.render import Renderer
from tests.campaigns import edits
from tests.campaigns.editing import Garden

pytestmark = pytest.mark.skipif(os.name != "posix", reason="forks and links are those of Unix")


@pytest.fixture(autouse=True)
def here():
    """The campaign works in the site's folder."""
    before = Path.cwd()
    yield
    os.chdir(before)


def test_seven_edits(tmp_path):
    """Three hundred: `python3 dev.py campaign edits`."""
    assert edits.run(tmp_path, edits=7, seed=5, every=5) == []


def test_the_campaign_would_have_noticed(tmp_path, monkeypatch):
    """A build that forgets that finished pages depend on their text."""
    real = Renderer._key

    def forgetful(self, page):
        text, page.content, page.markdown = (page.content, page.markdown), "", ""
        try:
            return real(self, page)
        finally:
            page.content, page.markdown = text

    monkeypatch.setattr(Renderer, "_key", forgetful)
    monkeypatch.setattr(Garden, "EDITS", (("typo", 1),))
    assert edits.run(tmp_path, edits=3, seed=7) != []
