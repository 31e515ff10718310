"""The list of consumer groups: states, commits and the ends of the logs joined into a row for each group."""

from __future__ import annotations

from collections.abc import Callable
from typing import TypeVar

from msgspec import Struct

from kafkatui.insight.falling_behind import falls_behind
from kafkatui.insight.lag_trend import LagTrend, lag_trend
from kafkatui.insight.topic_totals import topics_of
from kafkatui.insight.verdict import NEEDS_NOBODY, rate
from kafkatui.model.cluster import ClusterMetadata
from kafkatui.model.group import OLD, WHOLE_GROUP, Group
from kafkatui.model.group_samples import GroupsSample
from kafkatui.model.group_track import NO_TRACK, GroupTrack, LagLook
from kafkatui.model.lag import LagTotal
from kafkatui.model.lag_history import LagHistory
from kafkatui.model.observed import Observed, ObservedState
from kafkatui.model.time_lag import TimeLag, UnreadRecords
from kafkatui.model.verdict import Verdict, VerdictKind
from kafkatui.report.consumption import LateConsumption
from kafkatui.report.part import part
from kafkatui.report.progress import NO_RECORDS

T = TypeVar("T")

NO_HISTORY = LagHistory()
_UNREAD_LAG: Observed[LagTotal] = Observed.unknown()
_UNREAD_TOPICS: Observed[int] = Observed.unknown()
NOT_WATCHED = Verdict(VerdictKind.UNKNOWN, "not watched")
"""Of a crowd of groups only some are: the one that is opened is."""


class GroupRow(Struct, frozen=True):
    """One consumer group.

    Attributes:
        topics: topics it committed offsets for or reads now.
        lag: all its partitions together.
        history: its lag and commits, look by look, for whether it falls behind.
        looks: its lag over time, as far back as the session has looked.
        late: its partitions, for its verdict and its lag in time; None where nobody asked for them.
        is_followed: whether it is watched for its verdict.
    """

    group: Group
    topics: Observed[int] = _UNREAD_TOPICS
    lag: Observed[LagTotal] = _UNREAD_LAG
    history: LagHistory = NO_HISTORY
    looks: tuple[LagLook, ...] = ()
    late: LateConsumption | None = None
    is_followed: bool = True

    @property
    def verdict(self) -> Verdict | None:
        """How it does, as its worst partition; before commits have told that, as its lag goes. None: not known.

        Of a group that is not followed, as there are too many, only what its lag alone tells: all may be asked for it.
        """
        total = self.lag.value
        if self.late is None or total is None:
            return None
        verdict = self.late.row.verdict if self.is_followed else _unwatched(self.group, total)
        is_early = verdict.kind is VerdictKind.WATCHING or verdict is NOT_WATCHED
        if is_early and self.falls_behind:
            trend = self.trend
            by = f" by {rate(trend.per_second)}" if trend is not None and trend.per_second > 0 else ""
            return Verdict(VerdictKind.FALLS_BEHIND, f"falls behind{by}", verdict.warnings)
        return verdict

    @property
    def time_lag(self) -> TimeLag | None:
        """How old the oldest record still to be read is; None when that is not known."""
        if self.late is None or not self.is_followed or not self.lag.has_value:
            return None
        return self.late.row.time_lag

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


def _unwatched(group: Group, total: LagTotal) -> Verdict:
    if total.beyond_end:
        return Verdict(VerdictKind.BEYOND_END, "committed beyond the end")
    if total.known is None or total.unknown:
        return NOT_WATCHED
    if not group.members:
        words = f"not running, {total.known:,} behind" if total.known else "caught up, not running"
        return Verdict(VerdictKind.NOT_RUNNING if total.known else VerdictKind.CAUGHT_UP, words)
    return NOT_WATCHED if total.known else NEEDS_NOBODY


class GroupKnowledge(Struct, frozen=True):
    """What else is known of groups.

    Attributes:
        track: what was seen of a group over time, by its id.
        metadata: of the cluster, when verdicts are told by it.
        unread: a group's oldest unread records, by its id.
        has_verdicts: whether verdicts are wanted.
    """

    track: Callable[[str], GroupTrack] = lambda _: NO_TRACK
    metadata: ClusterMetadata | None = None
    unread: Callable[[str], UnreadRecords] = lambda _: NO_RECORDS
    has_verdicts: bool = False


NOTHING_ELSE = GroupKnowledge()


def group_rows(observed: Observed[GroupsSample], known: GroupKnowledge = NOTHING_ELSE) -> list[GroupRow]:
    """A row for every group of the sample, as old as that is; none while there is none."""
    sample = observed.value
    if sample is None:
        return []
    return [group_row(group, observed, known) for group in sample.groups]


def with_old_groups(
    rows: list[GroupRow], old: Observed[GroupsSample], known: GroupKnowledge = NOTHING_ELSE
) -> list[GroupRow]:
    """The rows, and those of groups that keep their offsets in ZooKeeper; of one name Kafka's own goes first."""
    names = {row.group.id for row in rows}
    return [*rows, *(row for row in group_rows(old, known) if row.group.id not in names)]


def every_group(kafkas: Observed[GroupsSample], old: Observed[GroupsSample]) -> tuple[Group, ...]:
    """Kafka's groups and those in ZooKeeper, by id; of one name Kafka's own goes first."""
    samples = [each.value for each in (old, kafkas) if each.value is not None]
    by_id = {group.id: group for sample in samples for group in sample.groups}
    return tuple(by_id[group_id] for group_id in sorted(by_id))


def group_row(group: Group, observed: Observed[GroupsSample], known: GroupKnowledge = NOTHING_ELSE) -> GroupRow:
    """The row of a group of that sample."""
    sample, track = observed.value, known.track(group.id)
    late = None
    if known.has_verdicts and sample is not None:
        late = LateConsumption(sample, group, known.metadata, track, known.unread(group.id))
    return GroupRow(
        group,
        topics=_known(group, observed, lambda read: len(topics_of(group, read.committed))),
        lag=lag_of(group, observed),
        history=NO_HISTORY if sample is None else sample.lag_history.get(group.id, NO_HISTORY),
        looks=track.looks,
        late=late,
        is_followed=track.is_followed and (group.type != OLD or bool(track.partitions)),
    )


def lag_of(group: Group, observed: Observed[GroupsSample]) -> Observed[LagTotal]:
    """All its partitions together, of a group of that sample."""
    return _known(group, observed, lambda read: read.lags.get(group.id))


def _known(group: Group, observed: Observed[GroupsSample], take: Callable[[GroupsSample], T | None]) -> Observed[T]:
    """What was read of a group, failed when it could not be described or its commits could not be read."""
    offsets = observed.value.committed.get(group.id) if observed.value is not None else None
    reason = group.error or (offsets.errors.get(WHOLE_GROUP, "") if offsets is not None else "")
    if reason:
        return Observed(ObservedState.FAILED, None, observed.as_of_seconds, reason)
    return part(observed, take)


def lag_weight(total: LagTotal | None, group_id: str) -> tuple[int, int, str]:
    """What groups are sorted by: the largest known lag first, then the unread ones; unknown lags last."""
    known = -1 if total is None or total.known is None else total.known
    return -known, -(total.backlog if total is not None else 0), group_id
