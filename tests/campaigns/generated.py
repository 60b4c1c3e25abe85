"""The generated tests of the browser script, a hundred times as often as in `dev.py test`.

    python3 dev.py campaign generated [--times 100]

1,000,000 merged histories, 100,000 copies through JSON, CSV and link, 1,000,000 damaged links,
tables and files, 10,000 sheets at every limit, 100,000 calendars read back by two libraries: each
test that counts in `rounds`. Prints what ran; exits 1 when anything failed.
"""

from __future__ import annotations

import argparse
import os
import re
import subprocess
import sys

from tests.test_client import CLIENT, compile_scripts


def often(names: list[str], times: int) -> bool:
    """Run the browser script's own tests `names`, each `times` as often; whether any failed."""
    compile_scripts()
    tests = [f"build/{name}.test.mjs" for name in names]
    node = ["node", "--test", "--test-reporter=tap", *tests]
    environment = {**os.environ, "PLAYBOOK_TIMES": str(times)}
    done = subprocess.run(node, cwd=CLIENT, env=environment, capture_output=True, text=True)
    for line in re.findall(r"(?m)^(?:not )?ok \d+ - .*|^# (?:pass|fail) \d+", done.stdout):
        print(line, flush=True)
    return done.returncode != 0


def main() -> int:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--times", type=int, default=100)
    times = parser.parse_args().times
    generated = [path for path in CLIENT.glob("test/*.test.ts") if "rounds(" in path.read_text()]
    failed = often([path.name.removesuffix(".test.ts") for path in generated], times)
    environment = {**os.environ, "PLAYBOOK_TIMES": str(times)}
    words = [sys.executable, "-m", "pytest", "-q", "tests/client/test_calendar.py", "--timeout=0"]
    calendars = subprocess.run(words, cwd=CLIENT.parents[1], env=environment)
    return 1 if failed or calendars.returncode else 0


if __name__ == "__main__":
    raise SystemExit(main())
