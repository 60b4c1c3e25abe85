#!/usr/bin/env python3
"""One command for everything: build the site, serve it, prove it.

    python3 dev.py serve      build the site and serve it, following every save
    python3 dev.py build      build it strictly into site/
    python3 dev.py test       run every check; --require-browsers makes a missing one a failure,
                              --quick runs within a minute what needs no browser and no whole site
    python3 dev.py client     compile the browser script (needs Node)
    python3 dev.py campaign   the long proofs: kills, edits, hostile texts, benchmarks, …

Standard library only, because it runs before anything is installed. It makes
`.venv`, installs what the command needs, and does nothing the second time.
"""

from __future__ import annotations

import argparse
import ast
import hashlib
import importlib.util
import os
import shutil
import socket
import subprocess
import sys
from pathlib import Path

ROOT = Path(__file__).resolve().parent
VENV = ROOT / ".venv"
CLIENT = ROOT / "playbook_plugins" / "client"
CAMPAIGNS = ROOT / "tests" / "campaigns"
OLDEST = (3, 11)
ADDRESS = ("127.0.0.1", 8000)

BROWSERS = [
    # (what it is, commands that prove it is there, Debian package)
    ("Chromium", ["chromium", "chromium-browser", "google-chrome"], "chromium"),
    ("Firefox ESR", ["firefox-esr", "firefox"], "firefox-esr"),
    ("WebKitGTK", ["WebKitWebDriver"], "webkit2gtk-driver"),
]
TOOLS = [
    ("a virtual screen for WebKitGTK", ["Xvfb"], "xvfb"),
    ("pdftotext for the print tests", ["pdftotext"], "poppler-utils"),
    ("Node for the browser script's own tests", ["npm"], "npm"),
    ("Java for the HTML checker", ["java"], "default-jre-headless"),
]
FASTER = ("Chromium without windows", ["chromium-headless-shell"], "chromium-headless-shell")
"""Makes a page of the browser tests four times as cheap; nothing is missing without it."""


class SetupError(Exception):
    """Something on this machine is missing; the text says what to do."""


# --- This machine -----------------------------------------------------------------


def python_advice() -> str:
    """The line that installs a fitting Python here, whichever system this is."""
    if sys.platform == "darwin":
        return "Install it with: brew install python@3.13"
    if sys.platform == "win32":
        return "Install it with: winget install Python.Python.3.13"
    if shutil.which("dnf"):
        return "Install it with: sudo dnf install python3 python3-pip"
    return "Install it with: sudo apt install python3 python3-venv"


def check_python(version: tuple[int, ...] = sys.version_info[:2]) -> None:
    """Refuse a Python that is too old or cannot make environments, with the cure."""
    if version < OLDEST:
        found = ".".join(map(str, version))
        raise SetupError(f"This needs Python 3.11 or newer; this is {found}. {python_advice()}")
    if not all(importlib.util.find_spec(name) for name in ("venv", "ensurepip")):
        raise SetupError(f"This Python cannot make environments. {python_advice()}")


def missing(wanted: list[tuple[str, list[str], str]]) -> list[tuple[str, str]]:
    """The (what, Debian package) pairs of `wanted` that no command on PATH gives."""
    return [
        (what, package)
        for what, commands, package in wanted
        if not any(shutil.which(command) for command in commands)
    ]


def may_install() -> list[str] | None:
    """The prefix that lets us run apt-get without asking anybody, or None."""
    if not shutil.which("apt-get"):
        return None
    if os.geteuid() == 0:
        return []
    asked = shutil.which("sudo") and subprocess.run(["sudo", "-n", "true"], capture_output=True)
    return ["sudo", "-n"] if asked and asked.returncode == 0 else None


# --- The environment --------------------------------------------------------------


def venv_python() -> Path:
    """The interpreter inside `.venv`, where each system puts it."""
    if sys.platform == "win32":
        return VENV / "Scripts" / "python.exe"
    return VENV / "bin" / "python"


OF_THE_SITE = "[share]"
"""What this site asks for beside the package: pictures for its links."""


def stamp_of(extras: str) -> str:
    """What the environment depends on, as one line: change it and we install again."""
    digest = hashlib.sha256()
    for name in ("pyproject.toml", "constraints.txt"):
        digest.update((ROOT / name).read_bytes())
    return f"{sys.version_info[0]}.{sys.version_info[1]} {extras} {digest.hexdigest()}"


def is_installed(extras: str) -> bool:
    """Whether `.venv` already holds what `extras` asks for; the test set holds the site's too."""
    stamp = VENV / "playbook-stamp"
    if not (stamp.is_file() and venv_python().exists()):
        return False
    return stamp.read_text() in {stamp_of(extras), stamp_of("[dev,engines]")}


