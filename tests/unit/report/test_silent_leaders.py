"""What was read of a partition before its leader fell silent is not shown as current beside the mark of its silence."""

from __future__ import annotations

from kafkatui.model.cluster import OffsetRange
from kafkatui.model.config_entry import LogDir, ReplicaSize
from kafkatui.model.observed import Observed
from kafkatui.model.offset_sample import OffsetSample
from kafkatui.report.partitions import partition_rows, partition_totals
from kafkatui.report.topics import TopicReadings, topic_row
from tests.unit.insight.clusters import partition, topic

NOW = 1_800_000_000.0
ORDERS = topic("orders", partition("orders", 0, 1, (1, 2)), partition("orders", 1, 2, (2, 1)))
READ = OffsetSample(
    {("orders", 0): OffsetRange(0, 80), ("orders", 1): OffsetRange(5, 25)},
    {("orders", 0): 19.5, ("orders", 1): 2.0},
    NOW - 1,
)
OFFSETS = Observed.ok(READ, NOW - 1)


def test_a_partition_whose_leader_is_silent_has_no_offsets_and_no_rate() -> None:
    silent, living = partition_rows(ORDERS, NOW, offsets=OFFSETS, unreachable={1: NOW - 2})
    for known in (silent.begin, silent.end, silent.messages, silent.rate):
        assert known.value is None
        assert known.reason == "its leader, broker 1, does not answer"
    assert (living.end.value, living.rate.value) == (25, 2.0)
    totals = partition_totals([silent, living])
    assert (totals.messages, totals.is_messages_partial) == (20, True)
    assert (totals.rate, totals.is_rate_partial) == (2.0, True)


def test_its_size_was_read_from_a_broker_that_does_not_answer_any_more() -> None:
    replicas = tuple(ReplicaSize("orders", number, number + 1, "/data", 4_096, 0) for number in range(2))
    log_dirs = tuple(LogDir(each.broker_id, "/data", (each,)) for each in replicas)
    told = Observed.ok(log_dirs, NOW - 1)
    silent, living = partition_rows(ORDERS, NOW, offsets=OFFSETS, log_dirs=told, unreachable={1: NOW - 2})
    assert (silent.size_bytes.value, silent.size_bytes.reason) == (None, "its leader, broker 1, does not answer")
    assert living.size_bytes.value == 4_096


def test_a_topic_counts_what_is_led_by_those_that_answer() -> None:
    for readings in (
        TopicReadings(offsets=OFFSETS, unreachable={1}),
        TopicReadings(offsets=OFFSETS, in_view=OFFSETS, unreachable={1}),
    ):
        row = topic_row(ORDERS, readings)
        assert row.messages.value is not None
        assert (row.messages.value.known, row.messages.value.missing) == (20, 1)
        assert row.rate.value == 2.0


def test_a_silent_broker_that_leads_nothing_of_it_changes_nothing() -> None:
    row = topic_row(ORDERS, TopicReadings(offsets=OFFSETS, unreachable={3}))
    assert row.messages.value is not None
    assert (row.messages.value.known, row.messages.value.missing) == (100, 0)


def test_of_a_topic_led_by_the_silent_alone_nothing_is_known() -> None:
    row = topic_row(ORDERS, TopicReadings(offsets=OFFSETS, unreachable={1, 2}))
    assert row.messages.value is None
    assert row.rate.value is None
