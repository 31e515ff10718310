"""Tasks as a table."""

from __future__ import annotations

from kafkatui.codec.sanitise import sanitise
from kafkatui.model.task import TaskPhase, TaskState
from kafkatui.view import numbers
from kafkatui.view.bar import bar
from kafkatui.view.cell import EMPTY_CELL, Cell, cell
from kafkatui.view.column import Align, Column
from kafkatui.view.span import Tone
from kafkatui.view.table import TableDefinition
from kafkatui.view.task_lines import state_text

BAR_CELLS = 10

PHASE_MARKS = {
    TaskPhase.WAITING: ("·", Tone.DIM),
    TaskPhase.RUNNING: ("▸", Tone.KAFKA),
    TaskPhase.PAUSED: ("‖", Tone.WARNING),
    TaskPhase.CANCELLING: ("▪", Tone.WARNING),
    TaskPhase.DONE: ("✓", Tone.GOOD),
    TaskPhase.FAILED: ("✗", Tone.BAD),
    TaskPhase.CANCELLED: ("–", Tone.DIM),
}


def _phase_cell(task: TaskState) -> Cell:
    mark, tone = PHASE_MARKS[task.phase]
    return cell(f"{mark} {task.phase.value}", tone)


def _share_cell(task: TaskState) -> Cell:
    share = task.progress.share
    if share is None or task.has_ended:
        return EMPTY_CELL
    return cell(f"{bar(share, 1.0, BAR_CELLS)} {numbers.percent(share)}", Tone.KAFKA)


def _says_cell(task: TaskState) -> Cell:
    return cell(sanitise(state_text(task)), Tone.BAD if task.phase is TaskPhase.FAILED else Tone.PLAIN)


def _began_cell(task: TaskState) -> Cell:
    return EMPTY_CELL if task.started_seconds is None else cell(numbers.clock(task.started_seconds), Tone.DIM)


def _took_cell(task: TaskState) -> Cell:
    if task.started_seconds is None or task.ended_seconds is None:
        return EMPTY_CELL
    return cell(numbers.duration(task.ended_seconds - task.started_seconds), Tone.DIM)


FAILED_STEP = "Put right what it says (→ reads on), and start it again where it was begun; X takes it off the list."

TASKS_TABLE: TableDefinition[TaskState] = TableDefinition(
    id="tasks",
    noun="task",
    noun_plural="tasks",
    columns=[
        Column("id", "#", "Counts the tasks of this session.", cell=lambda row: cell(str(row.id), Tone.DIM),
               align=Align.RIGHT, sort_key=lambda row: row.id),
        Column("phase", "State", "Whether it runs, and how it ended.", cell=_phase_cell,
               sort_key=lambda row: row.phase.value, min_width=9),
        Column("title", "Task", "What it does.", cell=lambda row: cell(sanitise(row.title), Tone.BRIGHT),
               sort_key=lambda row: row.title, min_width=16, max_width=70),
        Column("share", "Progress", "How much of it is done.", cell=_share_cell,
               sort_key=lambda row: row.progress.share, min_width=8, max_width=18),
        Column("says", "", "How far it is, how fast and how long still; or how it ended.", cell=_says_cell,
               min_width=10, max_width=200, grow=1),
        Column("started", "Began", "When it began.", sort_key=lambda row: row.started_seconds,
               cell=_began_cell),
        Column("took", "Took", "From beginning to end.", cell=_took_cell, align=Align.RIGHT),
    ],
    key=lambda row: str(row.id),
    filter_text=lambda row: row.title,
    is_wrong=lambda row: row.phase is TaskPhase.FAILED,
    next_step=lambda row: FAILED_STEP if row.phase is TaskPhase.FAILED else "",
    naming=("title",),
)  # fmt: skip
