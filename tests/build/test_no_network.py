"""A build asks nobody, and does not even load what asking would need."""

from __future__ import annotations

import os
import subprocess
import sys

from .building import write_site

CONFIG = b"""site_name: Quiet
site_url: https://quiet.example/
theme: {name: material, font: false}
plugins:
  - playbook/publish
  - playbook/worksheets: {site_id: quiet}
  - playbook/blog:
      comments_provider: isso
      comments_provider_url: https://talk.quiet.example
"""
ROLL = b"- {title: Other, feed: 'https://other.example/feed'}\n"
POST = b"---\nuid: p1\ndate: 2026-01-01\n---\n# Post\n\nText.\n"


def test_a_build_loads_no_network_module_of_ours(tmp_path):
    files = {"docs/blog/posts/p1.md": POST, "docs/blog/.blogroll.yml": ROLL}
    write_site(tmp_path, {"mkdocs.yml": CONFIG, **files})
    done = subprocess.run(
        [sys.executable, "-X", "importtime", "-m", "mkdocs", "build", "--strict"],
        cwd=tmp_path,
        capture_output=True,
        text=True,
        env={**os.environ, "NO_MKDOCS_2_WARNING": "1", "DISABLE_MKDOCS_2_WARNING": "true"},
    )
    assert done.returncode == 0, done.stderr[-2000:]
    loaded = {line.rpartition("|")[2].strip() for line in done.stderr.splitlines()}
    used = {"playbook_plugins.comments.providers.isso", "playbook_plugins.blogroll.cache"}
    assert used <= loaded, "provider and list are in use"
    ours = {
        "playbook_plugins.shared.fetch",
        "playbook_plugins.comments.providers.http",
        "playbook_plugins.blogroll.fetch",
    }
    assert not ours & loaded
