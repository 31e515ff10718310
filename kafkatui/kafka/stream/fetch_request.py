"""kafka-python's Fetch request. Version 11 is what Kafka 2.3 has: with Zstandard (10), without topic ids (13)."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from kafkatui.model.cluster import TopicPartition

FETCH_VERSION = 11

WAIT_MS = 100
"""How long a broker may hold back an answer with nothing in it."""


def fetch_request(
    positions: Mapping[TopicPartition, int],
    *,
    partition_bytes: int,
    answer_bytes: int,
    read_committed: bool = False,
    wait_ms: int = WAIT_MS,
) -> Any:
    """A request for what is in partitions from these offsets on, in this order: an answer's bytes go to the first.

    Args:
        partition_bytes, answer_bytes: at most so many; the first batch of the first comes all the same.
        wait_ms: how long a broker may hold back an answer with nothing in it.
    """
    import kafka  # noqa: F401 - all of it before a part: see test_imports_of_kafka_python
    from kafka.protocol.consumer import FetchRequest

    topic = FetchRequest.FetchTopic
    by_topic: dict[str, list[Any]] = {}
    for (name, partition), offset in positions.items():
        by_topic.setdefault(name, []).append(
            topic.FetchPartition(
                partition=partition,
                current_leader_epoch=-1,
                fetch_offset=offset,
                log_start_offset=-1,
                partition_max_bytes=partition_bytes,
            )
        )
    return FetchRequest(
        replica_id=-1,
        max_wait_ms=wait_ms,
        min_bytes=1,
        max_bytes=answer_bytes,
        isolation_level=int(read_committed),
        session_id=0,
        session_epoch=-1,
        topics=[topic(topic=name, partitions=parts) for name, parts in by_topic.items()],
        forgotten_topics_data=[],
        rack_id="",
        min_version=4,
        max_version=FETCH_VERSION,
    )
