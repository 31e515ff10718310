"""The panel that shows one record whole: key, headers, time, and the value to scroll through."""

from __future__ import annotations

from collections.abc import Callable

from textual import on
from textual.app import ComposeResult
from textual.containers import Vertical, VerticalScroll
from textual.content import Content
from textual.widgets import Static

from kafkatui.codec.decoded import Decoded
from kafkatui.codec.decoder import RecordReader
from kafkatui.codec.registered_schema import DescribesSchemas, RegisteredSchema, SchemaUnavailable, schema_id_of
from kafkatui.model.record import Record
from kafkatui.model.transaction import TransactionFate
from kafkatui.tui.chrome.value_pane import ValuePane
from kafkatui.tui.chrome.value_view import ValueView
from kafkatui.tui.content import to_content
from kafkatui.tui.when_drawn import when_drawn
from kafkatui.tui.widgets.long_work import LongWork
from kafkatui.view import numbers
from kafkatui.view.cell import cell
from kafkatui.view.record_detail import record_lines, record_title, schema_line, value_line
from kafkatui.view.schema_lines import schema_words
from kafkatui.view.span import Span, Tone


class RecordPanel(Vertical):
    """Key, timestamp and headers above, the decoded value below; each scrolls when it is too long for its half.

    Args:
        filter_by: filters the records by an expression; None where they cannot be.
        schemas: gives what knows the registered schemas.
    """

    DEFAULT_CSS = """
    RecordPanel { border: round $border; border-title-color: $dim; border-subtitle-color: $dim; padding: 0 1;
                  width: 1fr; height: 1fr;
        &:focus-within { border: round $kafka; border-title-color: $kafka; }
        & > VerticalScroll { height: auto; max-height: 50%; scrollbar-size-vertical: 1; }
        & > VerticalScroll > Static { height: auto; }
    }
    """

    def __init__(
        self,
        filter_by: Callable[[str], None] | None = None,
        schemas: Callable[[], DescribesSchemas | None] | None = None,
    ) -> None:
        super().__init__()
        self.border_title = "Record"
        self.value = ValuePane(root="value", can_filter=filter_by is not None)
        self._filter_by = filter_by
        self._schemas = schemas or (lambda: None)
        self._describing = LongWork(self)
        self._asked: set[int] = set()
        self._record: Record | None = None
        self._reader: RecordReader | None = None
        self._fate: TransactionFate | None = None
        self._has_arrived = False

    def compose(self) -> ComposeResult:
        with VerticalScroll():
            yield Static("", markup=False)
        yield self.value

    def on_mount(self) -> None:
        when_drawn(self, self._show_none)

    def _show_none(self) -> None:
        if self._record is None:
            self.show(None, None)

    def show(
        self,
        record: Record | None,
        reader: RecordReader | None,
        fate: TransactionFate | None = None,
        *,
        has_arrived: bool = True,
    ) -> None:
        """Show `record` as `reader` decodes it; None shows that there is nothing under the cursor.

        Args:
            fate: what became of its transaction; None where there is nothing to say.
            has_arrived: whether something that was pending may have come since it was shown last.
        """
        if not self.is_mounted or not self.query(ValuePane):
            return
        view = self.value
        if record is None or reader is None:
            self.border_title = "Record"
            self.border_subtitle = ""
            self._show_head("")
            view.show_message([cell("No record under the cursor.", Tone.DIM)])
            self._record = None
            return
        self._has_arrived = self._has_arrived or has_arrived
        is_readable = self.value.view.is_pending and self._has_arrived
        if record == self._record and reader == self._reader and not is_readable:
            if fate != self._fate:
                self._fate = fate
                self._show_record()
            return
        self._has_arrived = False
        is_other = record != self._record
        self._record, self._reader, self._fate = record, reader, fate
        self.border_title = record_title(record)
        if record.value is None:
            view.show_message([])
        else:
            view.show_value(record.value, reader.value)
        self._show_record()
        if is_other:
            self.query_one(VerticalScroll).scroll_home(animate=False)
        self.border_subtitle = f"decoded as {reader.value.name} · {numbers.size(record.size_bytes)}"

    def _show_record(self) -> None:
        """What stands above the value; a large value is decoded later and told of then."""
        if self._record is None or self._reader is None:
            return
        text = self.value.text
        decoded = text.decoded if text else None
        lines = [*record_lines(self._record, self._reader, self._fate), value_line(self._record, decoded)]
        lines += self._schema_lines(decoded)
        self._show_head(Content("\n").join(to_content(line) for line in lines))

    @property
    def schema_id(self) -> int | None:
        """The id of the schema that the value was read by."""
        text = self.value.text
        return schema_id_of(text.decoded) if text is not None and self._record is not None else None

    def _schema_lines(self, decoded: Decoded | None) -> list[tuple[Span, ...]]:
        """Which schema it was read by, and where that is registered, once the registry has said so."""
        schema_id, schemas = schema_id_of(decoded), self._schemas()
        if schema_id is None or schemas is None:
            return []
        known = schemas.described(schema_id)
        if known is None and schema_id not in self._asked:
            self._asked.add(schema_id)
            self._describing.start(f"Describe schema {schema_id}", lambda _: _described(schemas, schema_id), self._told)
        return [schema_line(f"schema {schema_id}" if known is None else schema_words(known))]

    def _told(self, schema: RegisteredSchema | None) -> None:
        if schema is not None and self.is_mounted:
            self._show_record()

    def on_unmount(self) -> None:
        self._describing.cancel()

    def _show_head(self, content: Content | str) -> None:
        self.query_one(Static).update(content)
        when_drawn(self, self._let_head_scroll)

    def _let_head_scroll(self) -> None:
        """Tab goes there only when there is something to scroll to."""
        head = self.query_one(VerticalScroll)
        head.can_focus = head.max_scroll_y > 0

    def on_resize(self) -> None:
        when_drawn(self, self._let_head_scroll)

    @on(ValueView.Shown)
    def _value_shown(self, event: ValueView.Shown) -> None:
        event.stop()
        self._show_record()

    @on(ValuePane.FilterBy)
    def _filter(self, event: ValuePane.FilterBy) -> None:
        event.stop()
        if self._filter_by is not None:
            self._filter_by(event.expression)


def _described(schemas: DescribesSchemas, schema_id: int) -> RegisteredSchema | None:
    try:
        return schemas.describe(schema_id)
    except SchemaUnavailable:
        return None  # its id is told all the same, and `M` says why
