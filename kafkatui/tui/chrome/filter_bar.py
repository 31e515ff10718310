"""Where a list's filter is typed."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import ClassVar

from textual import on
from textual.app import ComposeResult
from textual.binding import BindingType
from textual.containers import Horizontal
from textual.message import Message
from textual.widgets import Input, Static

from kafkatui.codec.sanitise import sanitise
from kafkatui.insight.filters import MATCH_ALL, Filter, compile_filter
from kafkatui.model.errors import UsageError
from kafkatui.tui.content import to_content
from kafkatui.tui.keys import bindings
from kafkatui.view.span import Span


class FilterBar(Horizontal):
    """An input for `/`, with what is wrong with the filter beside it. Hidden while there is no filter."""

    DEFAULT_CSS = """
    FilterBar {
        height: 1; width: 1fr; display: none; background: $bar;
        & > .filter--sign { width: 2; color: $kafka; text-style: bold; }
        & > Input { width: 1fr; min-width: 10; height: 1; border: none; padding: 0; background: $bar; }
        & > .filter--remark { width: auto; max-width: 70%; color: $dim; padding: 0 1; }
        &.-problem > .filter--remark { color: $error; }
        &.-open { display: block; }
    }
    """

    BINDINGS: ClassVar[list[BindingType]] = [*bindings("leave", actions={"leave": "leave"})]

    grammar: ClassVar[str] = "text  !text  /regex/  ~fuzzy"

    @dataclass
    class Changed(Message):
        """The filter to apply, valid."""

        filter: Filter

    @dataclass
    class Left(Message):
        """The user is done typing; the filter stays when `kept`."""

        kept: bool

    def compose(self) -> ComposeResult:
        yield Static("/", classes="filter--sign")
        yield self.line()
        yield Static("", classes="filter--remark", markup=False)

    def line(self) -> Input:
        """The line to type in; made once."""
        return Input(placeholder=self.grammar, select_on_focus=False)

    @property
    def text(self) -> str:
        """What is typed."""
        return self.query_one(Input).value

    in_force = ""
    """What is filtered by: what was typed last that could be meant."""

    @property
    def is_open(self) -> bool:
        """Whether the bar can be seen."""
        return self.has_class("-open")

    def open(self) -> None:
        """Show the bar and take the keys."""
        self.add_class("-open")
        self.query_one(Input).focus()

    def put(self, text: str) -> None:
        """Set the filter without taking the keys."""
        self.set_class(bool(text), "-open")
        self.in_force = text.strip()
        self.query_one(Input).value = text

    def clear(self) -> None:
        """Remove the filter and hide the bar."""
        self.in_force = ""
        self.query_one(Input).value = ""
        self.remove_class("-open")

    @on(Input.Changed)
    def _apply(self, event: Input.Changed) -> None:
        event.stop()
        try:
            changed = self.compiled(event.value)
        except UsageError as error:
            self.add_class("-problem")
            still = f"Still filtered by {sanitise(self.in_force)}. " if self.in_force else ""
            self.query_one(".filter--remark", Static).update(f"{still}{error.what}")
            return
        self.in_force = event.value.strip()
        self.remove_class("-problem")
        self.query_one(".filter--remark", Static).update(to_content(self.hint()))
        self.post_message(changed)

    def hint(self) -> Sequence[Span]:
        """What stands beside a text that can be meant."""
        return ()

    def compiled(self, text: str) -> Message:
        """What is told of a text that was typed.

        Raises:
            UsageError: it cannot be meant.
        """
        return self.Changed(compile_filter(text) if text.strip() else MATCH_ALL)

    @on(Input.Submitted)
    def _keep(self, event: Input.Submitted) -> None:
        event.stop()
        if not self.text:
            self.remove_class("-open")
        self.post_message(self.Left(kept=True))

    def action_leave(self) -> None:
        """Esc in the input leaves it; the filter stays until the next Esc."""
        if not self.text:
            self.remove_class("-open")
        self.post_message(self.Left(kept=True))
