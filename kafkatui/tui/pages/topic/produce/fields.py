"""Where a record is typed: key, headers, partition, how often, value."""

from __future__ import annotations

from textual import on
from textual.app import ComposeResult
from textual.containers import Horizontal, Vertical
from textual.message import Message
from textual.widgets import Input, Static, TextArea

from kafkatui.model.errors import FieldError
from kafkatui.model.record_draft import RecordDraft

MOST_AT_ONCE = 1_000_000
"""Records one send may repeat."""

NUMBER_DIGITS = 7
"""Of a partition, and of how often to send."""

NULL_WORDS = "∅ null: a tombstone. Ctrl+N types a value."


class ValueArea(TextArea):
    """The value; at its first and last line ↑ and ↓ go to other records that were sent."""

    class Left(Message):
        """The cursor would leave the text.

        Attributes:
            is_up: at its beginning.
        """

        def __init__(self, is_up: bool) -> None:
            super().__init__()
            self.is_up = is_up

    def action_cursor_up(self, select: bool = False) -> None:
        if self.cursor_at_first_line and not select:
            self.post_message(self.Left(True))
        else:
            super().action_cursor_up(select)

    def action_cursor_down(self, select: bool = False) -> None:
        if self.cursor_at_last_line and not select:
            self.post_message(self.Left(False))
        else:
            super().action_cursor_down(select)


class ProduceFields(Vertical):
    """The lines that a record is typed in; its encodings are the panel's."""

    DEFAULT_CSS = """
    ProduceFields { height: 3fr; min-height: 4;
        & Horizontal { height: 1; }
        & .produce--label { width: 10; color: $dim; }
        & .produce--label.-problem { color: $error; text-style: bold; }
        & Input { border: none; height: 1; padding: 0; background: $bar; width: 1fr; }
        & #partition { width: 10; }
        & #times { width: 7; }
        & #partition-remark { width: 1fr; color: $dim; padding-left: 1; }
        & .produce--times { width: 7; color: $dim; padding-left: 1; }
        & TextArea { border: none; padding: 0; height: 1fr; min-height: 1; background: $bar; width: 1fr; }
        & #value-line { height: 1fr; min-height: 1; }
        & #null-value { display: none; width: 1fr; color: $dim; }
        &.-null #null-value { display: block; }
        &.-null #value { display: none; }
    }
    """

    class Changed(Message):
        """Something else is typed."""

    def compose(self) -> ComposeResult:
        with Horizontal():
            yield Static("key", classes="produce--label", id="key-label", markup=False)
            yield Input(id="key", placeholder="empty: null")
        with Horizontal():
            yield Static("headers", classes="produce--label", id="headers-label")
            yield Input(id="headers", placeholder="a=text, b:=null, c:=hex:00ff")
        with Horizontal():
            yield Static("partition", classes="produce--label", id="partition-label")
            yield Input(id="partition", placeholder="by key", restrict=r"[0-9]*", max_length=NUMBER_DIGITS)
            yield Static("", id="partition-remark", markup=False)
            yield Static("times", classes="produce--times")
            yield Input(id="times", value="1", restrict=r"[0-9]*", max_length=NUMBER_DIGITS)
        with Horizontal(id="value-line"):
            yield Static("value", classes="produce--label", id="value-label", markup=False)
            yield ValueArea(id="value", show_line_numbers=False, soft_wrap=True, compact=True)
            yield Static(NULL_WORDS, id="null-value", markup=False)

    def line(self, name: str) -> Input:
        """One of the fields of a line."""
        return self.query_one(f"#{name}", Input)

    @property
    def area(self) -> TextArea:
        """Where the value is typed."""
        return self.query_one("#value", TextArea)

    def key_and_partition(self) -> tuple[str, str]:
        """Those two, as typed: where the record goes."""
        return self.line("key").value, self.line("partition").value

    @property
    def times(self) -> int:
        """How often it is to be sent.

        Raises:
            FieldError: that often it cannot be.
        """
        times = int(self.line("times").value or "1")
        if not 1 <= times <= MOST_AT_ONCE:
            raise FieldError("times", f"times: from 1 to {MOST_AT_ONCE:,}.")
        return times

    def typed(self) -> RecordDraft:
        """What stands here, without encodings."""
        return RecordDraft(
            key=self.line("key").value,
            headers=self.line("headers").value,
            partition=self.line("partition").value,
            value=self.area.text,
        )

    def put(self, draft: RecordDraft) -> None:
        """Let that stand here."""
        for name in ("key", "headers", "partition"):
            self.line(name).value = getattr(draft, name)
        self.area.text = draft.value

    def clear(self) -> None:
        """Empty every field."""
        self.put(RecordDraft())
        self.line("times").value = "1"

    def set_null(self, is_null: bool) -> None:
        """Show that null goes as value, and nothing of what was typed; or that again."""
        self.area.disabled = is_null
        self.set_class(is_null, "-null")

    def call(self, name: str, title: str) -> None:
        """Change the label of a field."""
        self.query_one(f"#{name}-label", Static).update(title)

    def remark(self, text: str) -> None:
        """Say where the record goes."""
        self.query_one("#partition-remark", Static).update(text)

    def mark_problem(self, name: str) -> None:
        """Show which field is wrong; none where the name is empty."""
        for label in self.query(".produce--label"):
            label.set_class(label.id == f"{name}-label", "-problem")

    @on(Input.Changed)
    @on(TextArea.Changed)
    def _changed(self, event: Message) -> None:
        event.stop()
        self.post_message(self.Changed())
