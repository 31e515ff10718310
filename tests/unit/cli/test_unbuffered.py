"""Standard output has a buffer, also where the environment takes it away."""

from __future__ import annotations

import os
import subprocess
import sys

PROGRAM = """
import io, sys
from kafkatui.cli.failures import buffer_output
print("before", end=" ")
buffer_output()
print(isinstance(sys.stdout.buffer, io.BufferedWriter), end=" ")
sys.stdout.buffer.write(b"")
sys.stdout.flush()
sys.stdout.buffer.write(b"x" * 1_000_000 + b"\\n")
"""


def test_output_is_buffered_where_python_is_told_not_to() -> None:
    for unbuffered in ("", "1"):
        environment = {**os.environ, "PYTHONUNBUFFERED": unbuffered}
        done = subprocess.run([sys.executable, "-c", PROGRAM], env=environment, capture_output=True, check=True)
        assert done.stdout == b"before True " + b"x" * 1_000_000 + b"\n"
