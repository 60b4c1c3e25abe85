"""Options shared by all tests, and which of them share a process."""

import pytest


def pytest_addoption(parser):
    parser.addoption(
        "--update-examples", action="store_true", help="rewrite the goldens in tests/examples/"
    )


def pytest_collection_modifyitems(items):
    """One process a file, whose fixtures are made once; those with Node share its build folder."""
    for item in items:
        together = "node" if item.get_closest_marker("node") else item.path.as_posix()
        item.add_marker(pytest.mark.xdist_group(together))
