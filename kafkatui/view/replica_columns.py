"""Columns that every table of partitions has: the number, who leads it, who keeps it and who is in sync."""

from __future__ import annotations

from collections.abc import Callable
from typing import TypeVar

from kafkatui.model.cluster import Partition
from kafkatui.view.cell import Cell, cell
from kafkatui.view.column import Column
from kafkatui.view.column_kinds import number_column
from kafkatui.view.span import Tone

R = TypeVar("R")

PREFERRED_MARK = "★"
UNREACHABLE_MARK = "✗"
NOTHING = "–"


def id_list(ids: tuple[int, ...]) -> str:
    """(2, 3, 1) → "2,3,1"."""
    return ",".join(map(str, ids))


def partition_number_column(sentence: str, number: Callable[[R], int]) -> Column[R]:
    """The partition's number, written as a name: 1000, not 1,000."""
    return number_column(
        "partition", "#", sentence, number, cell=lambda row: cell(str(number(row))), min_width=1, is_name=True
    )


def replica_columns(partition: Callable[[R], Partition], is_silent: Callable[[R], bool]) -> list[Column[R]]:
    """Leader, Replicas and ISR.

    Args:
        is_silent: whether the leader does not answer kafkatui.
    """

    def leader(row: R) -> int | None:
        return None if partition(row).is_leaderless else partition(row).leader

    return [
        Column(
            "leader",
            "Leader",
            "The replica that takes all writes and serves reads; ★ when it is the preferred one, the first of "
            "Replicas; ✗ when it does not answer kafkatui and is leader by the metadata only.",
            cell=lambda row: _leader_cell(partition(row), is_silent=is_silent(row)),
            sort_key=leader,
            json_name="leader",
            json_value=leader,
            min_width=4,
        ),
        Column(
            "replicas",
            "Replicas",
            "The brokers that keep a copy, in order of preference as leader.",
            cell=lambda row: cell(id_list(partition(row).replicas) or NOTHING),
            sort_key=lambda row: partition(row).replicas,
            json_name="replicas",
            json_value=lambda row: list(partition(row).replicas),
            min_width=5,
            max_width=40,
        ),
        Column(
            "isr",
            "ISR",
            "In-sync replicas hold every acknowledged record and may become leader; −N is a replica that lags behind.",
            cell=lambda row: _isr_cell(partition(row)),
            sort_key=lambda row: -len(partition(row).missing_from_isr),
            json_name="isr",
            json_value=lambda row: list(partition(row).isr),
            min_width=5,
            max_width=50,
        ),
    ]


def _leader_cell(partition: Partition, *, is_silent: bool) -> Cell:
    """The leader with ★ when it is the preferred one; "–" in red without one, ✗ with one that does not answer."""
    if partition.is_leaderless:
        return cell(NOTHING, Tone.BAD)
    if is_silent:
        return cell(f"{partition.leader} {UNREACHABLE_MARK}", Tone.BAD)
    if partition.has_preferred_leader:
        return Cell(((str(partition.leader), Tone.PLAIN), (f" {PREFERRED_MARK}", Tone.DIM)))
    return cell(str(partition.leader))


def _isr_cell(partition: Partition) -> Cell:
    """The ISR; when replicas are missing, in the warning tone with them: "2,1  −3". It has room for all that may go."""
    room = len(id_list(partition.replicas)) + len(partition.replicas)
    if not partition.isr:
        return Cell(((NOTHING, Tone.BAD),), room)
    text = id_list(partition.isr)
    missing = " ".join(f"−{broker}" for broker in partition.missing_from_isr)
    return Cell(((f"{text}  {missing}", Tone.WARNING) if missing else (text, Tone.PLAIN),), room)
