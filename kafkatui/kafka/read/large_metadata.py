"""The metadata of a large cluster, read so that nothing is held up.

librdkafka makes a Python object of every partition before another thread gets its turn: 60 ms at 10,000 topics, every
few seconds, though hardly anything has changed. Here an answer is compared with the last one of the same broker, and
only what differs is read.
"""

from __future__ import annotations

import time
from collections.abc import Mapping
from typing import Any

from kafkatui.kafka.connect.connection import KafkaConnection
from kafkatui.kafka.connect.errors import error_words
from kafkatui.kafka.connect.manager import run_with_manager
from kafkatui.kafka.connect.raw_answers import AskedRaw, RawAnswer
from kafkatui.kafka.read.metadata_answer import NEWEST, OLDEST, MetadataAnswer, ToldTopic, read_answer
from kafkatui.model.cluster import ClusterMetadata, Topic
from kafkatui.model.errors import KafkatuiError
from kafkatui.model.replacing import replace

REST_SECONDS = 60.0
"""After a failure librdkafka is asked for so long: it finds another broker by itself, and says what is wrong."""

ANSWER_MS = 3_000
"""A broker that hangs is waited for no longer; librdkafka is asked then."""


class LargeMetadata:
    """Remembers what each broker answered last; used by one thread at a time."""

    def __init__(self, connection: KafkaConnection) -> None:
        self._connection = connection
        self._answers: dict[int, MetadataAnswer] = {}
        self._rests_until = 0.0

    def read(self, identities: Mapping[str, str], before: Mapping[str, Topic]) -> ClusterMetadata | None:
        """The metadata, as `read_metadata` gives it; None where librdkafka shall be asked.

        Args:
            identities: of topics whose ids a broker does not tell (below Kafka 2.8).
            before: the topics as they were read last.
        """
        connection = self._connection
        if time.monotonic() < self._rests_until or connection.unreachable_brokers:
            return None
        try:
            node, raw = connection.metadata_client.call(
                "read the cluster's metadata", lambda client: run_with_manager(client, _ask)
            )
            answer = read_answer(raw.version, raw.data, self._answers.get(node))
        except (KafkatuiError, ValueError):
            self._answers.clear()
            self._rests_until = time.monotonic() + REST_SECONDS
            return None
        self._answers = {broker: each for broker, each in self._answers.items() if broker in answer.brokers}
        self._answers[node] = answer
        connection.watch_brokers(answer.brokers.values())
        return ClusterMetadata(
            answer.cluster_id, answer.controller_id, answer.brokers, _topics_of(answer, identities, before)
        )


def _topics_of(
    answer: MetadataAnswer, identities: Mapping[str, str], before: Mapping[str, Topic]
) -> Mapping[str, Topic]:
    """By name in order; those that are as they were are the same objects, and `before` where all are."""
    topics = {}
    is_same = len(answer.topics) == len(before)
    for told in answer.topics:
        known = before.get(told.topic.name)
        topic = told.topic
        if told.error_code or topic.identity is None:
            topic = _completed(told, identities)
        if known is None or (known is not topic and known != topic):
            is_same = False
        else:
            topic = known
        topics[topic.name] = topic
    return before if is_same else dict(sorted(topics.items()))


def _completed(told: ToldTopic, identities: Mapping[str, str]) -> Topic:
    from confluent_kafka import KafkaError

    words = error_words(KafkaError(told.error_code)) if told.error_code else ""
    return replace(told.topic, error=words, identity=told.topic.identity or identities.get(told.topic.name))


async def _ask(manager: Any) -> tuple[int, RawAnswer]:
    """The whole metadata of the broker with least to do, which never makes a topic."""
    import kafka  # noqa: F401 - all of it before a part: see test_imports_of_kafka_python
    from kafka.protocol.metadata import MetadataRequest

    request = MetadataRequest(topics=None, allow_auto_topic_creation=False, min_version=OLDEST, max_version=NEWEST)
    node: int = manager.least_loaded_node()
    return node, await manager.send(AskedRaw(request), node_id=node, request_timeout_ms=ANSWER_MS)
