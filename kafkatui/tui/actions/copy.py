"""What `y` offers for the pane in focus."""

from __future__ import annotations

from kafkatui.model.place import PlaceKind
from kafkatui.tui.pages.pane import Pane
from kafkatui.tui.widgets.table_view import TableView
from kafkatui.view.copy_choices import CopyChoice, row_choices
from kafkatui.view.records_table import RecordRow, record_row


def copy_choices(pane: Pane) -> list[CopyChoice]:
    """The pane's own text first, then the row under the cursor in every form, then the znode's path; each text once."""
    copied = pane.copied()
    choices = [CopyChoice(copied[1], copied[0])] if copied is not None else []
    table = getattr(pane, "table", None)
    if isinstance(table, TableView) and table.cursor_row is not None:
        choices += row_choices(table.definition, whole(table.cursor_row))
    counterpart = pane.counterpart()
    if counterpart is not None and counterpart.kind is PlaceKind.ZNODE:
        choices.append(CopyChoice("znode path", counterpart.name))
    by_text: dict[str, CopyChoice] = {}
    for choice in choices:
        by_text.setdefault(choice.text, choice)
    return list(by_text.values())


def has_something_to_copy(pane: Pane) -> bool:
    """Whether `copy_choices` would find anything; cheap enough to ask at every key."""
    table = getattr(pane, "table", None)
    return pane.copied() is not None or (isinstance(table, TableView) and table.cursor_row is not None)


def whole(row: object) -> object:
    """A record's row with nothing cut off, as it leaves the program; any other row as it is."""
    if isinstance(row, RecordRow):
        return record_row(row.record, limit=None)
    return row
