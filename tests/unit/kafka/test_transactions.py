"""What is said of a topic when not every leader tells."""

from __future__ import annotations

import asyncio
from collections.abc import Callable
from types import SimpleNamespace
from typing import Any, cast

import pytest

from kafkatui.kafka.connect.connection import KafkaConnection
from kafkatui.kafka.read.transactions import has_transaction, read_transactional
from kafkatui.model.cluster import Partition, Topic
from kafkatui.model.errors import ConnectError, NotSupported

TOPIC = Topic("t", tuple(Partition("t", number, number + 1, (1, 2), (1, 2)) for number in (0, 1)))

TRANSACTIONAL = SimpleNamespace(coordinator_epoch=0, current_txn_start_offset=-1)
OPEN = SimpleNamespace(coordinator_epoch=-1, current_txn_start_offset=0)
IDEMPOTENT = SimpleNamespace(coordinator_epoch=-1, current_txn_start_offset=-1)


def answer(partition: int, *producers: Any, error_code: int = 0) -> Any:
    entry = SimpleNamespace(partition_index=partition, error_code=error_code, active_producers=producers)
    return SimpleNamespace(topics=[SimpleNamespace(name="t", partitions=[entry])])


class Manager:
    """kafka-python's, of brokers that give these answers by id; errors are raised."""

    def __init__(self, answers: dict[int, Any], refusal: Exception | None) -> None:
        self.answers, self.refusal = answers, refusal
        self.broker_version_data = self

    def api_version(self, message: Any) -> int:
        if self.refusal is not None:
            raise self.refusal
        return 0

    def run(self, ask: Callable[..., Any], *arguments: Any) -> Any:
        return asyncio.run(ask(*arguments))

    async def send(self, message: Any, node_id: int) -> Any:
        given = self.answers.pop(node_id)
        if isinstance(given, Exception):
            raise given
        return given


def connection(*answers: Any, unreachable: tuple[int, ...] = (), refusal: Exception | None = None) -> KafkaConnection:
    """One whose brokers 1, 2 … give these answers."""
    client = SimpleNamespace(_manager=Manager(dict(enumerate(answers, start=1)), refusal))
    kafka_python = SimpleNamespace(read=lambda doing, request: request(client))
    stand_in = SimpleNamespace(kafka_python=kafka_python, silent_brokers=lambda: unreachable)
    return cast("KafkaConnection", stand_in)


def test_markers_and_open_transactions_tell_a_transactional_producer() -> None:
    assert [has_transaction(each) for each in (TRANSACTIONAL, OPEN, IDEMPOTENT)] == [True, True, False]


def test_one_partition_with_a_transaction_is_enough() -> None:
    assert read_transactional(connection(answer(0), answer(1, IDEMPOTENT, TRANSACTIONAL)), [TOPIC]) == {"t": True}
    assert read_transactional(connection(answer(0, OPEN), ConnectError("gone")), [TOPIC]) == {"t": True}
    assert read_transactional(connection(answer(0), answer(1, IDEMPOTENT)), [TOPIC]) == {"t": False}


def test_a_topic_is_not_said_to_have_none_when_a_leader_does_not_tell() -> None:
    assert read_transactional(connection(answer(0), ConnectError("gone")), [TOPIC]) == {}
    assert read_transactional(connection(answer(0), answer(1, error_code=29)), [TOPIC]) == {}
    assert read_transactional(connection(answer(0), unreachable=(2,)), [TOPIC]) == {}


def test_it_fails_when_nobody_tells_anything() -> None:
    with pytest.raises(ConnectError):
        read_transactional(connection(ConnectError("gone"), ConnectError("gone")), [TOPIC])


def test_brokers_that_do_not_know_the_request_are_not_sent_it() -> None:
    asked = connection(answer(0), answer(1), refusal=NotSupported("old"))
    with pytest.raises(NotSupported):
        read_transactional(asked, [TOPIC])


def test_nobody_is_asked_where_no_leader_can_answer() -> None:
    assert read_transactional(connection(unreachable=(1, 2)), [TOPIC]) == {}
