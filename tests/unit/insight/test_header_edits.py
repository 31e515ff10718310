"""What becomes of headers when a record is copied."""

from __future__ import annotations

import pytest

from kafkatui.insight.header_edits import MARK_HEADER, HeaderEdits, known_headers, parse_edits
from kafkatui.model.errors import UsageError
from kafkatui.model.record import Record

HEADERS = (("a", b"1"), ("b", None), ("a", b"2"), ("c", b""))


def record(headers: tuple[tuple[str, bytes | None], ...] = HEADERS) -> Record:
    return Record("orders", 3, 42, 1, "create", None, None, headers)


def test_nothing_asked_for_leaves_them_as_they_are() -> None:
    assert HeaderEdits().apply(record()) == HEADERS
    assert parse_edits((), (), marks=False).is_none


def test_dropped_set_and_marked() -> None:
    edits = parse_edits(["a", "x"], ["c=new=value", "d="], marks=True)
    assert edits.apply(record()) == (
        ("b", None), ("c", b"new=value"), ("d", b""), (MARK_HEADER, b"orders-3@42"),
    )  # fmt: skip
    again = edits.apply(record(edits.apply(record())))
    assert [name for name, _ in again].count(MARK_HEADER) == 1, "a copy of a copy says where it was copied from last"


@pytest.mark.parametrize("pair", ["", "=x", "name"])
def test_no_pair_is_a_usage_error(pair: str) -> None:
    with pytest.raises(UsageError, match="is no NAME=VALUE"):
        parse_edits((), [pair], marks=False)


def test_headers_of_tools_are_named() -> None:
    names = ["kafka_dlt-original-topic", "__connect.errors.topic", "trace"]
    assert known_headers(names) == {
        "kafka_dlt-original-topic": "Spring Kafka's dead letters",
        "__connect.errors.topic": "Kafka Connect's dead letters",
    }
