"""The short form of the kill campaign; the long one is `python3 dev.py campaign kills`."""

from __future__ import annotations

import subprocess
import sys

from .conftest import ROOT, WHOLE, found_chromium


def test_what_was_saved_survives_a_killed_browser(playwright):
    found_chromium(playwright, WHOLE)
    done = subprocess.run(
        [sys.executable, "-m", "tests.campaigns.kills", "--kills", "2"],
        cwd=ROOT,
        capture_output=True,
        text=True,
    )
    assert done.returncode == 0, done.stdout + done.stderr
    assert "lost 0" in done.stdout
    assert "saved values 0" not in done.stdout, "the campaign saw something saved"
