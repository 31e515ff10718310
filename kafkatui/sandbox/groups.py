"""The demo's consumer groups, and committing for them."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from functools import partial
from typing import TYPE_CHECKING, Any

from kafkatui.sandbox import topics
from kafkatui.sandbox.background import in_background

if TYPE_CHECKING:
    from confluent_kafka import TopicPartition


@dataclass(frozen=True, slots=True)
class GroupPlan:
    """A group and how far it has read, as a share of each partition's records."""

    name: str
    topics: Sequence[str]
    share_read: float


GROUPS: tuple[GroupPlan, ...] = (
    GroupPlan("myGroup", (topics.MY_TOPIC, *topics.REGEX_TOPICS), 1.0),
    GroupPlan("billing", (topics.PAYMENTS,), 1.0),
    GroupPlan("warehouse", (topics.ORDERS,), 0.4),
    GroupPlan("analytics", (topics.CLICKS, topics.ORDERS), 0.9),
    GroupPlan("nightly-report", (topics.ORDERS, topics.PAYMENTS), 0.0),
)


class Committers:
    """A consumer for each group that commits and never joins.

    Made early: each looks for its coordinator at once, and the first question has the broker create __consumer_offsets.
    Not with the admin client: librdkafka 2.16's admin requests to coordinators can end the process.
    """

    def __init__(self, client: Mapping[str, Any], groups: Sequence[str]) -> None:
        from confluent_kafka import Consumer

        settings = {**client, "enable.auto.commit": False}
        self._consumers = {group: Consumer({**settings, "group.id": group}) for group in groups}

    def commit(self, offsets: Mapping[str, Sequence[TopicPartition]], timeout_seconds: float) -> None:
        """Commits for several groups at once, waiting for their coordinators.

        Raises:
            KafkaException: a coordinator refused a partition.
            TimeoutError: one did not answer.
        """
        answers = [
            in_background(partial(self._commit, group, wanted), f"demo-commit-{group}")
            for group, wanted in offsets.items()
        ]
        for answer in answers:
            answer.result(timeout_seconds)

    def close(self) -> None:
        for consumer in self._consumers.values():
            consumer.close()

    def _commit(self, group: str, offsets: Sequence[TopicPartition]) -> None:
        from confluent_kafka import KafkaException

        for partition in self._consumers[group].commit(offsets=list(offsets), asynchronous=False):
            if partition.error:
                raise KafkaException(partition.error)
