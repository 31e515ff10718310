"""Topic ids (KIP-516, Kafka 2.8)."""

from __future__ import annotations

from collections.abc import Sequence

from confluent_kafka import TopicCollection

from kafkatui.kafka.connect.connection import KafkaConnection
from kafkatui.kafka.connect.futures import batches, wait

NO_ID = "AAAAAAAAAAAAAAAAAAAAAA"
"""What brokers below 2.8 answer: all zeros, in base64."""

BATCH_SIZE = 200
"""Topics a request."""


def read_topic_ids(connection: KafkaConnection, topics: Sequence[str]) -> dict[str, str | None]:
    """The ids of `topics` in base64; None below Kafka 2.8. DescribeTopics, unlike Metadata, creates no topic.

    Raises:
        KafkatuiError: one could not be read, or there is no such topic.
    """
    timeout_seconds = connection.timeout_seconds
    ids: dict[str, str | None] = {}
    for some in batches(topics, BATCH_SIZE):
        connection.meter.count("describe topics")
        doing = f"describe {some[0]}" if len(some) == 1 else "describe the topics"
        try:
            futures = connection.admin().describe_topics(TopicCollection(list(some)), request_timeout=timeout_seconds)
            answers = {name: wait(future, timeout_seconds) for name, future in futures.items()}
        except Exception as error:  # confluent-kafka raises KafkaException, TimeoutError and ValueError here
            raise connection.failure(error, doing) from error
        ids.update((name, known_id(answer.topic_id)) for name, answer in answers.items())
    return ids


def known_id(answered: object | None) -> str | None:
    """The id in a topic's description as base64; None where the broker has none."""
    topic_id = str(answered) if answered is not None else NO_ID
    return None if topic_id.rstrip("=") == NO_ID else topic_id
