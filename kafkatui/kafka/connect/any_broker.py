"""One request to whichever broker kafka-python picks, and its answer."""

from __future__ import annotations

from typing import Any

from confluent_kafka import KafkaError, KafkaException

from kafkatui.kafka.connect.connection import KafkaConnection
from kafkatui.kafka.connect.manager import manager_of
from kafkatui.model.errors import KafkatuiError


def ask_any(connection: KafkaConnection, doing: str, message: Any) -> Any:
    """The answer to a request that changes nothing.

    Args:
        doing: what is tried, as it follows "Could not".
        message: one of kafka-python's requests.

    Raises:
        KafkatuiError: as `KafkaPython.read` has it.
    """
    return connection.kafka_python.read(doing, lambda client: manager_of(client).run(manager_of(client).send, message))


def tell_any(connection: KafkaConnection, doing: str, message: Any) -> Any:
    """The answer to a request that changes something: it is made once.

    Raises:
        KafkatuiError: as `KafkaPython.call` has it; its cause tells whether an answer may have been lost.
    """
    return connection.kafka_python.call(doing, lambda client: manager_of(client).run(manager_of(client).send, message))


def refusal(connection: KafkaConnection, answer: Any, doing: str) -> KafkatuiError:
    """What the error code of an answer means."""
    error = KafkaError(answer.error_code, answer.error_message or None)
    return connection.failure(KafkaException(error), doing)
