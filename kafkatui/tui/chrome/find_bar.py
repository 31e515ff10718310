"""Where it is typed what is looked for in a value."""

from __future__ import annotations

from dataclasses import dataclass
from typing import ClassVar

from textual import on
from textual.app import ComposeResult
from textual.binding import BindingType
from textual.containers import Horizontal
from textual.message import Message
from textual.widgets import Input, Static

from kafkatui.tui.keys import bindings


class FindBar(Horizontal):
    """An input with how much was found beside it. Hidden while nothing is looked for."""

    DEFAULT_CSS = """
    FindBar {
        height: 1; width: 1fr; display: none; background: $bar;
        & > .find--sign { width: 2; color: $kafka; text-style: bold; }
        & > Input { width: 1fr; min-width: 10; height: 1; border: none; padding: 0; background: $bar; }
        & > .find--remark { width: auto; max-width: 70%; color: $dim; padding: 0 1; }
        &.-open { display: block; }
    }
    """

    BINDINGS: ClassVar[list[BindingType]] = bindings("leave", actions={"leave": "leave"})

    @dataclass
    class Sought(Message):
        """The text to look for; empty for none."""

        text: str

    @dataclass
    class Left(Message):
        """The user is done typing."""

        kept: bool

    def compose(self) -> ComposeResult:
        yield Static("/", classes="find--sign")
        yield Input(placeholder="text in the value; Enter, then n and N", select_on_focus=False)
        yield Static("", classes="find--remark", markup=False)

    @property
    def text(self) -> str:
        """What is typed."""
        return self.query_one(Input).value

    @property
    def has_keys(self) -> bool:
        """Whether it is being typed."""
        return self.query_one(Input).has_focus

    def open(self) -> None:
        """Show the bar and take the keys; what was looked for before can be typed over."""
        self.add_class("-open")
        line = self.query_one(Input)
        line.focus()
        line.select_all()

    def close(self) -> None:
        """Look for nothing any more."""
        self.query_one(Input).value = ""
        self.remove_class("-open")

    def say(self, remark: str) -> None:
        """Say how much was found."""
        self.query_one(".find--remark", Static).update(remark)

    @on(Input.Changed)
    def _typed(self, event: Input.Changed) -> None:
        event.stop()
        self.post_message(self.Sought(event.value))

    @on(Input.Submitted)
    def _keep(self, event: Input.Submitted) -> None:
        event.stop()
        self.post_message(self.Left(kept=bool(self.text)))

    def action_leave(self) -> None:
        """Look for nothing any more."""
        self.post_message(self.Left(kept=False))
