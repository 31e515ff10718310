"""Rows, definitions and an app for the widget tests."""

from __future__ import annotations

from collections import deque
from dataclasses import dataclass

from textual.app import App, ComposeResult
from textual.message import Message
from textual.widget import Widget

from kafkatui.tui.widgets.messages import RowHighlighted
from kafkatui.view.cell import cell
from kafkatui.view.column import Align, Column
from kafkatui.view.span import Tone
from kafkatui.view.table import TableDefinition


@dataclass(frozen=True, slots=True)
class Item:
    """A row: a name, a figure that may be unknown, and a remark of any width."""

    name: str
    figure: int | None = 0
    remark: str = ""


ITEMS: TableDefinition[Item] = TableDefinition(
    "items",
    "item",
    "items",
    (
        Column(
            "name", "Name", "", lambda row: cell(row.name, Tone.BRIGHT), sort_key=lambda row: row.name, max_width=20
        ),
        Column(
            "figure",
            "Figure",
            "",
            lambda row: cell("?" if row.figure is None else f"{row.figure:,}", Tone.NUMBER),
            Align.RIGHT,
            sort_key=lambda row: row.figure,
        ),
        Column("remark", "Remark", "", lambda row: cell(row.remark), max_width=12),
    ),
    key=lambda row: row.name,
    filter_text=lambda row: row.name,
    is_wrong=lambda row: row.remark == "wrong",
)


def items(count: int) -> list[Item]:
    """`count` rows named item-000 …, with figures that are not in the order of the names."""
    return [Item(f"item-{number:03}", number * 7 % 101) for number in range(count)]


class WidgetApp(App[None]):
    """An app of one widget that keeps the messages it gets."""

    def __init__(self, widget: Widget) -> None:
        super().__init__()
        self._widget = widget
        self.told: list[Message] = []

    def compose(self) -> ComposeResult:
        yield self._widget

    def on_mount(self) -> None:
        self._widget.focus()

    def on_event_of(self, message: Message) -> None:
        self.told.append(message)

    on_row_opened = on_row_highlighted = on_rows_shown = on_lazy_sort_requested = on_event_of
    on_follow_changed = on_marks_changed = on_event_of
    on_node_expanded = on_node_opened = on_node_collapsed = on_node_highlighted = on_event_of

    @property
    def highlighted_keys(self) -> list[str | None]:
        """The keys of all `RowHighlighted` so far."""
        return [message.key for message in self.told if isinstance(message, RowHighlighted)]


class SampleRing:
    """A ring filled by hand."""

    def __init__(self, capacity: int) -> None:
        self._rows: deque[Item] = deque(maxlen=capacity)
        self.next_serial = 0

    @property
    def first_serial(self) -> int:
        return self.next_serial - len(self._rows)

    def row_at(self, serial: int) -> Item | None:
        index = serial - self.first_serial
        return self._rows[index] if 0 <= index < len(self._rows) else None

    def add(self, count: int) -> None:
        """Append rows named by their serial."""
        for _ in range(count):
            self._rows.append(Item(f"r{self.next_serial}", self.next_serial))
            self.next_serial += 1
