"""What is to be said of the connector under the cursor, line by line."""

from __future__ import annotations

from kafkatui.insight.connector_config import shown_trace
from kafkatui.model.connector import FAILED, RUNNING, Connector
from kafkatui.view.cell import Cell, cell
from kafkatui.view.cells import text_cell
from kafkatui.view.column import Align
from kafkatui.view.detail_lines import Line, told
from kafkatui.view.span import Tone
from kafkatui.view.text_table import table_lines

MOST_TASKS = 30

_HEADINGS = (("Task", Align.RIGHT), ("State", Align.LEFT), ("Worker", Align.LEFT), ("Why", Align.LEFT))


def connector_lines(connector: Connector) -> list[Line]:
    """What it is, why it failed, and its tasks, those that failed first, each with the beginning of its trace."""
    lines = [
        *told(
            "State",
            f"{'✗ ' if connector.state == FAILED else ''}{connector.state or 'not told'}",
            _tone(connector.state),
        ),
        *told("Failed", _why(connector, connector.trace), Tone.BAD),
        *told("Plugin", connector.plugin),
        *told("Topics", ", ".join(connector.topics)),
        *told("Worker", connector.worker),
    ]
    tasks = sorted(connector.tasks, key=lambda task: (task.state != FAILED, task.id))
    if not tasks:
        return [*lines, *told("Tasks", "none", Tone.WARNING)]
    rows = [
        (
            cell(str(task.id), Tone.BRIGHT),
            text_cell(f"{'✗ ' if task.state == FAILED else ''}{task.state}", _tone(task.state)),
            text_cell(task.worker, Tone.DIM),
            _why_cell(connector, task.trace),
        )
        for task in tasks[:MOST_TASKS]
    ]
    lines += [(), *table_lines(_HEADINGS, rows)]
    if len(tasks) > MOST_TASKS:
        lines.append(((f"and {len(tasks) - MOST_TASKS:,} more; ⏎ has all", Tone.DIM),))
    return lines


def _tone(state: str) -> Tone:
    return Tone.GOOD if state == RUNNING else Tone.BAD if state == FAILED else Tone.WARNING


def _why(connector: Connector, trace: str) -> str:
    """The first line of a trace: the exception with its message."""
    lines = shown_trace(trace, connector.config).strip().splitlines()
    return lines[0] if lines else ""


def _why_cell(connector: Connector, trace: str) -> Cell:
    return text_cell(_why(connector, trace), Tone.BAD)
