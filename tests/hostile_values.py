"""Bytes that somebody may have put into a cache in place of a value."""

from __future__ import annotations

import os
import pickle
from pathlib import Path

from playbook_plugins.shared.problems import Problem


class Calls:
    """A pickle that calls something."""

    def __init__(self, *given: object) -> None:
        self.given = given

    def __reduce__(self) -> tuple[object, ...]:
        return os.mkdir, (*self.given, "taken-up")[-1:]


MARK = "taken-up"
"""The folder that is made by whoever takes up one of `PICKLES`."""
PICKLES = (
    *(pickle.dumps(Calls(), protocol) for protocol in range(6)),
    pickle.dumps([1, {"deep": (Calls(),)}]),
    pickle.dumps(Path()),
    pickle.dumps(Problem("a", 1, 2, "b")),
    b"cos\nmkdir\n(S'taken-up'\ntR.",  # GLOBAL, REDUCE
    b"(S'taken-up'\nios\nmkdir\n.",  # INST
    b"(cos\nmkdir\nS'taken-up'\no.",  # OBJ
    b"\x80\x04\x8c\x02os\x8c\x05mkdir\x93\x8c\x08taken-up\x85R.",  # STACK_GLOBAL
    b"\x80\x02cbuiltins\neval\nX\x19\x00\x00\x00__import__('os').mkdir('taken-up')\x85R.",
    # BUILD: attributes of a class that the reader knows
    b"\x80\x04cplaybook_plugins.problems\nProblem\n}\x8c\x07__str__\x8c\x01xsb.",
    b"\x80\x04cplaybook_plugins.problems\nProblem\nN}\x8c\x04what\x8c\x01xs\x86b.",
    b"\x80\x04cos\nmkdir\n\x8c\x08taken-up\x85\x81.",  # NEWOBJ
    b"\x82\x01.",  # EXT1
    b"P1\n.",  # PERSID
)
DEEP = 100_000
HOSTILE = (
    *PICKLES,
    *(b"", b"\x00", b"null", b"true", b"7", b"-1", b"1e999", b"NaN", b"9" * 5000, b'"text"'),
    *(b"[]", b"{}", b"[[]]", b"[0]", b"[0,0]", b"[-1,[]]", b"[true,[]]", b"[1e9,[]]", b'["0",[]]'),
    *(b'{"map":7}', b'{"map":[[[],1]]}', b'{"map":[[1]]}', b'{"day":"2026-99-99"}', b'{"time":1}'),
    *(b'{"__class__":"os.mkdir"}', b'{"py/object":"os.mkdir"}', b'[0,["a",null,null,null]]'),
    *(
        b"[" * DEEP,
        b"[" * DEEP + b"]" * DEEP,
        b'{"map":' * DEEP,
        b'{"a":' * 5000 + b"1" + b"}" * 5000,
    ),
    *(b"\xff\xfe", b"\xef\xbb\xbf[]", b'"\\ud800"', b'["a","b","c","d","e"]', b"[1,2,3,4,5,6,7]"),
)
