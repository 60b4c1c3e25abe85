"""The two commands of the README, as a newcomer's machine meets them."""

from __future__ import annotations

import importlib.util
import signal
import subprocess
import sys
import zipfile
from pathlib import Path

import pytest

from tests.conftest import heed_signals

ROOT = Path(__file__).resolve().parents[1]


@pytest.fixture
def dev(tmp_path, monkeypatch):
    """A fresh `dev` module whose environment lives in an empty folder."""
    spec = importlib.util.spec_from_file_location("dev", ROOT / "dev.py")
    module = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(module)
    monkeypatch.setattr(module, "VENV", tmp_path / ".venv")
    return module


def test_an_old_python_is_refused_with_the_line_that_installs_a_newer_one(dev):
    with pytest.raises(dev.SetupError, match=r"Python 3\.11 or newer; this is 3\.10\. Install it"):
        dev.check_python((3, 10))


@pytest.mark.parametrize(
    ("platform", "command", "line"),
    [
        ("darwin", None, "brew install python"),
        ("win32", None, "winget install Python"),
        ("linux", "dnf", "sudo dnf install python3"),
        ("linux", None, "sudo apt install python3 python3-venv"),
    ],
)
def test_a_python_without_environments_is_refused_for_each_system(
    dev, monkeypatch, platform, command, line
):
    monkeypatch.setattr(dev.sys, "platform", platform)
    monkeypatch.setattr(dev.shutil, "which", lambda name: name if name == command else None)
    monkeypatch.setattr(dev.importlib.util, "find_spec", lambda name: None)
    with pytest.raises(dev.SetupError, match=line):
        dev.check_python()


def test_the_second_run_installs_nothing(dev, monkeypatch):
    ran = []
    monkeypatch.setattr(dev, "run", lambda command, **_: ran.append(command))
    dev.venv_python().parent.mkdir(parents=True)
    dev.venv_python().touch()
    dev.install()
    assert len(ran) == 1, "the first run installs with pip"
    dev.install()
    assert len(ran) == 1, "the second run has nothing to do"


def test_an_interrupted_install_starts_again(dev, monkeypatch):
    def interrupted(command, **_):
        raise KeyboardInterrupt

    dev.venv_python().parent.mkdir(parents=True)
    dev.venv_python().touch()
    monkeypatch.setattr(dev, "run", interrupted)
    with pytest.raises(KeyboardInterrupt):
        dev.install()
    assert not dev.is_installed("")


def test_the_test_set_serves_the_site_too(dev):
    dev.venv_python().parent.mkdir(parents=True)
    dev.venv_python().touch()
    (dev.VENV / "playbook-stamp").write_text(dev.stamp_of("[dev,engines]"))
    assert dev.is_installed("")


def test_a_missing_browser_names_its_package(dev, monkeypatch):
    monkeypatch.setattr(dev.shutil, "which", lambda name: None)
    monkeypatch.setattr(dev.subprocess, "run", lambda *a, **k: None)
    lines = dev.install_browsers()
    assert "Chromium: not here (Debian: sudo apt install chromium)" in lines


def test_a_taken_port_is_named_with_another_one(dev, monkeypatch):
    with dev.socket.socket() as taken:
        taken.bind(("127.0.0.1", 0))
        taken.listen()
        monkeypatch.setattr(dev, "ADDRESS", taken.getsockname())
        with pytest.raises(dev.SetupError, match="serve -a"):
            dev.serve([])


def test_an_unknown_command_lists_the_known_ones(capsys):
    done = subprocess.run(
        [sys.executable, str(ROOT / "dev.py"), "srve"], capture_output=True, text=True
    )
    assert done.returncode == 2
    assert "serve" in done.stderr and "Traceback" not in done.stderr


@pytest.mark.parametrize("name", ["SIGINT", "SIGTERM"])
def test_tests_heed_the_signals_that_their_launcher_ignores(name):
    number = signal.Signals[name]
    before = signal.signal(number, signal.SIG_IGN)
    try:
        heed_signals()
        child = subprocess.Popen([sys.executable, "-c", "input()"], stdin=subprocess.PIPE)
        child.send_signal(number)
        assert child.wait() != 0, "it waits for ever where signals are ignored"
        child.stdin.close()
    finally:
        signal.signal(number, before)


def test_every_campaign_is_listed_with_a_line_and_an_unknown_one_is_named(dev, capsys):
    assert dev.campaign([]) == 0
    told = capsys.readouterr().out
    assert "kills" in told and "xss" in told and "xss_payloads" not in told
    assert all(line and len(line) < 100 for line in dev.campaigns().values())
    with pytest.raises(dev.SetupError, match='no campaign is called "kill"'):
        dev.campaign(["kill"])


@pytest.fixture(scope="module")
def wheel(tmp_path_factory) -> list[str]:
    """The names inside the wheel, built where no Node is."""
    folder = tmp_path_factory.mktemp("wheel")
    command = [sys.executable, "-m", "pip", "wheel", "--no-deps", "--no-build-isolation"]
    subprocess.run(
        [*command, "--quiet", "--wheel-dir", str(folder), str(ROOT)],
        check=True,
        env={"PATH": str(Path(sys.executable).parent), "HOME": str(folder)},
    )
    [path] = folder.glob("*.whl")
    return zipfile.ZipFile(path).namelist()


def test_the_wheel_holds_templates_and_the_compiled_bundle(wheel):
    assert "playbook_plugins/static/playbook.js" in wheel
    assert "playbook_plugins/static/playbook.css" in wheel
    assert "playbook_plugins/static/third-party-notices.txt" in wheel
    assert any(name.startswith("playbook_plugins/templates/") for name in wheel)
    assert "playbook_plugins/py.typed" in wheel


def test_the_wheel_holds_no_tests_no_docs_and_no_typescript(wheel):
    strangers = [n for n in wheel if n.startswith(("tests/", "docs/")) or n.endswith(".ts")]
    assert strangers == []
    assert not [n for n in wheel if n.startswith("playbook_plugins/client/")]


def test_the_sites_commands_install_what_its_settings_ask_for(dev):
    # A clean clone stopped at its first build: pictures were asked for, their packages were not.
    settings = (ROOT / "mkdocs.yml").read_text(encoding="utf-8")
    assert ("share_pictures: true" in settings) == ("share" in dev.OF_THE_SITE)
