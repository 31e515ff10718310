"""Where a tail is typed to begin."""

from __future__ import annotations

from datetime import UTC, datetime

import pytest

from kafkatui.insight.tail_range import parse_start
from kafkatui.model.cluster import Partition, Topic
from kafkatui.model.errors import UsageError
from kafkatui.model.tail_start import TailStart

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


@pytest.mark.parametrize("text", ["", "start", "last:", "last:x", "offset:-1", "time:", "time:noon", "last:٣"])
def test_no_place_to_begin_is_a_sentence_with_the_forms(text: str) -> None:
    with pytest.raises(UsageError) as caught:
        parse_start(text, [], NOW)
    assert "last:N" in caught.value.advice


@pytest.mark.parametrize("text", ["time:-99999999d", "time:-9999999999999999999d", f"time:-{'9' * 400}s"])
def test_a_time_that_no_calendar_has_is_a_usage_error(text: str) -> None:
    with pytest.raises(UsageError, match="calendar"):
        parse_start(text, [], NOW)
