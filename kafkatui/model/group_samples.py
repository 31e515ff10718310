"""Consumer groups with what they committed, and the logs they committed to, as read at one moment."""

from __future__ import annotations

from collections.abc import Mapping

from msgspec import Struct, field

from kafkatui.model.cluster import TopicPartition
from kafkatui.model.group import Group, GroupOffsets
from kafkatui.model.lag import LagTotal
from kafkatui.model.lag_history import LagHistory
from kafkatui.model.offset_sample import OffsetSample

WINDOW_SECONDS = 20.0
"""A group's rates are told over this long: consumers commit in steps, by default every 5 s."""


class GroupsSample(Struct, frozen=True):
    """All groups with what they committed, and the logs they committed to.

    Attributes:
        errors: of brokers that could not list their groups: some may be missing. Not without any group (see
            `GroupsFeed`).
        lags: every group's lag by its id.
        lag_history: how each group's lag went, sample by sample.
        commit_rates: committed offsets per second, by group id and partition; absent when not known.
    """

    groups: tuple[Group, ...]
    committed: Mapping[str, GroupOffsets]
    offsets: OffsetSample
    errors: tuple[str, ...] = ()
    lags: Mapping[str, LagTotal] = field(default_factory=dict)
    lag_history: Mapping[str, LagHistory] = field(default_factory=dict)
    commit_rates: Mapping[str, Mapping[TopicPartition, float]] = field(default_factory=dict)


class GroupReading(Struct, frozen=True):
    """Commits and ends of one group's partitions at one moment."""

    at_seconds: float
    committed: GroupOffsets
    offsets: OffsetSample


class GroupSample(Struct, frozen=True):
    """One group in detail.

    Attributes:
        commit_rates, produce_rates: messages per second committed and written by partition, over `WINDOW_SECONDS`
            or as long as the group has been looked at.
        readings: what those rates come from, oldest first.
    """

    group: Group
    committed: GroupOffsets
    offsets: OffsetSample
    commit_rates: Mapping[TopicPartition, float]
    produce_rates: Mapping[TopicPartition, float] = field(default_factory=dict)
    readings: tuple[GroupReading, ...] = ()
