"""Running a question to coordinators on kafka-python's loop, from a thread of ours."""

from __future__ import annotations

from collections.abc import Callable, Collection, Coroutine
from typing import TYPE_CHECKING, Any, TypeVar

from kafkatui.kafka.connect.connection import KafkaConnection
from kafkatui.kafka.connect.manager import manager_of

if TYPE_CHECKING:
    from kafkatui.kafka.connect.coordinators import Answers, CoordinatorRequests

R = TypeVar("R", bound="CoordinatorRequests")


def ask_coordinators(
    connection: KafkaConnection,
    operation: str,
    doing: str,
    requests: Callable[[Any, Collection[int]], R],
    ask: Callable[[R], Coroutine[Any, Any, Answers]],
) -> Answers:
    """Runs `ask` on the requests that `requests` makes, and waits. Every request in it is bounded.

    Args:
        operation: what the meter counts.
        doing: what is tried, as it follows "Could not".
        requests: makes the requests from kafka-python's client and the ids of brokers that do not answer; called when
            kafka-python is there, so that it can be imported late.

    Raises:
        KafkatuiError: as `KafkaPython.call` has it. No request of `ask` but those for coordinators raises here.
    """
    connection.meter.count(operation)

    def call(client: Any) -> Answers:
        answers: Answers = manager_of(client).run(ask, requests(client, frozenset(connection.silent_brokers())))
        return answers

    return connection.kafka_python.call(doing, call)
