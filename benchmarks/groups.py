"""Ten thousand consumer groups: listed, filtered, scrolled, and the lag of all beside kafka-consumer-groups.sh.

`python -m benchmarks.groups [GROUPS]` measures on a cluster of its own.
"""

from __future__ import annotations

import re
import sys
import time

from confluent_kafka import Producer
from confluent_kafka.admin import AdminClient, NewTopic  # type: ignore[attr-defined]

from benchmarks.many_topics import filter_seconds, key_waits
from benchmarks.programs import MEASURED_ENVIRONMENT, explorer
from benchmarks.report import Figure, median, percentile, table
from benchmarks.terminal import TerminalProgram
from benchmarks.timed import kafka_tool, memory_of, seconds_of, timed, verb
from kafkatui.kafka.connect.connection import KafkaConnection
from kafkatui.kafka.write.groups import alter_offsets, delete_groups
from kafkatui.model.profile import Profile
from kafkatui.sandbox.cluster import Sandbox, SandboxSettings

GROUPS = 10_000
PARTITIONS = 6
RECORDS = 11
"""Of a partition; a group has read the first: its lag is 60."""

AT_ONCE = 200
SCROLL_SECONDS = 20.0
TIMEOUT_SECONDS = 120.0
PREFIX = "bench-group-"


def group_name(number: int) -> str:
    """The id of a group, counted from 0."""
    return f"{PREFIX}{number:05}"


def run(bootstrap_servers: str, groups: int, *, with_tool: bool = True, scroll: float = SCROLL_SECONDS) -> list[Figure]:
    """The figures, measured on groups of their own, which are deleted again."""
    admin = AdminClient({"bootstrap.servers": bootstrap_servers})
    connection = KafkaConnection(Profile("bench", {"bootstrap.servers": bootstrap_servers}))
    topic = f"bench-groups-{time.time_ns()}"
    admin.create_topics([NewTopic(topic, PARTITIONS, 1)])[topic].result(TIMEOUT_SECONDS)
    try:
        fill(bootstrap_servers, topic)
        make_groups(connection, topic, groups)
        return [*on_the_page(bootstrap_servers, groups, scroll), *by_the_verb(bootstrap_servers, groups, with_tool)]
    finally:
        remove_groups(connection, groups)
        connection.close()
        admin.delete_topics([topic])[topic].result(TIMEOUT_SECONDS)


def fill(bootstrap_servers: str, topic: str) -> None:
    """The same number of records in each partition."""
    producer = Producer({"bootstrap.servers": bootstrap_servers})
    for partition in range(PARTITIONS):
        for _ in range(RECORDS):
            producer.produce(topic, b"one", partition=partition)
    if producer.flush(TIMEOUT_SECONDS):
        raise TimeoutError("not every record was taken")


def make_groups(connection: KafkaConnection, topic: str, groups: int) -> None:
    """Groups without members that have committed offset 1 of every partition.

    Raises:
        RuntimeError: a coordinator did not take one.
    """
    offsets = {(topic, partition): 1 for partition in range(PARTITIONS)}
    for number in range(groups):
        for outcome in alter_offsets(connection, group_name(number), offsets):
            if not outcome.is_done:
                raise RuntimeError(f"{group_name(number)}: {outcome.reason}")


def remove_groups(connection: KafkaConnection, groups: int) -> None:
    """Delete them."""
    for start in range(0, groups, AT_ONCE):
        delete_groups(connection, [group_name(number) for number in range(start, min(groups, start + AT_ONCE))])


def on_the_page(bootstrap_servers: str, groups: int, scroll: float) -> list[Figure]:
    """The list in the app."""
    first = group_name(0).encode()
    with_lag = re.compile(first + rb"[^\n]{1,80}?\b60\b")
    with TerminalProgram(explorer(bootstrap_servers), MEASURED_ENVIRONMENT) as program:
        program.wait_for(b"Explorer", TIMEOUT_SECONDS)
        position = program.position
        pressed = program.send(b"4")
        listed = program.wait_for(first, TIMEOUT_SECONDS, since=position) - pressed
        lags = program.wait_for(with_lag, TIMEOUT_SECONDS, since=position) - pressed
        time.sleep(1)
        waits = key_waits(program, scroll, group_name)
        filters = [filter_seconds(program, f"{groups - 1:05}") for _ in range(3)]
        memory = program.peak_memory_bytes / 1e6
    return [
        Figure(f"{groups:,} groups: 4 → list", listed, "s"),
        Figure("… lag of the first in view", lags, "s"),
        Figure("… key → filtered list", 1000 * median(filters), "ms", 50, note="median of 3, last digit"),
        Figure("… key → cursor while it refreshes, p50", 1000 * percentile(waits, 0.5), "ms"),
        Figure("… longest", 1000 * max(waits), "ms", 50, note=f"{len(waits)} keys in {scroll:.0f} s"),
        Figure("… memory, peak", memory, "MB", 250),
    ]


def by_the_verb(bootstrap_servers: str, groups: int, with_tool: bool) -> list[Figure]:
    """The lag of every group, by programs that end."""
    if with_tool:
        timed(verb(bootstrap_servers, "none", "groups", PREFIX, "-o", "csv"))  # writes the bytecode
    ours = timed(verb(bootstrap_servers, "none", "groups", PREFIX, "-o", "csv"))
    if (lines := ours.output.count(PREFIX.encode())) != groups:
        raise RuntimeError(f"{lines} of {groups} groups were listed")
    theirs = None
    if with_tool:
        command = ("--bootstrap-server", bootstrap_servers, "--all-groups", "--describe", "--timeout", "120000")
        theirs = timed(kafka_tool("consumer.group.ConsumerGroupCommand", *command, heap="2g"))
    return [
        Figure("lag of all groups, start of the program included", ours.seconds, "s", None,
               seconds_of(theirs), "kafkatui groups"),
        Figure("… memory, peak", ours.memory, "MB", None, memory_of(theirs)),
    ]  # fmt: skip


def main() -> None:
    """Measure on a cluster of its own."""
    groups = int(sys.argv[1]) if len(sys.argv) > 1 else GROUPS
    with Sandbox(SandboxSettings()) as sandbox:
        print(table(run(sandbox.bootstrap_servers, groups), "kafka-consumer-groups.sh"))


if __name__ == "__main__":
    main()
