"""A partition's replicas, now and as they are wanted."""

from __future__ import annotations

from msgspec import Struct

from kafkatui.model.cluster import TopicPartition


class PartitionMove(Struct, frozen=True):
    """What becomes of one partition.

    Attributes:
        before, after: broker ids, the preferred leader first.
        size_bytes: of one replica; None when not known.
    """

    topic: str
    partition: int
    before: tuple[int, ...]
    after: tuple[int, ...]
    size_bytes: int | None = None

    @property
    def key(self) -> TopicPartition:
        """What it is a move of."""
        return self.topic, self.partition

    @property
    def adding(self) -> tuple[int, ...]:
        """Brokers that get its data."""
        return tuple(broker for broker in self.after if broker not in self.before)

    @property
    def removing(self) -> tuple[int, ...]:
        """Brokers that give it up."""
        return tuple(broker for broker in self.before if broker not in self.after)

    @property
    def moved_bytes(self) -> int | None:
        """What goes over the network; None when not known."""
        if not self.adding:
            return 0
        return None if self.size_bytes is None else self.size_bytes * len(self.adding)

    @property
    def back(self) -> PartitionMove:
        """The way back."""
        return PartitionMove(self.topic, self.partition, self.after, self.before, self.size_bytes)
