"""The end of a process that has built a site: what it knew is left lying, and not taken apart.

Python gives back every object of a process that ends, one by one, and looks for rings of them
first. For a site of a thousand pages that takes a fifth of a second, and the system is about to
take the whole memory at once.
"""

from __future__ import annotations

import atexit
import ctypes
import gc
import sys
from typing import Any

_last: list[Any] = []


def leave_lying(known: Any) -> None:
    """Let the end of the process leave alone `known` and all that hangs on it.

    Of several builds in one process, the last: those before are given back as ever.
    """
    if not _last:
        atexit.register(_leave)
    _last[:] = [known]


def _leave() -> None:
    if sys.implementation.name == "cpython":
        gc.freeze()
        ctypes.pythonapi.Py_IncRef(ctypes.py_object(_last[0]))
