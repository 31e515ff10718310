"""How large a partition's newest batches are: a little of each, of which only the headings are looked at."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from kafkatui.kafka.connect.connection import KafkaConnection
from kafkatui.kafka.connect.manager import run_with_manager
from kafkatui.kafka.connect.sending import send_to
from kafkatui.kafka.stream.fetch_request import fetch_request
from kafkatui.kafka.stream.fetching import by_leader
from kafkatui.kafka.stream.record_batches import MAGIC_WITH_HEADERS, batches
from kafkatui.model.batch_sizes import BatchSizes
from kafkatui.model.cluster import TopicPartition

PARTITION_BYTES = 64 << 10
"""So much is asked for of each; larger batches come cut off, and are not tiny."""

_HEADING_BYTES = 61


def read_batch_sizes(
    connection: KafkaConnection, positions: Mapping[TopicPartition, int]
) -> Mapping[TopicPartition, BatchSizes]:
    """The batches from these offsets on; partitions of which nothing whole came are left out.

    Raises:
        KafkatuiError: no broker answers at all.
    """
    if not positions:
        return {}
    found: dict[TopicPartition, BatchSizes] = {}

    connection.kafka_python.read(
        "look at the newest batches", lambda client: run_with_manager(client, _read, dict(positions), found)
    )
    return found


async def _read(manager: Any, positions: dict[TopicPartition, int], found: dict[TopicPartition, BatchSizes]) -> None:
    import kafka  # noqa: F401 - all of it before a part: see test_imports_of_kafka_python
    from kafka.errors import KafkaError

    led, _ = await by_leader(manager, list(positions))
    for node, keys in led.items():
        asked = {key: positions[key] for key in keys}
        total = PARTITION_BYTES * len(asked)
        message = fetch_request(asked, partition_bytes=PARTITION_BYTES, answer_bytes=total, wait_ms=0)
        try:
            answer = await send_to(manager, message, node)
        except KafkaError:
            continue
        for topic in answer.responses:
            for part in topic.partitions:
                if not part.error_code and (sizes := sizes_of(bytes(part.records or b""))).batches:
                    found[topic.topic, part.partition_index] = sizes


def sizes_of(data: bytes) -> BatchSizes:
    """The whole batches in a Fetch answer, without transactions' markers and message sets of before Kafka 0.11."""
    try:
        written = [each for each in batches(data) if each.magic >= MAGIC_WITH_HEADERS and not each.is_control]
    except ValueError:
        written = []
    size = sum(each.end - each.start + _HEADING_BYTES for each in written)
    return BatchSizes(len(written), sum(each.count or 0 for each in written), size)
