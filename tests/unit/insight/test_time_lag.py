"""How old what is unread is: from the record's own time, else from when the log's end was there."""

from __future__ import annotations

import pytest

from kafkatui.insight.time_lag import (
    END_POINTS,
    IN_FUTURE,
    NO_TIME,
    TOO_OLD,
    YEARS_OLD,
    time_lag,
    with_end,
    written_at,
)
from kafkatui.model.group_track import EndPoint
from kafkatui.model.lag import PartitionProgress
from kafkatui.model.time_lag import TimeLag, TimeLagMethod, UnreadRecord

NOW = 1_000_000_000.0
READ, INTERPOLATED, EXTRAPOLATED = TimeLagMethod.READ, TimeLagMethod.INTERPOLATED, TimeLagMethod.EXTRAPOLATED

ENDS = (EndPoint(NOW - 100, 0), EndPoint(NOW - 50, 100), EndPoint(NOW, 300))


def row(committed: int | None, begin: int = 0, end: int = 300) -> PartitionProgress:
    lag = None if committed is None else end - committed
    return PartitionProgress("t", 0, committed, begin, end, lag, None, "", None, None, None)


def unread(offset: int, age_seconds: float | None) -> UnreadRecord:
    stamp = None if age_seconds is None else round((NOW - age_seconds) * 1000)
    return UnreadRecord(offset, offset, stamp, is_by_broker=False)


@pytest.mark.parametrize(
    ("offset", "expected"),
    [
        (100, (NOW - 50, False)),
        (50, (NOW - 75, False)),
        (200, (NOW - 25, False)),
        (0, (NOW - 100, False)),
        (600, (NOW + 100, True)),
        (-300, (NOW - 200, True)),
    ],
)
def test_when_the_log_ended_at_an_offset(offset: int, expected: tuple[float, bool]) -> None:
    assert written_at(ENDS, offset) == expected


def test_what_cannot_be_told_is_not() -> None:
    assert written_at((), 5) is None
    assert written_at(ENDS[:1], 0) is None
    assert written_at((EndPoint(0, 7), EndPoint(9, 7)), 3) is None, "an end that never moved"


def test_looks_at_the_end_are_thinned_and_begin_anew_where_it_went_back() -> None:
    points: tuple[EndPoint, ...] = ()
    for number in range(5):
        points = with_end(points, number, 7)
    assert points == (EndPoint(0, 7), EndPoint(4, 7)), "a flat stretch is two looks"
    assert with_end(points, 4, 9) == points, "not newer"
    assert with_end(points, 5, 3) == (EndPoint(5, 3),)
    for number in range(5, 500):
        points = with_end(points, number, number + 7)
    assert len(points) <= END_POINTS
    assert (points[0].at_seconds, points[-1].at_seconds) == (0, 499)


@pytest.mark.parametrize(
    ("progress", "record", "expected"),
    [
        (row(300), None, TimeLag(0.0, TimeLagMethod.NONE)),
        (row(None), None, None),
        (row(100), unread(100, 40), TimeLag(40, READ)),
        (row(100), unread(180, 30), TimeLag(30, READ)),  # compaction left a hole
        (row(100), unread(90, 60), TimeLag(50, INTERPOLATED)),  # committed since
        (row(100, begin=150), unread(150, 30), TimeLag(30, READ, is_at_least=True)),
        (row(100), None, TimeLag(50, INTERPOLATED)),
        (row(100), unread(100, -3600), TimeLag(50, INTERPOLATED, note=IN_FUTURE)),
        (row(100), unread(100, None), TimeLag(50, INTERPOLATED, note=NO_TIME)),
        (row(100), unread(100, 4000), TimeLag(50, INTERPOLATED, note=TOO_OLD)),  # the end was at it 50 s ago
        (row(100), unread(100, -30), TimeLag(0, READ)),  # clocks differ
    ],
)
def test_a_lag_in_time(progress: PartitionProgress, record: UnreadRecord | None, expected: TimeLag | None) -> None:
    assert time_lag(progress, record, ENDS, NOW) == expected


def test_years_are_told_as_such_where_nothing_else_can_be() -> None:
    old = unread(100, 3e8)
    known = time_lag(row(100), old, (), NOW)
    assert known is not None
    assert (known.method, known.note) == (READ, YEARS_OLD)
    assert time_lag(row(100), unread(100, 4000), (), NOW) == TimeLag(4000, READ)
    assert time_lag(row(100), None, (), NOW) is None
    beyond = time_lag(row(-10), None, ENDS, NOW)
    assert beyond is not None
    assert beyond.method in (INTERPOLATED, EXTRAPOLATED)
