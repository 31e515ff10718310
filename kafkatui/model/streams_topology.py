"""What a Kafka Streams application is made of, as its group's coordinator knows it (KIP-1071)."""

from __future__ import annotations

from collections.abc import Mapping
from enum import Enum

from msgspec import Struct, field


class TopicRole(Enum):
    """What a subtopology has to do with a topic. The values are those of JSON."""

    SOURCE = "source"
    """It reads it."""
    REPARTITION_SOURCE = "repartition source"
    """It reads what another subtopology, or it itself, has written to be spread anew by another key."""
    REPARTITION_SINK = "repartition sink"
    """It writes it to be spread anew."""
    CHANGELOG = "changelog"
    """It keeps its state there."""


class TopologyTopic(Struct, frozen=True):
    """A topic of a subtopology.

    Attributes:
        partitions: as asked for by the application; None where that follows from other topics.
        replication_factor: the same; None: the brokers' default.
        configs: what it asks its own topics to be configured as.
    """

    subtopology: str
    role: TopicRole
    name: str
    partitions: int | None = None
    replication_factor: int | None = None
    configs: Mapping[str, str] = field(default_factory=dict)


class StreamsTopology(Struct, frozen=True):
    """All of it.

    Attributes:
        epoch: grows whenever the application's topology changes.
        topics: of every subtopology, in the order of reading, writing and keeping state.
    """

    epoch: int
    topics: tuple[TopologyTopic, ...] = ()

    @property
    def subtopologies(self) -> tuple[str, ...]:
        """Their names, in order."""
        return tuple(dict.fromkeys(topic.subtopology for topic in self.topics))
