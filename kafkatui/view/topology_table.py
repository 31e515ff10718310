"""The table of a streams group's topology."""

from __future__ import annotations

from kafkatui.model.replacing import replace
from kafkatui.report.topology import TopologyRow
from kafkatui.view.cell import Cell
from kafkatui.view.cells import text_cell
from kafkatui.view.column import Column
from kafkatui.view.column_kinds import number_column, text_column
from kafkatui.view.next_steps import NextStep
from kafkatui.view.span import Tone
from kafkatui.view.table import TableDefinition


def _topic_cell(row: TopologyRow) -> Cell:
    name = text_cell(row.topic.name, Tone.BRIGHT)
    if row.is_missing:
        return Cell((*name.spans, (" ✗ missing", Tone.BAD)))
    return name


def _configs_text(row: TopologyRow) -> str:
    return " ".join(f"{name}={value}" for name, value in sorted(row.topic.configs.items()))


_COLUMNS: list[Column[TopologyRow]] = [
    text_column(
        "subtopology",
        "Subtopology",
        "A part of the application that is connected with others by topics alone.",
        lambda row: row.topic.subtopology,
    ),
    text_column(
        "role",
        "Role",
        "source: read; repartition sink: written to be spread anew by another key, and repartition source: read from "
        "there; changelog: where state is kept.",
        lambda row: row.topic.role.value,
    ),
    replace(
        text_column("topic", "Topic", "Enter leads to it.", lambda row: row.topic.name, cell=_topic_cell, max_width=80),
        json_marks=(("is_missing", lambda row: row.is_missing or None),),
    ),
    number_column("partitions", "Partitions", "That the topic has.", lambda row: row.partitions),
    number_column(
        "wanted_partitions",
        "Wanted",
        "Partitions that the application asks for; empty where that follows from the topics it reads.",
        lambda row: row.topic.partitions,
    ),
    number_column(
        "replication_factor",
        "RF",
        "Copies that the application asks for; empty: the brokers' default.",
        lambda row: row.topic.replication_factor,
    ),
    number_column("tasks", "Tasks", "Of the subtopology that members work on now.", lambda row: row.tasks),
    text_column(
        "configs",
        "Settings",
        "What the application asks its own topics to be set to.",
        _configs_text,
        max_width=200,
        grow=1,
    ),
]

MISSING_STEP = NextStep("Make it (3, then c); the application's log says with how many partitions.", "topic.create")

TOPOLOGY_TABLE: TableDefinition[TopologyRow] = TableDefinition(
    id="topology",
    noun="topic of the topology",
    noun_plural="topics of the topology",
    columns=_COLUMNS,
    key=lambda row: f"{row.topic.subtopology} {row.topic.role.value} {row.topic.name}",
    filter_text=lambda row: f"{row.topic.subtopology} {row.topic.role.value} {row.topic.name} {_configs_text(row)}",
    is_wrong=lambda row: row.is_missing,
    next_step=lambda row: MISSING_STEP if row.is_missing else "",
)
