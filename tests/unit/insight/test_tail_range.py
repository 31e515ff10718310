"""What is typed to be read of topics."""

from __future__ import annotations

from datetime import UTC, datetime

import pytest
from hypothesis import given
from hypothesis import strategies as st

from kafkatui.insight.moment import parse_duration_seconds
from kafkatui.insight.tail_range import (
    check_partitions,
    parse_partitions,
    parse_range,
    parse_start,
    parse_stop,
    partitions_text,
    range_text,
)
from kafkatui.model.cluster import Partition, Topic
from kafkatui.model.errors import UsageError
from kafkatui.model.replacing import replace
from kafkatui.model.tail_start import TailStart
from kafkatui.model.tail_stop import TailStop

NOW = datetime(2026, 1, 31, 12, 0, tzinfo=UTC)
NOW_MS = round(NOW.timestamp() * 1000)


def topic(name: str, partitions: int = 2) -> Topic:
    return Topic(name, tuple(Partition(name, number, 1, (1,), (1,)) for number in range(partitions)))


@pytest.mark.parametrize(
    ("text", "start"),
    [
        ("end", TailStart.end()),
        ("beginning", TailStart.beginning()),
        ("last:20", TailStart.last(20)),
        ("last:20/partition", TailStart.last_of_each(20)),
        ("last:20/p", TailStart.last_of_each(20)),
        ("group:my group", TailStart.committed("my group")),
        ("offset:0=10,1=20", TailStart.at_offsets({("t", 0): 10, ("t", 1): 20})),
        ("offset:1=20,9=5", TailStart.at_offsets({("t", 1): 20})),
        ("1@42", TailStart.at_offsets({("t", 1): 42})),
        ("-15m", TailStart.at_timestamp(NOW_MS - 900_000)),
        ("2026-01-31 11:59:59", TailStart.at_timestamp(NOW_MS - 1000)),
        ("time:1769860799", TailStart.at_timestamp(1_769_860_799_000)),
        ("time:1769860799123", TailStart.at_timestamp(1_769_860_799_123)),
        ("offset:7", TailStart.at_offsets({("t", 0): 7, ("t", 1): 7})),
        ("time:-15m", TailStart.at_timestamp(NOW_MS - 900_000)),
        ("time:2026-01-31T11:59:59", TailStart.at_timestamp(NOW_MS - 1000)),
        ("time:2026-01-31T12:00:00+01:00", TailStart.at_timestamp(NOW_MS - 3_600_000)),
        ("time:1970-01-01", TailStart.beginning()),
        ("time:1969-12-31T23:59:59.998", TailStart.beginning()),
        ("time:1960-01-01", TailStart.beginning()),
        ("time:0001-01-01T00:00+14:00", TailStart.beginning()),
        ("time:-30000d", TailStart.beginning()),
    ],
)
def test_where_to_begin(text: str, start: TailStart) -> None:
    assert parse_start(text, [topic("t")], NOW) == start


@pytest.mark.parametrize(
    "text",
    [
        "",
        "start",
        "last:",
        "last:x",
        "offset:-1",
        "time:",
        "time:noon",
        "last:٣",
        "last:3/x",
        "42",
        "offset:0=",
        "offset:0=1,",
        "offset:a=1",
        "group:",
        "@3",
        "1@",
    ],
)
def test_no_place_to_begin_is_a_sentence_with_the_forms(text: str) -> None:
    with pytest.raises(UsageError) as caught:
        parse_start(text, [], NOW)
    assert "last:N" in caught.value.advice


@pytest.mark.parametrize(
    "text", ["time:-99999999d", "time:-9999999999999999999d", f"time:-{'9' * 400}s", f"time:{'9' * 30}"]
)
def test_a_time_that_no_calendar_has_is_a_usage_error(text: str) -> None:
    with pytest.raises(UsageError, match="calendar"):
        parse_start(text, [], NOW)


