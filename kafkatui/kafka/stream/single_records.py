"""Reading records by their places: partition and offset."""

from __future__ import annotations

import time
from collections.abc import Callable, Collection

from confluent_kafka import Consumer, KafkaException, TopicPartition

from kafkatui.kafka.connect.connection import KafkaConnection
from kafkatui.kafka.connect.errors import error_words
from kafkatui.kafka.stream.consumer import open_consumer
from kafkatui.kafka.stream.headers import HeaderReader, readable
from kafkatui.kafka.stream.records import record_of
from kafkatui.model.errors import NotFound, RequestFailed, TimedOut
from kafkatui.model.record import Record

NEAR_COUNT = 500
"""A next offset that is no further away is read on to; to one that is, the reading moves."""

_WAIT_SECONDS = 0.1
_OUTSIDE = frozenset({"_PARTITION_EOF", "_AUTO_OFFSET_RESET", "OFFSET_OUT_OF_RANGE"})
_UNKNOWN = frozenset({"UNKNOWN_TOPIC_OR_PART", "_UNKNOWN_TOPIC", "_UNKNOWN_PARTITION"})

Place = tuple[int, int]
"""Partition and offset."""


def read_records(
    connection: KafkaConnection, topic: str, places: Collection[Place], check: Callable[[], None]
) -> dict[Place, Record]:
    """The records at `places`, committed or not, in the order of partition and offset.

    Args:
        check: called while it waits; raises to give up.

    Raises:
        NotFound: at one of them is no record (any more): it was deleted or compacted, is a marker, or not there yet.
        TimedOut: none came for as long as a request may take.
        KafkatuiError: a partition cannot be read.
    """
    found: dict[Place, Record] = {}
    try:
        consumer = open_consumer(connection, read_committed=False)
    except (KafkaException, TypeError, ValueError) as error:
        raise connection.failure(error, "read the records") from None
    headers = HeaderReader(connection)
    try:
        for partition in sorted({partition for partition, _ in places}):
            wanted = sorted({offset for each, offset in places if each == partition})
            position = -1
            for offset in wanted:
                if not position <= offset <= position + NEAR_COUNT or position < 0:
                    consumer.assign([TopicPartition(topic, partition, offset)])
                record = _read(connection, consumer, (topic, partition, offset), headers, check)
                found[partition, offset] = record
                position = offset + 1
    finally:
        consumer.close()
    return found


def _read(
    connection: KafkaConnection,
    consumer: Consumer,
    place: tuple[str, int, int],
    headers: HeaderReader,
    check: Callable[[], None],
) -> Record:
    """The record at `place`, which the consumer reads towards."""
    topic, partition, offset = place
    missing = NotFound(
        f"There is no record at {topic}-{partition}@{offset}.",
        "It was deleted, compacted, is a transaction's marker, or is not there yet.",
    )
    deadline = time.monotonic() + connection.timeout_seconds
    while time.monotonic() < deadline:
        message = consumer.poll(_WAIT_SECONDS)
        check()
        if message is None:
            continue
        error = message.error()
        if error is not None:
            if error.name() in _OUTSIDE:
                raise missing
            if error.name() in _UNKNOWN:
                raise NotFound(f"There is no partition {topic}-{partition}.")
            raise RequestFailed(f"{topic}-{partition} cannot be read: {error_words(error)}.")
        if (message.offset() or 0) == offset:
            return record_of(readable([message], headers)[0])
        if (message.offset() or 0) > offset:
            raise missing
    raise TimedOut(f"{topic}-{partition}@{offset} was not read in time.", "Look whether the partition has a leader.")
