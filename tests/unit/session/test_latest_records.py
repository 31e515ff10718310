"""The newest record of each key, and the records of one key in order."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from kafkatui.model.record import Record
from kafkatui.session.latest_records import LatestRecords
from kafkatui.session.records_of_key import RecordsOfKey
from kafkatui.session.search_run import SearchedEnough

KEYS = st.one_of(st.none(), st.sampled_from([b"a", b"b", b"", b"c"]))
VALUES = st.one_of(st.none(), st.sampled_from([b"1", b"2", b"x"]))


def record(partition: int, offset: int, key: bytes | None, value: bytes | None, timestamp_ms: int = 0) -> Record:
    return Record("orders", partition, offset, timestamp_ms, "create", key, value)


@given(st.lists(st.tuples(st.integers(0, 2), KEYS, VALUES), max_size=60), st.booleans())
def test_the_newest_of_each_key_in_each_partition(
    written: list[tuple[int, bytes | None, bytes | None]], keeps_tombstones: bool
) -> None:
    def is_wanted(one: Record) -> bool:
        return one.value != b"x"

    latest = LatestRecords(is_wanted, keeps_tombstones=keeps_tombstones)
    records = [record(partition, offset, key, value) for offset, (partition, key, value) in enumerate(written)]
    newest: dict[tuple[int, bytes], Record] = {}
    for one in records:
        latest.add(one)
        if one.key is not None:
            newest[one.partition, one.key] = one
    told = [one for one in newest.values() if (is_wanted(one) if one.value is not None else keeps_tombstones)]
    assert latest.records() == sorted(told, key=lambda one: (one.partition, one.offset))
    assert (len(latest), latest.keyless) == (len(newest), sum(one.key is None for one in records))
    keys = {key for _, key in newest}
    assert latest.scattered == sum(sum(key == each for _, key in newest) > 1 for each in keys)


def test_what_it_keeps_is_bounded_and_a_key_written_again_costs_nothing() -> None:
    latest = LatestRecords(lambda _: True, most_bytes=20_000)
    for number in range(1_000):
        latest.add(record(0, number, b"same", b"x" * 1_000))
    number = 0
    while len(latest) < 13:
        latest.add(record(0, number, b"%d" % number, b"x" * 1_000))
        number += 1
    with pytest.raises(SearchedEnough):
        latest.add(record(0, number, b"one more", b"x" * 1_000))


def test_of_records_that_are_not_wanted_only_the_keys_are_kept() -> None:
    latest = LatestRecords(lambda _: False, most_bytes=20_000)
    for number in range(30):
        latest.add(record(0, number, b"%d" % number, b"x" * 10_000))
    assert (latest.records(), len(latest)) == ([], 30)


def test_records_of_a_key_are_in_their_partitions_order_and_those_of_several_by_time() -> None:
    found = RecordsOfKey()
    for one in (
        record(1, 5, b"a", b"1", 10), record(1, 6, b"a", b"2", 40), record(1, 7, b"a", b"3", 20),
        record(0, 9, b"a", b"4", 5), record(0, 11, b"a", b"5", 30),
    ):  # fmt: skip
        found.add(one)
    assert found.partitions == [0, 1]
    assert [one.value for one in found.in_order()] == [b"4", b"1", b"5", b"2", b"3"]
    with pytest.raises(SearchedEnough):
        RecordsOfKey(most_bytes=10).add(record(0, 0, b"a", b"x" * 20))
