"""What became of transactions is asked once, for what is on screen, and kept within bounds."""

from __future__ import annotations

import threading
from collections.abc import Iterator, Mapping, Sequence

import pytest

from kafkatui.model.cluster import TopicPartition
from kafkatui.model.errors import ConnectError
from kafkatui.model.transaction import (
    FateKind,
    FateRange,
    PartitionFates,
    RecordPlace,
    TransactionFate,
    TransactionMarker,
)
from kafkatui.session.fate_memory import FateMemory
from kafkatui.session.transaction_fates import FAILED_SECONDS, LOOK_SECONDS, NOT_TOLD, OPEN_SECONDS, TransactionFates

COMMITTED, OPEN = TransactionFate(FateKind.COMMITTED, 7), TransactionFate(FateKind.OPEN, 7)
KEY = ("orders", 0)


def marker(offset: int) -> TransactionMarker:
    return TransactionMarker(offset, True, 7, 0, 0)


class Leaders:
    """Tell what a test says, and what they were asked."""

    def __init__(self) -> None:
        self.now = 1_000.0
        self.asked: list[dict[TopicPartition, list[int]]] = []
        self.told: dict[TopicPartition, PartitionFates] = {}
        self.are_silent = False
        self.fates = TransactionFates(self._read, lambda: self.now)

    def _read(self, wanted: Mapping[TopicPartition, Sequence[int]], _: int) -> Sequence[PartitionFates]:
        self.asked.append({key: list(offsets) for key, offsets in wanted.items()})
        if self.are_silent:
            raise ConnectError("No broker answers.")
        return [self.told.get(key, PartitionFates(key, position=1_000)) for key in wanted]

    def tell(self, *ranges: FateRange, markers: Sequence[TransactionMarker] = ()) -> None:
        self.told[KEY] = PartitionFates(KEY, ranges, 1_000, has_transactions=True, markers=tuple(markers))

    def ask(
        self, *offsets: int, has_signs: bool = False, wants_markers: bool = False, begins: Sequence[RecordPlace] = ()
    ) -> int:
        """Asks of these records as a page does; how often leaders have been asked when that is over."""
        done = threading.Event()
        places = [(*KEY, offset) for offset in offsets]
        self.fates.ask(places, lambda: None, has_signs=has_signs, wants_markers=wants_markers, begins=begins)
        self.fates._lane.submit(done.set)
        assert done.wait(30)
        return len(self.asked)


@pytest.fixture
def leaders() -> Iterator[Leaders]:
    made = Leaders()
    yield made
    made.fates.close()


def test_a_topic_without_transactions_is_looked_at_once_and_again_only_where_there_are_signs(leaders: Leaders) -> None:
    assert leaders.ask(*range(100), 150) == 1
    assert leaders.asked == [{KEY: [0, 99, 150]}]  # both ends, and before the gap
    assert leaders.fates.of((*KEY, 5)) is None
    assert leaders.ask(200, has_signs=True) == 1
    leaders.now += LOOK_SECONDS + 1
    assert leaders.ask(200) == 1
    assert leaders.ask(200, has_signs=True) == 2


def test_what_is_known_is_not_asked_again_but_for_what_was_open(leaders: Leaders) -> None:
    leaders.tell(FateRange(0, 4, COMMITTED), FateRange(6, 6, OPEN))
    leaders.ask(1, 6)
    assert [leaders.fates.of((*KEY, offset)) for offset in (0, 4, 6)] == [COMMITTED, COMMITTED, OPEN]
    assert leaders.fates.of((*KEY, 5)) == TransactionFate(FateKind.UNKNOWN)
    assert leaders.ask(1, 3, 6) == 1
    leaders.now += OPEN_SECONDS + 1
    leaders.tell(FateRange(6, 6, COMMITTED))
    assert leaders.ask(1, 3, 6) == 2
    assert leaders.asked[-1] == {KEY: [6]}
    assert leaders.fates.of((*KEY, 6)) == COMMITTED


def test_a_failure_is_told_and_left_alone_for_a_while(leaders: Leaders) -> None:
    leaders.tell(FateRange(0, 0, COMMITTED))
    leaders.ask(0)
    leaders.are_silent = True
    assert leaders.ask(9) == 2
    assert leaders.fates.of((*KEY, 9)) == TransactionFate(FateKind.UNKNOWN, reason="No broker answers")
    assert leaders.ask(9) == 2
    leaders.now += FAILED_SECONDS + 1
    leaders.are_silent = False
    leaders.tell(FateRange(9, 9, COMMITTED))
    assert leaders.ask(9) == 3
    assert leaders.fates.of((*KEY, 9)) == COMMITTED


