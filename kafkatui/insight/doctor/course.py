"""What went before this look, as far as rules need it: only several readings tell whether something moves."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import TYPE_CHECKING

from msgspec import Struct, field

from kafkatui.insight.topic_totals import groups_by_topic
from kafkatui.insight.verdict import GROWS_FOR_SECONDS, GROWS_OVER_SECONDS
from kafkatui.model.cluster import Topic, TopicPartition
from kafkatui.model.group_track import LagLook
from kafkatui.model.offset_sample import OffsetSample

if TYPE_CHECKING:
    from kafkatui.insight.doctor.known import Known

RESTLESS_SECONDS = 600.0
"""So long a quorum's elections are remembered."""

RATE_SECONDS = 30.0
"""Rates are taken over so long at least, where there were looks before."""

LOOK_SECONDS = 50.0
LOOKED_BACK_SECONDS = GROWS_OVER_SECONDS + GROWS_FOR_SECONDS + 300.0
"""How far apart looks at lags are at least, and how long they are kept."""

COPY_SECONDS = 600.0
"""So long it is remembered how much of a replica had come."""


class Quiet(Struct, frozen=True):
    """A topic that no group has to do with: where its log ended, all partitions together, and since when."""

    ends: int
    since_seconds: float


class Standing(Struct, frozen=True):
    """A commit that does not move although there is more to read: where the log ended when it was seen first."""

    offset: int
    end: int
    since_seconds: float


class Course(Struct, frozen=True):
    """What was seen.

    Attributes:
        quiet: by topic.
        standing: by group and partition, where a member reads it.
        copies: Unix time and bytes of replicas that are coming, by partition and broker; oldest first.
        epochs: Unix time and number of the quorum's epochs; oldest first.
        lags: looks at each group's lag, a minute apart; oldest first.
        offsets: an earlier sample of all partitions, to take rates since then.
    """

    quiet: Mapping[str, Quiet] = field(default_factory=dict)
    standing: Mapping[tuple[str, TopicPartition], Standing] = field(default_factory=dict)
    copies: Mapping[tuple[TopicPartition, int], tuple[tuple[float, int], ...]] = field(default_factory=dict)
    epochs: tuple[tuple[float, int], ...] = ()
    lags: Mapping[str, tuple[LagLook, ...]] = field(default_factory=dict)
    offsets: OffsetSample | None = None

    def onward(self, known: Known) -> Course:
        """The same with what is known now; of what is not known now, what was."""
        return Course(
            dict(self._quiet(known)) if known.groups.current is not None else self.quiet,
            dict(self._standing(known)) if known.groups.current is not None else self.standing,
            self._copies(known),
            self._epochs(known),
            self._lags(known),
            self._offsets(known),
        )

    def _quiet(self, known: Known) -> Iterator[tuple[str, Quiet]]:
        offsets = known.offsets.current
        for topic in unread_topics(known):
            before = self.quiet.get(topic.name)
            ranges = [offsets.ranges.get((topic.name, part.id)) for part in topic.partitions] if offsets else []
            ends = [each.end for each in ranges if each is not None and each.end is not None]
            if offsets is None or len(ends) < len(topic.partitions):
                if before is not None:
                    yield topic.name, before
                continue
            is_same = before is not None and before.ends == sum(ends)
            yield topic.name, before if before and is_same else Quiet(sum(ends), offsets.read_at_seconds)

    def _standing(self, known: Known) -> Iterator[tuple[tuple[str, TopicPartition], Standing]]:
        sample = known.groups.current
        for group in sample.groups if sample is not None else ():
            committed = sample.committed.get(group.id) if sample is not None else None
            if sample is None or committed is None or group.type == "share":
                continue
            for key in {key for member in group.members for key in member.assignment}:
                offset, log = committed.committed.get(key), sample.offsets.ranges.get(key)
                if offset is None or log is None or log.end is None or log.end <= offset:
                    continue
                before = self.standing.get((group.id, key))
                now = Standing(offset, log.end, sample.offsets.read_at_seconds)
                yield (group.id, key), before if before is not None and before.offset == offset else now

    def _copies(self, known: Known) -> Mapping[tuple[TopicPartition, int], tuple[tuple[float, int], ...]]:
        moves, at = known.moves.current, known.log_dirs.as_of_seconds
        if moves is None or not moves:
            return {} if moves is not None else self.copies
        if known.log_dirs.current is None or at is None:
            return self.copies
        sizes = {
            ((each.topic, each.partition), each.broker_id): each.size_bytes
            for log_dir in known.log_dirs.current
            for each in log_dir.replicas
            if not each.is_future
        }
        found = {}
        for key, move in moves.items():
            for broker_id in move.adding:
                points = self.copies.get((key, broker_id), ())
                if not points or points[-1][0] < at:
                    points = (*points, (at, sizes.get((key, broker_id), 0)))
                found[key, broker_id] = tuple(point for point in points if at - point[0] <= COPY_SECONDS)
        return found

    def _lags(self, known: Known) -> Mapping[str, tuple[LagLook, ...]]:
        sample = known.groups.current
        if sample is None:
            return self.lags
        at, found = sample.offsets.read_at_seconds, {}
        for group_id, total in sample.lags.items():
            looks = self.lags.get(group_id, ())
            if not looks or at - looks[-1].at_seconds >= LOOK_SECONDS:
                looks = (*looks, LagLook(at, total.known))
            found[group_id] = tuple(each for each in looks if at - each.at_seconds <= LOOKED_BACK_SECONDS)
        return found

    def _offsets(self, known: Known) -> OffsetSample | None:
        now, before = known.offsets.current, self.offsets
        if now is None or not now.is_complete:
            return before
        is_recent = before is not None and now.read_at_seconds - before.read_at_seconds < RATE_SECONDS
        return before if is_recent else now

    def _epochs(self, known: Known) -> tuple[tuple[float, int], ...]:
        quorum, at = known.quorum.current, known.quorum.as_of_seconds
        if quorum is None or at is None or (self.epochs and self.epochs[-1][1] == quorum.leader_epoch):
            return self.epochs
        recent = [each for each in self.epochs if at - each[0] <= RESTLESS_SECONDS]
        last_before = [each for each in self.epochs if at - each[0] > RESTLESS_SECONDS][-1:]
        return (*last_before, *recent, (at, quorum.leader_epoch))


def unread_topics(known: Known) -> Iterator[Topic]:
    """Topics that no group has to do with, as far as all groups are known; other programs' own left out."""
    groups = known.groups.current
    if groups is None or groups.errors or any(group.error for group in groups.groups):
        return
    read = groups_by_topic(groups.groups, groups.committed)
    for topic in known.topics.values():
        if not (topic.is_internal or topic.name.startswith("_") or topic.name in read or known.is_managed(topic.name)):
            yield topic
