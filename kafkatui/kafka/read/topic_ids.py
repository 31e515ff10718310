"""Topic ids (KIP-516, Kafka 2.8), and which brokers know a topic: asked by name, and never creating one."""

from __future__ import annotations

import base64
from collections.abc import Collection, Mapping, Sequence
from typing import Any

from confluent_kafka import KafkaException, TopicCollection

from kafkatui.kafka.connect.connection import KafkaConnection
from kafkatui.kafka.connect.futures import wait
from kafkatui.kafka.connect.manager import run_with_manager
from kafkatui.model.errors import ConnectError, NotWithThisProfile

NO_ID = "AAAAAAAAAAAAAAAAAAAAAA"
"""What brokers below 2.8 answer: all zeros, in base64."""

_NO_AUTO_CREATION_VERSION = 4  # KIP-4, Kafka 0.11


def id_of(description: Any) -> str | None:
    """The id in librdkafka's description of a topic, which writes it in another alphabet than Kafka; None for none."""
    return known_id(description.topic_id)


def known_id(answered: object | None) -> str | None:
    """An id as librdkafka writes it, as Kafka does; None for none."""
    text = "" if answered is None else str(answered)
    topic_id = text.replace("+", "-").replace("/", "_").rstrip("=")
    return None if topic_id in ("", NO_ID) else topic_id


def read_topic_ids(connection: KafkaConnection, topics: Sequence[str]) -> dict[str, str | None]:
    """The ids of those of `topics` that the answering broker knows, in one request; None for each below Kafka 2.8.

    With kafka-python, to which 1,000 topics cost a quarter of librdkafka's description (20 ms), where it can connect.
    It gives up with the first broker that does not answer; librdkafka asks another.

    Raises:
        KafkatuiError: nobody told.
    """
    try:
        response = connection.kafka_python.read(
            "ask for topic ids", lambda client: run_with_manager(client, _ask, topics, None)
        )
    except (NotWithThisProfile, ConnectError):
        return _described_ids(connection, topics)
    return {topic.name: _id_of(topic) for topic in response.topics if not topic.error_code}


def _described_ids(connection: KafkaConnection, topics: Sequence[str]) -> dict[str, str | None]:
    timeout_seconds = connection.timeout_seconds
    connection.meter.count("describe topics")
    futures = connection.admin().describe_topics(TopicCollection(list(topics)), request_timeout=timeout_seconds)
    found: dict[str, str | None] = {}
    for topic, future in futures.items():
        try:
            found[topic] = id_of(wait(future, timeout_seconds))
        except KafkaException:
            continue  # this one is not there, or is hidden from us
        except TimeoutError as error:
            raise connection.failure(error, "ask for topic ids") from error
    return found


def brokers_that_know(
    connection: KafkaConnection, topics: Sequence[str], broker_ids: Collection[int]
) -> dict[int, frozenset[str]]:
    """Which of `topics` each broker names, by broker id; brokers that do not answer, or know no cluster, are absent.

    A broker that has just started answers before it has learned of the cluster: it names no broker then.

    Raises:
        KafkatuiError: nobody can be asked.
    """

    async def ask_each(manager: Any) -> Mapping[int, Any]:
        await manager.cluster.refresh_metadata()
        found = {}
        for broker_id in broker_ids:
            manager.reset_backoff(broker_id)
            try:
                found[broker_id] = await _ask(manager, topics, broker_id)
            except Exception:
                continue
        return found

    try:
        answers = connection.kafka_python.read("ask other brokers", lambda client: run_with_manager(client, ask_each))
    except NotWithThisProfile:
        return {}
    return {
        broker_id: frozenset(topic.name for topic in answer.topics if not topic.error_code)
        for broker_id, answer in answers.items()
        if answer.brokers
    }


async def _ask(manager: Any, topics: Sequence[str], broker_id: int | None) -> Any:
    """Any broker's, or that broker's, metadata of some topics."""
    import kafka  # noqa: F401 - all of it before a part: see test_imports_of_kafka_python
    from kafka.protocol.metadata import MetadataRequest

    named = [MetadataRequest.MetadataRequestTopic(name=topic) for topic in topics]
    request = MetadataRequest(
        topics=named, allow_auto_topic_creation=False, min_version=_NO_AUTO_CREATION_VERSION, max_version=12
    )
    if broker_id is None:
        return await manager.send(request)
    return await manager.send(request, node_id=broker_id)


def _id_of(topic: Any) -> str | None:
    """The id in an entry of kafka-python's; it gives None for all zeros."""
    topic_id = getattr(topic, "topic_id", None)
    if topic_id is None or not topic_id.int:
        return None
    return base64.urlsafe_b64encode(topic_id.bytes).decode().rstrip("=")
