"""The places last visited as a table."""

from __future__ import annotations

from kafkatui.codec.sanitise import sanitise
from kafkatui.model.kinds import KINDS
from kafkatui.model.place import Place
from kafkatui.report.visited import VisitedRow
from kafkatui.view import numbers
from kafkatui.view.cell import EMPTY_CELL, Cell, cell
from kafkatui.view.column import Column
from kafkatui.view.column_kinds import number_column, text_column
from kafkatui.view.span import Tone
from kafkatui.view.table import TableDefinition

EMPTY = "No place of this cluster has been visited yet."
FIRST_STEP = "Enter on a topic, a broker, a group or a znode opens it, : goes to one by name; ? says what is what."


def _kind(row: VisitedRow) -> str:
    return row.place.kind.value


def tab_title(place: Place) -> str:
    """What the tab is called; empty for one that there is no more."""
    return next((tab.title for tab in KINDS[place.kind].tabs if tab.id == place.tab), "")


def _name(row: VisitedRow) -> str:
    return row.place.name or tab_title(row.place) or KINDS[row.place.kind].title


def _now_cell(row: VisitedRow) -> Cell:
    if row.is_there is None:
        return cell("?", Tone.DIM) if row.place.name else EMPTY_CELL
    return cell("✓ there", Tone.GOOD) if row.is_there else cell("✗ gone", Tone.BAD)


VISITED_TABLE: TableDefinition[VisitedRow] = TableDefinition(
    id="visited",
    noun="place",
    noun_plural="places",
    columns=[
        text_column("kind", "Kind", "A topic, a broker, a group, a znode, or a page of the cluster.", _kind),
        text_column("name", "Place", "What it is called; Enter goes there.", lambda row: sanitise(_name(row)),
                    json_name="name", tone=lambda _: Tone.BRIGHT, min_width=12, max_width=80, grow=1),
        text_column("tab", "Tab", "On which tab you were.", lambda row: tab_title(row.place) if row.place.name else ""),
        number_column("age", "Visited", "How long ago you were there last.", lambda row: row.age_seconds,
                      json_name="visited_seconds_ago",
                      cell=lambda row: cell(f"{numbers.age(row.age_seconds)} ago", Tone.DIM), is_name=True),
        Column("now", "Now", "Whether the cluster has it now; ? where nobody has asked.", cell=_now_cell,
               sort_key=lambda row: row.is_there, json_name="is_there", json_value=lambda row: row.is_there),
    ],
    key=lambda row: f"{row.place.kind.value}:{row.place.name}:{'' if row.place.name else row.place.tab}",
    filter_text=lambda row: f"{row.place.kind.value} {_name(row)} {tab_title(row.place)}",
    is_wrong=lambda row: row.is_there is False,
    next_step=lambda row: "It is gone, or not told now; it leaves the list in time." if row.is_there is False else "",
)  # fmt: skip