@pytest.mark.parametrize(
    ("text", "stop"),
    [
        ("never", TailStop.never()),
        ("end", TailStop.at_end()),
        ("offset:7", TailStop.at_offsets({("t", 0): 7, ("t", 1): 7})),
        ("offset:1=3", TailStop.at_offsets({("t", 1): 3})),
        ("time:-15m", TailStop.at_timestamp(NOW_MS - 900_000)),
        ("2026-01-31", TailStop.at_timestamp(NOW_MS - 12 * 3_600_000)),
    ],
)
def test_where_to_stop(text: str, stop: TailStop) -> None:
    assert parse_stop(text, [topic("t")], NOW) == stop


def test_a_stop_in_the_future_is_refused() -> None:
    with pytest.raises(UsageError, match="has not come yet"):
        parse_stop("time:2027-01-01", [topic("t")], NOW)


@pytest.mark.parametrize("text", ["", "soon", "5", "last:3", "group:g", "beginning"])
def test_no_place_to_stop_is_a_sentence_with_the_forms(text: str) -> None:
    with pytest.raises(UsageError) as caught:
        parse_stop(text, [], NOW)
    assert "never, end" in caught.value.advice


@given(st.frozensets(st.integers(0, 40), min_size=1))
def test_partitions_are_written_as_they_are_read(numbers: frozenset[int]) -> None:
    assert parse_partitions(partitions_text(numbers)) == numbers


@pytest.mark.parametrize("text", ["", "a", "1-", "3-1", "1,,2", "-1", "99999999999", "0-4000000"])
def test_no_partitions_are_a_usage_error(text: str) -> None:
    with pytest.raises(UsageError, match="is no partition"):
        parse_partitions(text)


def test_a_partition_that_no_topic_has_is_a_usage_error() -> None:
    check_partitions(frozenset({0, 1}), [topic("t")])
    check_partitions(frozenset({4}), [topic("t"), topic("u", 5)])
    with pytest.raises(UsageError, match=r"t has no partition 2, 7\."):
        check_partitions(frozenset({1, 2, 7}), [topic("t")])


RANGES = [
    "end",
    "last:100",
    "last:5/partition until end",
    "beginning until offset:0=4,1=9 limit 3",
    "offset:7 partition 1",
    "time:1769860799123 until time:1769860800000 partition 0-1 limit 2",
    "group:g until end",
]


@pytest.mark.parametrize("text", RANGES)
def test_a_range_is_written_as_it_is_read(text: str) -> None:
    what = parse_range(text, [topic("t")], NOW)
    assert range_text(what) == text
    assert parse_range(range_text(what), [topic("t")], NOW) == what


def test_a_range_may_be_typed_freely() -> None:
    what = parse_range("  2026-01-31 11:00  until -15m  partitions 1  limit 5 ", [topic("t")], NOW)
    assert what.start == TailStart.at_timestamp(NOW_MS - 3_600_000)
    assert what.stop == replace(TailStop.at_timestamp(NOW_MS - 900_000), count=5)
    assert what.partitions == frozenset({1})
    assert parse_range("until end", [topic("t")], NOW).start == TailStart.end()


@pytest.mark.parametrize(
    "text", ["last:5 until end until end", "end limit 0", "end limit x", "end partition x", "then"]
)
def test_a_range_that_cannot_be_meant(text: str) -> None:
    with pytest.raises(UsageError):
        parse_range(text, [topic("t")], NOW)


@pytest.mark.parametrize(("text", "seconds"), [("30s", 30), ("10m", 600), ("1.5h", 5_400), ("2d", 172_800), ("7", 7)])
def test_how_long(text: str, seconds: float) -> None:
    assert parse_duration_seconds(text) == seconds


@pytest.mark.parametrize("text", ["", "0", "0s", "-5s", "1w", "s", "9" * 30])
def test_no_length_of_time_is_a_usage_error(text: str) -> None:
    with pytest.raises(UsageError, match="no length of time"):
        parse_duration_seconds(text)
