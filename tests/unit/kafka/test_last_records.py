from __future__ import annotations

from confluent_kafka import TIMESTAMP_CREATE_TIME, Message

from kafkatui.kafka.stream.last_records import LastRecords


def message(partition: int, offset: int, timestamp: int) -> Message:
    return Message(topic="t", partition=partition, offset=offset, timestamp=(TIMESTAMP_CREATE_TIME, timestamp))


def places(found: list[Message]) -> list[tuple[int | None, int | None]]:
    return [(found_one.partition(), found_one.offset()) for found_one in found]


def test_the_newest_of_all_partitions_are_merged_by_timestamp() -> None:
    last = LastRecords(3, {("t", 0): 0, ("t", 1): 0}, {("t", 0): 3, ("t", 1): 2})
    last.add([message(0, 0, 10), message(0, 1, 20), message(0, 2, 50)])
    assert not last.is_complete
    last.add([message(1, 0, 15), message(1, 1, 40)])
    assert last.is_complete
    assert places(last.merged()) == [(0, 1), (1, 1), (0, 2)]


def test_offsets_stay_in_order_where_timestamps_run_backwards() -> None:
    last = LastRecords(4, {("t", 0): 0, ("t", 1): 0}, {("t", 0): 3, ("t", 1): 1})
    last.add([message(0, 0, 30), message(0, 1, 10), message(0, 2, 20), message(1, 0, 25)])
    assert places(last.merged()) == [(1, 0), (0, 0), (0, 1), (0, 2)]


def test_an_empty_partition_is_not_waited_for() -> None:
    assert LastRecords(5, {("t", 0): 7}, {("t", 0): 7}).is_complete


def test_the_end_of_a_partition_counts_although_its_last_offset_is_a_marker() -> None:
    last = LastRecords(5, {("t", 0): 0}, {("t", 0): 3})
    last.add([message(0, 0, 1)])
    last.reached_end(("t", 0))
    assert last.is_complete
    assert places(last.merged()) == [(0, 0)]


def test_what_is_written_meanwhile_comes_after_the_last() -> None:
    last = LastRecords(1, {("t", 0): 0}, {("t", 0): 2})
    last.add([message(0, 0, 1), message(0, 1, 2), message(0, 2, 3), message(0, 3, 4)])
    assert places(last.merged()) == [(0, 1), (0, 2), (0, 3)]


def test_many_partitions_do_not_pile_up() -> None:
    ends = {("t", partition): 2_000 for partition in range(20)}
    last = LastRecords(10, dict.fromkeys(ends, 0), ends)
    for partition in range(20):
        last.add([message(partition, offset, offset) for offset in range(2_000)])
    assert last.is_complete
    assert [offset for _, offset in places(last.merged())] == [1_999] * 10
