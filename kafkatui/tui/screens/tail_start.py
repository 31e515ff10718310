"""`f` — where a tail begins."""

from __future__ import annotations

from datetime import datetime
from typing import ClassVar

from textual import on
from textual.app import ComposeResult
from textual.binding import BindingType
from textual.containers import Vertical
from textual.screen import ModalScreen
from textual.widgets import Input, OptionList, Static
from textual.widgets.option_list import Option

from kafkatui.insight.tail_start import FORMS, parse_start
from kafkatui.model.cluster import Topic
from kafkatui.model.errors import UsageError
from kafkatui.model.tail_start import TailStart
from kafkatui.tui.keys import bindings

CHOICES = (
    ("end", "end          only what is written from now on"),
    ("last:100", "last 100     then follow"),
    ("last:1000", "last 1,000   then follow"),
    ("last:10000", "last 10,000  then follow"),
    ("time:-15m", "15 min ago   then follow"),
    ("time:-1h", "1 h ago      then follow"),
    ("beginning", "beginning    everything there is"),
)


class TailStartScreen(ModalScreen[TailStart | None]):
    """A list of usual starts, and a line for any other.

    Args:
        topic: whose partitions a typed offset is for; None when it is not known.
    """

    DEFAULT_CSS = """
    TailStartScreen { align: center middle; background: $background 50%; }
    TailStartScreen > Vertical { width: 72; max-width: 95%; height: auto; border: round $kafka; padding: 0 1;
                                 background: $background; border-title-color: $kafka; }
    TailStartScreen OptionList { border: none; height: auto; background: $background; }
    TailStartScreen Input { border: none; height: 1; padding: 0; background: $bar; margin-top: 1; }
    TailStartScreen Static { color: $dim; height: auto; }
    TailStartScreen Static.-problem { color: $error; }
    """

    BINDINGS: ClassVar[list[BindingType]] = bindings("dialog.cancel")

    def __init__(self, topic: Topic | None) -> None:
        super().__init__()
        self._topic = topic

    def compose(self) -> ComposeResult:
        with Vertical() as box:
            box.border_title = "Start from"
            yield OptionList(*(Option(text, id=form) for form, text in CHOICES))
            yield Input(placeholder=FORMS)
            yield Static("Tab to type another start; Enter takes it.", markup=False)

    def on_mount(self) -> None:
        self.query_one(OptionList).focus()

    @on(OptionList.OptionSelected)
    def _chosen(self, event: OptionList.OptionSelected) -> None:
        event.stop()
        self._take(event.option.id or "end")

    @on(Input.Submitted)
    def _typed(self, event: Input.Submitted) -> None:
        event.stop()
        self._take(event.value.strip())

    def _take(self, text: str) -> None:
        try:
            start = parse_start(text, [self._topic] if self._topic else [], datetime.now().astimezone())
        except UsageError as error:
            line = self.query_one(Static)
            line.add_class("-problem")
            line.update(str(error))
            return
        self.dismiss(start)

    def action_cancel(self) -> None:
        """Leave the tail as it is."""
        self.dismiss(None)
