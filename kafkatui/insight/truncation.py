"""Where partitions would begin after their oldest records were deleted, and who has not read those yet."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from enum import Enum

from msgspec import Struct

from kafkatui.model.cluster import OffsetRange, TopicPartition, partition_text
from kafkatui.model.group import GroupOffsets


class CutAt(Enum):
    """The ways to say up to where: everything there is, an offset, a time."""

    ALL = "all"
    OFFSET = "offset"
    DATETIME = "datetime"


class Cut(Struct, frozen=True):
    """One partition of it.

    Attributes:
        begin, end: of the log now; None when unknown.
        new: where it begins afterwards; None where that cannot be told, with the reason in `problem`.
        unread: by group how many of the records that go it has not read.
        note: what became of what was asked: "begins later already".
    """

    partition: TopicPartition
    begin: int | None
    end: int | None
    new: int | None
    unread: Mapping[str, int]
    problem: str = ""
    note: str = ""

    @property
    def target(self) -> str:
        return partition_text(self.partition)

    @property
    def records(self) -> int:
        """Offsets that go: as many records at most."""
        return 0 if self.new is None or self.begin is None else self.new - self.begin


def cuts(
    at: CutAt,
    partitions: Sequence[TopicPartition],
    ranges: Mapping[TopicPartition, OffsetRange],
    committed: Mapping[str, GroupOffsets],
    *,
    offset: int = 0,
    offsets: Mapping[TopicPartition, int | None] | None = None,
) -> list[Cut]:
    """Where each partition would begin.

    Args:
        committed: what groups have committed, by their ids.
        offset: for OFFSET, the first that stays, but for those of `offsets`.
        offsets: for DATETIME and OFFSET, by partition; None: no record since then, so that all go.
    """
    return [_cut(at, key, ranges.get(key), committed, offset, offsets or {}) for key in partitions]


def _cut(
    at: CutAt,
    key: TopicPartition,
    known: OffsetRange | None,
    committed: Mapping[str, GroupOffsets],
    offset: int,
    offsets: Mapping[TopicPartition, int | None],
) -> Cut:
    begin, end = (None, None) if known is None else (known.begin, known.end)
    if begin is None or end is None:
        reason = (known.reason if known is not None else "") or "its offsets are not known"
        return Cut(key, begin, end, None, {}, reason)
    wanted, note = end, ""
    match at:
        case CutAt.OFFSET:
            named = offsets.get(key)
            wanted = offset if named is None else named
        case CutAt.DATETIME:
            found = offsets.get(key)
            wanted, note = (end, "no record since") if found is None else (found, "")
    if wanted > end:
        wanted, note = end, f"{wanted:,} is beyond the log: its end"
    elif wanted < begin:
        wanted, note = begin, "begins later already"
    unread = {
        group_id: wanted - max(begin, offsets_of.committed[key])
        for group_id, offsets_of in sorted(committed.items())
        if key in offsets_of.committed and max(begin, offsets_of.committed[key]) < wanted
    }
    return Cut(key, begin, end, wanted, unread, note=note)
