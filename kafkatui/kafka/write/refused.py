"""What brokers refuse whoever writes, however often it is tried: in words, with what would allow it."""

from __future__ import annotations

import shlex

from confluent_kafka import KafkaError

from kafkatui.kafka.connect.errors import error_advice, error_words

_NOT_ALLOWED = frozenset(
    {"TOPIC_AUTHORIZATION_FAILED", "CLUSTER_AUTHORIZATION_FAILED", "TRANSACTIONAL_ID_AUTHORIZATION_FAILED"}
)
UNKNOWN_TOPIC = frozenset({"UNKNOWN_TOPIC_OR_PART", "_UNKNOWN_TOPIC"})

_FATAL = "_FATAL"
"""librdkafka's idempotent producer is of no use any more."""


def is_not_allowed(error: KafkaError) -> bool:
    """Whether an ACL would have to allow it."""
    return error.name() in _NOT_ALLOWED


def spoils_producer(error: KafkaError) -> bool:
    """Whether librdkafka's producer goes on refusing what is allowed by then: for a while, or for ever."""
    return is_not_allowed(error) or error.name() == _FATAL


def hits_every_record(error: KafkaError) -> bool:
    """Whether nothing that is sent after it will arrive either."""
    return spoils_producer(error) or error.name() in UNKNOWN_TOPIC


def delivery_words(error: KafkaError, topic: str) -> tuple[str, str]:
    """Why a record for `topic` did not arrive, as a sentence, and what to do about it."""
    match error.name():
        case "TOPIC_AUTHORIZATION_FAILED":
            acl = f"kafkatui acl create --allow-principal User:NAME --producer --topic {shlex.quote(topic)}"
            return f"This user may not write to {topic}.", f"An ACL that allows Write would do it: {acl}."
        case "CLUSTER_AUTHORIZATION_FAILED":
            advice = "Send without idempotence, or ask for an ACL that allows IdempotentWrite on the cluster."
            return "This user may not write idempotently.", advice
    words = error_words(error)
    return words[:1].upper() + words[1:] + ".", error_advice(error)
