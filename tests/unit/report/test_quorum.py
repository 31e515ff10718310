"""The quorum as kafka-python tells of it, and how far each of its nodes is."""

from __future__ import annotations

from typing import Any

from kafkatui.kafka.read.quorum import quorum_of
from kafkatui.model.quorum import Feature
from kafkatui.report.quorum import quorum_rows
from kafkatui.view.quorum_table import QUORUM_TABLE, metadata_version_text

NOW = 1_800_000_000.0


def replica(node_id: int, end: int, ago_seconds: float) -> dict[str, Any]:
    at = int((NOW - ago_seconds) * 1000)
    return {
        "replica_id": node_id, "log_end_offset": end, "last_fetch_timestamp": at, "last_caught_up_timestamp": at,
    }  # fmt: skip


def answer(leader_id: int) -> dict[str, Any]:
    partition = {
        "leader_id": leader_id, "leader_epoch": 4, "high_watermark": 99,
        "current_voters": [replica(3, 90, 0.4), replica(1, 100, 0), replica(2, 40, 60)],
        "observers": [{"replica_id": 7, "log_end_offset": -1, "last_fetch_timestamp": -1}],
    }  # fmt: skip
    nodes = [{"node_id": 1, "listeners": [{"name": "CONTROLLER", "host": "one", "port": 9093}]}]
    return {"topics": [{"partitions": [partition]}], "nodes": nodes}


def test_each_node_is_compared_with_the_leader() -> None:
    rows = quorum_rows(quorum_of(answer(1)), NOW)
    assert [(row.replica.node_id, row.role, row.lag, row.is_silent) for row in rows] == [
        (1, "leader", 0, False), (2, "voter", 60, True), (3, "voter", 10, False), (7, "observer", None, True),
    ]  # fmt: skip
    assert rows[0].fetched_seconds is None, "the leader asks nobody"
    assert rows[0].replica.address == "one:9093"
    assert (rows[0].leader_epoch, rows[0].high_watermark) == (4, 99)
    assert QUORUM_TABLE.column("caught_up").cell(rows[1]).text == "1m ago"


def test_without_a_leader_nobody_knows_who_lags() -> None:
    rows = quorum_rows(quorum_of(answer(-1)), NOW)
    assert {(row.role, row.lag, row.is_silent) for row in rows} == {("voter", None, False), ("observer", None, False)}


def test_the_level_of_the_metadata_is_named() -> None:
    assert metadata_version_text((Feature("a", 3, (1, 5)), Feature("metadata.version", 25, (7, 29)))) == (
        "metadata.version 25"
    )
    assert metadata_version_text(()) == ""
