"""Records of several partitions in the order of time, with bounded memory."""

from __future__ import annotations

from hypothesis import given
from hypothesis import strategies as st

from kafkatui.cli.time_order import TimeOrder
from kafkatui.model.record import Record


def record(partition: int, offset: int, timestamp_ms: int | None, value: bytes = b"", note: str = "") -> Record:
    return Record("orders", partition, offset, timestamp_ms, "create", None, value, note=note)


@given(st.lists(st.tuples(st.integers(0, 3), st.one_of(st.none(), st.integers(0, 50))), max_size=80))
def test_everything_is_given_once_each_partition_in_its_order(arriving: list[tuple[int, int | None]]) -> None:
    records = [record(partition, offset, stamp) for offset, (partition, stamp) in enumerate(arriving)]
    order = TimeOrder()
    given_ = [*order.passed(records), *order.rest()]
    assert sorted(given_, key=lambda one: one.offset) == records
    newest = -1
    effective = []
    for partition in range(4):
        own = [one for one in records if one.partition == partition]
        assert [one for one in given_ if one.partition == partition] == own
    highest: dict[int, int] = {}
    for one in given_:
        before = highest.get(one.partition, 0)
        highest[one.partition] = max(before, one.timestamp_ms or 0)
        effective.append(highest[one.partition])
    assert effective == sorted(effective)
    assert order.late == 0
    back = 0
    for partition in range(4):
        newest = -1
        for stamp in (one.timestamp_ms for one in records if one.partition == partition):
            if stamp is not None:
                back += stamp < newest
                newest = max(newest, stamp)
    assert sum(order.backwards.values()) == back


def test_so_many_are_held_and_what_comes_too_late_is_counted() -> None:
    order = TimeOrder(most_records=3)
    arriving = [record(0, number, 10 * number) for number in range(6)]
    assert [one.offset for one in order.passed(arriving)] == [0, 1, 2]
    assert [one.offset for one in order.passed([record(1, 100, 5)])] == [100]
    assert order.late == 1
    assert [one.offset for one in order.rest()] == [3, 4, 5]
    assert list(order.remarks()) == ["records too late to stand in order, as more lay between than can be held back: 1"]


def test_bytes_are_bounded_too_and_notes_pass() -> None:
    order = TimeOrder(most_bytes=1_000)
    given_ = list(
        order.passed([record(0, 0, 1, b"x" * 900), record(0, 1, 2, b"x" * 900), record(0, -1, None, note="!")])
    )
    assert [one.offset for one in given_] == [0, -1]
    assert [one.offset for one in order.rest()] == [1]


def test_what_runs_backwards_is_told() -> None:
    order = TimeOrder()
    assert not list(order.passed([record(0, 0, 50), record(0, 1, 20), record(1, 0, 30)]))
    assert [(one.partition, one.offset) for one in order.rest()] == [(1, 0), (0, 0), (0, 1)]
    assert list(order.remarks()) == ["orders-0: records older than one before them, behind which they stay: 1"]


def test_records_as_old_as_each_other_stand_in_the_same_order_however_they_came() -> None:
    def record(partition: int, offset: int) -> Record:
        return Record("t", partition, offset, 7, "create", None, b"v")

    one = [record(1, 0), record(0, 0), record(1, 1), record(0, 1)]
    for came in (one, [record(0, 0), record(0, 1), record(1, 0), record(1, 1)]):
        order = TimeOrder()
        assert [*order.passed(came)] == []
        assert [(each.partition, each.offset) for each in order.rest()] == [(0, 0), (0, 1), (1, 0), (1, 1)]
