"""Where the regular expression of `*` is typed."""

from __future__ import annotations

import re
from typing import Any, ClassVar

from textual import on
from textual.app import ComposeResult
from textual.binding import BindingType
from textual.containers import Horizontal
from textual.widgets import Input, Static

from kafkatui.tui.keys import bindings
from kafkatui.tui.widgets.virtual_table import VirtualTable


class MarkBar(Horizontal):
    """An input below a table: Enter marks the rows shown whose first column the expression matches in full.

    Args:
        table: whose rows are marked; it gets the focus back.
    """

    DEFAULT_CSS = """
    MarkBar {
        height: 1; width: 1fr; background: $bar;
        & > .mark--sign { width: 2; color: $kafka; text-style: bold; }
        & > Input { width: 1fr; min-width: 10; height: 1; border: none; padding: 0; background: $bar; }
        & > .mark--remark { width: auto; max-width: 70%; color: $dim; padding: 0 1; }
        &.-problem > .mark--remark { color: $error; }
    }
    """

    BINDINGS: ClassVar[list[BindingType]] = bindings("leave")

    def __init__(self, table: VirtualTable[Any]) -> None:
        super().__init__()
        self._table = table
        column, definition = table.definition.columns[0], table.definition
        self._names = [(definition.key(row), column.cell(row).text.strip()) for row in table.shown_rows]

    def compose(self) -> ComposeResult:
        title = self._table.definition.columns[0].title
        yield Static("*", classes="mark--sign")
        yield Input(placeholder=f"regular expression that matches all of {title}; Enter marks")
        yield Static("", classes="mark--remark", markup=False)

    def on_mount(self) -> None:
        self.query_one(Input).focus()

    def matched(self, text: str) -> list[str]:
        """The keys of the rows that `text` matches in full.

        Raises:
            re.error: it is no regular expression.
        """
        pattern = re.compile(text)
        return [key for key, name in self._names if pattern.fullmatch(name) or pattern.fullmatch(key)]

    @on(Input.Changed)
    def _count(self, event: Input.Changed) -> None:
        event.stop()
        self._say(event.value)

    def _say(self, text: str) -> list[str]:
        """Say how many rows match or what is wrong, and return the keys."""
        try:
            keys = self.matched(text) if text else []
            remark = f"{len(keys):,} of {len(self._names):,}" if text else ""
            self.remove_class("-problem")
        except re.error as error:
            keys, remark = [], f"{error.msg} at {(error.pos or 0) + 1}"
            self.add_class("-problem")
        self.query_one(".mark--remark", Static).update(remark)
        return keys

    @on(Input.Submitted)
    def _mark(self, event: Input.Submitted) -> None:
        event.stop()
        keys = self._say(event.value)
        if keys:
            self._table.mark(keys)
            self._close()

    def action_leave(self) -> None:
        """Mark nothing."""
        self._close()

    def _close(self) -> None:
        self._table.focus()
        self.remove()
