"""How far the screen is behind a topic: at 10 messages a second, and at the producer's full speed.

`python -m benchmarks.tail BOOTSTRAP_SERVERS` measures on a cluster that runs.
"""

from __future__ import annotations

import re
import subprocess
import sys
import time
from dataclasses import dataclass

from confluent_kafka import Producer
from confluent_kafka.admin import AdminClient, NewTopic  # type: ignore[attr-defined]

from benchmarks.programs import MEASURED_ENVIRONMENT, explorer
from benchmarks.report import Figure, percentile, table
from benchmarks.terminal import TerminalProgram, without_escapes

PARTITIONS = 6
SLOW_RECORDS = 100
SLOW_INTERVAL_SECONDS = 0.1
LOAD_SECONDS = 10.0
KEY_INTERVAL_SECONDS = 0.25
PADDING = b"x" * 150
TIMEOUT_SECONDS = 30.0

_COUNTED = re.compile(r"([\d,]+) read · [\d,]+ kept(?: · ([\d,]+) skipped)?")
_STAMP = re.compile(rb"at(\d{10}\.\d{3})")


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
        Figure("tail at 10 msg/s, p50", p50, "ms", 20, note=note),
        Figure("tail at 10 msg/s, p99", p99, "ms", 50),
        Figure("… of that produce() → acknowledged, p99", 1000 * percentile(acknowledged, 0.99), "ms"),
    ]


@dataclass(slots=True)
class _Load:
    """What was seen while the producer ran."""

    oldest_newest_seconds: float = 0.0
    newest: float = 0.0

    def look(self, output: bytes, now: float) -> None:
        """Note the newest record on screen, and how old the last one had become when it was replaced."""
        stamps = [float(stamp) for stamp in _STAMP.findall(output)]
        newest = max(stamps, default=0.0)
        if newest > self.newest:
            if self.newest:
                self.oldest_newest_seconds = max(self.oldest_newest_seconds, now - self.newest)
            self.newest = newest


def at_full_speed(program: TerminalProgram, topic: str) -> list[Figure]:
    """A producer process as fast as it can, with keys pressed meanwhile; then every record must be counted."""
    servers = program.command[program.command.index("-b") + 1]
    already = SLOW_RECORDS + 1
    command = [sys.executable, "-m", "benchmarks.flood", servers, topic, str(LOAD_SECONDS)]
    producing = subprocess.Popen(command, stdout=subprocess.PIPE, text=True)
    load, key_seconds = _Load(), []
    position, peak = program.position, 0
    first = position
    next_key = time.perf_counter() + LOAD_SECONDS / 2  # the help covers the records: first one, then the other
    first_key = next_key
    while producing.poll() is None:
        time.sleep(0.01)
        output, position = program.written_since(position)
        peak = max(peak, program.memory_bytes)
        if time.perf_counter() < first_key:
            load.look(output, time.time())
        elif time.perf_counter() >= next_key:
            next_key += KEY_INTERVAL_SECONDS
            key_seconds.append(key_latency(program))
    sent, rate = (int(word) for word in (producing.stdout.read() if producing.stdout else "0 0").split())
    ended = time.perf_counter()
    counted = Counted()
    while (missing := sent + already - counted.total) and time.perf_counter() < ended + TIMEOUT_SECONDS:
        time.sleep(0.05)
        counted = last_counted(program, first)
    caught_up = time.perf_counter() - ended
    return [
        Figure("tail at full speed: newest on screen never older than", load.oldest_newest_seconds, "s", 1.0,
               note=f"{sent:,} records at {rate:,}/s from another process on the same cores"),
        Figure("… records not counted", missing, "", 0,
               note=f"{counted.read:,} read + {counted.skipped:,} skipped, {caught_up:.1f} s after the producer"),
        Figure("… key → answer, p50", 1000 * percentile(key_seconds, 0.5), "ms", note=f"{len(key_seconds)} keys"),
        Figure("… key → answer, worst", 1000 * max(key_seconds), "ms", 50),
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


def last_counted(program: TerminalProgram, since: int) -> Counted:
    """What the foot says now."""
    found = _COUNTED.findall(without_escapes(program.written_since(since)[0]).decode(errors="replace"))
    return Counted(*(int(number.replace(",", "") or 0) for number in found[-1])) if found else Counted()


def key_latency(program: TerminalProgram) -> float:
    """How long it takes from `?` until the help is on screen; it is closed again."""
    position = program.position
    pressed = program.send(b"?")
    answered = program.wait_for(b"\xe2\x8f\x8e", 10, since=position)
    program.send(b"\x1b")
    return answered - pressed


def main() -> None:
    """Measure on the cluster named on the command line."""
    print(table(run(sys.argv[1])))


if __name__ == "__main__":
    main()
