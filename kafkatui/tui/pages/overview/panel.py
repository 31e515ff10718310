"""The bordered panels of the overview: a table in a frame, or a few lines that lead somewhere."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any, ClassVar

from textual.app import ComposeResult
from textual.binding import BindingType
from textual.containers import Vertical
from textual.content import Content
from textual.widgets import Static

from kafkatui.model.place import Place
from kafkatui.tui.content import to_content
from kafkatui.tui.keys import bindings
from kafkatui.tui.messages import GoTo
from kafkatui.tui.widgets.virtual_table import VirtualTable
from kafkatui.view.cell import Cell, cell
from kafkatui.view.span import Span, Tone
from kafkatui.view.table import TableDefinition

_FRAME = """border: round $border; border-title-color: $dim; border-subtitle-color: $dim;"""


class TablePanel(Vertical):
    """A table with a title, without a heading line when `has_header` is false."""

    DEFAULT_CSS = f"""
    TablePanel {{ width: 1fr; height: 1fr; {_FRAME} padding: 0; }}
    TablePanel:focus-within {{ border: round $kafka; border-title-color: $kafka; }}
    """

    def __init__(self, title: str, definition: TableDefinition[Any], *, panel_id: str, has_header: bool = True) -> None:
        super().__init__(id=panel_id)
        self.border_title = title
        self.table: VirtualTable[Any] = VirtualTable(definition)
        if not has_header:
            self.table.header_height = 0

    def compose(self) -> ComposeResult:
        yield self.table

    def show(self, rows: Iterable[Any], empty: str, *, is_stale: bool = False, foot: tuple[Span, ...] = ()) -> None:
        """Show `rows`, or say `empty`."""
        self.table.set_rows(list(rows))
        self.table.set_placeholder([_placeholder(empty)])
        self.table.is_stale = is_stale
        self.border_subtitle = to_content(foot) if foot else ""


def _placeholder(text: str) -> Cell:
    if text.startswith("✗ "):
        return Cell((("✗ ", Tone.BAD), (text[2:], Tone.PLAIN)))
    return cell(text, Tone.DIM)


class LinesPanel(Static, can_focus=True):
    """Lines of text with a title; Enter or a click goes to its place, if it has one."""

    BINDINGS: ClassVar[list[BindingType]] = bindings("open")

    DEFAULT_CSS = f"""
    LinesPanel {{ width: 1fr; height: 1fr; {_FRAME} padding: 0 1; }}
    LinesPanel:focus {{ border: round $kafka; border-title-color: $kafka; }}
    LinesPanel.-zookeeper {{ border-title-color: $zookeeper; }}
    LinesPanel.-zookeeper:focus {{ border: round $zookeeper; border-title-color: $zookeeper; }}
    """

    def __init__(self, title: str, *, panel_id: str, place: Place | None = None, classes: str = "") -> None:
        super().__init__(id=panel_id, markup=False, classes=classes)
        self.border_title = title
        self.place = place

    def show(self, lines: Iterable[Iterable[Span]]) -> None:
        """Show `lines`; long ones are wrapped."""
        self.update(Content("\n").join(to_content(line) for line in lines))

    def action_open(self) -> None:
        """Go to the panel's place."""
        if self.place is not None:
            self.post_message(GoTo(self.place))

    def on_click(self) -> None:
        """The first click focuses, as everywhere; a double click would be one more to learn."""
        if self.has_focus:
            self.action_open()

    def check_action(self, action: str, parameters: tuple[object, ...]) -> bool | None:
        if action == "open":
            return self.place is not None
        return super().check_action(action, parameters)
