"""An export is read as a stream: its size is not the size of the memory."""

from __future__ import annotations

from tests.campaigns.exports import large


def test_a_larger_export_takes_hardly_more_memory(tmp_path):
    small = large(300_000, 5, tmp_path / "a")
    big = large(4_000_000, 5, tmp_path / "b")
    assert small["wrong"] == big["wrong"] == []
    assert big["peak MiB"] < small["peak MiB"] + 30, (small, big)
