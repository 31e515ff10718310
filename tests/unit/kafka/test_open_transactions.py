"""Open transactions as leaders and coordinators tell of them, and what is said when one of them does not."""

from __future__ import annotations

import asyncio
from collections.abc import Callable
from types import SimpleNamespace
from typing import Any, cast

import pytest

from kafkatui.kafka.connect.connection import KafkaConnection
from kafkatui.kafka.read.open_transactions import read_open_transactions
from kafkatui.model.cluster import Partition, Topic
from kafkatui.model.errors import NotSupported, RequestFailed
from kafkatui.model.open_transaction import OpenTransactions

TOPICS = (Topic("t", tuple(Partition("t", number, number + 1, (1, 2), (1, 2)) for number in (0, 1))),)
Names = SimpleNamespace


def producer(producer_id: int, start: int) -> Any:
    return Names(
        producer_id=producer_id, producer_epoch=2, current_txn_start_offset=start, last_timestamp=1000,
        coordinator_epoch=4,
    )  # fmt: skip


def producers(partition: int, *active: Any, error_code: int = 0) -> Any:
    entry = Names(partition_index=partition, error_code=error_code, error_message=None, active_producers=active)
    return Names(topics=[Names(name="t", partitions=[entry])])


def listing(*owners: tuple[str, int]) -> Any:
    return Names(
        error_code=0, transaction_states=[Names(transactional_id=name, producer_id=number) for name, number in owners]
    )


def description(name: str, *partitions: int) -> Any:
    state = Names(
        error_code=0, transactional_id=name, transaction_state="Ongoing", transaction_start_time_ms=500,
        transaction_timeout_ms=60_000, topics=[Names(topic="t", partitions=list(partitions))],
    )  # fmt: skip
    return Names(transaction_states=[state])


class Manager:
    """kafka-python's, of brokers that answer by request and id; errors are raised."""

    def __init__(self, answers: dict[tuple[str, int], Any]) -> None:
        self.answers = answers
        self.broker_version_data = self

    def api_version(self, message: Any) -> int:
        if not self.answers:
            raise NotSupported("too old")
        return 0

    def run(self, ask: Callable[..., Any], *arguments: Any) -> Any:
        return asyncio.run(ask(*arguments))

    async def send(self, message: Any, node_id: int) -> Any:
        given = self.answers[type(message).__name__.removesuffix("Request"), node_id]
        if isinstance(given, Exception):
            raise given
        return given


def read(answers: dict[tuple[str, int], Any], unreachable: tuple[int, ...] = ()) -> OpenTransactions:
    client = Names(_manager=Manager(answers))
    kafka_python = Names(read=lambda doing, request: request(client))
    connection = Names(kafka_python=kafka_python, silent_brokers=lambda: unreachable)
    return read_open_transactions(cast("KafkaConnection", connection), TOPICS, (1, 2))


EVERY: dict[tuple[str, int], Any] = {
    ("DescribeProducers", 1): producers(0, producer(7, 5), producer(9, -1)),
    ("DescribeProducers", 2): producers(1, producer(8, 3), producer(7, 6)),
    ("ListTransactions", 1): listing(),
    ("ListTransactions", 2): listing(("mine", 7)),
    ("DescribeTransactions", 2): description("mine", 0),
}


def test_a_coordinator_ends_only_the_partitions_it_has() -> None:
    sample = read(EVERY)
    found = {(each.partition, each.producer_id): each for each in sample.transactions}
    assert {key: (each.transactional_id, each.is_coordinated) for key, each in found.items()} == {
        (0, 7): ("mine", True), (1, 7): ("mine", False), (1, 8): (None, False),
    }  # fmt: skip
    mine = found[0, 7]
    assert (mine.state, mine.started_ms, mine.timeout_ms, mine.coordinator_id) == ("Ongoing", 500, 60_000, 2)
    assert (mine.start_offset, mine.producer_epoch, mine.coordinator_epoch, mine.leader_id) == (5, 2, 4, 1)
    assert (sample.untold, sample.reason) == (0, "")


def test_what_a_silent_coordinator_may_know_is_not_called_hanging() -> None:
    for sample in (
        read({**EVERY, ("ListTransactions", 1): RequestFailed("No.")}),
        read({**EVERY, ("DescribeProducers", 1): None}, unreachable=(1,)),
    ):
        found = {(each.partition, each.producer_id): each.is_coordinated for each in sample.transactions}
        assert found[1, 8] is None
        assert found[1, 7] is False
        assert sample.reason


def test_partitions_whose_leader_does_not_tell_are_counted() -> None:
    sample = read({**EVERY, ("DescribeProducers", 1): producers(0, error_code=29)})
    assert sample.untold == 1
    assert "t-0" in sample.reason
    sample = read({**EVERY, ("DescribeProducers", 1): RequestFailed("No.")})
    assert sample.untold == 1
    assert len(sample.transactions) == 2
    with pytest.raises(RequestFailed):
        read({**EVERY, ("DescribeProducers", 1): RequestFailed("No."), ("DescribeProducers", 2): RequestFailed("No.")})


def test_older_brokers_do_not_tell() -> None:
    with pytest.raises(NotSupported, match=r"Kafka 3\.0"):
        read({})
