"""From the start of the program to its first frame, and to a topic with its count, next to kaskade.

`python -m benchmarks.start BOOTSTRAP_SERVERS TOPIC` measures on a cluster that runs; TOPIC holds at least one record.
"""

from __future__ import annotations

import re
import sys
import time

from benchmarks.programs import MEASURED_ENVIRONMENT, explorer, kaskade
from benchmarks.report import Figure, median, table
from benchmarks.terminal import TerminalProgram

RUNS = 7
TIMEOUT_SECONDS = 30.0
SETTLE_SECONDS = 1.0

Start = tuple[float, float, float]
"""Seconds to the first frame and to the count, and resident megabytes."""


def run(bootstrap_servers: str, topic: str, runs: int = RUNS, zookeeper: str = "none") -> list[Figure]:
    """The figures: medians of starts, kafkatui's and kaskade's in turns."""
    counted = re.compile(re.escape(topic).encode() + rb" +\d+ +\d+ +ok +[\d,]+ ")
    ours, theirs = explorer(bootstrap_servers, zookeeper), kaskade(bootstrap_servers)
    begin(ours, b"Explorer", counted)  # writes the bytecode
    own: list[Start] = []
    peer: list[Start] = []
    for _ in range(runs):
        own.append(begin(ours, b"Explorer", counted))
        if theirs is not None:
            peer.append(begin(theirs, topic.encode(), re.compile(re.escape(topic).encode())))
    frame, count, memory = (median(values) for values in zip(*own, strict=True))
    peers: list[float | None] = [median(values) for values in zip(*peer, strict=True)] if peer else [None] * 3
    return [
        Figure("start → first frame", frame, "s", 0.35, note=f"median of {runs}"),
        Figure("start → topics with their counts", count, "s", 0.35, peers[1], "kaskade draws only then"),
        Figure("memory after that", memory, "MB", None, peers[2]),
    ]


def begin(command: list[str], frame: bytes, counted: re.Pattern[bytes]) -> Start:
    """One start."""
    with TerminalProgram(command, MEASURED_ENVIRONMENT) as program:
        first = program.wait_for(frame, TIMEOUT_SECONDS) - program.started_at
        complete = program.wait_for(counted, TIMEOUT_SECONDS) - program.started_at
        time.sleep(SETTLE_SECONDS)
        return first, complete, program.memory_bytes / 1e6


def main() -> None:
    """Measure on the cluster named on the command line."""
    print(table(run(sys.argv[1], sys.argv[2])))


if __name__ == "__main__":
    main()
