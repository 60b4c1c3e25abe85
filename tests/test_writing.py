"""Files are written whole, and never into one that something else may share."""

from __future__ import annotations

import os

from playbook_plugins import writing
from playbook_plugins.writing import write_files


def test_a_file_that_is_shared_keeps_its_content_elsewhere(tmp_path):
    (tmp_path / "site").mkdir()
    kept = tmp_path / "kept"
    kept.write_bytes(b"old")
    os.link(kept, tmp_path / "site" / "page.html")
    write_files(tmp_path / "site", [("page.html", b"new"), ("deep/er/page.html", b"")])
    assert kept.read_bytes() == b"old"
    assert (tmp_path / "site" / "page.html").read_bytes() == b"new"
    assert (tmp_path / "site" / "deep" / "er" / "page.html").read_bytes() == b""


def test_a_file_is_whole_where_the_system_takes_it_in_parts(tmp_path, monkeypatch):
    once = os.write
    monkeypatch.setattr(writing.os, "write", lambda file, content: once(file, content[:7]))
    write_files(tmp_path, [("page.html", b"0123456789" * 5)])
    assert (tmp_path / "page.html").read_bytes() == b"0123456789" * 5
