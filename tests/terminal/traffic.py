"""A little steady traffic, as a cluster in use has."""

from __future__ import annotations

import logging
import threading
from collections.abc import Iterator
from contextlib import contextmanager

from confluent_kafka.admin import AdminClient, NewTopic  # type: ignore[attr-defined]

from kafkatui.sandbox.cluster import Sandbox
from tests.cluster.sharing import remove_topic
from tests.drive.producer import Producer

QUIET = logging.getLogger("tests.clients")
QUIET.addHandler(logging.NullHandler())
QUIET.propagate = False
PAUSE_SECONDS = 0.05


def admin_of(cluster: Sandbox) -> AdminClient:
    """A raw client that prints nothing."""
    return AdminClient({"bootstrap.servers": cluster.bootstrap_servers}, logger=QUIET)


@contextmanager
def own_topic(
    cluster: Sandbox, topic: str, replicas: list[list[int]], config: dict[str, str] | None = None
) -> Iterator[str]:
    """A topic with these replicas by partition, the first of each the preferred leader; it goes at the end."""
    admin = admin_of(cluster)
    admin.create_topics([NewTopic(topic, len(replicas), replica_assignment=replicas, config=config or {})])[
        topic
    ].result(20)
    try:
        yield topic
    finally:
        remove_topic(cluster, topic)


def count_elsewhere(cluster: Sandbox, topic: str) -> int:
    """Partitions of other topics: Kafka's own, where an earlier test had groups or transactions."""
    topics = admin_of(cluster).list_topics(timeout=20).topics
    return sum(len(found.partitions) for name, found in topics.items() if name != topic)


@contextmanager
def steady_traffic(cluster: Sandbox, topic: str, partitions: int) -> Iterator[None]:
    """Produces 20 records a second to every partition, whatever happens to the brokers."""
    stopping = threading.Event()

    def produce() -> None:
        settings = {"bootstrap.servers": cluster.bootstrap_servers, "allow.auto.create.topics": False}
        producer = Producer(settings, logger=QUIET)
        while not stopping.wait(PAUSE_SECONDS):
            for partition in range(partitions):
                producer.produce(topic, b"tick", partition=partition)
            producer.poll(0)
        producer.purge()

    thread = threading.Thread(target=produce, name="traffic", daemon=True)
    thread.start()
    try:
        yield
    finally:
        stopping.set()
        thread.join(5)
