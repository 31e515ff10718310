"""The tables of Kafka Connect's connectors and plugins."""

from __future__ import annotations

from kafkatui.model.connector import FAILED, PAUSED, RUNNING, STOPPED, Connector, ConnectorPlugin
from kafkatui.view.cell import EMPTY_CELL, Cell
from kafkatui.view.cells import text_cell
from kafkatui.view.column import Column
from kafkatui.view.column_kinds import number_column, text_column
from kafkatui.view.span import Tone
from kafkatui.view.table import TableDefinition

STATE_TONES = {RUNNING: Tone.GOOD, FAILED: Tone.BAD, PAUSED: Tone.WARNING, STOPPED: Tone.WARNING}


def _state_cell(row: Connector) -> Cell:
    if not row.state:
        return EMPTY_CELL
    mark = "✗ " if row.state == FAILED else ""
    return text_cell(f"{mark}{row.state}", STATE_TONES.get(row.state, Tone.WARNING))


def tasks_text(row: Connector) -> str:
    """ "3/4": how many run of how many; with what failed "2/4, 1 failed"."""
    failed = f", {len(row.failed)} failed" if row.failed else ""
    return f"{row.running}/{len(row.tasks)}{failed}"


def _tasks_cell(row: Connector) -> Cell:
    if row.failed:
        return text_cell(f"✗ {tasks_text(row)}", Tone.BAD)
    is_short = (row.state == RUNNING and row.running < len(row.tasks)) or not row.tasks
    return text_cell(tasks_text(row), Tone.WARNING if is_short else Tone.PLAIN)


FAILED_STEP = "Read why: ⏎ has the whole trace. Once its cause is gone, R starts again what failed."

_COLUMNS: list[Column[Connector]] = [
    text_column(
        "connector", "Connector", "What it is called; of one of several Connects behind that one's name.",
        lambda row: row.address, tone=lambda _: Tone.BRIGHT, min_width=14, max_width=100,
    ),
    text_column(
        "state", "State", "Of the connector itself: RUNNING, FAILED, PAUSED, STOPPED, UNASSIGNED.",
        lambda row: row.state, cell=_state_cell, min_width=9,
    ),
    text_column(
        "tasks", "Tasks", "How many of its tasks run, and of how many.", tasks_text, cell=_tasks_cell, min_width=7,
    ),
    text_column(
        "type", "Type", "source: it writes to Kafka; sink: it reads from Kafka.", lambda row: row.type,
        tone=lambda _: Tone.KAFKA, min_width=6,
    ),
    text_column(
        "plugin", "Plugin", "Its class: what is run.", lambda row: row.plugin, min_width=12, max_width=100,
        cell=lambda row: text_cell(row.plugin.rpartition(".")[2]),
    ),
    text_column(
        "topics", "Topics", "What it wrote to or read since it was reset, and what its configuration names.",
        lambda row: ", ".join(row.topics), min_width=8, max_width=160,
    ),
    text_column("worker", "Worker", "Which worker has it.", lambda row: row.worker, tone=lambda _: Tone.DIM),
]  # fmt: skip

CONNECTORS_TABLE: TableDefinition[Connector] = TableDefinition(
    id="connectors",
    noun="connector",
    noun_plural="connectors",
    columns=_COLUMNS,
    key=lambda row: row.address,
    filter_text=lambda row: f"{row.address} {row.plugin} {' '.join(row.topics)}",
    is_wrong=lambda row: row.is_failed,
    next_step=lambda row: FAILED_STEP if row.is_failed else "",
)
"""Rows are `Connector`s."""

_COUNTS: list[Column[Connector]] = [
    number_column("tasks_running", "Running", "How many of its tasks run.", lambda row: row.running),
    number_column("tasks_failed", "Failed", "How many of its tasks failed.", lambda row: len(row.failed)),
    number_column("tasks_total", "Tasks", "How many tasks it has.", lambda row: len(row.tasks)),
]

CONNECTORS_EXPORT: TableDefinition[Connector] = TableDefinition(
    id="connectors",
    noun="connector",
    noun_plural="connectors",
    columns=[each for column in _COLUMNS for each in (_COUNTS if column.id == "tasks" else [column])],
    key=CONNECTORS_TABLE.key,
    filter_text=CONNECTORS_TABLE.filter_text,
    is_wrong=CONNECTORS_TABLE.is_wrong,
)
"""The same for JSON and CSV: tasks counted by state."""

PLUGINS_TABLE: TableDefinition[ConnectorPlugin] = TableDefinition(
    id="plugins",
    noun="plugin",
    noun_plural="plugins",
    columns=[
        text_column("plugin", "Plugin", "Its class, for connector.class.", lambda row: row.name, min_width=20),
        text_column("type", "Type", "source: it writes to Kafka; sink: it reads from Kafka.", lambda row: row.type),
        text_column("version", "Version", "As the plugin tells it.", lambda row: row.version),
        text_column("connect", "Connect", "Which of several Connects has it.", lambda row: row.group),
    ],
    key=lambda row: f"{row.group} {row.name}",
    filter_text=lambda row: f"{row.name} {row.type}",
)
"""Rows are `ConnectorPlugin`s."""
