"""Timestamps: from when to when, how many when, and whether they ever run backwards."""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass

from kafkatui.model.topic_analysis import TimeFigures

_SECOND, _MINUTE, _HOUR, _DAY = 1_000, 60_000, 3_600_000, 86_400_000
WIDTHS_MS = (
    1, 10, 100, _SECOND, 5 * _SECOND, 10 * _SECOND, 30 * _SECOND, _MINUTE, 5 * _MINUTE, 10 * _MINUTE, 30 * _MINUTE,
    _HOUR, 3 * _HOUR, 6 * _HOUR, 12 * _HOUR, *(_DAY << days for days in range(24)),
)  # fmt: skip
"""How long a bar of the histogram may be; each is a multiple of the one before."""

MOST_KEPT = 4_096
MOST_BARS = 24


@dataclass(slots=True)
class PartitionTimes:
    """One partition's timestamps so far."""

    first_ms: int | None = None
    last_ms: int | None = None
    out_of_order: int = 0
    furthest_back_ms: int = 0


class TimeTally:
    """Takes the timestamps of a topic's records, each partition's in the order of its offsets."""

    def __init__(self) -> None:
        self.partitions: dict[int, PartitionTimes] = {}
        self._counts: Counter[int] = Counter()
        self._width = 0
        """Which of `WIDTHS_MS` is kept."""
        self._missing = self._appended = 0

    def add(self, partition: int, stamps: Sequence[int | None], *, has_append_time: bool) -> None:
        """Take some more of a partition."""
        present = [stamp for stamp in stamps if stamp is not None]
        self._missing += len(stamps) - len(present)
        if not present:
            return
        self._appended += len(present) if has_append_time else 0
        _put_in_order(self.partitions.setdefault(partition, PartitionTimes()), present)
        width = WIDTHS_MS[self._width]
        self._counts.update([stamp // width for stamp in present])
        while len(self._counts) > MOST_KEPT and self._width + 1 < len(WIDTHS_MS):
            self._counts = _merged(self._counts, WIDTHS_MS[self._width + 1] // WIDTHS_MS[self._width])
            self._width += 1

    def figures(self) -> TimeFigures:
        """All of them together."""
        firsts = [each.first_ms for each in self.partitions.values() if each.first_ms is not None]
        lasts = [each.last_ms for each in self.partitions.values() if each.last_ms is not None]
        return TimeFigures(
            min(firsts, default=None), max(lasts, default=None), self._missing, self._appended,
            sum(each.out_of_order for each in self.partitions.values()),
            max((each.furthest_back_ms for each in self.partitions.values()), default=0),
            self._histogram(),
        )  # fmt: skip

    def _histogram(self) -> tuple[tuple[int, int, int], ...]:
        counts, at = self._counts, self._width
        while counts and max(counts) - min(counts) >= MOST_BARS and at + 1 < len(WIDTHS_MS):
            counts = _merged(counts, WIDTHS_MS[at + 1] // WIDTHS_MS[at])
            at += 1
        width = WIDTHS_MS[at]
        return tuple((number * width, width, count) for number, count in sorted(counts.items()))


def _put_in_order(times: PartitionTimes, stamps: Sequence[int]) -> None:
    """An older one than any before is out of order."""
    times.first_ms = min(stamps) if times.first_ms is None else min(times.first_ms, *stamps)
    highest = stamps[0] if times.last_ms is None else times.last_ms
    for stamp in stamps:
        if stamp < highest:
            times.out_of_order += 1
            times.furthest_back_ms = max(times.furthest_back_ms, highest - stamp)
        else:
            highest = stamp
    times.last_ms = highest


def _merged(counts: Counter[int], by: int) -> Counter[int]:
    merged: Counter[int] = Counter()
    for number, count in counts.items():
        merged[number // by] += count
    return merged
