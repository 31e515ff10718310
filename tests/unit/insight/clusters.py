"""Small clusters to look at."""

from __future__ import annotations

from collections.abc import Iterable

from kafkatui.model.cluster import Broker, ClusterMetadata, Partition, Topic


def partition(
    topic: str, number: int, leader: int, replicas: tuple[int, ...], isr: tuple[int, ...] | None = None
) -> Partition:
    """A partition, in sync unless `isr` says otherwise."""
    return Partition(topic, number, leader, replicas, replicas if isr is None else isr)


def topic(name: str, *partitions: Partition, is_internal: bool = False) -> Topic:
    """A topic of those partitions."""
    return Topic(name, partitions, is_internal)


def cluster(topics: Iterable[Topic], brokers: Iterable[int] = (1, 2, 3), controller: int | None = 1) -> ClusterMetadata:
    """A cluster with brokers kafka-1:9092, kafka-2:9092 …"""
    return ClusterMetadata(
        "id",
        controller,
        {number: Broker(number, f"kafka-{number}", 9092) for number in brokers},
        {t.name: t for t in topics},
    )
