"""One run on disk: every sample as it was taken, so that a long run can go on after a stop."""

from __future__ import annotations

import datetime
import hashlib
import json
import os
import platform
from pathlib import Path
from typing import Any

from .tools import HOME, ROOT, TOOLS

Sample = dict[str, Any]
"""posts, tool, phase, round, and what was measured; or `failed` with the reason."""


class RecordError(Exception):
    """A run that cannot go on; the text says what to do."""


class Record:
    """The samples of one run and the machine they come from."""

    def __init__(self, path: Path, content: dict[str, Any]) -> None:
        self.path = path
        self.content = content

    @classmethod
    def begin(cls, name: str, fresh: bool = False, any_code: bool = False) -> Record:
        """The run called `name`: a new one, or the one that was stopped.

        With `any_code`, one of other code too: only to write its page.
        """
        path = HOME / "runs" / f"{name}.json"
        if path.is_file() and not fresh:
            found = cls(path, json.loads(path.read_text(encoding="utf-8")))
            if found.content["sources"] != sources() and not any_code:
                raise RecordError(
                    f"The run {name!r} measured other code than this checkout's, and ratios hold "
                    "within one run. Add --fresh to begin it anew, or --name for another."
                )
            return found
        return cls(path, {"name": name, "sources": sources(), **machine(), "samples": []})

    @property
    def samples(self) -> list[Sample]:
        return self.content["samples"]

    def add(self, sample: Sample) -> None:
        """Keep one sample, at once on disk."""
        load = round(os.getloadavg()[0], 2)
        at = datetime.datetime.now(datetime.UTC).isoformat(timespec="seconds")
        self.samples.append({**sample, "load": load, "at": at})
        self.save()

    def has(self, posts: int, tool: str, phase: str, number: int) -> bool:
        """Whether this was measured already."""
        wanted = (posts, tool, phase, number)
        return any(
            (one["posts"], one["tool"], one["phase"], one["round"]) == wanted
            and "failed" not in one
            for one in self.samples
        )

    def note_versions(self) -> None:
        """Write down the versions of what is installed."""
        versions = self.content.setdefault("versions", {})
        for name, tool in TOOLS.items():
            if tool.is_installed:
                versions[name] = tool.version_text()
        self.save()

    def save(self) -> None:
        """Write the run in one piece: a stop in the middle leaves the older whole."""
        self.path.parent.mkdir(parents=True, exist_ok=True)
        beside = self.path.with_suffix(".new")
        beside.write_text(json.dumps(self.content, indent=1), encoding="utf-8")
        beside.replace(self.path)


def sources() -> str:
    """What our code is, in one word: two runs of different code are two runs."""
    digest = hashlib.sha256()
    for path in sorted((ROOT / "playbook_plugins").rglob("*")):
        skipped = {"node_modules", "__pycache__", "client"} & set(path.parts)
        if path.is_file() and not skipped:
            digest.update(path.relative_to(ROOT).as_posix().encode() + path.read_bytes())
    return digest.hexdigest()[:12]


def machine() -> dict[str, Any]:
    """Where this runs; no name and no path of the machine."""
    return {
        "day": datetime.datetime.now(datetime.UTC).date().isoformat(),
        "cores": len(os.sched_getaffinity(0))
        if hasattr(os, "sched_getaffinity")
        else os.cpu_count(),
        "python": platform.python_version(),
        "system": f"{platform.system()} {platform.machine()}",
    }
