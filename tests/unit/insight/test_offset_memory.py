"""A sample of a few topics remembers of the ones before what could be read last, and rates over time."""

from __future__ import annotations

from kafkatui.insight.offset_memory import with_memory
from kafkatui.model.cluster import OffsetRange
from kafkatui.model.offset_sample import KnownRange, OffsetSample

KEY = ("orders", 0)
SILENT = OffsetRange(None, None, "its leader, broker 1, does not answer")


def sample(offsets: OffsetRange, at_seconds: float, rate: float | None = None) -> OffsetSample:
    return OffsetSample({KEY: offsets}, {} if rate is None else {KEY: rate}, at_seconds)


def test_what_cannot_be_read_any_more_is_known_as_of_the_last_time_it_could() -> None:
    first = with_memory(sample(OffsetRange(0, 83), 100.0), None, follows=False)
    second = with_memory(sample(SILENT, 102.0), first, follows=True)
    third = with_memory(sample(SILENT, 104.0), second, follows=True)
    assert third.ranges[KEY] is SILENT
    assert third.last_known == {KEY: KnownRange(OffsetRange(0, 83), 100.0)}
    healed = with_memory(sample(OffsetRange(0, 90), 106.0), third, follows=True)
    assert healed.last_known == {KEY: KnownRange(OffsetRange(0, 90), 106.0)}


def test_a_range_without_its_end_is_not_what_was_known() -> None:
    first = with_memory(sample(OffsetRange(0, 83), 100.0), None, follows=False)
    second = with_memory(sample(OffsetRange(0, None, "not caught up"), 102.0), first, follows=True)
    assert second.last_known[KEY].offsets == OffsetRange(0, 83)


def test_rates_are_a_history_with_gaps() -> None:
    first = with_memory(sample(OffsetRange(0, 80), 100.0), None, follows=False)
    assert first.rate_histories == {}
    second = with_memory(sample(OffsetRange(0, 84), 102.0, 2.0), first, follows=True)
    third = with_memory(sample(SILENT, 104.0), second, follows=True)
    fourth = with_memory(sample(OffsetRange(0, 90), 120.0), third, follows=False)
    assert fourth.rate_histories[KEY].samples == (2.0, None, None)
    late = with_memory(sample(OffsetRange(0, 90), 400.0), fourth, follows=False)
    assert late.rate_histories == {KEY: late.rate_histories[KEY]}
    assert late.rate_histories[KEY].samples == ()


def test_partitions_that_are_gone_are_forgotten() -> None:
    first = with_memory(sample(OffsetRange(0, 83), 100.0), None, follows=False)
    second = with_memory(OffsetSample({("orders", 1): OffsetRange(0, 1)}, {}, 102.0), first, follows=True)
    assert list(second.last_known) == [("orders", 1)]
