"""The Consumer of a stream: no group, no commits, nothing created, its own say where the log does not go."""

from __future__ import annotations

import uuid

from confluent_kafka import Consumer

from kafkatui.kafka.connect.connection import KafkaConnection

CONSUMER_PROPERTIES: dict[str, str | int | bool] = {
    "enable.auto.commit": False,
    "enable.auto.offset.store": False,
    "allow.auto.create.topics": False,
    "enable.partition.eof": True,
    # Where the log no longer, or not yet, reaches a position we are told, look, count what is missing and move on.
    "auto.offset.reset": "error",
    # The default of 1,000 ms after a full queue costs nine tenths of the throughput.
    "fetch.queue.backoff.ms": 10,
    "fetch.wait.max.ms": 100,
    # Memory: what waits in librdkafka, and what one answer may bring beside it.
    "queued.max.messages.kbytes": 16 * 1024,
    "fetch.max.bytes": 8 * 1024 * 1024,
}


def open_consumer(connection: KafkaConnection, *, read_committed: bool) -> Consumer:
    """A Consumer without partitions, for one thread.

    Args:
        read_committed: leave out records of open and aborted transactions.
    """
    connection.meter.count("consume")
    isolation = "read_committed" if read_committed else "read_uncommitted"
    group = f"kafkatui-{uuid.uuid4()}"  # librdkafka wants one; it is never joined
    return Consumer(
        connection.client_config(**CONSUMER_PROPERTIES, **{"group.id": group, "isolation.level": isolation})
    )
