"""Consumer groups, their members and what they committed."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

from kafkatui.model.cluster import TopicPartition

WHOLE_GROUP: TopicPartition = ("", -1)
"""The key in `GroupOffsets.errors` for a failure that is not of one partition."""


@dataclass(frozen=True, slots=True)
class GroupMember:
    """One consumer in a group.

    Attributes:
        assignment: the partitions it reads, ordered.
        instance_id: its `group.instance.id` (static membership, KIP-345) or None.
    """

    member_id: str
    client_id: str
    host: str
    assignment: tuple[TopicPartition, ...]
    instance_id: str | None = None


@dataclass(frozen=True, slots=True)
class Group:
    """A consumer group.

    Attributes:
        state: Kafka's word for it: Stable, Empty, PreparingRebalance, CompletingRebalance, Dead, Unknown.
        type: "classic" or "consumer" (KIP-848); empty when the broker does not tell (below 3.8).
        coordinator: broker id, None when unknown.
        assignor: the partition assignor in use; empty when none.
        error: why it could not be described; empty when it could.
    """

    id: str
    state: str
    type: str = ""
    coordinator: int | None = None
    assignor: str = ""
    members: tuple[GroupMember, ...] = ()
    is_simple: bool = False
    error: str = ""


@dataclass(frozen=True, slots=True)
class GroupOffsets:
    """What a group has committed.

    Attributes:
        committed: next offset to read by partition, only of partitions that have a commit.
        metadata: commit metadata strings, where not empty.
        errors: why a partition's commit could not be read.
    """

    group_id: str
    committed: Mapping[TopicPartition, int]
    metadata: Mapping[TopicPartition, str]
    errors: Mapping[TopicPartition, str]
