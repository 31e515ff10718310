"""What was seen of a group over time, look by look: what its verdict is told from."""

from __future__ import annotations

from collections.abc import Mapping

from msgspec import Struct, field

from kafkatui.model.cluster import TopicPartition
from kafkatui.model.verdict import HeldVerdict


class EndPoint(Struct, frozen=True):
    """Where a log ended at a moment (Unix seconds)."""

    at_seconds: float
    offset: int


class CommitMove(Struct, frozen=True):
    """A commit as it was first seen.

    Attributes:
        at_seconds: Unix; the commit itself is younger than the look before.
        lag: what was left to read then.
        was_idle: whether nobody was in the group: then somebody else set it.
    """

    at_seconds: float
    offset: int
    lag: int
    was_idle: bool = False


class PartitionTrack(Struct, frozen=True):
    """A group in one partition.

    Attributes:
        since_seconds: it has been looked at since then, now and then.
        moves: the last commits that were seen, each at another offset than the one before; the newest last.
        waiting_seconds: since when there is something to read and nothing was committed; None when that is not so.
        caught_up_seconds: when nothing was left to read last; None when that was not seen.
        ends: looks at the end of the log, thinned.
        looks: its lag over time, thinned: the older, the sparser.
        verdict: how the group does here, and since when; None before the first look.
    """

    since_seconds: float
    moves: tuple[CommitMove, ...] = ()
    waiting_seconds: float | None = None
    caught_up_seconds: float | None = None
    ends: tuple[EndPoint, ...] = ()
    looks: tuple[LagLook, ...] = ()
    verdict: HeldVerdict | None = None


class LagLook(Struct, frozen=True):
    """A lag at a moment (Unix seconds), of a group in one partition or in all together; None where it was not known."""

    at_seconds: float
    lag: int | None


class GroupTrack(Struct, frozen=True):
    """A group and its partitions.

    Attributes:
        looks: its lag over time, thinned: the older, the sparser.
        is_followed: whether its partitions are looked at again and again; of a crowd of groups only some are.
    """

    looks: tuple[LagLook, ...] = ()
    partitions: Mapping[TopicPartition, PartitionTrack] = field(default_factory=dict)
    is_followed: bool = True


NO_TRACK = GroupTrack()
NOT_FOLLOWED = GroupTrack(is_followed=False)
