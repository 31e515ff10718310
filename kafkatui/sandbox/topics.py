"""The topics of the demo: what they are called, how they are laid out, what makes each worth a look."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field

_HOUR_MILLISECONDS = 3_600_000


@dataclass(frozen=True, slots=True)
class TopicPlan:
    """A topic to create.

    Attributes:
        replicas: wanted; fewer when there are fewer brokers.
        config: topic-level configuration, by Kafka's names.
    """

    name: str
    partitions: int
    replicas: int = 3
    config: Mapping[str, str] = field(default_factory=dict)


MY_TOPIC = "myTopic"
REGEX_TOPICS = ("aRegexTopic", "aRegex-other-topic")
ORDERS = "orders"
PAYMENTS = "payments"
CLICKS = "clicks"
CUSTOMERS = "customers"
ODDITIES = "oddities"
TRANSFERS = "transfers"
SCRATCH = "scratch"

TOPICS: tuple[TopicPlan, ...] = (
    TopicPlan(MY_TOPIC, 3),
    *(TopicPlan(name, 2) for name in REGEX_TOPICS),
    TopicPlan(ORDERS, 3, config={"min.insync.replicas": "2", "retention.ms": str(7 * 24 * _HOUR_MILLISECONDS)}),
    TopicPlan(PAYMENTS, 6, config={"min.insync.replicas": "2", "compression.type": "lz4"}),
    TopicPlan(CLICKS, 6, 2, {"retention.ms": str(24 * _HOUR_MILLISECONDS), "segment.bytes": str(16 * 1024 * 1024)}),
    TopicPlan(CUSTOMERS, 3, config={"cleanup.policy": "compact", "min.cleanable.dirty.ratio": "0.9"}),
    TopicPlan(ODDITIES, 1, config={"max.message.bytes": str(2 * 1024 * 1024)}),
    TopicPlan(TRANSFERS, 2),
    TopicPlan(SCRATCH, 1, 1, {"cleanup.policy": "compact,delete"}),
)
