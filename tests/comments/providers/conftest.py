"""What every test of a provider's server shares."""

from __future__ import annotations

import ssl

import pytest


@pytest.fixture(scope="session", autouse=True)
def certificates_read_once():
    """Reading the system's certificates takes longer than any of these tests, whose servers are
    plain HTTP; each fetcher would read them twice."""
    context = ssl.create_default_context()
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(ssl, "create_default_context", lambda: context)
        yield
