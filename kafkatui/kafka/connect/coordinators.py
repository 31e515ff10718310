"""Requests to the coordinators of groups, made with kafka-python on its own thread.

Not with librdkafka 2.16: its admin requests to group coordinators end the whole process, by a segmentation fault when
the answer is NOT_COORDINATOR and by an assertion (`eonce->refcnt > 0`) after one to a dead coordinator timed out.
kafka-python's own calls raise at the first group that fails and keep coordinators for ever, so its parts are used.
"""

from __future__ import annotations

from collections.abc import Callable, Collection, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any

import kafka  # noqa: F401 - all of it before a part: see test_imports_of_kafka_python
from confluent_kafka import KafkaError, KafkaException
from kafka.errors import IncompatibleBrokerVersion, KafkaConnectionError, NodeNotReadyError, RequestTimedOutError
from kafka.protocol.metadata import FindCoordinatorRequest
from kafka.protocol.metadata.find_coordinator import CoordinatorType
from msgspec import Struct

from kafkatui.kafka.connect.futures import batches
from kafkatui.kafka.connect.manager import manager_of
from kafkatui.model.errors import ConnectError

GROUPS_A_REQUEST = 100
IN_FLIGHT = 3
"""Requests at once on one connection; kafka-python refuses the sixth, and some of the five are its own."""

_MANY_COORDINATORS_VERSION = 4  # KIP-699, Kafka 3.0
_CONNECTION_FAILURES = (KafkaConnectionError, NodeNotReadyError, RequestTimedOutError)


@dataclass(slots=True)
class Answers:
    """What came of asking about several things.

    Attributes:
        found: (broker id, its entry in the response) by what was asked about: a group's id or a broker's.
        failed: why there is nothing about the others.
    """

    found: dict[Any, tuple[int, Any]] = field(default_factory=dict)
    failed: dict[Any, BaseException] = field(default_factory=dict)


class BrokerRequest(Struct, frozen=True):
    """A request to one broker.

    Attributes:
        about: what it asks about, and what its failure is the failure of.
    """

    broker_id: int
    about: Sequence[Any]
    message: Any


class CoordinatorRequests:
    """Finds coordinators and sends to them on one kafka-python `KafkaAdminClient`; its coroutines run on that loop.

    Args:
        unreachable: ids of brokers that are known not to answer; nothing is sent to them.
    """

    def __init__(self, client: Any, unreachable: Collection[int]) -> None:
        self.manager = manager_of(client)
        self._unreachable = unreachable

    async def find_coordinators(self, group_ids: Sequence[str]) -> Answers:
        """Asked anew each time: a coordinator that moved is only noticed by asking."""
        answers = Answers()
        group = CoordinatorType.GROUP.value
        if self.version(FindCoordinatorRequest) >= _MANY_COORDINATORS_VERSION:
            for ids in batches(group_ids, GROUPS_A_REQUEST):
                message = FindCoordinatorRequest(
                    key_type=group, coordinator_keys=list(ids), min_version=_MANY_COORDINATORS_VERSION, max_version=5
                )
                response = await self.on_any_broker(self.manager.send, message)
                for entry in response.coordinators:
                    self._note_coordinator(answers, entry.key, entry)
            return answers
        for ids in batches(group_ids, IN_FLIGHT):
            messages = [FindCoordinatorRequest(key=group_id, key_type=group, max_version=3) for group_id in ids]
            sent = [(message.key, message, self.manager.send(message)) for message in messages]
            for group_id, message, future in sent:
                try:
                    entry = await future
                except _CONNECTION_FAILURES:
                    entry = await self.on_any_broker(self.manager.send, message)
                self._note_coordinator(answers, group_id, entry)
        return answers

    def _note_coordinator(self, answers: Answers, group_id: str, entry: Any) -> None:
        if entry.error_code:
            answers.failed[group_id] = error_of(entry.error_code)
        elif entry.node_id in self._unreachable:
            answers.failed[group_id] = ConnectError(f"Its coordinator, broker {entry.node_id}, does not answer.")
        else:
            # Tells kafka-python the broker's address, which its metadata may not have yet.
            self.manager.cluster.add_coordinator(entry, CoordinatorType.GROUP, group_id, synthesize_node_id=False)
            answers.found[group_id] = (entry.node_id, None)

    async def on_any_broker(self, ask: Callable[..., Any], *arguments: Any) -> Any:
        """`ask` with other brokers until one answers; each that failed is left alone by kafka-python for a while."""
        for _ in range(len(self.manager.cluster.brokers())):
            try:
                return await ask(*arguments)
            except _CONNECTION_FAILURES:
                continue
        return await ask(*arguments)

    async def send(
        self, requests: Sequence[BrokerRequest], entries: Callable[[BrokerRequest, Any], Mapping[Any, Any]]
    ) -> Answers:
        """Sends every request to its broker, to all brokers at once and to each a few at a time."""
        answers = Answers()
        queues: dict[int, list[BrokerRequest]] = {}
        for request in requests:
            queues.setdefault(request.broker_id, []).append(request)
        while any(queues.values()):
            wave = [request for queue in queues.values() for request in queue[:IN_FLIGHT]]
            queues = {broker_id: queue[IN_FLIGHT:] for broker_id, queue in queues.items()}
            for request, future in [(request, self._start(request)) for request in wave]:
                try:
                    response = await future if not isinstance(future, Exception) else _raise(future)
                except Exception as error:  # kafka-python raises many kinds; it becomes these groups' failure
                    answers.failed.update(dict.fromkeys(request.about, error))
                    continue
                for about, entry in entries(request, response).items():
                    answers.found[about] = (request.broker_id, entry)
        return answers

    def _start(self, request: BrokerRequest) -> Any:
        """The future of the answer, or the exception that kept the request from being sent."""
        if request.broker_id in self._unreachable:
            return ConnectError(f"Broker {request.broker_id} does not answer.")
        self.manager.reset_backoff(request.broker_id)  # it may have come back; its back-off grows to 30 s
        try:
            return self.manager.send(request.message, node_id=request.broker_id)
        except Exception as error:  # an unknown broker or a refused login, raised here and not by the future
            return error

    def version(self, message: Any) -> int:
        return int(self.manager.broker_version_data.api_version(message))

    def offers(self, message: Any) -> bool:
        try:
            self.version(message)
        except IncompatibleBrokerVersion:
            return False
        return True


def error_of(code: int) -> KafkaException:
    """A broker's error code as the exception whose words kafkatui knows."""
    return KafkaException(KafkaError(code))


def _raise(error: Exception) -> Any:
    raise error


def by_broker(coordinators: Mapping[str, tuple[int, Any]], size: int) -> list[tuple[int, list[str]]]:
    """Groups of the same coordinator together, at most `size`."""
    together: dict[int, list[str]] = {}
    for group_id, (broker_id, _) in coordinators.items():
        together.setdefault(broker_id, []).append(group_id)
    return [(broker_id, list(ids)) for broker_id, group_ids in together.items() for ids in batches(group_ids, size)]
