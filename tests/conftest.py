"""Options shared by all tests, and which of them share a process."""

import pytest


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
