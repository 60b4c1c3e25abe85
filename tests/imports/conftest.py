"""No test of an import waits for a disk: whether bytes reach it is not the question here."""

import os

import pytest


@pytest.fixture(autouse=True)
def quick_disk(monkeypatch):
    monkeypatch.setattr(os, "fsync", lambda handle: None)
