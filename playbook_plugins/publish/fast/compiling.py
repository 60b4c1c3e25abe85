"""Templates that an earlier build compiled: the theme has sixty, and each takes its time."""

from __future__ import annotations

from jinja2.bccache import Bucket, BytecodeCache

from playbook_plugins.memory import Memory

KIND = "template"


class CompiledTemplates(BytecodeCache):
    """Where Jinja keeps what it has compiled: with all else that builds remember."""

    def __init__(self, memory: Memory) -> None:
        """`memory` is the build's."""
        self._memory = memory

    def load_bytecode(self, bucket: Bucket) -> None:
        """Fill `bucket` if the template is known with this very text."""
        raw = self._memory.find(KIND, f"{bucket.key} {bucket.checksum}")
        if raw is not None:
            bucket.bytecode_from_string(raw)

    def dump_bytecode(self, bucket: Bucket) -> None:
        """Keep what was compiled."""
        self._memory.put(KIND, f"{bucket.key} {bucket.checksum}", bucket.bytecode_to_string())
