"""The `a` menu as a table: what can be done, and what cannot with the reason."""

from __future__ import annotations

from msgspec import Struct

from kafkatui.model.action import Danger
from kafkatui.view.cell import Cell, cell
from kafkatui.view.column import Column
from kafkatui.view.span import Tone
from kafkatui.view.table import TableDefinition


class MenuEntry(Struct, frozen=True):
    """One thing that can be done here.

    Attributes:
        pressed: the key that does it without the menu; empty when there is none.
        obstacle: why it cannot be done now; empty when it can.
    """

    id: str
    title: str
    help: str
    danger: Danger
    pressed: str = ""
    obstacle: str = ""


def _title_cell(entry: MenuEntry) -> Cell:
    if entry.obstacle:
        return cell(entry.title, Tone.DIM)
    return cell(entry.title, Tone.WARNING if entry.danger is Danger.DESTROYS else Tone.BRIGHT)


def _help_cell(entry: MenuEntry) -> Cell:
    if entry.obstacle:
        return Cell((("not now: ", Tone.WARNING), (entry.obstacle, Tone.DIM)))
    return cell(entry.help, Tone.DIM)


ACTIONS_TABLE: TableDefinition[MenuEntry] = TableDefinition(
    id="actions",
    noun="action",
    noun_plural="actions",
    columns=[
        Column("key", "Key", "What presses it.", cell=lambda row: cell(row.pressed, Tone.KAFKA), min_width=3),
        Column("title", "Action", "What it does.", cell=_title_cell, min_width=12, max_width=30),
        Column("help", "", "In a sentence, or why it cannot be done now.", cell=_help_cell, max_width=200, grow=1),
    ],
    key=lambda row: row.id,
    filter_text=lambda row: f"{row.title} {row.help}",
)
