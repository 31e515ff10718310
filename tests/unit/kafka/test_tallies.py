"""What is counted in bounded memory: exactly while there is room, within what is told beyond."""

from __future__ import annotations

import random
from collections import Counter

import pytest
from hypothesis import given
from hypothesis import strategies as st

from kafkatui.kafka.stream import key_tally, spread_tally
from kafkatui.kafka.stream.bounded_counter import MOST_FREQUENT, BoundedCounter, most_frequent
from kafkatui.kafka.stream.key_tally import KeyTally
from kafkatui.kafka.stream.spread_tally import SpreadTally
from kafkatui.kafka.stream.time_tally import MOST_BARS, MOST_KEPT, TimeTally


def nearest_rank(numbers: list[int], percent: int) -> int:
    return sorted(numbers)[-(-len(numbers) * percent // 100) - 1]


@given(st.lists(st.lists(st.integers(0, 5_000), max_size=50), max_size=20))
def test_few_different_numbers_are_exact(parts: list[list[int]]) -> None:
    tally = SpreadTally()
    for part in parts:
        tally.add(part)
    numbers = [number for part in parts for number in part]
    spread = tally.spread()
    assert (spread.count, spread.total, spread.is_exact) == (len(numbers), sum(numbers), True)
    assert (spread.least, spread.most) == (min(numbers, default=None), max(numbers, default=None))
    if numbers:
        assert (spread.median, spread.p99) == (nearest_rank(numbers, 50), nearest_rank(numbers, 99))
    assert sum(count for *_, count in spread.histogram) == len(numbers)
    for low, high, count in spread.histogram:
        assert count == sum(low <= number <= high for number in numbers)


def test_many_different_numbers_are_near(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(spread_tally, "MOST_DIFFERENT", 500)
    chance = random.Random(7)
    numbers = [int(chance.lognormvariate(8, 2)) for _ in range(20_000)]
    tally = SpreadTally()
    for start in range(0, len(numbers), 100):
        tally.add(numbers[start : start + 100])
    spread = tally.spread()
    assert not spread.is_exact
    assert (spread.count, spread.total, spread.most) == (len(numbers), sum(numbers), max(numbers))
    for told, true in ((spread.median, nearest_rank(numbers, 50)), (spread.p99, nearest_rank(numbers, 99))):
        assert told is not None
        assert true * (1 - 1 / 64) <= told <= true
    for low, high, count in spread.histogram:
        assert count == sum(low <= number <= high for number in numbers)


def test_the_most_frequent_come_first_and_what_there_is_no_room_for_is_told() -> None:
    counter: BoundedCounter[str] = BoundedCounter(20)
    for number in range(20):
        counter.add(f"{number:02}", 1 + number % 3)
    assert not counter.has_more
    counter.add("00")
    counter.add("one more", 100)
    assert (len(counter.counts), counter.has_more) == (20, True)
    found = most_frequent(counter.counts)
    assert len(found) == MOST_FREQUENT
    assert found[:7] == (("02", 3), ("05", 3), ("08", 3), ("11", 3), ("14", 3), ("17", 3), ("00", 2))


def test_keys_are_counted_while_there_is_room() -> None:
    tally = KeyTally()
    assert tally.add([b"a", None, b"bb", b"", b"a"]) == 4
    figures = tally.figures()
    assert (figures.nulls, figures.empty, figures.distinct, figures.is_exact) == (1, 1, 3, True)
    assert figures.most_frequent == ((b"a", 2), (b"", 1), (b"bb", 1))
    assert figures.sizes.count == 4


@pytest.mark.parametrize(("limit", "most"), [("MOST_KEYS", 1_000), ("MOST_KEY_BYTES", 4_000)])
def test_more_keys_than_there_is_room_for_are_estimated(monkeypatch: pytest.MonkeyPatch, limit: str, most: int) -> None:
    monkeypatch.setattr(key_tally, limit, most)
    chance = random.Random(11)
    keys = [b"%d" % number for number in range(30_000)] + [b"often"] * 3_000 + [b"rather"] * 2_000
    chance.shuffle(keys)
    tally = KeyTally()
    for start in range(0, len(keys), 200):
        tally.add(keys[start : start + 200])
        assert len(tally._counts) <= 1_200
    figures = tally.figures()
    true = Counter(keys)
    assert not figures.is_exact
    assert abs(figures.distinct - len(true)) < 0.04 * len(true)
    assert [key for key, _ in figures.most_frequent[:2]] == [b"often", b"rather"]
    for key, count in figures.most_frequent:
        assert count <= true[key] <= count + figures.missed


@given(st.lists(st.lists(st.one_of(st.none(), st.integers(0, 1 << 41)), min_size=1, max_size=30), max_size=10))
def test_times(parts: list[list[int | None]]) -> None:
    tally = TimeTally()
    for part in parts:
        tally.add(0, part, has_append_time=False)
    stamps = [stamp for part in parts for stamp in part if stamp is not None]
    figures = tally.figures()
    assert (figures.first_ms, figures.last_ms) == (min(stamps, default=None), max(stamps, default=None))
    assert figures.missing == sum(stamp is None for part in parts for stamp in part)
    back = [max(stamps[:at]) - stamp for at, stamp in enumerate(stamps) if at and stamp < max(stamps[:at])]
    assert (figures.out_of_order, figures.furthest_back_ms) == (len(back), max(back, default=0))
    assert sum(count for *_, count in figures.histogram) == len(stamps)
    for begin, width, count in figures.histogram:
        assert count == sum(begin <= stamp < begin + width for stamp in stamps)


def test_a_histogram_of_times_has_few_bars_and_keeps_little() -> None:
    tally = TimeTally()
    for start in range(0, 40_000_000, 1_000_000):
        tally.add(0, list(range(start, start + 1_000_000, 2_003)), has_append_time=True)
        assert len(tally._counts) <= MOST_KEPT
    figures = tally.figures()
    numbers = [begin // figures.histogram[0][1] for begin, *_ in figures.histogram]
    assert max(numbers) - min(numbers) < MOST_BARS
    assert figures.appended == sum(count for *_, count in figures.histogram)
