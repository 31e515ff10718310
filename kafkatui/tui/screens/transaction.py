"""How an open transaction ends."""

from __future__ import annotations

from typing import ClassVar

from textual import on
from textual.app import ComposeResult
from textual.binding import BindingType
from textual.containers import Horizontal, Vertical
from textual.widgets import Button, Static

from kafkatui.tui.keys import bindings
from kafkatui.tui.screens.dimmed import DimmedScreen


class TransactionScreen(DimmedScreen[bool | None]):
    """True to commit, False to abort, None to leave it open.

    Args:
        name: its transactional id.
        count: how many records were sent into it.
    """

    DEFAULT_CSS = """
    TransactionScreen { align: center middle; background: $background 60%; }
    TransactionScreen > Vertical { width: 72; max-width: 90%; height: auto; border: round $warning; padding: 1 2;
                                   background: $background; }
    TransactionScreen Horizontal { height: auto; margin-top: 1; align-horizontal: right; }
    TransactionScreen Button { margin-left: 2; }
    """

    BINDINGS: ClassVar[list[BindingType]] = bindings("dialog.cancel")

    def __init__(self, name: str, count: int) -> None:
        super().__init__()
        self._name_of = name
        self._count = count

    def compose(self) -> ComposeResult:
        with Vertical() as box:
            box.border_title = "Transaction"
            yield Static(
                f"{self._name_of} holds {self._count:,} records. Committed, they are seen together; aborted, never by "
                "who reads committed records only. Esc leaves it open.",
                markup=False,
            )
            with Horizontal():
                yield Button("Abort", id="abort", compact=True)
                yield Button("Commit", id="commit", variant="primary", compact=True)

    def on_mount(self) -> None:
        self.query_one("#commit", Button).focus()

    @on(Button.Pressed)
    def _pressed(self, event: Button.Pressed) -> None:
        event.stop()
        self.dismiss(event.button.id == "commit")

    def action_cancel(self) -> None:
        """Leave it open."""
        self.dismiss(None)
