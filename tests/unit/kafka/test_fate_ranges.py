"""The fate of each batch, from answers of leaders: what is named as taken back, and the markers behind."""

from __future__ import annotations

import struct

from kafkatui.kafka.stream.fate_ranges import FateRanges
from kafkatui.model.transaction import FateKind, TransactionMarker

NONE, COMMITTED, ABORTED, OPEN = FateKind.NONE, FateKind.COMMITTED, FateKind.ABORTED, FateKind.OPEN
_ATTRIBUTES = {"plain": 0, "transactional": 0x10, "marker": 0x30}


def batch(
    offset: int, producer: int = -1, kind: str = "plain", *, record: bytes = b"", last: int | None = None
) -> bytes:
    """A batch of format v2 without its checksum."""
    delta = (offset if last is None else last) - offset
    rest = struct.pack(
        ">ibIhiqqqhii", 0, 2, 0, _ATTRIBUTES[kind], delta, 0, 0, producer, 0, 0, 1 if record else delta + 1
    )
    return struct.pack(">qi", offset, len(rest) + len(record)) + rest + record


def marker(offset: int, producer: int, *, commits: bool, kind: int | None = None) -> bytes:
    key = struct.pack(">hh", 0, int(commits) if kind is None else kind)
    value = struct.pack(">hi", 0, 5)
    body = bytes([0, 0, 0, 2 * len(key)]) + key + bytes([2 * len(value)]) + value + bytes([0])
    return batch(offset, producer, "marker", record=bytes([2 * len(body)]) + body)


def told(*answers: tuple[int, bytes, list[tuple[int, int]] | None]) -> list[tuple[int, int, FateKind, int | None]]:
    ranges = FateRanges()
    for answer in answers:
        ranges.take(*answer)
    return [(each.first, each.last, each.fate.kind, each.fate.marker_offset) for each in ranges.found]


def test_below_the_last_stable_offset_what_is_not_named_was_committed() -> None:
    data = batch(0) + batch(1, 7, "transactional", last=3) + batch(4, 8, "transactional")
    data += marker(5, 7, commits=False) + marker(6, 8, commits=True) + batch(7, 7, "transactional")
    assert told((0, data, [(7, 1)])) == [
        (0, 0, NONE, None),
        (1, 3, ABORTED, 5),
        (4, 4, COMMITTED, 6),
        (7, 7, COMMITTED, None),
    ]


def test_a_transaction_that_began_before_what_was_asked_for_is_named_too() -> None:
    assert told((50, batch(50, 7, "transactional") + marker(51, 7, commits=False), [(7, 3)])) == [(50, 50, ABORTED, 51)]


def test_behind_it_only_a_marker_decides() -> None:
    first = batch(10, 7, "transactional") + batch(11, 8, "transactional")
    second = marker(12, 8, commits=False) + batch(13, 8, "transactional") + batch(14)
    assert told((10, first, None), (12, second, None)) == [
        (10, 10, OPEN, None),
        (11, 11, ABORTED, 12),
        (13, 13, OPEN, None),
        (14, 14, NONE, None),
    ]


def test_a_marker_behind_a_gap_says_nothing_of_what_came_before_the_gap() -> None:
    aborted = batch(3, 7, "transactional")
    later = batch(20, 7, "transactional") + marker(21, 7, commits=True)
    assert told((3, aborted, [(7, 3)]), (20, later, None)) == [(3, 3, ABORTED, None), (20, 20, COMMITTED, 21)]


def test_a_lone_marker_tells_that_there_are_transactions() -> None:
    ranges = FateRanges()
    ranges.take(0, batch(0), [])
    assert not ranges.has_transactions
    ranges.take(1, marker(1, 7, commits=True), [])
    assert ranges.has_transactions


def test_markers_are_told_with_where_they_stand_and_who_wrote_them() -> None:
    ranges = FateRanges()
    data = batch(1, 7, "transactional") + marker(2, 7, commits=False) + marker(3, 8, commits=True)
    ranges.take(1, data + marker(4, -1, commits=False, kind=2), [])  # a quorum's change of leader ends nothing
    assert ranges.markers == [TransactionMarker(2, False, 7, 0, 5, 0), TransactionMarker(3, True, 8, 0, 5, 0)]
