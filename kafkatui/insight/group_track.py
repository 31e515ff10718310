"""What was seen of a group over time, continued with one look more."""

from __future__ import annotations

from collections.abc import Iterable, Sequence

from kafkatui.insight.time_lag import with_end
from kafkatui.insight.verdict import partition_verdict
from kafkatui.model.cluster import TopicPartition
from kafkatui.model.group_samples import WINDOW_SECONDS
from kafkatui.model.group_track import CommitMove, EndPoint, GroupTrack, LagLook, PartitionTrack
from kafkatui.model.lag import PartitionProgress
from kafkatui.model.replacing import replace
from kafkatui.model.verdict import HeldVerdict, VerdictKind

MOVES = 10
"""Commits of a partition that are kept: Burrow's window."""

LOOKS = 240
"""Looks at a group's lag that are kept."""

PARTITION_LOOKS = 60
"""The same of each of its partitions."""

_UP_TO_DATE = frozenset({VerdictKind.CAUGHT_UP, VerdictKind.KEEPS_UP})
"""A reader that keeps up goes from one to the other with every record."""


def continued(
    track: GroupTrack, rows: Iterable[PartitionProgress], lag: int | None, at_seconds: float, *, has_members: bool
) -> GroupTrack:
    """The track with this look at every partition of the group; partitions that are no more are forgotten.

    Args:
        lag: of all of them together.
    """
    partitions: dict[TopicPartition, PartitionTrack] = {}
    for row in rows:
        key = (row.topic, row.partition)
        before = track.partitions.get(key, PartitionTrack(at_seconds))
        partitions[key] = _partition(before, row, at_seconds, has_members)
    return GroupTrack(with_look(track.looks, LagLook(at_seconds, lag)), partitions)


def with_look(looks: Sequence[LagLook], look: LagLook, most: int = LOOKS) -> tuple[LagLook, ...]:
    """The looks with one more; of more than `most` every other of the older half goes."""
    if looks and look.at_seconds <= looks[-1].at_seconds:
        return tuple(looks)
    kept = (*looks, look)
    return kept if len(kept) <= most else (*kept[: most // 2 : 2], *kept[most // 2 :])


def recent_rates(track: PartitionTrack) -> tuple[float, float] | None:
    """Messages per second written to a partition and committed of it, between the newest look and one that lies
    `WINDOW_SECONDS` or so before it; None while there is none. Two looks that follow each other would tell of a
    consumer that commits every 5 s now that it stands, now that it races."""
    known = [(look.at_seconds, look.lag) for look in track.looks if look.lag is not None]
    if len(known) < 2 or not track.ends:
        return None
    at_seconds, lag = known[-1]
    before_seconds, before_lag = next(
        (each for each in reversed(known[:-1]) if at_seconds - each[0] >= WINDOW_SECONDS), known[0]
    )
    seconds = at_seconds - before_seconds
    if seconds <= 0 or before_seconds < track.ends[0].at_seconds:
        return None
    written = track.ends[-1].offset - _end_at(track.ends, before_seconds)
    return max(0.0, written / seconds), max(0.0, (written - (lag - before_lag)) / seconds)


def group_rates(track: GroupTrack) -> tuple[dict[TopicPartition, float], dict[TopicPartition, float]]:
    """The same of a group's partitions, as far as there is some: what is written to them, and what is committed."""
    rates = {key: found for key, each in track.partitions.items() if (found := recent_rates(each)) is not None}
    return {key: written for key, (written, _) in rates.items()}, {key: read for key, (_, read) in rates.items()}


def _end_at(points: Sequence[EndPoint], at_seconds: float) -> float:
    """Where the log ended then, as if it had grown evenly between two looks."""
    after = next((number for number, point in enumerate(points) if point.at_seconds >= at_seconds), len(points) - 1)
    right = points[after]
    if after == 0 or right.at_seconds <= at_seconds:
        return right.offset
    left = points[after - 1]
    share = (at_seconds - left.at_seconds) / (right.at_seconds - left.at_seconds)
    return left.offset + share * (right.offset - left.offset)


def _partition(before: PartitionTrack, row: PartitionProgress, at_seconds: float, has_members: bool) -> PartitionTrack:
    track = _committed(before, row, at_seconds, has_members)
    kind = partition_verdict(row, track, at_seconds, has_members=has_members).kind
    looks = with_look(before.looks, LagLook(at_seconds, row.lag), PARTITION_LOOKS)
    return replace(track, looks=looks, verdict=_held(before.verdict, kind, track, at_seconds))


def _held(before: HeldVerdict | None, kind: VerdictKind, track: PartitionTrack, at_seconds: float) -> HeldVerdict:
    """Since when it is so: while it was only watched it was so already, and who is stuck has been since it waits."""
    if before is None:
        return HeldVerdict(kind, at_seconds, is_longer=True)
    if kind is before.kind or {kind, before.kind} <= _UP_TO_DATE:
        return replace(before, kind=kind)
    if kind is VerdictKind.STUCK and track.waiting_seconds is not None:
        return HeldVerdict(kind, track.waiting_seconds, track.waiting_seconds <= track.since_seconds)
    if before.kind is VerdictKind.WATCHING:
        return replace(before, kind=kind)
    return HeldVerdict(kind, at_seconds)


def _committed(before: PartitionTrack, row: PartitionProgress, at_seconds: float, has_members: bool) -> PartitionTrack:
    ends = before.ends if row.end is None else with_end(before.ends, at_seconds, row.end)
    if row.committed is None or row.lag is None:
        return PartitionTrack(before.since_seconds, before.moves, None, before.caught_up_seconds, ends)
    moves = before.moves
    has_moved = not moves or moves[-1].offset != row.committed
    if has_moved:
        moves = (*moves, CommitMove(at_seconds, row.committed, max(0, row.lag), not has_members))[-MOVES:]
    if row.lag <= 0:
        return PartitionTrack(before.since_seconds, moves, None, at_seconds, ends)
    waiting = at_seconds if has_moved or before.waiting_seconds is None else before.waiting_seconds
    return PartitionTrack(before.since_seconds, moves, waiting, before.caught_up_seconds, ends)
