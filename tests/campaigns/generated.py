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


def main() -> int:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--times", type=int, default=100)
    times = str(parser.parse_args().times)
    environment = {**os.environ, "PLAYBOOK_TIMES": times}
    compile_scripts()
    generated = [path for path in CLIENT.glob("test/*.test.ts") if "rounds(" in path.read_text()]
    tests = [f"build/{path.stem}.mjs" for path in generated]
    node = ["node", "--test", "--test-reporter=tap", *tests]
    done = subprocess.run(node, cwd=CLIENT, env=environment, capture_output=True, text=True)
    for line in re.findall(r"(?m)^(?:not )?ok \d+ - .*|^# (?:pass|fail) \d+", done.stdout):
        print(line, flush=True)
    words = [sys.executable, "-m", "pytest", "-q", "tests/client/test_calendar.py", "--timeout=0"]
    calendars = subprocess.run(words, cwd=CLIENT.parents[1], env=environment)
    return 1 if done.returncode or calendars.returncode else 0


if __name__ == "__main__":
    raise SystemExit(main())