def install(extras: str = "") -> None:
    """Make `.venv` and install the package with `extras` unless that is done already.

    The stamp is written last: a run that was interrupted starts again.
    """
    if is_installed(extras):
        return
    check_python()
    print("Setting up .venv (once; about half a minute) …", flush=True)
    if not venv_python().exists():
        run([sys.executable, "-m", "venv", "--clear", str(VENV)])
    stamp = VENV / "playbook-stamp"
    stamp.unlink(missing_ok=True)
    pip = [str(venv_python()), "-m", "pip", "--disable-pip-version-check", "install", "--quiet"]
    run([*pip, "-c", "constraints.txt", "-e", f".{extras}"])
    stamp.write_text(stamp_of(extras))


def install_isso() -> bool:
    """Install the comment server that a few tests run for real; False where that fails.

    Apart from the rest: one of its parts may have to be compiled, and no other check waits for it.
    """
    python = str(venv_python())
    have = [python, "-c", "import isso"]
    if subprocess.run(have, stderr=subprocess.DEVNULL).returncode == 0:
        return True
    print("Installing Isso for its tests …", flush=True)
    pip = [python, "-m", "pip", "--disable-pip-version-check", "install", "--quiet"]
    words = [*pip, "-c", "constraints.txt", "setuptools", "isso"]
    return subprocess.run(words, cwd=ROOT, stderr=subprocess.DEVNULL).returncode == 0


def install_client() -> bool:
    """Install what compiles and tests the browser script; False when Node is missing."""
    npm = shutil.which("npm")
    if not npm:
        return False
    lock = CLIENT / "package-lock.json"
    stamp = CLIENT / "node_modules" / ".playbook-stamp"
    wanted = hashlib.sha256(lock.read_bytes()).hexdigest()
    if not (stamp.is_file() and stamp.read_text() == wanted):
        run([npm, "ci", "--no-audit", "--no-fund", "--loglevel=error"], cwd=CLIENT)
        stamp.write_text(wanted)
    return True


def install_browsers() -> list[str]:
    """Bring in missing browsers and tools where we may; return one line for each still missing."""
    tried = VENV / "playbook-tried-shell"  # once: not every system has that package
    absent = missing([*BROWSERS, *TOOLS, *([] if tried.exists() else [FASTER])])
    prefix = may_install() if absent else None
    if prefix is not None:
        print("Installing:", ", ".join(package for _, package in absent), flush=True)
        quiet = {**os.environ, "DEBIAN_FRONTEND": "noninteractive"}
        apt = [*prefix, "apt-get", "-qq"]
        subprocess.run([*apt, "update"], env=quiet, stdout=subprocess.DEVNULL)
        wanted = [*apt, "install", "--yes", "--no-install-recommends", "--no-remove"]
        for packages in ([name for _, name in absent if name != FASTER[2]], [FASTER[2]]):
            subprocess.run([*wanted, *packages], env=quiet, capture_output=True)
        if VENV.is_dir():
            tried.touch()
    elif missing(BROWSERS[:1]):
        command = [str(venv_python()), "-m", "playwright", "install", "chromium"]
        subprocess.run(command, capture_output=True)  # the tests say when this was in vain
    left = missing(BROWSERS) + missing(TOOLS)
    return [f"{what}: not here (Debian: sudo apt install {package})" for what, package in left]


# --- Commands ---------------------------------------------------------------------


def quiet_environment() -> dict[str, str]:
    """This process's environment without the hosts' banners; we say it once, in the README."""
    return {**os.environ, "NO_MKDOCS_2_WARNING": "1", "DISABLE_MKDOCS_2_WARNING": "true"}


def run(command: list[str], cwd: Path = ROOT, **environment: str) -> None:
    """Run `command`; raise `SetupError` when it fails."""
    done = subprocess.run(command, cwd=cwd, env={**quiet_environment(), **environment})
    if done.returncode:
        raise SetupError(f"This did not work: {' '.join(command)}")


def passes(title: str, command: list[str], **environment: str) -> bool:
    """Run one check under its title; whether it passed."""
    print(f"\n── {title}", flush=True)
    done = subprocess.run(command, cwd=ROOT, env={**quiet_environment(), **environment})
    return done.returncode == 0


