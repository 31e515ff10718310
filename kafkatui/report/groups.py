"""The list of consumer groups: states, commits and the ends of the logs joined into a row for each group."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from typing import TypeVar

from msgspec import Struct

from kafkatui.insight.falling_behind import falls_behind
from kafkatui.insight.lag import sum_totals
from kafkatui.insight.lag_trend import LagTrend, lag_trend
from kafkatui.insight.topic_totals import topics_of
from kafkatui.model.group import WHOLE_GROUP, Group
from kafkatui.model.group_samples import GroupsSample
from kafkatui.model.group_track import NO_TRACK, GroupTrack, LagLook
from kafkatui.model.lag import LagTotal
from kafkatui.model.lag_history import LagHistory
from kafkatui.model.observed import Observed, ObservedState
from kafkatui.report.part import part

T = TypeVar("T")

NO_HISTORY = LagHistory()
_UNREAD_LAG: Observed[LagTotal] = Observed.unknown()
_UNREAD_TOPICS: Observed[int] = Observed.unknown()


class GroupRow(Struct, frozen=True):
    """One consumer group.

    Attributes:
        topics: topics it committed offsets for or reads now.
        lag: all its partitions together.
        history: its lag and commits, look by look, for whether it falls behind.
        looks: its lag over time, as far back as the session has looked.
    """

    group: Group
    topics: Observed[int] = _UNREAD_TOPICS
    lag: Observed[LagTotal] = _UNREAD_LAG
    history: LagHistory = NO_HISTORY
    looks: tuple[LagLook, ...] = ()

    @property
    def falls_behind(self) -> bool | None:
        """Whether it is behind and falls back further; None while that cannot be told."""
        return falls_behind(self.history)

    @property
    def lag_change(self) -> int | None:
        """How much the lag grew over its looks; None with less than two."""
        known = [look.lag for look in self.looks if look.lag is not None]
        return known[-1] - known[0] if len(known) > 1 else None

    @property
    def trend(self) -> LagTrend | None:
        """How fast it grows now; None while that cannot be told."""
        return lag_trend(self.looks)

    @property
    def is_left_behind(self) -> bool:
        """Whether there is something to read and nobody reads."""
        total = self.lag.value
        return total is not None and not self.group.members and bool(total.known or total.backlog)

    @property
    def has_wrong_lag(self) -> bool:
        """Whether its lag needs a person: it grows for ever, nobody works on it, or a commit is beyond the end."""
        is_beyond = self.lag.value is not None and bool(self.lag.value.beyond_end)
        return bool(self.falls_behind) or self.is_left_behind or is_beyond


def group_rows(
    observed: Observed[GroupsSample], track: Callable[[str], GroupTrack] = lambda _: NO_TRACK
) -> list[GroupRow]:
    """A row for every group of the sample, as old as that is; none while there is none.

    Args:
        track: what was seen of a group over time, by its id.
    """
    sample = observed.value
    if sample is None:
        return []
    return [_row(group, sample, observed, track(group.id)) for group in sample.groups]


def with_old_groups(rows: list[GroupRow], old: Observed[GroupsSample]) -> list[GroupRow]:
    """The rows, and those of groups that keep their offsets in ZooKeeper; of one name Kafka's own goes first."""
    known = {row.group.id for row in rows}
    return [*rows, *(row for row in group_rows(old) if row.group.id not in known)]


def every_group(kafkas: Observed[GroupsSample], old: Observed[GroupsSample]) -> tuple[Group, ...]:
    """Kafka's groups and those in ZooKeeper, by id; of one name Kafka's own goes first."""
    samples = [each.value for each in (old, kafkas) if each.value is not None]
    by_id = {group.id: group for sample in samples for group in sample.groups}
    return tuple(by_id[group_id] for group_id in sorted(by_id))


def _row(group: Group, sample: GroupsSample, observed: Observed[GroupsSample], track: GroupTrack) -> GroupRow:
    return GroupRow(
        group,
        topics=_known(group, observed, lambda known: len(topics_of(group, known.committed))),
        lag=_known(group, observed, lambda known: known.lags.get(group.id)),
        history=sample.lag_history.get(group.id, NO_HISTORY),
        looks=track.looks,
    )


def _known(group: Group, observed: Observed[GroupsSample], take: Callable[[GroupsSample], T | None]) -> Observed[T]:
    """What was read of a group, failed when it could not be described or its commits could not be read."""
    offsets = observed.value.committed.get(group.id) if observed.value is not None else None
    reason = group.error or (offsets.errors.get(WHOLE_GROUP, "") if offsets is not None else "")
    if reason:
        return Observed(ObservedState.FAILED, None, observed.as_of_seconds, reason)
    return part(observed, take)


def sum_lags(rows: Iterable[GroupRow]) -> LagTotal:
    """What is known of all groups' lags together."""
    return sum_totals(row.lag.value for row in rows if row.lag.value is not None)
