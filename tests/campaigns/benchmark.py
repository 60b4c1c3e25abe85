"""Build a large site with us and with others, and write the times into the docs.

    python3 dev.py campaign benchmark --help

It lives in tests/benchmarks.
"""

from __future__ import annotations

import sys

from tests.benchmarks.__main__ import main

if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
