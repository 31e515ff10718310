"""What is told of a partition's replicas beside its metadata."""

from __future__ import annotations

from collections.abc import Mapping

from msgspec import Struct

from kafkatui.model.cluster import TopicPartition


class Reassignment(Struct, frozen=True):
    """A move of a partition that is under way: broker ids that come and that go."""

    adding: tuple[int, ...]
    removing: tuple[int, ...]


class EligibleReplicas(Struct, frozen=True):
    """Replicas that left the ISR and may still lead without loss (ELR, KIP-966), and those that last could.

    None where the broker does not tell.
    """

    elr: tuple[int, ...] | None
    last_known_elr: tuple[int, ...] | None


class ReplicaSets(Struct, frozen=True):
    """What is told of a topic's replicas beside the metadata, by partition."""

    reassignments: Mapping[TopicPartition, Reassignment]
    eligible: Mapping[TopicPartition, EligibleReplicas]
