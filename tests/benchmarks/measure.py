"""Takes the time: one build of one project, or one save seen over HTTP."""

from __future__ import annotations

import contextlib
import gzip
import http.client
import json
import os
import shutil
import signal
import socket
import subprocess
import sys
import tempfile
import time
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING

from .projects import Project
from .tools import Tool, quiet

if TYPE_CHECKING:
    import resource

PEAK_UNIT = 1 if sys.platform == "darwin" else 1024
"""Bytes in the kernel's unit of peak memory."""
POLL = 0.01
"""Seconds between two questions to a server."""
CARD = "project.json"
ASIDE = ".aside"
"""Beside the projects of one size: what `clear` took away."""


class MeasureError(Exception):
    """A measurement that did not come about; the text says why."""


@dataclass(frozen=True)
class Built:
    """One build, as the kernel accounts for its process."""

    wall: float
    cpu: float
    peak: int
    """Bytes of its largest process."""


# --- Projects on disk -------------------------------------------------------------


def save_card(project: Project) -> None:
    """Write down what `load` needs, so that no measuring process ever holds the corpus.

    Linux hands the peak memory of a parent on to its children: ours must stay small.
    """
    written = sorted(path.name for path in project.folder.iterdir())
    card = {
        "tool": project.tool,
        "source": project.source.relative_to(project.folder).as_posix(),
        "address": project.address,
        "paragraph": project.paragraph,
        "written": [*written, CARD],
    }
    (project.folder / CARD).write_text(json.dumps(card), encoding="utf-8")


def load(folder: Path) -> Project:
    """The project in `folder`."""
    card = json.loads((folder / CARD).read_text(encoding="utf-8"))
    source = folder / card["source"]
    return Project(card["tool"], folder, source, card["address"], card["paragraph"])


def clear(folder: Path) -> None:
    """Take away all that tools have left: output, caches, links. Only what we wrote stays.

    It is moved aside, and deleted by `tidy` when nothing is measured: for minutes after a file was
    deleted, ext4 looks at its number again for each file that is made (`recently_deleted`), which
    cost our builds a second of eight, and a cold build is one that had nothing to delete.
    """
    ours = set(json.loads((folder / CARD).read_text(encoding="utf-8"))["written"])
    left = [path for path in folder.iterdir() if path.name not in ours]
    if left:
        (folder.parent / ASIDE).mkdir(exist_ok=True)
        aside = Path(tempfile.mkdtemp(dir=folder.parent / ASIDE))
        for path in left:
            path.rename(aside / path.name)


def tidy(work: Path) -> None:
    """Delete what `clear` moved aside, in every size's folder."""
    for aside in work.glob(f"*/{ASIDE}"):
        shutil.rmtree(aside)


# --- Builds -----------------------------------------------------------------------


def build(tool: Tool, project: Project, limit: float) -> Built:
    """Build once in a new process, and see that the changed post is in the output."""
    log = project.folder.parent / f"{tool.name}.log"
    # What an earlier build left to be written is not this one's: a tool that waits for the disk
    # at its end would wait for that, too.
    if hasattr(os, "sync"):
        os.sync()
    before = time.perf_counter()
    with log.open("wb") as out:
        process = subprocess.Popen(
            tool.command(tool.build),
            cwd=project.folder,
            env=quiet(),
            stdout=out,
            stderr=subprocess.STDOUT,
            start_new_session=True,
        )
        try:
            status, used = _wait(process, before + limit)
        except KeyboardInterrupt:
            _end(process)
            raise
    wall = time.perf_counter() - before
    if status:
        raise MeasureError(f"{tool.title} failed. See {log}.")
    page = published(tool, project)
    if not page.is_file() or wanted_text(project) not in page.read_bytes():
        raise MeasureError(f"{tool.title} built, but without the post's new text: {page}.")
    return Built(wall, used.ru_utime + used.ru_stime, used.ru_maxrss * PEAK_UNIT)


def _wait(process: subprocess.Popen[bytes], until: float) -> tuple[int, resource.struct_rusage]:
    """Status and resources of a process; killed with all its children when time is up."""
    while True:
        found, status, used = os.wait4(process.pid, os.WNOHANG)
        if found:
            process.returncode = os.waitstatus_to_exitcode(status)
            return process.returncode, used
        if time.perf_counter() > until:
            _end(process)
            raise MeasureError("not finished in the time allowed")
        time.sleep(POLL)


def _end(process: subprocess.Popen[bytes]) -> None:
    """End a process and its children; it leads a group of its own, so Ctrl-C does not reach it."""
    with contextlib.suppress(ProcessLookupError):
        os.killpg(process.pid, signal.SIGKILL)
    process.wait()


def published(tool: Tool, project: Project) -> Path:
    """The file of the post that the benchmarks change."""
    return project.folder / tool.output / project.address / "index.html"


def wanted_text(project: Project) -> bytes:
    """What the last edit added to the post's first paragraph."""
    lines = project.source.read_text(encoding="utf-8").split("\n")
    line = next(line for line in lines if line.startswith(project.paragraph))
    return line[len(project.paragraph) :].strip().encode()


def sizes(tool: Tool, project: Project) -> dict[str, int]:
    """Files and bytes of the output, and the bytes of one post's page."""
    files = [path for path in (project.folder / tool.output).rglob("*") if path.is_file()]
    page = published(tool, project).read_bytes()
    return {
        "files": len(files),
        "bytes": sum(path.stat().st_size for path in files),
        "page": len(page),
        "page_gzip": len(gzip.compress(page, 9)),
    }


# --- Serving ----------------------------------------------------------------------


def free_port() -> int:
    """A port that nobody listens on."""
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return int(probe.getsockname()[1])


def served(
    tool: Tool, project: Project, edits: int, limit: float, enough: float
) -> tuple[float, list[float]]:
    """Start the server; seconds until its first page, then from each save to the new text.

    After `enough` seconds of saves no further one is begun.
    """
    port = free_port()
    log = project.folder.parent / f"{tool.name}-serve.log"
    until = time.perf_counter() + limit
    before = time.perf_counter()
    with log.open("wb") as out:
        process = subprocess.Popen(
            tool.command(tool.serve, port=port),
            cwd=project.folder,
            env=quiet(),
            stdout=out,
            stderr=subprocess.STDOUT,
            start_new_session=True,
        )
        try:
            path = f"/{project.address}"
            _until_served(port, path, wanted_text(project), until, process)
            first = time.perf_counter() - before
            times: list[float] = []
            began = time.perf_counter()
            for number in range(edits):
                # Servers gather saves that follow one another: let this one stand alone.
                time.sleep(1.0)
                words = f"Saved for the {number + 1} time at {process.pid}."
                start = time.perf_counter()
                project.edit(words)
                _until_served(port, path, words.encode(), until, process)
                times.append(time.perf_counter() - start)
                if time.perf_counter() - began > enough:
                    break
            return first, times
        finally:
            _end(process)


def _until_served(
    port: int, path: str, words: bytes, until: float, process: subprocess.Popen[bytes]
) -> None:
    """Ask again and again until the page holds `words`."""
    while time.perf_counter() < until:
        if process.poll() is not None:
            raise MeasureError("the server ended by itself")
        try:
            connection = http.client.HTTPConnection("127.0.0.1", port, timeout=60)
            connection.request("GET", path)
            answer = connection.getresponse()
            content = answer.read()
            connection.close()
            if answer.status == 200 and words in content:
                return
        except (OSError, http.client.HTTPException):
            pass  # not listening yet, or starting again
        time.sleep(POLL)
    raise MeasureError("the new text was not served in the time allowed")
