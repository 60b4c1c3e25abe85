"""Options shared by all tests, which of them share a process, and the signals that all heed."""

import signal

import pytest

# A shell starts what runs in the background with interrupts ignored; whoever is started by it
# inherits that, and a server that a test ends by an interrupt would never end. Python itself
# ignores two more, and `nohup` the hang-up, on purpose.
ON_PURPOSE = {getattr(signal, name, None) for name in ("SIGPIPE", "SIGXFSZ", "SIGHUP")}
for number in signal.valid_signals() - ON_PURPOSE:
    if signal.getsignal(number) is signal.SIG_IGN:
        is_interrupt = number == signal.SIGINT
        signal.signal(number, signal.default_int_handler if is_interrupt else signal.SIG_DFL)


def pytest_addoption(parser):
    parser.addoption(
        "--update-examples", action="store_true", help="rewrite the goldens in tests/examples/"
    )


@pytest.hookimpl(optionalhook=True)
def pytest_xdist_make_scheduler(config, log):
    """One process a file, whose fixtures are made once; those with Node share its build folder."""
    from xdist.scheduler import LoadFileScheduling

    class ByFile(LoadFileScheduling):
        def _split_scope(self, nodeid):
            file = super()._split_scope(nodeid)
            return "client" if file.startswith(("tests/client/", "tests/test_client.py")) else file

    return ByFile(config, log)
