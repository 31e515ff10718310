"""`|` — which columns records have, in which order, and how times are told."""

from __future__ import annotations

from dataclasses import replace
from typing import ClassVar

from textual import on
from textual.app import ComposeResult
from textual.binding import BindingType
from textual.containers import Horizontal, Vertical
from textual.screen import ModalScreen
from textual.suggester import SuggestFromList
from textual.widgets import Input, Static

from kafkatui.codec.sanitise import sanitise
from kafkatui.insight.search.field_path import fields_in
from kafkatui.insight.search.lexer import SearchSyntaxError
from kafkatui.insight.search.subject import SearchedRecord
from kafkatui.tui.dialog.choice_line import ChoiceLine
from kafkatui.tui.keys import bindings
from kafkatui.tui.widgets.messages import RowOpened
from kafkatui.tui.widgets.virtual_table import VirtualTable
from kafkatui.view.column import Column
from kafkatui.view.columns_table import COLUMNS_TABLE, ColumnChoice
from kafkatui.view.field_column import field_column
from kafkatui.view.record_columns import RecordColumns, all_columns
from kafkatui.view.record_time import TimeForm
from kafkatui.view.records_table import RecordRow
from kafkatui.view.table import TableDefinition

HINT = "space shows or hides · Shift+↑ ↓ (K J) moves · Tab goes on · Enter takes it · Esc leaves it"
FIELD_HINT = "a field as a column: value.user.id, key.id, header.trace-id; → completes, Enter adds it"
CHECK_CELLS = 4
"""From the left, where a click shows or hides."""


class ColumnList(VirtualTable[ColumnChoice]):
    """The columns in their order; space shows or hides the one under the cursor."""

    def action_toggle_mark(self) -> None:
        row = self.cursor_row
        if row is not None:
            self.put([replace(each, is_shown=not each.is_shown) if each is row else each for each in self.rows])

    def move_row(self, step: int) -> None:
        """Move the column under the cursor by so many places; the cursor stays on it."""
        rows, at = list(self.rows), self.cursor_index
        row = self.cursor_row
        if row is not None and 0 <= at + step < len(rows):
            rows.insert(at + step, rows.pop(at))
            self.put(rows)
            self.move_cursor_to(row.id)

    def put(self, rows: list[ColumnChoice]) -> None:
        """Show these."""
        self.set_rows(rows)

    def line_clicked(self, index: int, x: int, chain: int) -> None:
        self.move_cursor(index)
        if x < CHECK_CELLS or chain == 2:
            self.action_toggle_mark()

    def header_clicked(self, x: int) -> None:
        """The order is what is chosen here: it is not sorted."""

    def check_action(self, action: str, parameters: tuple[object, ...]) -> bool | None:
        return False if action in ("sort_next", "sort_reverse") else super().check_action(action, parameters)


