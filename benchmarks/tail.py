"""How far the screen is behind a topic: at 10 messages a second, and at the producer's full speed.

`python -m benchmarks.tail BOOTSTRAP_SERVERS` measures on a cluster that runs.
"""

from __future__ import annotations

import re
import subprocess
import sys
import time
from collections.abc import Sequence
from dataclasses import dataclass

from confluent_kafka import Producer
from confluent_kafka.admin import AdminClient, NewTopic  # type: ignore[attr-defined]

from benchmarks.programs import MEASURED_ENVIRONMENT, explorer
from benchmarks.replay import Replay
from benchmarks.report import Figure, percentile, table
from benchmarks.terminal import TerminalProgram

PARTITIONS = 6
SLOW_RECORDS = 100
SLOW_INTERVAL_SECONDS = 0.1
LOAD_SECONDS = 10.0
KEY_INTERVAL_SECONDS = 0.5
"""`?` opens the help, the next one closes it. Not sooner: a key that is pressed before it is open waits for that."""

PADDING = b"x" * 150
TIMEOUT_SECONDS = 30.0

HELP = "Terms, columns and keys"
"""The title of what `?` opens."""

_COUNTED = re.compile(r"([\d,]+) read · [\d,]+ kept(?: · ([\d,]+) skipped)?")
_STAMP = re.compile(r"at(\d{10}\.\d{3})")


def run(bootstrap_servers: str) -> list[Figure]:
    """The figures, measured on a topic of their own."""
    topic = f"bench-tail-{time.time_ns()}"
    admin = AdminClient({"bootstrap.servers": bootstrap_servers})
    admin.create_topics([NewTopic(topic, PARTITIONS, 1)])[topic].result(TIMEOUT_SECONDS)
    try:
        with TerminalProgram(explorer(bootstrap_servers), MEASURED_ENVIRONMENT) as program:
            open_tail(program, topic)
            return [*at_ten_a_second(program, bootstrap_servers, topic), *at_full_speed(program, topic)]
    finally:
        admin.delete_topics([topic])[topic].result(TIMEOUT_SECONDS)


def open_tail(program: TerminalProgram, topic: str) -> None:
    """Go to the topic's messages, as a user would."""
    program.wait_for(b"Explorer", TIMEOUT_SECONDS)
    time.sleep(1)
    program.send(b":")
    time.sleep(0.5)
    program.send(f"topic {topic}".encode())
    time.sleep(0.7)
    program.send(b"\r")
    time.sleep(0.7)
    position = program.position
    program.send(b"m")
    program.wait_for(b"uncommitted", TIMEOUT_SECONDS, since=position)
    time.sleep(1)


def at_ten_a_second(program: TerminalProgram, bootstrap_servers: str, topic: str) -> list[Figure]:
    """From produce() to the bytes that show the record."""
    producer = Producer({"bootstrap.servers": bootstrap_servers, "linger.ms": 0, "acks": 1})
    producer.produce(topic, b"warm up", partition=0)
    producer.flush(TIMEOUT_SECONDS)
    time.sleep(1)
    latencies, acknowledged = [], []
    for number in range(SLOW_RECORDS):
        marker = f"tenth{number:05}".encode()
        position = program.position
        produced = time.perf_counter()
        producer.produce(topic, marker + PADDING, partition=number % PARTITIONS)
        producer.flush(TIMEOUT_SECONDS)
        acknowledged.append(time.perf_counter() - produced)
        latencies.append(program.wait_for(marker, TIMEOUT_SECONDS, since=position) - produced)
        time.sleep(max(0.0, SLOW_INTERVAL_SECONDS - (time.perf_counter() - produced)))
    p50, p99 = (1000 * percentile(latencies, fraction) for fraction in (0.5, 0.99))
    note = f"{SLOW_RECORDS} records, produce() → bytes on the terminal"
    return [
        Figure("tail at 10 msg/s, p50", p50, "ms", 15, note=note),
        Figure("tail at 10 msg/s, p99", p99, "ms", 40),
        Figure("… of that produce() → acknowledged, p99", 1000 * percentile(acknowledged, 0.99), "ms"),
    ]


