"""The table of a schema registry's subjects."""

from __future__ import annotations

from kafkatui.model.schema_subject import DEFAULT_CONTEXT, Subject
from kafkatui.view.cell import EMPTY_CELL, Cell, cell
from kafkatui.view.cells import text_cell
from kafkatui.view.column import Column
from kafkatui.view.column_kinds import number_column, text_column
from kafkatui.view.span import Tone
from kafkatui.view.table import TableDefinition


def _name_cell(row: Subject) -> Cell:
    if row.is_deleted:
        return text_cell(f"{row.name} (deleted)", Tone.DIM)
    return text_cell(row.name, Tone.BRIGHT)


def _level_cell(row: Subject) -> Cell:
    if row.reason:
        return cell(f"✗ {row.reason}", Tone.BAD)
    return text_cell(row.level, Tone.PLAIN if row.is_level_own else Tone.DIM) if row.level else EMPTY_CELL


NOT_TOLD_STEP = "Ask whoever keeps the registry for the right to read it, or give another login; r asks again."

_COLUMNS: list[Column[Subject]] = [
    text_column(
        "subject", "Subject", "What the registry calls the versions of one schema.", lambda row: row.name,
        cell=_name_cell, min_width=16, max_width=120,
    ),
    text_column(
        "context", "Context", "The part of the registry that it is in, which has names and ids of its own; . is the "
        "default one. A subject of another is named :.CONTEXT:SUBJECT.", lambda row: row.context,
        tone=lambda row: Tone.DIM if row.context == DEFAULT_CONTEXT else Tone.PLAIN, max_width=40,
    ),
    number_column("version", "Version", "The newest version.", lambda row: row.version),
    number_column(
        "id", "Id", "Its id, which records carry.", lambda row: row.id,
        cell=lambda row: EMPTY_CELL if row.id is None else cell(str(row.id)),
    ),
    text_column(
        "type", "Type", "What it is written in: AVRO, JSON or PROTOBUF.", lambda row: row.kind,
        tone=lambda _: Tone.KAFKA, min_width=8,
    ),
    text_column(
        "topic", "Topic", "Whose keys or values it describes, if subjects are named by topics: NAME-key, NAME-value.",
        lambda row: f"{row.topic} ({row.part}s)" if row.topic else "", min_width=8, max_width=120,
    ),
    text_column(
        "compatibility", "Compatibility",
        "What a new version must be compatible with; dim where it is its context's or the registry's own level.",
        lambda row: row.level, cell=_level_cell, min_width=8, max_width=80,
    ),
]  # fmt: skip

SUBJECTS_TABLE: TableDefinition[Subject] = TableDefinition(
    id="subjects",
    noun="subject",
    noun_plural="subjects",
    columns=_COLUMNS,
    key=lambda row: row.name,
    filter_text=lambda row: row.name,
    is_wrong=lambda row: bool(row.reason),
    next_step=lambda row: NOT_TOLD_STEP if row.reason else "",
)
"""Rows are `Subject`s."""
