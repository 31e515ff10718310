"""An hour of tailing at 5,000 records a second: does memory grow, is every record counted, do keys wait?

`python -m benchmarks.hour [MINUTES]` measures on a cluster of its own, with one broker, which keeps what is newest.
"""

from __future__ import annotations

import subprocess
import sys
import time

from confluent_kafka.admin import AdminClient, NewTopic  # type: ignore[attr-defined]

from benchmarks.programs import MEASURED_ENVIRONMENT, explorer
from benchmarks.replay import Replay
from benchmarks.report import Figure, percentile, table
from benchmarks.tail import HELP, PARTITIONS, count_up, open_tail
from benchmarks.terminal import TerminalProgram
from kafkatui.sandbox.cluster import Sandbox, SandboxSettings

MINUTES = 60
RATE_PER_SECOND = 5_000
WARM_UP_MINUTES = 10
KEEP_BYTES = 64 * 1024 * 1024
TIMEOUT_SECONDS = 30.0


def run(bootstrap_servers: str, minutes: int) -> list[Figure]:
    """The figures, measured on a topic of their own."""
    topic = f"bench-hour-{time.time_ns()}"
    admin = AdminClient({"bootstrap.servers": bootstrap_servers})
    kept = {"retention.bytes": str(KEEP_BYTES), "segment.bytes": str(KEEP_BYTES // 4)}
    admin.create_topics([NewTopic(topic, PARTITIONS, 1, config=kept)])[topic].result(TIMEOUT_SECONDS)
    try:
        with TerminalProgram(explorer(bootstrap_servers), MEASURED_ENVIRONMENT) as program:
            open_tail(program, topic)
            return tail_for(program, bootstrap_servers, topic, minutes)
    finally:
        admin.delete_topics([topic])[topic].result(TIMEOUT_SECONDS)


def tail_for(program: TerminalProgram, bootstrap_servers: str, topic: str, minutes: int) -> list[Figure]:
    """A producer at its rate; every minute the memory and a key."""
    command = [sys.executable, "-m", "benchmarks.flood", bootstrap_servers, topic, str(minutes * 60.0)]
    began, cpu_before = time.perf_counter(), program.cpu_seconds
    producing = subprocess.Popen([*command, str(RATE_PER_SECOND)], stdout=subprocess.PIPE, text=True)
    memory: list[float] = []
    waits: list[float] = []
    for minute in range(1, minutes + 1):
        program.recording.clear()  # an hour of a screen is more than can be kept
        time.sleep(max(0.0, began + 60 * minute - 2 - time.perf_counter()))
        waits.append(press_help(program))
        memory.append(program.memory_bytes / 1e6)
        print(f"  minute {minute}: {memory[-1]:.0f} MB, key {1000 * waits[-1]:.0f} ms", file=sys.stderr, flush=True)
    cpu_seconds = program.cpu_seconds - cpu_before
    replay = Replay(program.recording)
    sent = int((producing.communicate()[0] or "0 0").split()[0])
    counted, _ = count_up(replay, sent, time.perf_counter())
    settled = memory[min(WARM_UP_MINUTES, len(memory)) - 1]
    return [
        Figure(
            f"memory after {WARM_UP_MINUTES} min", settled, "MB", None, note=f"{RATE_PER_SECOND:,} records/s of 200 B"
        ),
        Figure(f"… after {minutes} min", memory[-1], "MB", settled * 1.02, note="no growth: within 2 %"),
        Figure("… peak of those taken", max(memory), "MB", 250),
        Figure("… processor time", 100 * cpu_seconds / (60 * minutes), "% of a core"),
        Figure("records not counted", sent - counted.total, "", 0, note=f"{counted.read:,} read of {sent:,}"),
        Figure("key → answer, p50", 1000 * percentile(waits, 0.5), "ms", note=f"{len(waits)} keys"),
        Figure("key → answer, worst", 1000 * max(waits), "ms", 100),
    ]


def press_help(program: TerminalProgram) -> float:
    """Opens the help and closes it again; how many seconds it took to be there."""
    position = program.position
    pressed = program.send(b"?")
    seconds = program.wait_for(HELP.encode(), TIMEOUT_SECONDS, since=position) - pressed
    program.send(b"?")  # an Esc that a busy program reads together with the next key is another key
    return seconds


def main() -> None:
    """Measure for an hour, or for the minutes named on the command line."""
    minutes = int(sys.argv[1]) if len(sys.argv) > 1 else MINUTES
    with Sandbox(SandboxSettings(brokers=1)) as sandbox:
        print(table(run(sandbox.bootstrap_servers, minutes)))


if __name__ == "__main__":
    main()
