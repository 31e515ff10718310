"""Markers of transactions are told once each, between the records that they stand between."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from hypothesis import given
from hypothesis import strategies as st

from kafkatui.model.cluster import TopicPartition
from kafkatui.model.transaction import FateKind, FateRange, PartitionFates, TransactionFate, TransactionMarker
from kafkatui.session.marker_reading import MarkerReading

KEY = ("orders", 0)
FATE = TransactionFate(FateKind.COMMITTED, 7)


class Log:
    """One partition: batches of records by their first offset, markers, and nothing where compaction was.

    Args:
        lines: "m" for a marker, "-" for an offset that nothing has, a number for a batch of so many records.
        at_once: so many batches and markers are in an answer.
        begin: the first offset.
    """

    def __init__(self, lines: Sequence[str | int], at_once: int = 2, begin: int = 0) -> None:
        self.at_once = at_once
        self.asked: list[int] = []
        self.reason = ""
        self.begin = self.end = begin
        self.records: list[int] = []
        self.markers: list[int] = []
        self._batches: list[tuple[int, int, bool]] = []
        for line in lines:
            self.append(line)

    def append(self, line: str | int) -> None:
        size = line if isinstance(line, int) else 1
        if line != "-":
            self._batches.append((self.end, self.end + size - 1, line == "m"))
        if line == "m":
            self.markers.append(self.end)
        elif line != "-":
            self.records += range(self.end, self.end + size)
        self.end += size

    def read_on(self, wanted: Mapping[TopicPartition, int]) -> Sequence[PartitionFates]:
        [(key, offset)] = wanted.items()
        self.asked.append(offset)
        if self.reason:
            return [PartitionFates(key, reason=self.reason)]
        told = [each for each in self._batches if each[1] >= offset][: self.at_once]
        position = told[-1][1] + 1 if len(told) == self.at_once else self.end
        ranges = tuple(FateRange(first, last, FATE) for first, last, is_marker in told if not is_marker)
        markers = tuple(marker(first) for first, _, is_marker in told if is_marker)
        return [PartitionFates(key, ranges, position, bool(markers), markers=markers)]


def marker(offset: int) -> TransactionMarker:
    return TransactionMarker(offset, True, 7, 0, 0)


def reading_of(log: Log) -> tuple[MarkerReading, list[str]]:
    said: list[str] = []
    return MarkerReading(log.read_on, said.append), said


def before(reading: MarkerReading, offset: int) -> list[int]:
    return [each.offset for each in reading.before(KEY, offset)]


def behind(reading: MarkerReading, stop: int | None = None, *, has_ended: bool = False) -> list[int]:
    stops = {} if stop is None else {KEY: stop}
    return [each.offset for _, each in reading.behind(stops, has_ended=has_ended)]


LOGS = st.builds(
    Log, st.lists(st.sampled_from(["m", "-", 1, 2, 3]), max_size=12), st.integers(1, 5), st.integers(0, 100)
)


@given(LOGS, st.lists(st.integers(1, 4), max_size=12))
def test_each_is_told_once_and_where_it_stands(log: Log, portions: list[int]) -> None:
    reading, said = reading_of(log)
    reading.begin({KEY: log.begin})
    told: list[int] = []
    left = list(log.records)
    for portion in [*portions, len(left)]:
        for offset in left[:portion]:
            told += [*before(reading, offset), offset]
        del left[:portion]
        told += behind(reading)
    told += behind(reading, has_ended=True)
    assert told == sorted([*log.records, *log.markers])
    assert said == []


def test_without_a_beginning_nothing_before_the_first_record_is_told() -> None:
    log = Log(["m", "m", 1, "m", 1])
    reading, _ = reading_of(log)
    assert behind(reading) == []
    assert before(reading, 2) == []
    assert log.asked == [], "where nothing is left out, nobody is asked"
    assert before(reading, 4) == [3]


def test_what_comes_behind_the_last_record_is_told_once_it_is_there_and_before_no_record() -> None:
    log = Log([1])
    reading, _ = reading_of(log)
    before(reading, 0)
    assert behind(reading) == []
    log.append("m")
    assert behind(reading) == [1]
    assert behind(reading) == []
    log.append(2)
    log.append("m")
    assert behind(reading) == [], "its records are not told yet"
    assert before(reading, 2) == []
    assert behind(reading) == [], "one of its two"
    assert before(reading, 3) == []
    assert behind(reading) == [4]


def test_what_is_behind_the_stop_is_not_told() -> None:
    log = Log([1, "m", "m", "m"], at_once=10)
    reading, _ = reading_of(log)
    before(reading, 0)
    assert behind(reading, stop=2, has_ended=True) == [1]


def test_where_somebody_writes_on_and_on_it_ends_at_the_stop() -> None:
    log = Log([1, "m"], at_once=2)
    told_by = log.read_on

    def read_on(wanted: Mapping[TopicPartition, int]) -> Sequence[PartitionFates]:
        assert len(log.asked) < 10, "it goes after whoever writes"
        log.append(1)
        return told_by(wanted)

    reading = MarkerReading(read_on, lambda _: None)
    list(reading.before(KEY, 0))
    assert behind(reading, stop=2, has_ended=True) == [1]
    assert behind(reading, stop=2) == []
    assert len(log.asked) == 1


def test_a_log_that_begins_anew_is_read_anew() -> None:
    log = Log([1, "m", 1])
    reading, _ = reading_of(log)
    assert [before(reading, 0), before(reading, 2)] == [[], [1]]
    assert [before(reading, 0), before(reading, 2)] == [[], [1]]


def test_why_some_are_not_known_is_said_once_and_the_records_go_on() -> None:
    log = Log([1, "m", 1, "m", 1, "m"])
    reading, said = reading_of(log)
    log.reason = "broker 3 does not answer"
    assert [before(reading, 0), before(reading, 2), before(reading, 4)] == [[], [], []]
    assert said == ["markers of some transactions are not known: broker 3 does not answer"]
    log.reason = ""
    assert behind(reading) == [5]
