"""Options of all tests, the order in which processes take them, and the signals they heed."""

import signal

import pytest

SLOWEST_FIRST = ("tests/browser/", "tests/build/", "tests/imports/", "tests/test_client.py")
"""What takes longest is begun first, so that no process is left alone with it at the end."""


def pytest_addoption(parser):
    parser.addoption(
        "--update-examples", action="store_true", help="rewrite the goldens in tests/examples/"
    )


def pytest_configure(config):
    heed_signals()


def heed_signals() -> None:
    """Heed what the launcher ignores, and with us whatever tests start: a shell, say, ignores
    interrupts in what it starts in the background, and a server would never end by one."""
    for name in ("SIGINT", "SIGTERM", "SIGQUIT", "SIGCHLD", "SIGALRM"):
        number = getattr(signal, name, None)
        if number is not None and signal.getsignal(number) is signal.SIG_IGN:
            usual = signal.default_int_handler if name == "SIGINT" else signal.SIG_DFL
            signal.signal(number, usual)


@pytest.hookimpl(trylast=True)
def pytest_collection_modifyitems(config, items):
    """Sorted only where processes share the tests: one process goes as files are named."""
    if config.getoption("numprocesses", None) or hasattr(config, "workerinput"):
        items.sort(key=lambda item: place_of(item.nodeid))


def place_of(name: str) -> int:
    """Where a test stands among `SLOWEST_FIRST`; a stable sort keeps the rest in order."""
    found = [place for place, start in enumerate(SLOWEST_FIRST) if name.startswith(start)]
    return found[0] if found else len(SLOWEST_FIRST)
