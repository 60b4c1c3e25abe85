"""Options shared by all tests."""


def pytest_addoption(parser):
    parser.addoption(
        "--update-examples", action="store_true", help="rewrite the goldens in tests/examples/"
    )
