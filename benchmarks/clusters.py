"""Real clusters to measure on: 30 topics, or as many as asked for, made in batches and kept for the next run."""

from __future__ import annotations

import os
import sys
import time
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path

from confluent_kafka import Producer
from confluent_kafka.admin import AdminClient, NewTopic  # type: ignore[attr-defined]

from kafkatui.sandbox.cluster import Sandbox, SandboxSettings

BROKERS = 3
BATCH_TOPICS = 250
"""More at once and the controller times out before the brokers have made the logs."""

TIMEOUT_SECONDS = 120.0
HEAP_FROM_TOPICS = 2_000
"""From so many topics on a broker gets 2 GB."""

_MANY_LOGS = {
    "log.index.size.max.bytes": 64 * 1024,
    "log.cleaner.enable": False,
    "num.recovery.threads.per.data.dir": 2,
}


@dataclass(frozen=True, slots=True)
class BenchCluster:
    """A cluster that runs: its addresses and what is in it."""

    bootstrap_servers: str
    zookeeper: str
    topics: int
    partitions: int


def topic_name(number: int) -> str:
    """The name of the bench's topic `number`, counted from 0."""
    return f"bench-{number:05}"


@contextmanager
def running_cluster(topics: int, partitions_each: int, directory: Path | None = None) -> Iterator[BenchCluster]:
    """A sandbox with `topics` topics of replication factor 1 and one record in the first partition of each.

    Args:
        directory: keeps the data, so that the next run finds the topics; a temporary one when None.
    """
    if topics >= HEAP_FROM_TOPICS:
        os.environ["_JAVA_OPTIONS"] = "-Xmx2g"  # the only one that goes before the command line's -Xmx
    settings = SandboxSettings(brokers=BROKERS, directory=directory, broker_properties=_MANY_LOGS)
    try:
        with Sandbox(settings, progress=lambda line: print(f"  {line}", file=sys.stderr)) as sandbox:
            make_topics(sandbox.bootstrap_servers, topics, partitions_each)
            zookeeper = sandbox.zookeeper_connect or "none"
            yield BenchCluster(sandbox.bootstrap_servers, zookeeper, topics, topics * partitions_each)
    finally:
        os.environ.pop("_JAVA_OPTIONS", None)


def make_topics(bootstrap_servers: str, topics: int, partitions_each: int) -> None:
    """Create what is missing of the bench's topics and wait until all of them have leaders."""
    admin = AdminClient({"bootstrap.servers": bootstrap_servers})
    present = set(admin.list_topics(timeout=TIMEOUT_SECONDS).topics)
    missing = [topic_name(number) for number in range(topics) if topic_name(number) not in present]
    began = time.monotonic()
    for start in range(0, len(missing), BATCH_TOPICS):
        batch = missing[start : start + BATCH_TOPICS]
        wanted = [NewTopic(name, num_partitions=partitions_each, replication_factor=1) for name in batch]
        for future in admin.create_topics(wanted, operation_timeout=TIMEOUT_SECONDS).values():
            future.result(TIMEOUT_SECONDS)
        seconds = time.monotonic() - began
        print(f"  {start + len(batch):,} of {len(missing):,} topics made, {seconds:.0f} s", file=sys.stderr)
    if missing:
        put_one_record_each(bootstrap_servers, missing)
    wait_for_leaders(admin, topics)


def put_one_record_each(bootstrap_servers: str, names: list[str]) -> None:
    """One record into each topic, so that a counted topic looks different from one not counted yet."""
    producer = Producer({"bootstrap.servers": bootstrap_servers, "queue.buffering.max.messages": len(names) + 1})
    for name in names:
        producer.produce(name, b"one", partition=0)
    if producer.flush(TIMEOUT_SECONDS):
        raise TimeoutError("not every topic took its record")


def wait_for_leaders(admin: AdminClient, topics: int) -> None:
    """Wait until the cluster's metadata name a leader for every partition."""
    deadline = time.monotonic() + TIMEOUT_SECONDS
    while time.monotonic() < deadline:
        found = admin.list_topics(timeout=TIMEOUT_SECONDS).topics.values()
        leaderless = sum(part.leader < 0 for topic in found for part in topic.partitions.values())
        if len(found) >= topics and not leaderless:
            return
        time.sleep(0.5)
    raise TimeoutError("some partitions have no leader")
