"""`|` on records: their columns, fields of theirs among them, and how times are told."""

from __future__ import annotations

from collections.abc import Sequence
from typing import ClassVar

from textual import on
from textual.app import ComposeResult
from textual.binding import BindingType
from textual.containers import Horizontal
from textual.suggester import SuggestFromList
from textual.widgets import Input, Static

from kafkatui.insight.search.field_path import fields_in
from kafkatui.insight.search.lexer import SearchSyntaxError
from kafkatui.insight.search.subject import SearchedRecord
from kafkatui.model.replacing import replace
from kafkatui.tui.dialog.choice_line import ChoiceLine
from kafkatui.tui.keys import bindings
from kafkatui.tui.screens.columns import ColumnsScreen
from kafkatui.view.column import Column
from kafkatui.view.columns_table import ColumnChoice
from kafkatui.view.field_column import field_column
from kafkatui.view.record_columns import RecordColumns, all_columns
from kafkatui.view.record_time import TimeForm
from kafkatui.view.records_table import RecordRow
from kafkatui.view.table import TableDefinition

FIELD_HINT = "value.user.id, key.id, header.trace-id; Enter adds a column"


class RecordColumnsScreen(ColumnsScreen[RecordColumns]):
    """Those of a topic's records.

    Args:
        base: the table when nothing is chosen.
        chosen: what is shown now.
        topic: whose records they are.
        row: of the record under the cursor, whose fields are offered.
    """

    DEFAULT_CSS = """
    RecordColumnsScreen ColumnList { margin-bottom: 1; }
    RecordColumnsScreen Horizontal { height: 1; }
    RecordColumnsScreen Horizontal > Static { width: 8; color: $dim; }
    RecordColumnsScreen Horizontal > Input, RecordColumnsScreen Horizontal > ChoiceLine { width: 1fr; }
    """

    BINDINGS: ClassVar[list[BindingType]] = bindings("columns.forget")

    hint = "space shows or hides · Shift+↑ ↓ (K J) moves · d as at first · Tab goes on · Enter takes it · Esc leaves it"

    def __init__(
        self, base: TableDefinition[RecordRow], chosen: RecordColumns, topic: str, row: RecordRow | None = None
    ) -> None:
        super().__init__(topic, _choices(base, chosen), _choices(base, RecordColumns()))
        is_record = row is not None and not row.record.note
        self._offered = fields_in(SearchedRecord(row.record, row.reader, waits=False)) if row and is_record else []
        self._time = chosen.time

    def below(self) -> ComposeResult:
        forms = tuple(TimeForm)
        with Horizontal():
            yield Static("time")
            yield ChoiceLine(tuple(form.value for form in forms), forms.index(self._time))
        with Horizontal():
            yield Static("field")
            yield Input(
                placeholder=FIELD_HINT,
                select_on_focus=False,
                suggester=SuggestFromList(self._offered, case_sensitive=False),
            )

    @on(Input.Changed)
    def _typed(self, event: Input.Changed) -> None:
        event.stop()
        self.say("")

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
            self.say(error.what)
            return
        if any(row.id == name for row in rows):
            rows = [replace(row, is_shown=True) if row.id == name else row for row in rows]
        else:
            before = next((index for index, row in enumerate(rows) if row.id == "value"), len(rows))
            rows.insert(before, _choice(column, is_shown=True))
        self.list.put(rows)
        self.list.move_cursor_to(name)
        self.query_one(Input).value = ""

    def action_forget(self) -> None:
        """Take a field's column off the list; what every record has can only be hidden."""
        row = self.list.cursor_row
        if row is not None and _is_field(row):
            self.list.put([each for each in self.list.rows if each is not row])
        elif row is not None:
            self.say(f"{row.title} can be hidden: space.")

    def chosen(self, rows: Sequence[ColumnChoice]) -> RecordColumns:
        form = tuple(TimeForm)[self.query_one(ChoiceLine).index]
        hidden = frozenset(row.id for row in rows if not row.is_shown)
        fields = tuple(row.id for row in rows if _is_field(row))
        return RecordColumns(tuple(row.id for row in rows), hidden, form, fields)


def _choices(base: TableDefinition[RecordRow], chosen: RecordColumns) -> list[ColumnChoice]:
    return [_choice(each, is_shown=chosen.shows(each)) for each in all_columns(base, chosen)]


def _choice(column: Column[RecordRow], *, is_shown: bool) -> ColumnChoice:
    return ColumnChoice(column.id, column.title, column.help, is_shown)


def _is_field(row: ColumnChoice) -> bool:
    """Whether it is the column of a field: those of every record are called by a word."""
    return "." in row.id or "[" in row.id
