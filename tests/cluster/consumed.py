"""What a plain consumer gives of a whole topic: what everything else is compared with."""

from __future__ import annotations

import time
from typing import Any

from confluent_kafka import Consumer, KafkaError, KafkaException, TopicPartition

from kafkatui.sandbox.cluster import Sandbox
from kafkatui.sandbox.readiness import QUIET_CLIENT

WAIT_SECONDS = 30.0

Seen = tuple[Any, ...]
"""Partition, offset, timestamp, key, value, headers."""


def end_of(consumer: Consumer, topic: str, partition: int) -> int:
    """The high watermark, asked again while the broker asked is one that has just been killed."""
    deadline = time.monotonic() + WAIT_SECONDS
    while True:
        try:
            return int(consumer.get_watermark_offsets(TopicPartition(topic, partition), 20)[1])
        except KafkaException:
            if time.monotonic() > deadline:
                raise
            time.sleep(0.2)


def consumed(sandbox: Sandbox, topic: str, isolation: str = "read_uncommitted") -> list[Seen]:
    """Everything there was when it began, ordered by partition and offset; the topic may go on growing."""
    consumer = Consumer(
        {
            "bootstrap.servers": sandbox.bootstrap_servers,
            "group.id": "nobody",
            "enable.auto.commit": False,
            "auto.offset.reset": "earliest",
            "isolation.level": isolation,
            "enable.partition.eof": True,
            **QUIET_CLIENT,
        }
    )
    count = len(consumer.list_topics(topic, timeout=10).topics[topic].partitions)
    ends = [end_of(consumer, topic, number) for number in range(count)]
    consumer.assign([TopicPartition(topic, number, 0) for number in range(count)])
    found: list[Seen] = []
    ended: set[int] = set()
    while len(ended) < count:
        for message in consumer.consume(1000, 0.2):
            partition, offset, error = message.partition() or 0, message.offset() or 0, message.error()
            if error is not None:
                assert error.code() == KafkaError._PARTITION_EOF, error
                ended.add(partition)
                continue
            at = (partition, offset, message.timestamp()[1])
            found.append((*at, message.key(), message.value(), tuple(message.headers() or ())))
            if offset + 1 >= ends[partition]:
                ended.add(partition)  # where more is written all the time no end is ever told
    consumer.close()
    return sorted(found, key=lambda one: one[:2])
