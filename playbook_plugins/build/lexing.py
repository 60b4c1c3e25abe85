"""Which lexer colours a language, looked up once for each name.

Pygments goes through its five hundred at every block of code. A lexer has a state of its own and
is made anew each time, as before.
"""

from __future__ import annotations

import sys
from collections.abc import Callable
from functools import lru_cache
from typing import Any

HIGHLIGHT, ASKED = "pymdownx.highlight", "get_lexer_by_name"
"""Who asks, and what. By name: PyMdown and Pygments are loaded only where a site asks for them."""


def find_sooner() -> None:
    """Let PyMdown's extensions, where a site has them, find their lexers so."""
    module = sys.modules.get(HIGHLIGHT)
    plain = getattr(module, ASKED, None)
    if plain is not None and plain.__module__ != __name__:
        setattr(module, ASKED, _remembering(plain))


def _remembering(plain: Callable[..., Any]) -> Callable[..., Any]:
    """As `plain`, which makes a lexer for a name; what it raises is not remembered."""

    @lru_cache(maxsize=200)
    def kind(name: str) -> type:
        return type(plain(name))

    def lexer(name: str, **options: Any) -> Any:
        return kind(name)(**options)

    return lexer
