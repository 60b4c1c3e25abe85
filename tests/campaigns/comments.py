"""A blog's comments through years of servers that are emptied, wrong, doubled and exchanged.

    python3 dev.py campaign comments [--histories 1000] [--seed 1]

Each history is one thread with twelve random acts of its server and its moderators, beside a model
of what must stand there (tests/comments/histories.py). Prints what was lost, doubled or shown that
somebody had refused; exits 1 when anything was.
"""

from __future__ import annotations

import argparse
import tempfile
from pathlib import Path

from tests.comments.histories import History


def main() -> int:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--histories", type=int, default=1000)
    parser.add_argument("--seed", type=int, default=1)
    given = parser.parse_args()
    wrong = 0
    with tempfile.TemporaryDirectory() as folder:
        for number in range(given.histories):
            seed = given.seed * 1_000_000 + number
            found = History(Path(folder, str(number)), seed).run()
            wrong += bool(found)
            if found:
                print(f"history {seed}: {'; '.join(found)}")
    print(f"{wrong} of {given.histories} histories differ from the model.")
    return 1 if wrong else 0


if __name__ == "__main__":
    raise SystemExit(main())
