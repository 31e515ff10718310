"""The table of consumer groups."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass

from kafkatui.model.group import Group
from kafkatui.model.lag import LagTotal
from kafkatui.model.observed import Observed
from kafkatui.model.rate_history import RateHistory
from kafkatui.view import numbers
from kafkatui.view.cell import Cell, cell
from kafkatui.view.cells import EMPTY_CELL, UNKNOWN_CELL, observed_cell, plain_count
from kafkatui.view.column import Column
from kafkatui.view.column_kinds import number_column, observed_column, text_column
from kafkatui.view.group_columns import group_column, lag_column, lag_total_cell, state_column, state_tone
from kafkatui.view.span import Tone
from kafkatui.view.sparkline import sparkline
from kafkatui.view.table import TableDefinition

TREND_WIDTH = 12

NO_TREND = RateHistory()
_UNREAD_LAG: Observed[LagTotal] = Observed.unknown()
_UNREAD_TOPICS: Observed[int] = Observed.unknown()


def listed_count(count: int, errors: Sequence[str]) -> str:
    """How many groups are known: "57"; "57 +?" when brokers could not list theirs, "?" when no other named any."""
    if not errors:
        return numbers.count(count)
    return f"{numbers.count(count)} +?" if count else "?"


@dataclass(frozen=True, slots=True)
class GroupRow:
    """One consumer group.

    Attributes:
        topics: topics it committed offsets for or reads now.
        lag: all its partitions together.
        trend: its lag over time, oldest first.
    """

    group: Group
    topics: Observed[int] = _UNREAD_TOPICS
    lag: Observed[LagTotal] = _UNREAD_LAG
    trend: RateHistory = NO_TREND


def group_rows(
    groups: Iterable[Group],
    *,
    topics: Mapping[str, Observed[int]] | None = None,
    lags: Mapping[str, Observed[LagTotal]] | None = None,
    trends: Mapping[str, RateHistory] | None = None,
) -> list[GroupRow]:
    """A row for every group; topic counts, lags (`insight.lag.total_lag`) and trends by group id, absent: unknown."""
    return [
        GroupRow(
            group,
            (topics or {}).get(group.id, _UNREAD_TOPICS),
            (lags or {}).get(group.id, _UNREAD_LAG),
            (trends or {}).get(group.id, NO_TREND),
        )
        for group in groups
    ]


def _coordinator_cell(row: GroupRow) -> Cell:
    return UNKNOWN_CELL if row.group.coordinator is None else cell(str(row.group.coordinator))


def _trend_cell(row: GroupRow) -> Cell:
    return cell(sparkline(row.trend.samples, TREND_WIDTH), Tone.KAFKA) if row.trend.samples else EMPTY_CELL


def _trend_change(row: GroupRow) -> float | None:
    known = [sample for sample in row.trend.samples if sample is not None]
    return known[-1] - known[0] if len(known) > 1 else None


def _is_wrong(row: GroupRow) -> bool:
    """A group that failed, is in between, or has a lag nobody works on."""
    if row.group.error or state_tone(row.group) in (Tone.WARNING, Tone.BAD):
        return True
    total = row.lag.value
    return total is not None and not row.group.members and bool(total.known or total.backlog)


_COLUMNS: list[Column[GroupRow]] = [
    group_column(
        "A consumer group shares a topic's partitions among its members and commits how far it is.",
        lambda row: row.group,
    ),
    state_column(lambda row: row.group),
    text_column(
        "type",
        "Type",
        "classic, or consumer: the protocol of KIP-848, where the broker assigns partitions.",
        lambda row: row.group.type,
    ),
    number_column(
        "coordinator",
        "Coordinator",
        "The broker that keeps the group's membership and offsets.",
        lambda row: row.group.coordinator,
        cell=_coordinator_cell,
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
        "known, most often because nothing was committed there.",
        lambda row: row.lag.value,
        lambda row: observed_cell(row.lag, lag_total_cell),
    ),
    Column(
        "trend",
        "Lag trend",
        "The lag over the last samples: a rising line is a group that falls behind.",
        cell=_trend_cell,
        sort_key=_trend_change,
        json_name="lag_change",
        json_value=_trend_change,
        min_width=8,
        max_width=TREND_WIDTH,
    ),
]

GROUPS_TABLE: TableDefinition[GroupRow] = TableDefinition(
    id="groups",
    noun="group",
    noun_plural="groups",
    columns=_COLUMNS,
    key=lambda row: row.group.id,
    filter_text=lambda row: f"{row.group.id} {row.group.state}",
    is_wrong=_is_wrong,
)
