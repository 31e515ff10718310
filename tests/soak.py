"""`make soak`: monkeys and cluster states from new seeds until the time is over, or something fails.

SOAK_MINUTES says for how long; what has begun is ended. Every seed is printed before it is used.
"""

from __future__ import annotations

import os
import random
import subprocess
import sys
import time
from collections.abc import Callable
from itertools import cycle

DEFAULT_MINUTES = 60.0

TESTS = {"MONKEY_SEED": "tests/terminal/test_monkey.py", "ORACLE_SEED": "tests/oracle"}
"""What is run, by the variable that takes its seed."""

Run = Callable[[str, int], bool]


def soak(minutes: float, run: Run, seconds: Callable[[], float] = time.monotonic) -> int:
    """Runs the tests in turn, each with new seeds.

    Args:
        run: runs what a variable names with a seed, and tells whether it went well.
        seconds: the clock.

    Returns:
        the exit code: 1 after a failure.
    """
    ends_at, count = seconds() + minutes * 60, 0
    for variable in cycle(TESTS):
        if seconds() >= ends_at:
            break
        seed, begun_at = random.SystemRandom().randrange(1_000, 1_000_000_000), seconds()
        print(f"{variable}={seed}", end=" ", flush=True)
        if not run(variable, seed):
            print(f"\nMake it again with: {variable}={seed} {sys.executable} -m pytest {TESTS[variable]}")
            return 1
        print(f"ok, {seconds() - begun_at:.0f} s", flush=True)
        count += 1
    print(f"{count} runs, none failed")
    return 0


def run_tests(variable: str, seed: int) -> bool:
    """Runs one in a process of its own and prints what it says when it fails; skipped is failed."""
    command = [sys.executable, "-m", "pytest", "-q", "-x", "-p", "no:cacheprovider", TESTS[variable]]
    environment = {**os.environ, variable: str(seed), "CI": "true"}
    ended = subprocess.run(command, env=environment, stdout=subprocess.PIPE, stderr=subprocess.STDOUT, text=True)
    if ended.returncode != 0:
        print(f"\n{ended.stdout}")
    return ended.returncode == 0


if __name__ == "__main__":
    sys.exit(soak(float(os.environ.get("SOAK_MINUTES") or DEFAULT_MINUTES), run_tests))
