"""What `y` offers for the pane in focus."""

from __future__ import annotations

from typing import Any

from kafkatui.model.place import PlaceKind
from kafkatui.tui.pages.base.pane import Pane
from kafkatui.tui.widgets.table_view import TableView
from kafkatui.view.copy_choices import CopyChoice, marked_choices, row_choices
from kafkatui.view.records_table import RecordRow

MARKED_AT_MOST = 500
MARKED_BYTES_AT_MOST = 500_000
"""More than this is made into text too slowly for a key, and is more than many terminals take for the clipboard."""


def copy_choices(pane: Pane) -> list[CopyChoice]:
    """What can be copied, each text once: the field under the cursor of a value that has the keys; the marked rows if
    there are any and not too many; then the pane's own text, the row under the cursor in every form, and the znode's
    path."""
    copied = pane.copied()
    table = pane.table
    choices = list(pane.inner_choices())
    choices += _marked(table) if table is not None and not too_many_marked(table) else []
    choices += [CopyChoice(copied[1], copied[0])] if copied is not None else []
    choices += (own := pane.own_choices())
    if table is not None and table.cursor_row is not None:
        named = {choice.what for choice in own}
        choices += [each for each in row_choices(table.definition, table.cursor_row) if each.what not in named]
    counterpart = pane.counterpart()
    if counterpart is not None and counterpart.kind is PlaceKind.ZNODE:
        choices.append(CopyChoice("znode path", counterpart.name))
    by_text: dict[str, CopyChoice] = {}
    for choice in choices:
        by_text.setdefault(choice.text, choice)
    return list(by_text.values())


def too_many_marked(table: TableView[Any]) -> bool:
    """Whether more is marked than fits a clipboard; `w` writes it to a file."""
    if table.mark_count > MARKED_AT_MOST:
        return True
    records = (row.record for row in table.marked_rows if isinstance(row, RecordRow))
    return sum(record.size_bytes for record in records) > MARKED_BYTES_AT_MOST


def _marked(table: TableView[Any]) -> list[CopyChoice]:
    rows = table.marked_rows
    if not rows:
        return []
    values = [row.value.text for row in rows if isinstance(row, RecordRow) and row.record.value is not None]
    names = [] if values else [table.definition.key(row) for row in rows]
    what = f"values of {len(values):,} marked" if values else f"names of {len(rows):,} marked"
    return [CopyChoice(what, "\n".join(values or names)), *marked_choices(table.definition, rows)]


def has_something_to_copy(pane: Pane) -> bool:
    """Whether `copy_choices` would find anything; cheap enough to ask at every key."""
    return (pane.table is not None and pane.table.cursor_row is not None) or pane.copied() is not None
