"""The table of consumer groups."""

from __future__ import annotations

from collections.abc import Sequence

from kafkatui.model.verdict import VerdictKind
from kafkatui.report.groups import GroupRow
from kafkatui.view import numbers
from kafkatui.view.cell import Cell, cell
from kafkatui.view.cells import EMPTY_CELL, UNKNOWN_CELL, observed_cell, plain_count
from kafkatui.view.column import Column
from kafkatui.view.column_kinds import number_column, observed_column, text_column
from kafkatui.view.consumption_cells import lag_bars, rate_spans, time_lag_column, verdict_column
from kafkatui.view.group_columns import group_column, lag_column, lag_total_cell, state_column, state_tone
from kafkatui.view.next_steps import VERDICT_STEPS, group_step, verdict_step
from kafkatui.view.span import Tone
from kafkatui.view.table import TableDefinition

TREND_WIDTH = 12

FALLS_BEHIND = "↑ falls behind"


def listed_count(count: int, errors: Sequence[str]) -> str:
    """How many groups are known: "57"; "57 +?" when brokers could not list theirs, "?" when no other named any."""
    if not errors:
        return numbers.count(count)
    return f"{numbers.count(count)} +?" if count else "?"


def _coordinator_cell(row: GroupRow) -> Cell:
    return UNKNOWN_CELL if row.group.coordinator is None else cell(str(row.group.coordinator))


def _trend_cell(row: GroupRow) -> Cell:
    bars = lag_bars(row.looks, TREND_WIDTH)
    return cell(bars.rjust(TREND_WIDTH), Tone.KAFKA) if bars else EMPTY_CELL


def _lag_rate_cell(row: GroupRow) -> Cell:
    return Cell(rate_spans(row.trend))


def _lag_rate(row: GroupRow) -> float | None:
    return None if row.trend is None else row.trend.per_second


def group_lag_cell(row: GroupRow) -> Cell:
    """The lag, with "falls behind" after one that grows and grows, where the verdict does not say so or worse."""
    shown = observed_cell(row.lag, lag_total_cell)
    if not row.falls_behind or (row.verdict is not None and row.verdict.is_wrong):
        return shown
    return Cell((*shown.spans, (f" {FALLS_BEHIND}", Tone.BAD)))


def is_group_wrong(row: GroupRow) -> bool:
    """A group that failed, is in between, or has a lag nobody works on, that grows, or that lies beyond the end; and
    one whose verdict says so."""
    is_wrong = bool(row.group.error) or state_tone(row.group) in (Tone.WARNING, Tone.BAD) or row.has_wrong_lag
    return is_wrong or (row.verdict is not None and row.verdict.is_wrong)


def _next_step(row: GroupRow) -> str:
    if step := group_step(row.group):
        return step
    if row.verdict is not None and row.verdict.kind.is_wrong:
        return verdict_step(row.verdict)
    total = row.lag.value
    if total is not None and total.beyond_end:
        return VERDICT_STEPS[VerdictKind.BEYOND_END]
    if row.is_left_behind:
        return VERDICT_STEPS[VerdictKind.NOT_RUNNING]
    return VERDICT_STEPS[VerdictKind.FALLS_BEHIND] if row.falls_behind else verdict_step(row.verdict)


_COLUMNS: list[Column[GroupRow]] = [
    group_column(
        "A consumer group shares a topic's partitions among its members and commits how far it is.",
        lambda row: row.group,
    ),
    state_column(lambda row: row.group),
    text_column(
        "type",
        "Type",
        "classic; consumer: the protocol of KIP-848, where the broker assigns partitions; share (KIP-932): several "
        "members read a partition, record by record; streams (KIP-1071): the broker hands out a Streams application's "
        "tasks; zookeeper: of the old consumer, which kept owners and offsets there.",
        lambda row: row.group.type,
    ),
    number_column(
        "coordinator",
        "Coordinator",
        "The broker that keeps the group's membership and offsets.",
        lambda row: row.group.coordinator,
        cell=_coordinator_cell,
        is_name=True,
    ),
    number_column("members", "Members", "Consumers that are in the group now.", lambda row: len(row.group.members)),
    observed_column(
        "topics",
        "Topics",
        "Topics the group committed offsets for or reads now.",
        lambda row: row.topics,
        show=plain_count,
    ),
    lag_column(
        "Messages between what the group committed and the ends of the logs; +N? counts partitions whose lag is not "
        "known, most often because nothing was committed there; falls behind: it grew for 15 s, over several commits.",
        lambda row: row.lag.value,
        group_lag_cell,
        marks=(("falls_behind", lambda row: row.falls_behind),),
    ),
    Column(
        "trend",
        "Lag trend",
        "The lag since kafkatui looks, from its least to its most: a rising line is a group that falls behind.",
        cell=_trend_cell,
        sort_key=lambda row: row.lag_change,
        json_name="lag_change",
        json_value=lambda row: row.lag_change,
        min_width=8,
        max_width=TREND_WIDTH,
    ),
    Column(
        "lag_rate",
        "Lag per s",
        "How fast the lag grows (↑) or shrinks (↓), over the last ten minutes or as long as kafkatui has looked.",
        cell=_lag_rate_cell,
        sort_key=_lag_rate,
        json_name="lag_change_per_second",
        json_value=_lag_rate,
        min_width=9,
        max_width=14,
        falls=True,
    ),
    time_lag_column(lambda row: row.time_lag),
    verdict_column(
        lambda row: row.verdict,
        "How the group does, as its worst partition, and what else needs somebody; watching: too short a time to "
        "tell; not watched: of a crowd of groups only some are, and the one that is opened.",
    ),
]

GROUPS_TABLE: TableDefinition[GroupRow] = TableDefinition(
    id="groups",
    noun="group",
    noun_plural="groups",
    columns=_COLUMNS,
    key=lambda row: row.group.id,
    filter_text=lambda row: f"{row.group.id} {row.group.state}",
    is_wrong=is_group_wrong,
    next_step=_next_step,
)
