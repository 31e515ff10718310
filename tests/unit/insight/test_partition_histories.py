"""How a partition's leader and ISR went is kept, within bounds; one that finds no rest is told."""

from __future__ import annotations

from kafkatui.insight.changes import PartitionChange, partition_changes
from kafkatui.insight.partition_histories import (
    FLAP_COUNT,
    FLAP_SECONDS,
    MOST_CHANGES,
    MOST_PARTITIONS,
    Histories,
    flap_count,
    with_changes,
    without_topics,
)
from kafkatui.model.cluster import Partition
from kafkatui.report.partitions import partition_rows
from kafkatui.view.partitions_table import since_text
from tests.unit.insight.clusters import cluster, topic


def shrink(name: str, at_seconds: float, number: int = 0) -> list[PartitionChange]:
    before, after = (topic(name, Partition(name, number, 1, (1, 2), isr)) for isr in ((1, 2), (1,)))
    return partition_changes(cluster([before]), cluster([after]), at_seconds)


def test_it_is_bounded_by_changes_and_by_partitions() -> None:
    histories: Histories = {}
    for number in range(MOST_CHANGES + 5):
        histories = with_changes(histories, shrink("a", float(number)))
    assert [change.at_seconds for change in histories["a", 0]][::29] == [5.0, 34.0]
    histories = with_changes(histories, [each for n in range(MOST_PARTITIONS) for each in shrink(f"t{n}", 99.0)])
    assert len(histories) == MOST_PARTITIONS
    assert ("a", 0) not in histories
    assert without_topics(histories, frozenset({"t3"})).keys() == histories.keys() - {("t3", 0)}


def test_a_partition_that_changes_again_and_again_flaps_until_it_rests() -> None:
    histories: Histories = {}
    for number in range(FLAP_COUNT):
        assert flap_count(histories.get(("a", 0), ()), 100.0) == 0
        histories = with_changes(histories, shrink("a", float(number)))
    changes = histories["a", 0]
    assert flap_count(changes, 100.0) == FLAP_COUNT
    assert flap_count(changes, FLAP_SECONDS + 3.0) == 0
    shown = topic("a", Partition("a", 0, 1, (1, 2), (1,)))
    (row,) = partition_rows(shown, 65.0, changes={("a", 0): changes[-1]}, histories=histories)
    assert since_text(row) == f"↯ {FLAP_COUNT} in 10m · ISR −2 · 1m00s"
