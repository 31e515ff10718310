"""A lag in time: the age of the oldest record still to be read.

Its own time is taken where it can be meant. A producer may write any time it likes (a wrong clock, old data loaded
anew), which is found out from when the log's end was where the record is; then that is taken: between two looks the end
is taken to have moved evenly. (kafka-lag-exporter's `LookupTable` and klag-exporter have these two methods.)
"""

from __future__ import annotations

from bisect import bisect_right
from collections.abc import Sequence

from kafkatui.model.group_track import EndPoint
from kafkatui.model.lag import PartitionProgress
from kafkatui.model.time_lag import TimeLag, TimeLagMethod, UnreadRecord

END_POINTS = 120
"""Looks at an end that are kept."""

AHEAD_SECONDS = 60.0
"""A record's time may lie so far in the future, or before what was seen of the log, as clocks differ."""

YEARS_SECONDS = 2 * 365 * 86400.0
"""An age that nobody believes without having seen it."""

IN_FUTURE = "its time is in the future"
NO_TIME = "it has no time"
TOO_OLD = "its time is older than its place in the log"
YEARS_OLD = "its time is years ago"


def with_end(points: Sequence[EndPoint], at_seconds: float, offset: int) -> tuple[EndPoint, ...]:
    """The looks with one more. A flat stretch is two points; of too many every other of the older half goes.

    An end that went back is another log's: the looks begin anew.
    """
    if points:
        last = points[-1]
        if at_seconds <= last.at_seconds:
            return tuple(points)
        if offset < last.offset:
            points = ()
        elif len(points) > 1 and points[-2].offset == last.offset == offset:
            points = points[:-1]
    kept = (*points, EndPoint(at_seconds, offset))
    if len(kept) <= END_POINTS:
        return kept
    half = END_POINTS // 2
    return (*kept[:half:2], *kept[half:])


def written_at(points: Sequence[EndPoint], offset: int) -> tuple[float, bool] | None:
    """When the log's end was at `offset` (Unix seconds), and whether that lies outside of what was seen.

    None where it cannot be told: less than two looks, or an end that never moved.
    """
    if len(points) < 2:
        return None
    for left, right in zip(points[-2::-1], points[:0:-1], strict=True):
        if left.offset <= offset <= right.offset and left.offset < right.offset:
            share = (right.offset - offset) / (right.offset - left.offset)
            return right.at_seconds - share * (right.at_seconds - left.at_seconds), False
    first, last = points[0], points[-1]
    if first.offset == last.offset:
        return None
    per_offset = (last.at_seconds - first.at_seconds) / (last.offset - first.offset)
    return last.at_seconds - (last.offset - offset) * per_offset, True


def time_lag(
    row: PartitionProgress, unread: UnreadRecord | None, points: Sequence[EndPoint], now_seconds: float
) -> TimeLag | None:
    """The partition's lag in time; None where it cannot be told.

    Args:
        unread: its oldest unread record, if that was read; one that was committed since is passed over.
        points: looks at the log's end.
    """
    if row.lag is None or row.committed is None:
        return None
    if row.lag <= 0:
        return TimeLag(0.0, TimeLagMethod.NONE)
    is_at_least = row.begin is not None and row.committed < row.begin
    start = max(row.committed, row.begin or 0)
    note = ""
    if unread is not None and unread.offset >= start:
        note = _why_not_meant(unread, points, now_seconds)
        if not note:
            age = max(0.0, now_seconds - (unread.timestamp_ms or 0) / 1000)
            return TimeLag(age, TimeLagMethod.READ, is_at_least)
    found = written_at(points, start)
    if found is None:
        if note == YEARS_OLD and unread is not None and unread.timestamp_ms is not None:
            return TimeLag(now_seconds - unread.timestamp_ms / 1000, TimeLagMethod.READ, is_at_least, note)
        return None
    at_seconds, is_outside = found
    method = TimeLagMethod.EXTRAPOLATED if is_outside else TimeLagMethod.INTERPOLATED
    return TimeLag(max(0.0, now_seconds - at_seconds), method, is_at_least, note)


def _why_not_meant(unread: UnreadRecord, points: Sequence[EndPoint], now_seconds: float) -> str:
    """Why the record's own time cannot be when it was written; empty when it can."""
    if unread.timestamp_ms is None:
        return NO_TIME
    age = now_seconds - unread.timestamp_ms / 1000
    if age < -AHEAD_SECONDS:
        return IN_FUTURE
    before = bisect_right(points, unread.offset, key=lambda point: point.offset)
    if before and age > now_seconds - points[before - 1].at_seconds + AHEAD_SECONDS:
        return TOO_OLD  # it was not there yet when the log was looked at
    return YEARS_OLD if age > YEARS_SECONDS else ""
