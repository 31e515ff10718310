"""The table of all partitions of the cluster, with what is the matter with them."""

from __future__ import annotations

from collections.abc import Callable

from kafkatui.report.cluster_partitions import ClusterPartitionRow, PartitionState
from kafkatui.view.cell import Cell, cell
from kafkatui.view.cells import plain_count
from kafkatui.view.column import Column
from kafkatui.view.column_kinds import observed_column, text_column
from kafkatui.view.next_steps import worst_partition_step
from kafkatui.view.replica_columns import partition_number_column, replica_columns
from kafkatui.view.span import Span, Tone
from kafkatui.view.table import TableDefinition

_TONES = {
    PartitionState.LEADERLESS: Tone.BAD,
    PartitionState.SILENT: Tone.BAD,
    PartitionState.UNDER_MIN: Tone.BAD,
    PartitionState.AT_MIN: Tone.WARNING,
    PartitionState.UNDER_REPLICATED: Tone.WARNING,
    PartitionState.MOVING: Tone.KAFKA,
    PartitionState.NOT_PREFERRED: Tone.DIM,
}


def _has(state: PartitionState) -> Callable[[ClusterPartitionRow], bool | None]:
    return lambda row: row.has(state)


def state_words(row: ClusterPartitionRow) -> str:
    """ "under minimum, under-replicated"; "ok" where all is well."""
    return ", ".join(_word(state, row) for state in _shown(row)) or "ok"


def _shown(row: ClusterPartitionRow) -> list[PartitionState]:
    """The states that are worth words: just enough replicas are not where none is missing, or where it is worse."""
    is_whole = PartitionState.UNDER_REPLICATED not in row.states or PartitionState.UNDER_MIN in row.states
    return [state for state in row.states if not (state is PartitionState.AT_MIN and is_whole)]


def _word(state: PartitionState, row: ClusterPartitionRow) -> str:
    if state is PartitionState.MOVING and row.moving is not None:
        parts = [f"+{broker}" for broker in row.moving.adding] + [f"−{broker}" for broker in row.moving.removing]
        return f"{state.value} {' '.join(parts)}".strip()
    return state.value


def _state_cell(row: ClusterPartitionRow) -> Cell:
    spans: list[Span] = []
    for state in _shown(row):
        if spans:
            spans.append((", ", Tone.DIM))
        spans.append((_word(state, row), _TONES[state]))
    return Cell(tuple(spans)) if spans else cell("ok", Tone.GOOD)


def _worst(row: ClusterPartitionRow) -> int:
    order = list(PartitionState)
    return min((order.index(state) for state in _shown(row)), default=len(order))


def _preferred(row: ClusterPartitionRow) -> bool | None:
    return None if row.partition.is_leaderless else PartitionState.NOT_PREFERRED not in row.states


_COLUMNS: list[Column[ClusterPartitionRow]] = [
    text_column(
        "topic",
        "Topic",
        "A topic is a named, append-only log of records, split into partitions.",
        lambda row: row.partition.topic,
        min_width=12,
        max_width=80,
        grow=1,
    ),
    partition_number_column("A partition is one ordered log, kept on several brokers.", lambda row: row.partition.id),
    Column(
        "state",
        "State",
        "What is the matter: leaderless; under minimum: fewer in-sync replicas than min.insync.replicas, so that "
        "acks=all is refused; at minimum: one more loss and it is; under-replicated; moving, with what comes and goes; "
        "not preferred: led by another than the first of Replicas.",
        cell=_state_cell,
        sort_key=_worst,
        json_name="state",
        json_value=state_words,
        json_marks=(
            ("is_leaderless", _has(PartitionState.LEADERLESS)),
            ("is_under_min_isr", _has(PartitionState.UNDER_MIN)),
            ("is_at_min_isr", _has(PartitionState.AT_MIN)),
            ("is_under_replicated", _has(PartitionState.UNDER_REPLICATED)),
            ("is_moving", _has(PartitionState.MOVING)),
            ("is_preferred_leader", _preferred),
        ),
        min_width=12,
        max_width=60,
    ),
    *replica_columns(lambda row: row.partition, lambda row: row.is_leader_silent),
    observed_column(
        "min_isr",
        "Min ISR",
        "The topic's min.insync.replicas: so many replicas must have a record before acks=all is answered.",
        lambda row: row.min_isr,
        show=plain_count,
        json_name="min_insync_replicas",
    ),
]

CLUSTER_PARTITIONS_TABLE: TableDefinition[ClusterPartitionRow] = TableDefinition(
    id="cluster_partitions",
    noun="partition",
    noun_plural="partitions",
    columns=_COLUMNS,
    key=lambda row: f"{row.partition.topic}-{row.partition.id}",
    filter_text=lambda row: f"{row.partition.topic}-{row.partition.id} {state_words(row)}",
    is_wrong=lambda row: row.is_wrong,
    next_step=lambda row: worst_partition_step(_shown(row)),
    naming=("topic", "partition"),
)
