"""Thousands of topics: start, counts, filter, memory, and how long a key waits while the cluster refreshes.

`python -m benchmarks.many_topics BOOTSTRAP_SERVERS TOPICS` measures on a cluster that runs and holds bench-00000 ….
"""

from __future__ import annotations

import re
import sys
import time
from collections.abc import Callable, Sequence

from benchmarks.clusters import topic_name
from benchmarks.programs import MEASURED_ENVIRONMENT, explorer, kaskade
from benchmarks.replay import Replay
from benchmarks.report import Figure, median, percentile, table
from benchmarks.start import begin
from benchmarks.terminal import TerminalProgram

RUNS = 3
TIMEOUT_SECONDS = 90.0
COUNTING_SECONDS = 5.0
"""So long after the first counts the foot says that it counts, or all of so few topics were counted at once."""

REFRESH_SECONDS = 40.0
KEY_INTERVAL_SECONDS = 0.1
KEYS_IN_A_FRAME = 30
"""What a stall held up may be drawn at once, with the cursor some rows further on."""

NOT_COUNTING = re.compile("partitions ─".encode())
"""The foot of the page without the "counting …" that follows while offsets come in."""


def run(bootstrap_servers: str, topics: int, runs: int = RUNS) -> list[Figure]:
    """The figures; targets hold for 10,000 topics with 40,000 partitions."""
    counted = re.compile(topic_name(0).encode() + rb" +\d+ +\d+ +ok +[\d,]+ ")
    begin(explorer(bootstrap_servers), b"Explorer", counted)
    starts = [measure_start(bootstrap_servers, counted) for _ in range(runs)]
    usable, in_view, complete = (median(values) for values in zip(*starts, strict=True))
    peer = None
    if command := kaskade(bootstrap_servers):
        name = topic_name(0).encode()
        peer = begin(command, name, re.compile(name))
    with TerminalProgram(explorer(bootstrap_servers), MEASURED_ENVIRONMENT) as program:
        program.wait_for(counted, TIMEOUT_SECONDS)
        waits = key_waits(program, REFRESH_SECONDS)
        filters = [filter_seconds(program, f"{topics - 123:05}") for _ in range(5)]
        memory = program.peak_memory_bytes / 1e6
    size = f"{topics:,} topics"
    return [
        Figure(f"{size}: start → list", usable, "s", 0.7, peer[1] if peer else None, f"median of {runs}"),
        Figure("… counts of the topics in view", in_view, "s"),
        Figure("… all counts", complete, "s", 2.0, note="“counting” has left the foot"),
        Figure("… key → filtered list", 1000 * median(filters), "ms", 30, note="median of 5, third letter"),
        Figure("… memory, peak", memory, "MB", 220, peer[2] if peer else None),
        Figure("… key → cursor while it refreshes, p50", 1000 * percentile(waits, 0.5), "ms"),
        Figure("… longest", 1000 * max(waits), "ms", 50, note=f"{len(waits)} keys in {REFRESH_SECONDS:.0f} s"),
    ]


def measure_start(bootstrap_servers: str, counted: re.Pattern[bytes]) -> tuple[float, float, float]:
    """Seconds until topics are listed, until those in view are counted, and until all are: no more "counting"."""
    with TerminalProgram(explorer(bootstrap_servers), MEASURED_ENVIRONMENT) as program:
        usable = program.wait_for(topic_name(0).encode(), TIMEOUT_SECONDS) - program.started_at
        in_view = program.wait_for(counted, TIMEOUT_SECONDS) - program.started_at
        try:
            program.wait_for(b"counting", COUNTING_SECONDS)
        except TimeoutError:
            return usable, in_view, in_view
        complete = program.wait_for(NOT_COUNTING, TIMEOUT_SECONDS, since=program.position) - program.started_at
        return usable, in_view, complete


def key_waits(program: TerminalProgram, seconds: float, called: Callable[[int], str] = topic_name) -> list[float]:
    """Move the cursor down from the first row; how long each key waits until the screen shows it on the next.

    Args:
        called: what a row has on it, by its number from 0.
    """
    pressed = []
    end = time.perf_counter() + seconds
    while time.perf_counter() < end:
        time.sleep(KEY_INTERVAL_SECONDS)
        pressed.append(program.send(b"j"))
    time.sleep(2)
    replay = Replay(program.recording)

    def at(number: int) -> Callable[[Sequence[str]], bool]:
        names = [called(each) for each in range(number, number + KEYS_IN_A_FRAME)]
        return lambda lines: any(name in lines[row] for row in replay.cursor_rows() for name in names)

    waits = [replay.when(at(number), when) - when for number, when in enumerate(pressed, start=1)]
    program.send(b"g")
    return waits


def filter_seconds(program: TerminalProgram, number: str) -> float:
    """Type a number, and measure from its last digit to the one row that has it."""
    program.send(b"/")
    time.sleep(0.5)
    program.send(number[:-1].encode())
    time.sleep(1.5)
    position = program.position
    pressed = program.send(number[-1:].encode())
    found = program.wait_for(b"1 of ", 20, since=position) - pressed
    program.send(b"\x7f" * len(number))
    time.sleep(1)
    program.send(b"\x1b")
    time.sleep(1)
    return found


def main() -> None:
    """Measure on the cluster named on the command line."""
    print(table(run(sys.argv[1], int(sys.argv[2]))))


if __name__ == "__main__":
    main()
