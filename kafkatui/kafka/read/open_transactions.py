"""Transactions that are open, from what all leaders and coordinators know of producers (KIP-664).

As Kafka's own tool finds hanging ones: the leaders are asked first. kafka-python's search asks the coordinators alone,
and of a transaction that hangs no coordinator knows.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Collection, Iterable, Mapping, Sequence
from typing import Any

import kafka  # noqa: F401 - all of it before a part: see test_imports_of_kafka_python
from kafka.protocol.admin import DescribeTransactionsRequest, ListTransactionsRequest

from kafkatui.kafka.connect.connection import KafkaConnection
from kafkatui.kafka.connect.manager import run_with_manager
from kafkatui.kafka.connect.sending import send_to
from kafkatui.kafka.read.transactions import producers_request
from kafkatui.model.cluster import Topic, TopicPartition
from kafkatui.model.errors import NotSupported
from kafkatui.model.open_transaction import OpenTransaction, OpenTransactions
from kafkatui.model.replacing import replace

_Owners = dict[int, tuple[str, int]]
"""Transactional id and coordinator by producer id."""

_NEEDS = "Needs Kafka 3.0: older brokers do not tell who has a transaction open."


def read_open_transactions(
    connection: KafkaConnection, topics: Collection[Topic], broker_ids: Collection[int]
) -> OpenTransactions:
    """The open transactions on all partitions of `topics`; what they hold back is not read here.

    Args:
        broker_ids: all of the cluster's, which may be coordinators.

    Raises:
        NotSupported: brokers below Kafka 3.0.
        KafkatuiError: no leader told anything.
    """
    asked = _Asking(connection.silent_brokers(), broker_ids)

    try:
        return connection.kafka_python.read(
            "ask for open transactions", lambda client: run_with_manager(client, asked.ask, topics)
        )
    except NotSupported:
        raise NotSupported(_NEEDS) from None


class _Asking:
    """One look at the cluster."""

    def __init__(self, unreachable: Collection[int], broker_ids: Collection[int]) -> None:
        self._unreachable = unreachable
        self._broker_count = len(broker_ids)
        self._broker_ids = [each for each in sorted(broker_ids) if each not in unreachable]
        self._reason = ""
        self._unsure: set[int] = set()
        """Producers that a coordinator which did not answer may know."""

    async def ask(self, manager: Any, topics: Iterable[Topic]) -> OpenTransactions:
        manager.broker_version_data.api_version(ListTransactionsRequest([], []))  # raises where brokers do not know it
        by_leader: defaultdict[int, list[TopicPartition]] = defaultdict(list)
        untold = 0
        for topic in topics:
            for partition in topic.partitions:
                if partition.leader < 0 or partition.leader in self._unreachable:
                    untold += 1
                    self._reason = f"{topic.name}-{partition.id} has no leader that answers."
                else:
                    by_leader[partition.leader].append((topic.name, partition.id))
        found, missing = await self._of_leaders(manager, by_leader)
        if found:
            owners = await self._owners(manager, {each.producer_id for each in found})
            found = await self._described(manager, found, owners)
        return OpenTransactions(tuple(found), untold + missing, self._reason)

    async def _of_leaders(
        self, manager: Any, by_leader: Mapping[int, Sequence[TopicPartition]]
    ) -> tuple[list[OpenTransaction], int]:
        """What the leaders tell, and of how many partitions they do not."""
        sent = [(leader, send_to(manager, producers_request(keys), leader)) for leader, keys in by_leader.items()]
        found: list[OpenTransaction] = []
        missing, told, problem = 0, 0, None
        for leader, future in sent:
            try:
                response = await future
            except Exception as error:  # kafka-python raises many kinds; the others' answers count all the same
                problem, self._reason = error, f"Broker {leader} did not tell: {error}"
                missing += len(by_leader[leader])
                continue
            told += 1
            for topic in response.topics:
                for partition in topic.partitions:
                    if partition.error_code:
                        missing += 1
                        why = partition.error_message or f"error {partition.error_code}"
                        self._reason = f"{topic.name}-{partition.partition_index}: {why}"
                    found += [
                        _transaction(topic.name, partition.partition_index, leader, producer)
                        for producer in partition.active_producers
                        if producer.current_txn_start_offset >= 0
                    ]
        if problem is not None and not told:
            raise problem
        found.sort(key=lambda each: (each.topic, each.partition, each.start_offset))
        return found, missing

    async def _owners(self, manager: Any, producer_ids: set[int]) -> _Owners:
        """Whose the producers are, as all coordinators tell."""
        message = ListTransactionsRequest(state_filters=[], producer_id_filters=sorted(producer_ids))
        owners: _Owners = {}
        is_whole = len(self._broker_ids) == self._broker_count
        for broker_id, future in [(each, send_to(manager, message, each)) for each in self._broker_ids]:
            try:
                response = await future
            except Exception as error:  # as above
                is_whole, self._reason = False, f"Broker {broker_id} did not tell whose transactions it has: {error}"
                continue
            if response.error_code:
                is_whole, self._reason = False, f"Broker {broker_id} did not tell whose transactions it has."
                continue
            owners.update(
                (each.producer_id, (each.transactional_id, broker_id)) for each in response.transaction_states
            )
        self._unsure = set() if is_whole else producer_ids - owners.keys()
        return owners

    async def _described(
        self, manager: Any, found: Sequence[OpenTransaction], owners: _Owners
    ) -> list[OpenTransaction]:
        """The same, with what their coordinators say of them."""
        by_coordinator: defaultdict[int, set[str]] = defaultdict(set)
        for transactional_id, coordinator in owners.values():
            by_coordinator[coordinator].add(transactional_id)
        described: dict[str, Any] = {}
        for coordinator, future in [
            (each, send_to(manager, DescribeTransactionsRequest(transactional_ids=sorted(ids)), each))
            for each, ids in by_coordinator.items()
        ]:
            try:
                response = await future
            except Exception as error:  # as above
                self._reason = f"Broker {coordinator} did not describe its transactions: {error}"
                continue
            described.update(
                (each.transactional_id, each) for each in response.transaction_states if not each.error_code
            )
        return [self._with_owner(each, owners, described) for each in found]

    def _with_owner(
        self, transaction: OpenTransaction, owners: _Owners, described: Mapping[str, Any]
    ) -> OpenTransaction:
        owner = owners.get(transaction.producer_id)
        if owner is None:
            is_unsure = transaction.producer_id in self._unsure
            return replace(transaction, is_coordinated=None if is_unsure else False)
        transactional_id, coordinator_id = owner
        known = replace(transaction, transactional_id=transactional_id, coordinator_id=coordinator_id)
        description = described.get(transactional_id)
        if description is None:
            return known
        partitions = {(topic.topic, each) for topic in description.topics for each in topic.partitions}
        return replace(
            known,
            state=description.transaction_state,
            started_ms=description.transaction_start_time_ms if description.transaction_start_time_ms >= 0 else None,
            timeout_ms=description.transaction_timeout_ms,
            is_coordinated=(transaction.topic, transaction.partition) in partitions,
        )


def _transaction(topic: str, partition: int, leader_id: int, producer: Any) -> OpenTransaction:
    return OpenTransaction(
        topic,
        partition,
        leader_id,
        producer.producer_id,
        producer.producer_epoch,
        producer.current_txn_start_offset,
        producer.last_timestamp,
        producer.coordinator_epoch,
    )