class ColumnsScreen(ModalScreen[RecordColumns | None]):
    """Lists every column with a check; gives what was chosen, None when it was left.

    Args:
        base: the table when nothing is chosen.
        chosen: what is shown now.
        topic: whose records they are.
        row: of the record under the cursor, whose fields are offered.
    """

    DEFAULT_CSS = """
    ColumnsScreen { align: center top; background: $background 50%; }
    ColumnsScreen > Vertical { width: 112; max-width: 95%; height: 24; max-height: 90%; margin-top: 2; padding: 0 1;
                               border: round $kafka; background: $background; border-title-color: $kafka; }
    ColumnsScreen ColumnList { height: 1fr; min-height: 4; margin-bottom: 1; }
    ColumnsScreen Horizontal { height: 1; }
    ColumnsScreen Horizontal > Static { width: 8; color: $dim; }
    ColumnsScreen #hint { color: $dim; height: auto; margin-top: 1; }
    ColumnsScreen #hint.-problem { color: $error; }
    """

    BINDINGS: ClassVar[list[BindingType]] = bindings(
        "dialog.cancel", "columns.up", "columns.down", "columns.forget", "columns.take"
    )

    def __init__(
        self, base: TableDefinition[RecordRow], chosen: RecordColumns, topic: str, row: RecordRow | None = None
    ) -> None:
        super().__init__()
        is_record = row is not None and not row.record.note
        self._offered = fields_in(SearchedRecord(row.record, row.reader, waits=False)) if row and is_record else []
        self._base = base
        self._chosen = chosen
        self._topic = topic
        self.list = ColumnList(COLUMNS_TABLE)

    def compose(self) -> ComposeResult:
        forms = tuple(TimeForm)
        with Vertical() as box:
            box.border_title = f"Columns of {sanitise(self._topic)}"
            yield self.list
            with Horizontal():
                yield Static("time")
                yield ChoiceLine(tuple(form.value for form in forms), forms.index(self._chosen.time))
            with Horizontal():
                yield Static("field")
                yield Input(
                    placeholder=FIELD_HINT,
                    select_on_focus=False,
                    suggester=SuggestFromList(self._offered, case_sensitive=False),
                )
            yield Static(HINT, id="hint", markup=False)

    def on_mount(self) -> None:
        columns = all_columns(self._base, self._chosen)
        self.list.put([self._choice(column, is_shown=self._chosen.shows(column)) for column in columns])
        self.list.focus()

    @staticmethod
    def _choice(column: Column[RecordRow], *, is_shown: bool) -> ColumnChoice:
        return ColumnChoice(column.id, column.title, column.help, is_shown)

    def _say(self, text: str) -> None:
        """What is wrong; nothing, and the hint is back."""
        line = self.query_one("#hint", Static)
        line.set_class(bool(text), "-problem")
        line.update(text or HINT)

    @on(Input.Changed)
    def _typed(self, event: Input.Changed) -> None:
        event.stop()
        self._say("")

    @on(Input.Submitted)
    def _submitted(self, event: Input.Submitted) -> None:
        event.stop()
        name = event.value.strip()
        if name:
            self._add_field(name)
        else:
            self.action_take()

    def _add_field(self, name: str) -> None:
        """A field's column, before the value's; one that is there already is shown."""
        rows = list(self.list.rows)
        try:
            column = field_column(name)
        except SearchSyntaxError as error:
            self._say(error.what)
            return
        if any(row.id == name for row in rows):
            rows = [replace(row, is_shown=True) if row.id == name else row for row in rows]
        else:
            before = next((index for index, row in enumerate(rows) if row.id == "value"), len(rows))
            rows.insert(before, self._choice(column, is_shown=True))
        self.list.put(rows)
        self.list.move_cursor_to(name)
        self.query_one(Input).value = ""

    @on(RowOpened)
    def _opened(self, event: RowOpened) -> None:
        event.stop()
        self.action_take()

    def action_move(self, step: int) -> None:
        """Move the column under the cursor."""
        self.list.move_row(step)

    def action_forget(self) -> None:
        """Take a field's column off the list; what every record has can only be hidden."""
        row = self.list.cursor_row
        if row is not None and _is_field(row):
            self.list.put([each for each in self.list.rows if each is not row])
        elif row is not None:
            self._say(f"{row.title} can be hidden: space.")

    def action_take(self) -> None:
        """Show the columns as chosen."""
        rows = self.list.rows
        if not any(row.is_shown for row in rows):
            self._say("At least one column has to be shown.")
            return
        form = tuple(TimeForm)[self.query_one(ChoiceLine).index]
        hidden = frozenset(row.id for row in rows if not row.is_shown)
        fields = tuple(row.id for row in rows if _is_field(row))
        self.dismiss(RecordColumns(tuple(row.id for row in rows), hidden, form, fields))

    def action_cancel(self) -> None:
        """Leave all as it was."""
        self.dismiss(None)


def _is_field(row: ColumnChoice) -> bool:
    """Whether it is the column of a field: those of every record are called by a word."""
    return "." in row.id or "[" in row.id
