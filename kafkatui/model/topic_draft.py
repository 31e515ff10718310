"""A topic that is to be made."""

from __future__ import annotations

from collections.abc import Mapping

from msgspec import Struct, field


class TopicDraft(Struct, frozen=True):
    """What a new topic shall be.

    Attributes:
        partitions: None leaves the number to the brokers (Kafka 2.4).
        replication_factor: None leaves it to the brokers (Kafka 2.4).
        assignment: broker ids of each partition's replicas, the preferred leader first; where it is given it alone
            says how many partitions and replicas there are.
        config: what is set for the topic itself, by name.
    """

    name: str
    partitions: int | None = None
    replication_factor: int | None = None
    assignment: tuple[tuple[int, ...], ...] = ()
    config: Mapping[str, str] = field(default_factory=dict)
