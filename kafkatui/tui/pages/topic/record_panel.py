"""The panel that shows one record whole: key, headers, time, and the value to scroll through."""

from __future__ import annotations

from textual.app import ComposeResult
from textual.containers import Vertical
from textual.content import Content
from textual.widgets import Static

from kafkatui.codec.encoding import Encoding
from kafkatui.model.record import Record
from kafkatui.tui.chrome.value_view import ValueView
from kafkatui.tui.content import to_content
from kafkatui.view import numbers
from kafkatui.view.cell import cell
from kafkatui.view.record_detail import record_lines, value_line
from kafkatui.view.span import Tone


class RecordPanel(Vertical):
    """Key, headers and timestamps above, the decoded value below."""

    DEFAULT_CSS = """
    RecordPanel { border: round $border; border-title-color: $dim; border-subtitle-color: $dim; padding: 0 1;
                  width: 1fr; height: 1fr;
        &:focus-within { border: round $kafka; border-title-color: $kafka; }
        & > Static { height: auto; max-height: 50%; }
        & > ValueView { height: 1fr; }
    }
    """

    def __init__(self) -> None:
        super().__init__()
        self.border_title = "Record"
        self._record: Record | None = None
        self._how = Encoding.AUTO

    def compose(self) -> ComposeResult:
        yield Static("", markup=False)
        yield ValueView()

    def on_mount(self) -> None:
        self.show(None, self._how)

    def show(self, record: Record | None, how: Encoding) -> None:
        """Show `record`, its value decoded as `how`; None shows that there is nothing under the cursor."""
        if not self.is_mounted or not self.query(ValueView):
            return
        if record is None:
            self.border_title = "Record"
            self.border_subtitle = ""
            self.query_one(Static).update("")
            self.query_one(ValueView).show_message([cell("No record under the cursor.", Tone.DIM)])
            self._record = None
            return
        if record == self._record and how is self._how:
            return
        self._record, self._how = record, how
        self.border_title = f"Record {record.partition} @ {record.offset:,}"
        lines = [*record_lines(record), value_line(record, how)]
        self.query_one(Static).update(Content("\n").join(to_content(line) for line in lines))
        if record.value is None:
            self.query_one(ValueView).show_message([])
        else:
            self.query_one(ValueView).show_value(record.value, how)
        self.border_subtitle = f"decoded as {how.value} · {numbers.size(record.size_bytes)}"
