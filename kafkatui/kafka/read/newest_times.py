"""When the newest record of each partition was made."""

from __future__ import annotations

from collections.abc import Collection, Sequence

from confluent_kafka import KafkaException
from confluent_kafka import TopicPartition as ClientTopicPartition
from confluent_kafka.admin import OffsetSpec  # type: ignore[attr-defined]

from kafkatui.kafka.connect.connection import KafkaConnection
from kafkatui.kafka.connect.futures import batches, wait
from kafkatui.model.cluster import TopicPartition

_NEWEST = OffsetSpec.max_timestamp()  # type: ignore[no-untyped-call]

BATCH_SIZE = 250
"""Partitions a request."""


def read_newest_times(
    connection: KafkaConnection, partitions: Sequence[TopicPartition], skip: Collection[TopicPartition] = ()
) -> dict[TopicPartition, int | None]:
    """The largest timestamp in each partition's log, in Unix milliseconds.

    Brokers before Kafka 3.0 tell the first record's instead.

    Args:
        skip: partitions that nobody could answer for.

    Returns:
        None for logs without a record; partitions of which it could not be read are absent.
    """
    found: dict[TopicPartition, int | None] = {}
    wanted = [key for key in partitions if key not in skip]
    for keys in batches(wanted, BATCH_SIZE):
        connection.meter.count("list offsets")
        request = {ClientTopicPartition(topic, number): _NEWEST for topic, number in keys}
        answer = connection.admin().list_offsets(request, request_timeout=connection.timeout_seconds)
        for client, future in answer.items():
            try:
                told = wait(future, connection.timeout_seconds)
            except (KafkaException, TimeoutError):
                continue
            time_ms = int(told.timestamp)
            found[client.topic, client.partition] = time_ms if told.offset >= 0 and time_ms >= 0 else None
    return found
