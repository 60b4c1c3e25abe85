"""Commands of a site generator, each in a process of its own that need not import it again.

Where the system can fork, a server that has imported MkDocs, Material and us is forked for every
command: importing takes half of what a small build does. The server has built nothing, and the
process gets the folder, environment and output that a new one would have.
"""

from __future__ import annotations

import multiprocessing
import os
import runpy
import subprocess
import sys
import tempfile
import time
from pathlib import Path

IMPORTED = """
mkdocs.__main__ mkdocs.commands.build mkdocs.theme babel.dates pygments.lexers
material.plugins.search.plugin material.plugins.tags.plugin material.extensions.emoji
pymdownx.superfences pymdownx.highlight
playbook_plugins.worksheets.plugin playbook_plugins.blog.plugin playbook_plugins.build.plugin
"""
QUIET = {"NO_MKDOCS_2_WARNING": "1", "DISABLE_MKDOCS_2_WARNING": "true"}


def run(module: str, words: list[str], folder: Path) -> tuple[int, str]:
    """`python -m module words` in a folder: its exit code, and all that it printed."""
    environment = {**os.environ, **QUIET}
    # ProperDocs brings modules called mkdocs of its own, which must not have been imported yet.
    if module != "mkdocs" or "forkserver" not in multiprocessing.get_all_start_methods():
        command = [sys.executable, "-m", module, *words]
        done = subprocess.run(command, cwd=folder, env=environment, capture_output=True, text=True)
        return done.returncode, done.stdout + done.stderr
    os.environ.update(QUIET)  # the server begins in this environment, and imports print banners
    server = multiprocessing.get_context("forkserver")
    server.set_forkserver_preload(IMPORTED.split())
    with tempfile.NamedTemporaryFile() as output:
        given = (module, words, str(folder), environment, output.name)
        process = server.Process(target=_command, args=given)
        process.start()
        process.join()
        return process.exitcode or 0, output.read().decode()


def _command(
    module: str, words: list[str], folder: str, environment: dict[str, str], output: str
) -> None:
    """Become what `python -m` would have started."""
    place = os.open(output, os.O_WRONLY | os.O_APPEND)
    for stream in (1, 2):
        os.dup2(place, stream)
    os.environ.clear()
    os.environ.update(environment)
    time.tzset()
    os.chdir(folder)
    sys.path.insert(0, folder)
    sys.argv[1:] = words
    runpy.run_module(module, run_name="__main__", alter_sys=True)
