"""Pickled values back from the cache: plain values and our own records, and nothing else.

A pickle can call anything that Python can import. A cache may have been put there by a machine
that builds strangers' pull requests; so what a value is made of is looked at before it is made.
"""

from __future__ import annotations

import io
import pickle
import sys
from dataclasses import is_dataclass
from enum import Enum
from typing import Any

HOST = {
    ("mkdocs.structure.toc", "TableOfContents"),
    ("mkdocs.structure.toc", "AnchorLink"),
    ("properdocs.structure.toc", "TableOfContents"),
    ("properdocs.structure.toc", "AnchorLink"),
    ("markupsafe", "Markup"),
    ("builtins", "set"),
    ("builtins", "frozenset"),
    ("collections", "OrderedDict"),
    ("datetime", "date"),
    ("datetime", "datetime"),
    ("datetime", "time"),
    ("datetime", "timedelta"),
    ("datetime", "timezone"),
}
"""What else our records hold: each only keeps what it is given."""

_known: dict[tuple[str, str], Any] = {}


class RefusedError(Exception):
    """A value that is not made of plain values and our own records."""


class _Reviver(pickle.Unpickler):
    def find_class(self, module: str, name: str) -> Any:
        """The class of a record; asked for everything that is not a plain value."""
        key = (module, name)
        if key not in _known:
            _known[key] = self._record(module, name)
        return _known[key]

    def _record(self, module: str, name: str) -> Any:
        ours = module.partition(".")[0] == "playbook_plugins" and "." not in name
        if (module, name) in HOST or (ours and module in sys.modules):
            found = super().find_class(module, name)
            if not ours or (is_record(found) and found.__module__ == module):
                return found
        raise RefusedError(f"{module}.{name}")


def is_record(found: object) -> bool:
    """Whether this is a class that only keeps values."""
    return isinstance(found, type) and (is_dataclass(found) or issubclass(found, Enum | tuple))


def revived(kept: bytes) -> Any:
    """The value that was pickled as `kept`. Raises `RefusedError` when it is anything else."""
    try:
        return _Reviver(io.BytesIO(kept)).load()
    except RefusedError:
        raise
    except Exception as error:  # cut short, or made by other versions of our records
        raise RefusedError(str(error)) from None
