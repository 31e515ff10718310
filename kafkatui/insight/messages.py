"""How many messages a partition or topic holds, as far as offsets tell."""

from __future__ import annotations

from collections.abc import Mapping

from msgspec import Struct

from kafkatui.model.cluster import OffsetRange, Topic, TopicPartition

ALWAYS_COMPACTED = frozenset({"__consumer_offsets", "__transaction_state", "__share_group_state"})
"""Kafka's own topics that are compacted whatever their configuration has been read as."""


class MessageCount(Struct, frozen=True):
    """The messages of a topic.

    Attributes:
        known: end − begin summed over the partitions whose offsets are known.
        missing: partitions whose offsets are not.
    """

    known: int
    missing: int = 0

    @property
    def total(self) -> int | None:
        """The sum, or None while a partition is missing."""
        return None if self.missing else self.known


def count_messages(topic: Topic, ranges: Mapping[TopicPartition, OffsetRange]) -> MessageCount | None:
    """The topic's messages; None when no partition's offsets are known (a topic without partitions has 0)."""
    known = missing = 0
    for partition in topic.partitions:
        offsets = ranges.get((partition.topic, partition.id))
        number = offsets.count if offsets is not None else None
        if number is None:
            missing += 1
        else:
            known += number
    return None if missing and missing == len(topic.partitions) else MessageCount(known, missing)


def is_upper_bound(topic: str, cleanup_policy: str | None, *, has_transactions: bool | None = None) -> bool | None:
    """Whether end − begin counts offsets that hold no message any more, or never did; None when that is not known.

    Compaction removes records and keeps their offsets; transaction markers take offsets of their own.

    Args:
        cleanup_policy: `cleanup.policy`, None when not read.
        has_transactions: whether transactions are remembered in the topic, None when nobody told.
    """
    if has_transactions or topic in ALWAYS_COMPACTED or "compact" in (cleanup_policy or ""):
        return True
    return None if cleanup_policy is None or has_transactions is None else False
