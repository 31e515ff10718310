"""The table of the groups that read one topic."""

from __future__ import annotations

from dataclasses import dataclass

from kafkatui.insight.lag import LagTotal, PartitionProgress, total_lag
from kafkatui.insight.rates import total_rate
from kafkatui.model.cluster import TopicPartition
from kafkatui.model.group import Group
from kafkatui.view import numbers
from kafkatui.view.cells import UNKNOWN_CELL, optional_cell, plain_rate
from kafkatui.view.column import Align, Cell, Column, TableDefinition, Tone
from kafkatui.view.column_kinds import number_column, text_column
from kafkatui.view.groups_table import lag_total_cell, state_cell


@dataclass(frozen=True, slots=True)
class TopicGroupRow:
    """A group as far as one topic is concerned.

    Attributes:
        progress: its progress in every partition of the topic.
    """

    group: Group
    progress: tuple[PartitionProgress, ...]

    @property
    def members_here(self) -> int:
        """Members that read a partition of this topic."""
        return len({part.member.member_id for part in self.progress if part.member is not None})

    @property
    def committed(self) -> int | None:
        """All committed offsets together; None without any."""
        known = [part.committed for part in self.progress if part.committed is not None]
        return sum(known) if known else None

    @property
    def lag(self) -> LagTotal:
        return total_lag(self.progress)

    @property
    def rate(self) -> float | None:
        """Messages committed per second; None when not known."""
        rates: dict[TopicPartition, float] = {
            (part.topic, part.partition): part.consume_rate for part in self.progress if part.consume_rate is not None
        }
        return total_rate(rates, rates)


def _is_wrong(row: TopicGroupRow) -> bool:
    return bool(row.group.error) or (not row.members_here and bool(row.lag.known or row.lag.backlog))


def _rate_cell(row: TopicGroupRow) -> Cell:
    return UNKNOWN_CELL if row.rate is None else plain_rate(row.rate)


_COLUMNS: list[Column[TopicGroupRow]] = [
    text_column(
        "id",
        "Group",
        "A consumer group that committed offsets for this topic, or reads it now.",
        lambda row: row.group.id,
        tone=lambda row: Tone.BRIGHT,
        min_width=12,
        max_width=80,
        grow=1,
    ),
    Column(
        "state",
        "State",
        "Stable: members read; Empty: nobody does; PreparingRebalance, CompletingRebalance: partitions change hands.",
        cell=lambda row: state_cell(row.group),
        sort_key=lambda row: row.group.state.lower() or None,
        json_name="state",
        json_value=lambda row: row.group.state or None,
        min_width=6,
        max_width=40,
    ),
    number_column(
        "members_here", "Members here", "Members that read this topic now.", lambda row: row.members_here, min_width=4
    ),
    number_column(
        "committed",
        "Committed",
        "The group's committed offsets in this topic, added up; ? when it has committed none.",
        lambda row: row.committed,
        cell=lambda row: optional_cell(row.committed, numbers.count),
        json_name="committed_total",
    ),
    Column(
        "lag",
        "Lag",
        "Messages between what the group committed here and the ends of the partitions; +N? counts partitions whose "
        "lag is not known.",
        cell=lambda row: lag_total_cell(row.lag),
        align=Align.RIGHT,
        sort_key=lambda row: row.lag.known,
        json_name="lag",
        json_value=lambda row: row.lag.exact,
        min_width=5,
        max_width=32,
    ),
    number_column(
        "rate",
        "msg/s",
        "Messages the group commits per second in this topic.",
        lambda row: row.rate,
        cell=_rate_cell,
        json_name="consumed_per_second",
    ),
]

TOPIC_GROUPS_TABLE: TableDefinition[TopicGroupRow] = TableDefinition(
    id="topic_groups",
    noun="group",
    noun_plural="groups",
    columns=_COLUMNS,
    key=lambda row: row.group.id,
    filter_text=lambda row: f"{row.group.id} {row.group.state}",
    is_wrong=_is_wrong,
)
