"""Which topics have transactions, from what partition leaders know of producers (DescribeProducers, KIP-664).

Not from the records: markers cannot be consumed, and finding one would mean reading the whole topic.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Collection, Iterable, Mapping
from typing import Any

import kafka  # noqa: F401 - all of it before a part: see test_imports_of_kafka_python
from kafka.protocol.admin import DescribeProducersRequest

from kafkatui.kafka.connect.connection import KafkaConnection
from kafkatui.kafka.connect.manager import run_with_manager
from kafkatui.kafka.connect.sending import send_to
from kafkatui.model.cluster import Topic, TopicPartition, by_topic

_Told = dict[TopicPartition, bool]


def read_transactional(connection: KafkaConnection, topics: Collection[Topic]) -> Mapping[str, bool]:
    """Whether partition leaders remember a transaction in each of `topics`; asks each leader once.

    False is no proof: a leader forgets a producer that wrote nothing for `producer.id.expiration.ms`, by default a day
    (KIP-854; older brokers keep to `transactional.id.expiration.ms`, a week), while its markers stay in the log.

    Returns:
        By topic name. A topic is absent when no transaction was found and one of its leaders did not tell: it is
        silent, there is none, or the READ right on the topic is missing.

    Raises:
        NotSupported: brokers below Kafka 2.8.
        KafkatuiError: no leader told anything.
    """
    by_leader = _by_leader(topics, connection.silent_brokers())
    if not by_leader:
        return {}

    told = connection.kafka_python.read(
        "ask the leaders for producers", lambda client: run_with_manager(client, _ask, by_leader)
    )
    return {name: has for topic in topics for name, has in _of_topic(topic, told)}


def has_transaction(producer: Any) -> bool:
    """Whether one of DescribeProducers' active producers wrote a transaction to the partition.

    A coordinator's epoch comes with a marker, a start offset with an open transaction; both are −1 for others, such as
    idempotent producers.
    """
    return bool(producer.coordinator_epoch >= 0 or producer.current_txn_start_offset >= 0)


def _by_leader(topics: Iterable[Topic], unreachable: Collection[int]) -> Mapping[int, list[TopicPartition]]:
    found: defaultdict[int, list[TopicPartition]] = defaultdict(list)
    for topic in topics:
        for partition in topic.partitions:
            if partition.leader >= 0 and partition.leader not in unreachable:
                found[partition.leader].append((topic.name, partition.id))
    return found


async def _ask(manager: Any, by_leader: Mapping[int, Iterable[TopicPartition]]) -> _Told:
    """What the leaders tell, asked all at once; partitions that they may not or cannot tell about are absent.

    kafka-python's own describe_producers asks one after the other and raises at the first partition that fails.
    """
    messages = {leader: producers_request(partitions) for leader, partitions in by_leader.items()}
    manager.broker_version_data.api_version(next(iter(messages.values())))  # raises where brokers do not know it
    told: _Told = {}
    problem: Exception | None = None
    for sent in [send_to(manager, message, leader) for leader, message in messages.items()]:
        try:
            response = await sent
        except Exception as error:  # kafka-python raises many kinds; the others' answers count all the same
            problem = error
        else:
            told.update(_answers(response))
    if problem is not None and not told:
        raise problem
    return told


def producers_request(partitions: Iterable[TopicPartition]) -> Any:
    """DescribeProducers of those partitions, for their leader."""
    topic = DescribeProducersRequest.TopicRequest
    return DescribeProducersRequest(
        [topic(name=name, partition_indexes=numbers) for name, numbers in by_topic(partitions).items()]
    )


def _answers(response: Any) -> _Told:
    return {
        (topic.name, partition.partition_index): any(map(has_transaction, partition.active_producers))
        for topic in response.topics
        for partition in topic.partitions
        if partition.error_code == 0
    }


def _of_topic(topic: Topic, told: _Told) -> Iterable[tuple[str, bool]]:
    answers = [told.get((topic.name, partition.id)) for partition in topic.partitions]
    if any(answers):
        yield topic.name, True
    elif None not in answers:
        yield topic.name, False
