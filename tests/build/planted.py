"""A site with a warm cache, for tests that break it: what it must become is known."""

from __future__ import annotations

import os
from pathlib import Path

from tests.campaigns.editing import Garden
from tests.campaigns.edits import SLOW, Tree, built

CACHE = ".cache/plugin/playbook"


class Planted:
    """A site with a warm cache, and the tree that it must become."""

    def __init__(self, folder: Path) -> None:
        self.root = folder / "site"
        self.root.mkdir()
        Garden(self.root, seed=13).write()
        os.chdir(self.root)
        self.slow = built(self.root, folder / "slow", SLOW)
        assert len(self.slow.files) > 60
        assert len(self.slow.said) > 1
        self.cold = built(self.root, folder / "cold", {})


def same(site: Path, planted: Planted, **options: bool) -> Tree:
    """Build `site`, which is `planted` with its cache changed; the tree that it became."""
    tree = built(site, site.parent / "built", options)
    assert not tree.failed
    assert tree.reasons == []
    assert tree.differing(planted.slow) == []
    return tree
