"""What `y` can copy of a row."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TypeVar

from kafkatui.view.column import TableDefinition
from kafkatui.view.output import json_line

R = TypeVar("R")


@dataclass(frozen=True, slots=True)
class CopyChoice:
    """A text for the clipboard and what it is."""

    what: str
    text: str


def row_choices(definition: TableDefinition[R], row: R) -> list[CopyChoice]:
    """The row as tab-separated text and as JSON, then each cell that holds something."""
    cells = [(column.title, column.cell(row).text.strip()) for column in definition.columns]
    choices = [CopyChoice(f"{definition.noun}, tab-separated", "\t".join(text for _, text in cells))]
    if any(column.json_name for column in definition.columns):
        choices.append(CopyChoice(f"{definition.noun} as JSON", json_line(definition, row)))
    return choices + [CopyChoice(title or "cell", text) for title, text in cells if text]
