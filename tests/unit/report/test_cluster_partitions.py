"""What is said to be the matter with a partition, and what is kept for a person to look at."""

from __future__ import annotations

import json

import pytest

from kafkatui.model.cluster import Partition
from kafkatui.model.config_entry import ConfigEntry
from kafkatui.model.observed import Observed
from kafkatui.model.replica_sets import Reassignment
from kafkatui.report.cluster_partitions import (
    ClusterPartitionRow,
    PartitionList,
    PartitionState,
    cluster_partition_rows,
    to_look_at,
)
from kafkatui.report.topics import Configs
from kafkatui.view.cluster_partitions_table import CLUSTER_PARTITIONS_TABLE
from kafkatui.view.output import render_json
from tests.unit.insight.clusters import cluster, partition, topic


def minimum(number: int) -> Configs:
    """The configuration of the topic "t" with that minimum."""
    return {"t": Observed.ok((ConfigEntry("min.insync.replicas", str(number), "topic"),), 0.0)}


def row_of(
    part: Partition, configs: Configs, unreachable: tuple[int, ...] = (), moving: Reassignment | None = None
) -> ClusterPartitionRow:
    moves = {} if moving is None else {("t", 0): moving}
    (row,) = cluster_partition_rows(cluster([topic("t", part)]), configs=configs, unreachable=unreachable, moves=moves)
    return row


@pytest.mark.parametrize(
    ("leader", "isr", "min_isr", "words", "is_wrong", "is_kept"),
    [
        (1, (1, 2, 3), 2, "ok", False, False),
        (1, (1, 2, 3), 3, "ok", False, False),
        (2, (1, 2, 3), 2, "not preferred", False, True),
        (1, (1, 2), 1, "under-replicated", True, True),
        (1, (1, 2), 2, "at minimum, under-replicated", True, True),
        (1, (1,), 2, "under minimum, under-replicated", True, True),
        (1, (1, 2, 3), 4, "under minimum", True, True),
        (-1, (), 1, "leaderless, under minimum, under-replicated", True, True),
        (-1, (3,), 1, "leaderless, under minimum, under-replicated", True, True),
        (2, (2,), 1, "at minimum, under-replicated, not preferred", True, True),
    ],
)
def test_states(leader: int, isr: tuple[int, ...], min_isr: int, words: str, is_wrong: bool, is_kept: bool) -> None:
    row = row_of(partition("t", 0, leader, (1, 2, 3), isr), minimum(min_isr))
    assert CLUSTER_PARTITIONS_TABLE.column("state").cell(row).text == words
    assert words in CLUSTER_PARTITIONS_TABLE.filter_text(row)
    assert row.is_wrong is is_wrong
    assert bool(to_look_at([row])) is is_kept


def test_as_many_as_the_minimum_is_exported_as_kafkas_tool_counts_it() -> None:
    row = row_of(partition("t", 0, 1, (1, 2)), minimum(2))
    (fields,) = json.loads(render_json(CLUSTER_PARTITIONS_TABLE, [row]))
    assert (fields["is_at_min_isr"], fields["is_under_min_isr"], fields["min_insync_replicas"]) == (True, False, 2)


def test_a_minimum_that_was_not_read_is_neither_kept_nor_missed() -> None:
    row = row_of(partition("t", 0, 1, (1, 2), (1,)), {})
    (fields,) = json.loads(render_json(CLUSTER_PARTITIONS_TABLE, [row]))
    assert (fields["is_at_min_isr"], fields["is_under_min_isr"], fields["min_insync_replicas"]) == (None, None, None)
    assert row.states == (PartitionState.UNDER_REPLICATED,)


def test_a_leader_that_does_not_answer_is_wrong() -> None:
    row = row_of(partition("t", 0, 1, (1, 2)), minimum(1), unreachable=(1,))
    assert row.is_wrong
    assert CLUSTER_PARTITIONS_TABLE.column("leader").cell(row).text == "1 ✗"


def test_replicas_that_are_to_come_do_not_miss_while_a_partition_moves() -> None:
    moving = Reassignment(adding=(4,), removing=(1,))
    row = row_of(partition("t", 0, 1, (4, 1, 2), (1, 2)), minimum(1), moving=moving)
    assert CLUSTER_PARTITIONS_TABLE.column("state").cell(row).text == "moving +4 −1, not preferred"
    assert not row.is_wrong
    behind = row_of(partition("t", 0, 1, (4, 1, 2), (1,)), minimum(1), moving=moving)
    assert PartitionState.UNDER_REPLICATED in behind.states


def test_rows_are_made_anew_only_of_other_readings() -> None:
    metadata = cluster([topic("t", partition("t", 0, 2, (1, 2)), partition("t", 1, 1, (1, 2)))])
    partitions, configs = PartitionList(), minimum(1)
    rows = partitions.rows(metadata, configs, frozenset(), None)
    assert [row.partition.id for row in rows] == [0]
    assert partitions.rows(metadata, configs, frozenset(), None) is rows
    assert len(partitions.rows(metadata, configs, frozenset({1}), None)) == 2
    same = cluster([topic("t", partition("t", 0, 1, (1, 2)))])
    assert partitions.rows(same, configs, frozenset(), None) == []
