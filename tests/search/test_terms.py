"""Text to terms; the browser's script is held to the same table (client/test/search.test.ts)."""

from __future__ import annotations

import json
from collections import Counter
from pathlib import Path

import pytest

from playbook_plugins.search.terms import counted, inner_terms, terms_in

TABLE = Path(__file__).parents[1] / "examples" / "search" / "terms.json"


@pytest.mark.parametrize(("text", "terms"), json.loads(TABLE.read_text(encoding="utf-8")))
def test_text_comes_down_to_these_terms(text, terms):
    assert terms_in(text) == terms
    assert counted(text) == Counter(terms)


def test_words_with_inner_capitals_have_parts():
    assert list(inner_terms("Use PlaybookForm, not HTMLParser or plain")) == [
        *("playbook", "form", "html", "parser"),
    ]
