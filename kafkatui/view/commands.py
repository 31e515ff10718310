"""The command palette's lines."""

from __future__ import annotations

from collections.abc import Sequence

from msgspec import Struct

from kafkatui.view.cell import cell
from kafkatui.view.column import Column
from kafkatui.view.span import Tone
from kafkatui.view.table import TableDefinition


class Command(Struct, frozen=True):
    """One thing the palette can do.

    Attributes:
        id: what it is told by.
        keys: what does the same, as it stands on a keyboard; empty when nothing does.
    """

    id: str
    title: str
    help: str
    keys: str = ""


def matching(commands: Sequence[Command], typed: str) -> list[Command]:
    """The commands that contain every word typed; those whose title begins with them first."""
    text = typed.strip().lower()
    words = text.split()
    found = [
        command
        for command in commands
        if all(word in f"{command.title} {command.help} {command.id}".lower() for word in words)
    ]
    return sorted(found, key=lambda command: (not command.title.lower().startswith(text), text not in command.title))


COMMANDS_TABLE: TableDefinition[Command] = TableDefinition(
    id="commands",
    noun="command",
    noun_plural="commands",
    columns=[
        Column("title", "Command", "What it is called.", cell=lambda row: cell(row.title), min_width=18),
        Column("help", "Does", "What it does.", cell=lambda row: cell(row.help, Tone.DIM), max_width=80, grow=1),
        Column("keys", "Key", "What does the same.", cell=lambda row: cell(row.keys, Tone.KAFKA)),
    ],
    key=lambda row: row.id,
    filter_text=lambda row: row.title,
)
