"""What an object is tied to as a table."""

from __future__ import annotations

from kafkatui.codec.sanitise import sanitise
from kafkatui.model.observed import ObservedState
from kafkatui.report.relations import RelationRow
from kafkatui.view.cell import EMPTY_CELL, Cell, cell
from kafkatui.view.cells import text_cell
from kafkatui.view.column import Column
from kafkatui.view.column_kinds import text_column
from kafkatui.view.span import Tone
from kafkatui.view.table import TableDefinition

UNKNOWN = "?"
NONE = "–"

_STATE_WORDS = {
    ObservedState.FAILED: "failed: ",
    ObservedState.NOT_SUPPORTED: "cannot be told: ",
}


def _name_cell(row: RelationRow) -> Cell:
    if row.name:
        return text_cell(row.name, Tone.BRIGHT)
    return cell(UNKNOWN if row.is_unknown else NONE, Tone.DIM)


def _name_line(row: RelationRow) -> str:
    return sanitise(row.name) or _name_cell(row).text


def _tie(row: RelationRow) -> str:
    if row.name:
        return f"stale: {row.tie}" if row.state is ObservedState.STALE else row.tie
    return f"{_STATE_WORDS.get(row.state, '')}{row.tie}"


def _state_cell(row: RelationRow) -> Cell:
    return EMPTY_CELL if row.state is ObservedState.OK else cell(row.state.value, Tone.DIM)


def _tie_cell(row: RelationRow) -> Cell:
    text = sanitise(_tie(row))
    if row.is_wrong:
        return Cell((("! ", Tone.WARNING), (text, Tone.PLAIN)))
    return cell(text, Tone.PLAIN if row.name else Tone.DIM)


def row_key(row: RelationRow) -> str:
    """The same whatever changes of the tie."""
    where = row.place.cursor if row.place is not None else row.tie
    return f"{row.kind.value}:{row.name}:{where}"


RELATIONS_TABLE: TableDefinition[RelationRow] = TableDefinition(
    id="relations",
    noun="tie",
    noun_plural="ties",
    columns=[
        text_column("kind", "Kind", "Of what kind it is: topic, broker, group, member, subject, connector, ACL …",
                    lambda row: row.kind.value),
        Column("name", "Tied to", "What it is called; Enter goes there. – for none, ? where nobody knows.", _name_cell,
               sort_key=lambda row: row.name.lower() or None, json_name="name",
               json_value=lambda row: row.name or None, line=_name_line, min_width=10, max_width=60),
        Column("tie", "How", "How the two are tied; of what is not known why.", _tie_cell, json_name="tie",
               json_value=lambda row: row.tie, min_width=16, max_width=100, grow=1),
        Column("state", "Known", "How well it is known: nothing where it was just read; stale, unknown, failed "
               "or not supported.", _state_cell, sort_key=lambda row: row.state.value, json_name="state",
               json_value=lambda row: row.state.value, gives_way=9),
    ],
    key=row_key,
    filter_text=lambda row: f"{row.kind.value} {row.name} {row.tie}",
    is_wrong=lambda row: row.is_wrong,
    next_step=lambda row: "Go there (⏎): its own page says what to do." if row.is_wrong else "",
)  # fmt: skip
"""`!` keeps what needs a person."""
