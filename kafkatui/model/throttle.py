"""A bound on how fast replicas are copied, as Kafka is told it: a rate on brokers, and of which replicas, on topics."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from msgspec import Struct

RATES = ("leader.replication.throttled.rate", "follower.replication.throttled.rate")
"""On brokers, in bytes a second."""

LEADERS, FOLLOWERS = "leader.replication.throttled.replicas", "follower.replication.throttled.replicas"
"""On topics, `PARTITION:BROKER,…`."""


class Throttle(Struct, frozen=True):
    """What kafkatui sets, and so takes away again.

    Attributes:
        rate: bytes a second, in and out of each broker.
        brokers: those that are given the rate.
        leaders, followers: by topic, the replicas that it holds for: `0:1,2:3`.
    """

    rate: int
    brokers: tuple[int, ...]
    leaders: Mapping[str, str]
    followers: Mapping[str, str]

    def of_topic(self, topic: str) -> dict[str, str]:
        """What is set for a topic, by property."""
        found = {LEADERS: self.leaders.get(topic, ""), FOLLOWERS: self.followers.get(topic, "")}
        return {name: value for name, value in found.items() if value}

    @property
    def topics(self) -> tuple[str, ...]:
        """The topics that something is set for."""
        return tuple(sorted({*self.leaders, *self.followers}))

    def as_json(self) -> dict[str, Any]:
        """As the journal keeps it."""
        return {
            "rate": self.rate,
            "brokers": list(self.brokers),
            "leaders": dict(self.leaders),
            "followers": dict(self.followers),
        }

    @classmethod
    def of_json(cls, value: Mapping[str, Any]) -> Throttle:
        """What `as_json` gave."""
        return cls(value["rate"], tuple(value["brokers"]), value["leaders"], value["followers"])
