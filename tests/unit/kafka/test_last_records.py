from __future__ import annotations

from collections.abc import Mapping

import pytest
from confluent_kafka import Message
from hypothesis import given
from hypothesis import strategies as st

from kafkatui.kafka.stream import last_records
from kafkatui.kafka.stream.assignment import Assignment
from kafkatui.kafka.stream.last_records import LastRecords
from kafkatui.kafka.stream.policy import Follow, ToEnd
from tests.unit.kafka.logs import Logs, places, plan_of, read


def last(count: int, logs: Logs, *, to_end: bool = False, max_bytes: int | None = None) -> list[Message]:
    """What `last:N` gives of these logs, which begin at 0."""
    starts = {partition: max(0, end - count) for partition, end in logs.ends.items()}
    plan = plan_of(dict.fromkeys(logs.ends, 0), starts, logs.ends)
    return read(
        logs,
        plan,
        lambda held: LastRecords(count, held, ToEnd(held, plan) if to_end else Follow(), plan, max_bytes=max_bytes),
    )


def full(timestamps: Mapping[int, list[int]]) -> Logs:
    """Logs without holes."""
    records = {partition: dict(enumerate(times)) for partition, times in timestamps.items()}
    return Logs(records, {partition: len(times) for partition, times in timestamps.items()})


def test_the_newest_of_all_partitions_are_merged_by_timestamp() -> None:
    assert places(last(3, full({0: [10, 20, 50], 1: [15, 40]}))) == [(0, 1), (1, 1), (0, 2)]


def test_offsets_stay_in_order_where_timestamps_run_backwards() -> None:
    assert places(last(4, full({0: [30, 10, 20], 1: [25]}))) == [(1, 0), (0, 0), (0, 1), (0, 2)]


def test_an_empty_partition_is_not_waited_for() -> None:
    logs = Logs({0: {}}, {0: 7})
    plan = plan_of({0: 7}, {0: 7}, {0: 7})
    policy = LastRecords(5, Assignment(logs), Follow(), plan)  # type: ignore[arg-type]
    assert not policy.is_loading
    assert last(5, logs) == []


def test_the_end_of_a_partition_counts_although_its_last_offset_is_a_marker() -> None:
    assert places(last(5, Logs({0: {0: 1}}, {0: 3}))) == [(0, 0)]


@pytest.mark.parametrize("to_end", [True, False])
def test_markers_and_what_compaction_took_are_not_counted(to_end: bool) -> None:
    transactions = Logs({0: {offset: offset for offset in range(0, 40, 2)}}, {0: 40})
    assert places(last(10, transactions, to_end=to_end)) == [(0, offset) for offset in range(20, 40, 2)]
    hole = Logs({0: {offset: offset for offset in (*range(30), 99_999)}, 1: {0: 5}}, {0: 100_000, 1: 1})
    expected = [(0, offset) for offset in (*range(22, 30), 99_999)]
    assert places(last(9, hole, to_end=to_end)) == expected
    assert places(last(100, hole, to_end=to_end))[-1] == (0, 99_999)


def test_what_is_written_meanwhile_comes_after_the_last_in_order() -> None:
    logs = full({0: [1, 2, 3, 4]})
    plan = plan_of({0: 0}, {0: 1}, {0: 2})
    assert places(read(logs, plan, lambda held: LastRecords(1, held, Follow(), plan))) == [(0, 1), (0, 2), (0, 3)]
    aborted = Logs({0: {0: 1, 9: 2, 10: 3, 11: 4}}, {0: 12})
    plan = plan_of({0: 0}, {0: 7}, {0: 9})
    assert places(read(aborted, plan, lambda held: LastRecords(2, held, Follow(), plan), 2)) == [
        (0, 0), (0, 9), (0, 10), (0, 11),
    ]  # fmt: skip


def test_partitions_that_are_done_wait_where_much_is_written(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(last_records, "LATER_COUNT", 10)
    logs = Logs({0: {offset: offset for offset in range(5_000)}, 1: {0: 7}}, {0: 5_000, 1: 100_000})
    plan = plan_of({0: 0, 1: 0}, {0: 99, 1: 99_999}, {0: 100, 1: 100_000})
    found = read(logs, plan, lambda held: LastRecords(1, held, Follow(), plan))
    assert places(found) == [(0, 99), *((0, offset) for offset in range(100, 5_000))]


def test_many_partitions_do_not_pile_up() -> None:
    logs = full({partition: list(range(2_000)) for partition in range(20)})
    assert [offset for _, offset in places(last(10, logs))] == [1_999] * 10


def test_no_more_is_kept_than_fits() -> None:
    logs = full({partition: list(range(3_000)) for partition in range(2)})
    found = last(3_000, logs, max_bytes=65 * 1_000)
    assert 500 <= len(found) <= 4_000
    assert places(found)[-1] == (1, 2_999)


@given(
    st.dictionaries(st.integers(0, 3), st.sets(st.integers(0, 60)), min_size=1),
    st.integers(0, 20),
    st.integers(1, 40),
    st.integers(1, 9),
)
def test_the_last_n_are_the_last_n_there_are(
    offsets: dict[int, set[int]], markers: int, count: int, batch_count: int
) -> None:
    """With one timestamp for all, the order is that of partition and offset, so the newest N are known."""
    ends = {partition: max(there, default=-1) + 1 + markers for partition, there in offsets.items()}
    logs = Logs({partition: dict.fromkeys(there, 5) for partition, there in offsets.items()}, ends)
    everything = sorted((partition, offset) for partition, there in offsets.items() for offset in there)
    before, last_records.LOOK_BACK_COUNT = last_records.LOOK_BACK_COUNT, 3
    try:
        plan = plan_of(
            dict.fromkeys(ends, 0), {partition: max(0, end - count) for partition, end in ends.items()}, ends
        )
        found = read(logs, plan, lambda held: LastRecords(count, held, ToEnd(held, plan), plan), batch_count)
    finally:
        last_records.LOOK_BACK_COUNT = before
    assert places(found) == everything[-count:]