def test_a_record_whose_batch_is_gone_is_not_asked_for_ever(leaders: Leaders) -> None:
    leaders.tell(FateRange(0, 0, COMMITTED))
    leaders.ask(0, 5)
    assert leaders.fates.of((*KEY, 5)) == TransactionFate(FateKind.UNKNOWN, reason=NOT_TOLD)
    assert leaders.ask(0, 5) == 1


def test_who_waits_is_told_of_every_record_or_why_not(leaders: Leaders) -> None:
    leaders.tell(FateRange(0, 4, COMMITTED))
    assert leaders.fates.fetch([(*KEY, 0), (*KEY, 3)]) == [COMMITTED, COMMITTED]
    assert leaders.fates.fetch([(*KEY, 2)]) == [COMMITTED]
    assert len(leaders.asked) == 1
    leaders.are_silent = True
    assert leaders.fates.fetch([("other", 0, 0)]) == [TransactionFate(FateKind.UNKNOWN, reason="No broker answers")]


def test_a_topic_made_anew_is_looked_at_anew(leaders: Leaders) -> None:
    leaders.tell(FateRange(0, 4, COMMITTED))
    leaders.ask(0)
    leaders.fates.forget(["orders"])
    assert leaders.fates.of((*KEY, 0)) is None
    assert leaders.ask(0) == 2


def test_memory_is_bounded() -> None:
    memory = FateMemory(most_ranges=10)
    for partition in range(4):
        memory.add(("t", partition), [FateRange(at, at, COMMITTED) for at in range(4)], 0.0)
    assert len(memory) <= 10
    assert memory.find(("t", 0), 0) is None
    assert memory.find(("t", 3), 3) is not None
    memory.add(("t", 3), [FateRange(at, at, COMMITTED) for at in range(100, 108)], 0.0)
    assert len(memory) <= 10
    assert memory.find(("t", 3), 107) is not None


def test_markers_are_found_by_what_they_stand_between(leaders: Leaders) -> None:
    leaders.tell(FateRange(0, 4, COMMITTED), FateRange(8, 8, OPEN), markers=[marker(5), marker(7), marker(9)])
    leaders.ask(4, 8)
    assert leaders.fates.has_transactions("orders")
    assert leaders.fates.markers(KEY, 4, 8) == [marker(5), marker(7)]
    assert leaders.fates.markers(KEY, 5, None) == [marker(7), marker(9)]
    assert leaders.fates.markers(("orders", 1), 0, None) == ()


def test_what_follows_the_last_record_of_a_transaction_is_asked_for_where_markers_are_wanted(leaders: Leaders) -> None:
    leaders.tell(FateRange(0, 4, COMMITTED), FateRange(20, 20, OPEN))
    assert leaders.ask(3, 4, 20) == 1
    assert leaders.ask(3, 4, 20) == 1
    leaders.told[KEY] = PartitionFates(KEY, (), 0)  # it gives nothing: it is left alone for a while
    assert leaders.ask(3, 4, 20, wants_markers=True) == 2
    assert leaders.asked[-1] == {KEY: [5]}
    assert leaders.ask(3, 4, wants_markers=True) == 2
    leaders.now += OPEN_SECONDS
    leaders.tell(markers=[marker(5)])
    assert leaders.ask(3, 4, wants_markers=True) == 3
    assert leaders.fates.markers(KEY, 4, None) == [marker(5)]
    leaders.now += OPEN_SECONDS
    assert leaders.ask(3, 4, wants_markers=True) == 3


def test_markers_that_a_log_begins_with_are_told_once_nothing_else_can_stand_there(leaders: Leaders) -> None:
    leaders.tell(FateRange(7, 7, COMMITTED), markers=(marker(5), marker(6)))
    begin = (*KEY, 5)
    leaders.ask(7, begins=[begin])
    assert leaders.fates.markers_at_begin(begin, 7) == ()
    leaders.ask(7, wants_markers=True, begins=[begin])
    assert leaders.asked[-1] == {KEY: [5]}
    assert [each.offset for each in leaders.fates.markers_at_begin(begin, 7)] == [5, 6]
    assert leaders.fates.markers_at_begin(begin, 8) == (), "a record stands at 7"
    assert leaders.fates.markers_at_begin(begin, 1_001) == (), "nobody has read so far"
    asked = leaders.ask(7, wants_markers=True, begins=[begin])
    assert leaders.ask(7, wants_markers=True, begins=[begin]) == asked
    leaders.fates.forget(["orders"])
    assert leaders.fates.markers_at_begin(begin, 7) == ()
