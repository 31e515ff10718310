"""What was seen of a group over time, continued with one look more."""

from __future__ import annotations

from collections.abc import Iterable, Sequence

from kafkatui.insight.time_lag import with_end
from kafkatui.model.cluster import TopicPartition
from kafkatui.model.group_track import CommitMove, GroupTrack, LagLook, PartitionTrack
from kafkatui.model.lag import PartitionProgress

MOVES = 10
"""Commits of a partition that are kept: Burrow's window."""

LOOKS = 240
"""Looks at a group's lag that are kept."""


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


def with_look(looks: Sequence[LagLook], look: LagLook) -> tuple[LagLook, ...]:
    """The looks with one more; of too many every other of the older half goes."""
    if looks and look.at_seconds <= looks[-1].at_seconds:
        return tuple(looks)
    kept = (*looks, look)
    return kept if len(kept) <= LOOKS else (*kept[: LOOKS // 2 : 2], *kept[LOOKS // 2 :])


def _partition(before: PartitionTrack, row: PartitionProgress, at_seconds: float, has_members: bool) -> PartitionTrack:
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
