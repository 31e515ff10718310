"""Where a group's offsets would be after a reset, as `kafka-consumer-groups.sh --reset-offsets` works it out."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from enum import Enum

from msgspec import Struct

from kafkatui.model.cluster import OffsetRange, TopicPartition


class ResetTo(Enum):
    """The ways to say where to: Kafka's `--to-earliest`, `--to-latest`, `--to-datetime`, `--to-offset`, `--shift-by`,
    `--to-current` and `--from-file`; an offset for each partition, and what another group has committed."""

    EARLIEST = "earliest"
    LATEST = "latest"
    DATETIME = "datetime"
    OFFSET = "offset"
    SHIFT = "shift"
    LIKE = "like"
    CURRENT = "current"
    OFFSETS = "offsets"
    FILE = "file"


NOT_NAMED = {
    ResetTo.LIKE: "the other group has no commit here",
    ResetTo.OFFSETS: "no offset is named for it",
    ResetTo.FILE: "it is not in the file",
}
"""Why a partition stays, where every partition has an offset of its own."""


class OffsetMove(Struct, frozen=True):
    """One partition of a reset.

    Attributes:
        committed: now; None without a commit.
        new: afterwards; None where it cannot be told, with the reason in `problem`.
        begin, end: of the log; None when unknown.
        note: what happened to what was asked: "brought to the end of the log".
    """

    partition: TopicPartition
    committed: int | None
    new: int | None
    begin: int | None
    end: int | None
    problem: str = ""
    note: str = ""

    @property
    def change(self) -> int | None:
        """How far it moves; None without a commit or a new offset."""
        return None if self.new is None or self.committed is None else self.new - self.committed

    @property
    def skipped(self) -> int:
        """Records that will not be read: offsets of the log between the commit and a later new offset.

        Without a commit nothing is skipped: where the group would have begun is its own affair.
        """
        if self.new is None or self.committed is None or self.begin is None:
            return 0
        return max(0, self.new - max(self.committed, self.begin))

    @property
    def read_again(self) -> int:
        """Records that will be read once more."""
        if self.new is None or self.committed is None or self.end is None:
            return 0
        return max(0, min(self.committed, self.end) - self.new)

    @property
    def is_change(self) -> bool:
        """Whether there is anything to commit."""
        return self.new is not None and self.new != self.committed


def moves(
    to: ResetTo,
    partitions: Sequence[TopicPartition],
    committed: Mapping[TopicPartition, int],
    ranges: Mapping[TopicPartition, OffsetRange],
    *,
    number: int = 0,
    offsets: Mapping[TopicPartition, int | None] | None = None,
) -> list[OffsetMove]:
    """Where each partition goes. Offsets outside the log are brought to its nearer end, as Kafka's own tool does.

    Args:
        number: the offset, or by how much to shift.
        offsets: by partition, for DATETIME (None: no record since then, which means the end), and for LIKE, OFFSETS
            and FILE (absent: it stays).
    """
    return [_move(to, key, committed.get(key), ranges.get(key), number, offsets or {}) for key in partitions]


def _move(
    to: ResetTo,
    key: TopicPartition,
    committed: int | None,
    known: OffsetRange | None,
    number: int,
    offsets: Mapping[TopicPartition, int | None],
) -> OffsetMove:
    begin, end = (None, None) if known is None else (known.begin, known.end)
    if begin is None or end is None:
        reason = (known.reason if known is not None else "") or "its offsets are not known"
        return OffsetMove(key, committed, None, begin, end, reason)
    note = ""
    match to:
        case ResetTo.EARLIEST:
            wanted = begin
        case ResetTo.LATEST:
            wanted = end
        case ResetTo.OFFSET:
            wanted = number
        case ResetTo.SHIFT:
            if committed is None:
                return OffsetMove(key, None, None, begin, end, "no commit to shift from")
            wanted = committed + number
        case ResetTo.DATETIME:
            at = offsets.get(key)
            wanted, note = (end, "no record since") if at is None else (at, "")
        case ResetTo.CURRENT:
            wanted = end if committed is None else committed
        case ResetTo.LIKE | ResetTo.OFFSETS | ResetTo.FILE:
            other = offsets.get(key)
            if other is None:
                return OffsetMove(key, committed, None, begin, end, NOT_NAMED[to])
            wanted = other
    if wanted < begin:
        return OffsetMove(key, committed, begin, begin, end, note=f"{wanted:,} is before the log: its beginning")
    if wanted > end:
        return OffsetMove(key, committed, end, begin, end, note=f"{wanted:,} is beyond the log: its end")
    return OffsetMove(key, committed, wanted, begin, end, note=note)
