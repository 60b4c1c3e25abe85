"""The generated tests of what a coach and a person send each other, a hundred times as often.

    python3 dev.py campaign envelopes [--times 100]

1,000,000 damaged and made-up envelopes, 100,000 links of all kinds, 100,000 returns brought into
their owners' copies again, 50,000 histories of remarks on four devices, 5,000 orders of an intake
and 2,000 that are cut off. Prints what ran; exits 1 when anything failed.
"""

from __future__ import annotations

import argparse

from tests.campaigns.generated import often


def main() -> int:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--times", type=int, default=100)
    names = ["links", "envelopes", "returned", "remarks", "loop"]
    return 1 if often(names, parser.parse_args().times) else 0


if __name__ == "__main__":
    raise SystemExit(main())
