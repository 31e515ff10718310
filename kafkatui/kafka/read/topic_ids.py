"""Topic ids (KIP-516, Kafka 2.8)."""

from __future__ import annotations

from confluent_kafka import TopicCollection

from kafkatui.kafka.connect.connection import KafkaConnection
from kafkatui.kafka.connect.futures import wait

NO_ID = "AAAAAAAAAAAAAAAAAAAAAA"
"""What brokers below 2.8 answer: all zeros, in base64."""


def read_topic_id(connection: KafkaConnection, topic: str) -> str | None:
    """The id of `topic` in base64; None below Kafka 2.8. DescribeTopics, unlike Metadata, creates no topic.

    Raises:
        KafkatuiError: it could not be read, or there is no such topic.
    """
    timeout_seconds = connection.timeout_seconds
    connection.meter.count("describe topics")
    try:
        futures = connection.admin().describe_topics(TopicCollection([topic]), request_timeout=timeout_seconds)
        answer = wait(futures[topic], timeout_seconds)
    except Exception as error:  # confluent-kafka raises KafkaException, TimeoutError and ValueError here
        raise connection.failure(error, f"describe {topic}") from error
    return known_id(answer.topic_id)


def known_id(answered: object | None) -> str | None:
    """The id in a topic's description as base64; None where the broker has none."""
    topic_id = str(answered) if answered is not None else NO_ID
    return None if topic_id.rstrip("=") == NO_ID else topic_id
