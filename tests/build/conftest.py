"""A site with a warm cache, built once for the tests of a file that break its cache."""

from __future__ import annotations

import os
import shutil
from pathlib import Path

import pytest

from .planted import Planted


@pytest.fixture(scope="module")
def planted(tmp_path_factory):
    here = Path.cwd()
    yield Planted(tmp_path_factory.mktemp("planted"))
    os.chdir(here)


@pytest.fixture
def planted_site(planted, tmp_path, monkeypatch):
    """A copy of the site, cache included, in which a test may break things."""
    shutil.copytree(planted.root, tmp_path / "site", symlinks=True)
    monkeypatch.chdir(tmp_path / "site")
    return tmp_path / "site"
