"""Topics as `kafka-topics --describe` of Kafka 3.9.2 prints them, byte for byte.

Layout read from `org.apache.kafka.tools.TopicCommand` (kafka-tools 3.9.2) and compared with its output on a real
cluster.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence

from kafkatui.model.cluster import Partition, Topic, TopicPartition
from kafkatui.model.config_entry import ConfigEntry
from kafkatui.model.replica_sets import EligibleReplicas, Reassignment

NO_TOPIC_ID = "AAAAAAAAAAAAAAAAAAAAAA"
"""Kafka's zero UUID: brokers below 2.8 have no topic ids, and the tool prints none."""

_URL_SAFE = str.maketrans("/+", "_-", "=")
"""From librdkafka's base64 to Kafka's (RFC 4648 §5, no padding)."""


def describe_topic(
    topic: Topic,
    configs: Sequence[ConfigEntry],
    topic_id: str | None = None,
    *,
    reassignments: Mapping[TopicPartition, Reassignment] | None = None,
    eligible: Mapping[TopicPartition, EligibleReplicas] | None = None,
) -> str:
    """The tool's output, each line ended by a newline.

    Args:
        configs: all that DescribeConfigs returned, defaults included, in the broker's order: how many there are
            decides the tool's order.
        topic_id: base64 in Kafka's spelling or librdkafka's ("/" and "+" for "_" and "-"); None or zero leaves it out,
            as the tool does for brokers below 2.8.
        reassignments, eligible: by partition, for those that have them; without eligible ones N/A is printed.
    """
    moving = reassignments or {}
    replication_factor = 0
    if topic.partitions:
        first = topic.partitions[0]
        adding = moving[topic.name, first.id].adding if (topic.name, first.id) in moving else ()
        replication_factor = len(first.replicas) - len(adding)
    shown_id = f"\tTopicId: {topic_id.translate(_URL_SAFE)}" if topic_id and topic_id != NO_TOPIC_ID else ""
    head = (
        f"Topic: {topic.name}{shown_id}\tPartitionCount: {len(topic.partitions)}"
        f"\tReplicationFactor: {replication_factor}\tConfigs: {_configs_text(configs)}\n"
    )
    keys = [(topic.name, part.id) for part in topic.partitions]
    told = eligible or {}
    lines = (
        _partition_line(part, moving.get(key), told.get(key)) for part, key in zip(topic.partitions, keys, strict=True)
    )
    return head + "".join(lines)


def described_order(names: Iterable[str]) -> list[str]:
    """All topics in the order in which the tool describes them when it is given no name."""
    return java_hash_map_order(sorted(names))


def _partition_line(partition: Partition, moving: Reassignment | None, eligible: EligibleReplicas | None) -> str:
    leader = "none" if partition.is_leaderless else str(partition.leader)
    parts = [
        f"\tTopic: {partition.topic}",
        f"\tPartition: {partition.id}",
        f"\tLeader: {leader}",
        f"\tReplicas: {_ids(partition.replicas)}",
        f"\tIsr: {_ids(partition.isr)}",
    ]
    if moving is not None:
        parts += [f"\tAdding Replicas: {_ids(moving.adding)}", f"\tRemoving Replicas: {_ids(moving.removing)}"]
    elr, last_known = (None, None) if eligible is None else (eligible.elr, eligible.last_known_elr)
    parts.append(f"\tElr: {'N/A' if elr is None else _ids(elr)}")
    parts.append(f"\tLastKnownElr: {'N/A' if last_known is None else _ids(last_known)}\n")
    return "".join(parts)


def _ids(ids: Iterable[int]) -> str:
    return ",".join(map(str, ids))


def _configs_text(configs: Sequence[ConfigEntry]) -> str:
    """What is not Kafka's own default, in the order of the tool: that of a java.util.HashMap by name."""
    by_name = {entry.name: entry for entry in configs}
    entries = (by_name[name] for name in java_hash_map_order(list(by_name)))
    return ",".join(
        f"{entry.name}={'null' if entry.value is None else entry.value}"
        for entry in entries
        if entry.source != "default"
    )


def java_hash_map_order(names: Sequence[str]) -> list[str]:
    """`names`, all different, in the iteration order of a java.util.HashMap they were put into one by one.

    Its table begins with 16 buckets and doubles when more than three quarters full; names of one bucket keep their
    order.
    """
    capacity = 16
    while len(names) > capacity * 3 // 4:
        capacity *= 2
    return sorted(names, key=lambda name: _bucket(name, capacity))


def _bucket(name: str, capacity: int) -> int:
    """String.hashCode() over UTF-16 units, spread by HashMap.hash(), reduced to the table."""
    code = 0
    units = name.encode("utf-16-be", "surrogatepass")
    for high, low in zip(units[::2], units[1::2], strict=True):
        code = (code * 31 + (high << 8 | low)) & 0xFFFFFFFF
    return (code ^ code >> 16) & (capacity - 1)
