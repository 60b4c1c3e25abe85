"""Files are read and written whole, and never written into one that something else may share."""

from __future__ import annotations

import os

import pytest

from playbook_plugins.shared import file_reading, writing
from playbook_plugins.shared.file_reading import content_of
from playbook_plugins.shared.writing import write_files


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


def test_a_file_is_read_whole_where_the_system_gives_it_in_parts(tmp_path, monkeypatch):
    whole, once = b"0123456789\r\n" * 5, os.read
    (tmp_path / "page.html").write_bytes(whole)
    monkeypatch.setattr(file_reading.os, "read", lambda file, size: once(file, min(size, 7)))
    assert content_of(str(tmp_path / "page.html")) == whole


@pytest.mark.skipif(os.name != "posix", reason="pipes and links are those of Unix")
def test_a_folder_a_pipe_and_a_link_hold_nothing_to_read(tmp_path):
    os.mkfifo(tmp_path / "pipe")
    (tmp_path / "there").write_bytes(b"there")
    (tmp_path / "link").symlink_to(tmp_path / "there")
    assert content_of(str(tmp_path)) is None
    assert content_of(str(tmp_path / "pipe")) is None
    assert content_of(str(tmp_path / "link")) == b"there"
    for name in ("link", "missing"):
        with pytest.raises(OSError):
            content_of(str(tmp_path / name), follow=False)