def at_full_speed(program: TerminalProgram, topic: str) -> list[Figure]:
    """A producer process as fast as it can, with keys pressed meanwhile; then every record must be counted."""
    servers = program.command[program.command.index("-b") + 1]
    command = [sys.executable, "-m", "benchmarks.flood", servers, topic, str(LOAD_SECONDS)]
    started, clock = time.perf_counter(), time.time() - time.perf_counter()
    producing = subprocess.Popen(command, stdout=subprocess.PIPE, text=True)
    keys: list[float] = []
    peak = 0
    first_key = next_key = started + LOAD_SECONDS / 2  # the help covers the records: first one, then the other
    while producing.poll() is None:
        time.sleep(0.01)
        peak = max(peak, program.memory_bytes)
        if time.perf_counter() >= next_key:
            next_key += KEY_INTERVAL_SECONDS
            keys.append(program.send(b"?"))  # an Esc that a busy program reads together with the next key is another
    sent, rate = (int(word) for word in (producing.stdout.read() if producing.stdout else "0 0").split())
    ended = time.perf_counter()
    replay = Replay(program.recording)
    staleness = oldest_newest(replay, started, first_key, clock)
    if len(keys) % 2:
        program.send(b"?")
    waits = key_waits(replay, keys[::2])
    counted, caught_up = count_up(replay, sent + SLOW_RECORDS + 1, ended)
    return [
        Figure("tail at full speed: newest on screen never older than", staleness, "s", 0.5,
               note=f"{sent:,} records at {rate:,}/s from another process on the same cores"),
        Figure("… records not counted", sent + SLOW_RECORDS + 1 - counted.total, "", 0,
               note=f"{counted.read:,} read + {counted.skipped:,} skipped, {caught_up:.1f} s after the producer"),
        Figure("… key → answer, p50", 1000 * percentile(waits, 0.5), "ms", note=f"{len(waits)} keys"),
        Figure("… key → answer, worst", 1000 * max(waits), "ms", 100),
        Figure("… memory, peak", peak / 1e6, "MB", 250),
    ]  # fmt: skip


@dataclass(frozen=True, slots=True)
class Counted:
    """What the foot says: records read, and those left out to keep up."""

    read: int = 0
    skipped: int = 0

    @property
    def total(self) -> int:
        return self.read + self.skipped

    @staticmethod
    def on(lines: Sequence[str]) -> Counted | None:
        """What a screen says; None when its foot is not to be seen."""
        found = _COUNTED.search("\n".join(lines))
        return None if found is None else Counted(*(int((number or "0").replace(",", "")) for number in found.groups()))


def oldest_newest(replay: Replay, since: float, until: float, clock: float) -> float:
    """How old the newest record on the screen had become at most, when a newer one came.

    Args:
        since, until: `time.perf_counter()`.
        clock: what makes the time of day of it.
    """
    newest, oldest = 0.0, 0.0
    for when, lines in replay.texts():
        if when < since:
            continue
        found = max((float(stamp) for line in lines for stamp in _STAMP.findall(line)), default=0.0)
        if found > newest:
            oldest, newest = max(oldest, when + clock - newest if newest else 0.0), found
        if when > until:
            break
    return oldest


def key_waits(replay: Replay, pressed: Sequence[float]) -> list[float]:
    """How long each key waited for the help, which was closed again before the next."""
    waits = []
    for when in pressed:
        waits.append(replay.when(_has_help, when) - when)
        replay.when(lambda lines: not _has_help(lines), when)
    return waits


def count_up(replay: Replay, wanted: int, ended: float) -> tuple[Counted, float]:
    """What the foot says once it has counted all, or in the end; and how long after the producer that was."""
    counted, at = Counted(), ended
    while time.perf_counter() < ended + TIMEOUT_SECONDS:
        for when, lines in replay.texts():
            counted, at = Counted.on(lines) or counted, when
            if counted.total == wanted:
                return counted, max(0.0, when - ended)
        time.sleep(0.05)
    return counted, at - ended


def _has_help(lines: Sequence[str]) -> bool:
    return any(HELP in line for line in lines)


def main() -> None:
    """Measure on the cluster named on the command line."""
    print(table(run(sys.argv[1])))


if __name__ == "__main__":
    main()
