"""What was read anew of Kafka's znodes because a watch told of them."""

from __future__ import annotations

from collections.abc import Mapping

from msgspec import Struct, field

from kafkatui.model.cluster import TopicPartition
from kafkatui.model.registration import BrokerRegistration, ControllerRegistration
from kafkatui.model.zookeeper_registry import RegisteredPartition, RegisteredTopic


class RegistryLook(Struct, frozen=True):
    """Parts of a `ZooKeeperRegistry`, as of now.

    Attributes:
        brokers: all that are registered; None when they were not looked at.
        controller: None when it was not looked at.
        topics: those that were looked at; None for one that is not there any more.
        states: of partitions that were looked at and have one.
    """

    brokers: Mapping[int, BrokerRegistration] | None = None
    controller: ControllerRegistration | None = None
    topics: Mapping[str, RegisteredTopic | None] = field(default_factory=dict)
    states: Mapping[TopicPartition, RegisteredPartition] = field(default_factory=dict)
