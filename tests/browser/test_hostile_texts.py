"""Sixty hostile texts in every field of every way in: nothing runs in either browser.

The long form is `python3 dev.py campaign xss` (tests/campaigns/xss.py).
"""

from __future__ import annotations

import shutil
from types import SimpleNamespace

import pytest

from tests.campaigns.xss import Canary, Chromium, batches, control, firefox, look
from tests.campaigns.xss_payloads import payloads
from tests.campaigns.xss_sources import make_site

from .conftest import absent
from .serving import Server

TEXTS = 60


@pytest.fixture(scope="module")
def hostile(tmp_path_factory):
    """A site made from hostile texts, and the host that nothing may ask."""
    root = tmp_path_factory.mktemp("hostile")
    canary, server = Canary(), Server(root / "site")
    texts = payloads(7, TEXTS, canary.url)
    make_site(root, f"{server.url}/", texts)
    for kind in ("javascripts", "stylesheets"):  # the theme's own, which the long form runs
        shutil.rmtree(root / "site" / "assets" / kind)
    urls = [f"{server.url}/{name}" for name in batches(root / "site", 30)]
    yield SimpleNamespace(
        canary=canary, server=server, texts=texts, urls=urls, folder=root / "site"
    )
    server.close()
    canary.close()


@pytest.fixture(params=["chromium", "firefox"])
def window(request, hostile):
    """A window of each browser in which whatever runs tells the canary."""
    if request.param == "chromium":
        made = Chromium(request.getfixturevalue("chromium"), hostile.canary.url)
    else:
        path = shutil.which("firefox-esr") or shutil.which("firefox")
        if not path:
            absent("Firefox is not here (Debian: sudo apt install firefox-esr)")
        made = firefox(path, hostile.canary.url)
    yield made
    made.close()


def test_nothing_runs_that_readers_authors_or_providers_wrote(hostile, window):
    seen, found = look(window, hostile.urls, hostile.canary)
    assert found == []
    assert seen > 60
    alive = control(window, hostile.folder, hostile.server.url, hostile.texts[:15], hostile.canary)
    assert alive, "the texts themselves would not run anywhere: this test proves nothing"
