"""Somebody wants to be forgotten: erased, synced again, synced from another provider.

    python3 dev.py campaign erasing [--trials 500] [--seed 1]

Made-up threads with remarks and in several layouts. Prints how many left a byte of a name, words or
address; exits 1 when one did, or when something of somebody else's changed.
"""

from __future__ import annotations

import argparse
import random
import tempfile
from pathlib import Path

from tests.comments.forgotten import left_of


def main() -> int:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--trials", type=int, default=500)
    parser.add_argument("--seed", type=int, default=1)
    given = parser.parse_args()
    rng, told = random.Random(given.seed), 0
    with tempfile.TemporaryDirectory() as folder:
        for trial in range(given.trials):
            left = left_of(Path(folder, str(trial)), rng)
            told += bool(left)
            if left:
                print(f"trial {trial}: {left}")
    print(f"{told} of {given.trials} trials left a byte.")
    return 1 if told else 0


if __name__ == "__main__":
    raise SystemExit(main())