def serve(rest: list[str]) -> int:
    """Serve the site with live reload until Ctrl-C."""
    if not {"-a", "--dev-addr"} & set(rest):
        with socket.socket() as probe:
            probe.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
            try:
                probe.bind(ADDRESS)
            except OSError:
                place = f"{ADDRESS[0]}:{ADDRESS[1]}"
                raise SetupError(
                    f"Something else uses {place}. Stop it, or choose another place: "
                    f"python3 dev.py serve -a {ADDRESS[0]}:8001"
                ) from None
    install(OF_THE_SITE)
    command = [str(venv_python()), "-m", "mkdocs", "serve", "--livereload", *rest]
    try:
        return subprocess.run(command, cwd=ROOT, env=quiet_environment()).returncode
    except KeyboardInterrupt:
        return 0


def build(rest: list[str]) -> int:
    """Build the site strictly: any warning is a failure."""
    install(OF_THE_SITE)
    command = [str(venv_python()), "-m", "mkdocs", "build", "--strict", *rest]
    return subprocess.run(command, cwd=ROOT, env=quiet_environment()).returncode


STYLE = (
    ("Style", ["ruff", "check", "."]),
    ("Layout", ["ruff", "format", "--check", "."]),
    ("Types", ["mypy"]),
)


def test(rest: list[str]) -> int:
    """Run every check, or those that are quick; `rest` goes to pytest."""
    required, quick = "--require-browsers" in rest, "--quick" in rest
    rest = [word for word in rest if word not in {"--require-browsers", "--quick"}]
    install("[dev,engines]")
    python = str(venv_python())
    tests = [python, "-m", "pytest", "-q", *in_parallel(rest), *rest]
    absent, skipped = [], []
    if quick:
        tests += [*(f"--ignore=tests/{folder}" for folder in SLOW), "-m", "not slow"]
    else:
        absent = install_browsers()
        install_client()
        skipped = [] if install_isso() else ["Isso (pip could not install it on this machine)"]
    environment = {"PLAYBOOK_REQUIRE_BROWSERS": "1"} if required else {}
    checks = [passes(title, [python, "-m", *words]) for title, words in STYLE]
    checks.append(passes("Tests", tests, **environment))
    for line in [*absent, *skipped]:
        print(f"Did not run for want of {line}")
    return 0 if all(checks) and not (required and absent) else 1


SLOW = ("browser", "build", "imports", "client", "benchmarks", "test_client.py", "test_setup.py")
"""What `test --quick` leaves out of tests/, besides each test that is marked as slow."""


def in_parallel(rest: list[str]) -> list[str]:
    """The words that run tests on all cores, a file in one process; none for who looks at one test.

    One process more than cores: browsers and servers are often waited for.
    """
    if {"-n", "--pdb", "-s", "-x", "--update-examples"} & set(rest):
        return []
    return ["-n", str((os.cpu_count() or 1) + 1), "--dist", "loadfile", "--no-loadscope-reorder"]


def client(rest: list[str]) -> int:
    """Compile the browser script and styles into playbook_plugins/static/."""
    if not install_client():
        raise SetupError("Compiling the browser script needs Node 20 or newer.")
    return subprocess.run(["npm", "run", "build", *rest], cwd=CLIENT).returncode


def campaigns() -> dict[str, str]:
    """The long proofs by name, each with the first line of what its module says of itself."""
    found = {}
    for path in sorted(CAMPAIGNS.glob("*.py")):
        text = path.read_text(encoding="utf-8")
        if '__name__ == "__main__"' in text:
            found[path.stem] = str(ast.get_docstring(ast.parse(text))).partition("\n")[0]
    return found


def campaign(rest: list[str]) -> int:
    """Run the long proof named first in `rest`, the others being its own; or list them all."""
    known = campaigns()
    if not rest:
        print("python3 dev.py campaign NAME [its options, or --help]\n")
        print("\n".join(f"  {name:<11} {line}" for name, line in known.items()))
        return 0
    if rest[0] not in known:
        raise SetupError(f'no campaign is called "{rest[0]}". There are: {", ".join(known)}')
    install("[dev,engines]")
    install_browsers()
    install_client()
    command = [str(venv_python()), "-m", f"tests.campaigns.{rest[0]}", *rest[1:]]
    try:
        return subprocess.run(command, cwd=ROOT, env=quiet_environment()).returncode
    except KeyboardInterrupt:
        return 1  # it has said already how to go on


COMMANDS = {
    "serve": serve,
    "build": build,
    "test": test,
    "client": client,
    "campaign": campaign,
}


def main(words: list[str]) -> int:
    """Run the command named first in `words`; the rest is its own."""
    parser = argparse.ArgumentParser(
        prog="dev.py", description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter
    )
    parser.add_argument("command", choices=COMMANDS)
    chosen = parser.parse_args(words[:1])
    try:
        check_python()
        return COMMANDS[chosen.command](words[1:])
    except SetupError as error:
        print(f"dev.py: {error}", file=sys.stderr)
        return 1


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
