"""What was changed in a cluster, as a table: the undo list and `kafkatui undo --list`."""

from __future__ import annotations

from kafkatui.model.journal import JournalEntry
from kafkatui.view import numbers
from kafkatui.view.cell import Cell, cell
from kafkatui.view.cells import text_cell
from kafkatui.view.column import Column
from kafkatui.view.column_kinds import text_column
from kafkatui.view.span import Tone
from kafkatui.view.table import TableDefinition


def outcome_words(entry: JournalEntry) -> str:
    """How it ended: `done`, `2 of 3 done`, `never ended`."""
    if not entry.has_ended:
        return "never ended"
    if len(entry.done) == len(entry.outcomes):
        return "done"
    if len(entry.outcomes) == 1:
        return str(entry.outcomes[0].state.value)
    return f"{len(entry.done)} of {len(entry.outcomes)} done"


def _outcome_cell(entry: JournalEntry) -> Cell:
    words = outcome_words(entry)
    return cell(words, Tone.GOOD if words == "done" else Tone.WARNING)


def _undo_cell(entry: JournalEntry) -> Cell:
    why = entry.why_not_undoable
    return text_cell(why, Tone.DIM) if why else cell("can be undone", Tone.KAFKA)


JOURNAL_TABLE: TableDefinition[JournalEntry] = TableDefinition(
    id="journal",
    noun="change",
    noun_plural="changes",
    columns=[
        Column(
            "time", "Time", "When it began.",
            cell=lambda row: cell(numbers.date_time(row.at_seconds), Tone.DIM),
            sort_key=lambda row: row.at_seconds,
            json_name="timestamp", json_value=lambda row: numbers.iso_timestamp(round(row.at_seconds * 1000)),
            min_width=12, max_width=30,
        ),
        text_column("id", "Id", "What `kafkatui undo` calls it.", lambda row: row.id, max_width=24),
        Column(
            "summary", "Change", "What was done.",
            cell=lambda row: text_cell(row.summary, Tone.BRIGHT),
            sort_key=lambda row: row.summary, json_name="summary", json_value=lambda row: row.summary,
            min_width=20, max_width=80,
        ),
        Column(
            "outcome", "Outcome", "How it ended.", cell=_outcome_cell,
            sort_key=outcome_words, json_name="outcome", json_value=outcome_words, min_width=6, max_width=24,
        ),
        Column(
            "undo", "Undo", "Whether it can be undone, or why not.", cell=_undo_cell,
            json_name="no_undo", json_value=lambda row: row.why_not_undoable or None, min_width=10, max_width=80,
        ),
    ],
    key=lambda row: row.id,
    filter_text=lambda row: f"{row.summary} {' '.join(row.targets)}",
)  # fmt: skip
