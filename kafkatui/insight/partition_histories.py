"""How leaders and ISRs of partitions went, as far as kafkatui saw it, and which of them find no rest."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence

from kafkatui.insight.changes import ChangeKind, PartitionChange
from kafkatui.model.cluster import TopicPartition

Histories = Mapping[TopicPartition, tuple[PartitionChange, ...]]
"""The last changes of each partition that changed, oldest first."""

MOST_CHANGES = 30
"""Kept of one partition."""

MOST_PARTITIONS = 2_000
"""Those that changed last."""

FLAP_SECONDS = 600.0
FLAP_COUNT = 6
"""A partition whose leader or ISR changed so often within `FLAP_SECONDS` flaps: a restart of a broker is four."""


def with_changes(histories: Histories, changes: Iterable[PartitionChange]) -> Histories:
    """The same with what changed now; partitions that rested longest are left out where there are too many."""
    grown = dict(histories)
    for change in changes:
        key = (change.after.topic, change.after.id)
        grown[key] = (*grown.pop(key, ()), change)[-MOST_CHANGES:]
    excess = len(grown) - MOST_PARTITIONS
    for key in list(grown)[: max(0, excess)]:
        del grown[key]
    return grown


def without_topics(histories: Histories, topics: frozenset[str]) -> Histories:
    """The same without topics that are gone, or others by now."""
    return {key: changes for key, changes in histories.items() if key[0] not in topics} if topics else histories


def flap_count(history: Sequence[PartitionChange], now_seconds: float) -> int:
    """How often its leader or ISR changed lately, where that is so often that it flaps; else 0."""
    recent = [
        change
        for change in history
        if change.kind is not ChangeKind.REPLICAS and now_seconds - change.at_seconds < FLAP_SECONDS
    ]
    return len(recent) if len(recent) >= FLAP_COUNT else 0
