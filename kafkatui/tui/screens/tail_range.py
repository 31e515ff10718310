"""`f` — what of a topic is read: from where, until where, which partitions."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime
from typing import ClassVar

from textual import on
from textual.app import ComposeResult
from textual.binding import BindingType
from textual.containers import Horizontal, Vertical
from textual.widgets import Input, OptionList, Static
from textual.widgets.option_list import Option

from kafkatui.insight.tail_range import check_partitions, parse_range, range_text
from kafkatui.model.cluster import Topic
from kafkatui.model.errors import UsageError
from kafkatui.model.tail_range import TailRange
from kafkatui.tui.keys import bindings
from kafkatui.tui.screens.dimmed import DimmedScreen

CHOICES = (
    ("end", "only what is written from now on"),
    ("last:100", "the newest 100, then follow"),
    ("last:1000", "the newest 1,000, then follow"),
    ("last:100/partition", "the newest 100 of each partition"),
    ("time:-15m", "what was written in the last 15 minutes"),
    ("time:-1h", "what was written in the last hour"),
    ("beginning", "everything there is, then follow"),
    ("beginning until end", "everything there is now"),
)
CHOICE_CELLS = max(len(form) for form, _ in CHOICES) + 2

OTHERS = (
    ("from", "offset:100  offset:0=10,1=20  2@1042  time:2026-01-31T12:00  group:NAME"),
    ("until", "end  offset:200  time:-5m"),
    ("more", "partition 0,2-4  limit 50"),
)


class TailRangeScreen(DimmedScreen[TailRange | None]):
    """A list of the usual, and a line for anything else.

    Args:
        topics: whose partitions a typed offset is for, as far as they are known.
        now: what is read now.
    """

    DEFAULT_CSS = """
    TailRangeScreen { align: center middle; background: $background 50%; }
    TailRangeScreen > Vertical { width: 84; max-width: 95%; height: auto; border: round $kafka; padding: 0 1;
                                 background: $background; border-title-color: $kafka; }
    TailRangeScreen OptionList { border: none; height: auto; background: $background; }
    TailRangeScreen Input { border: none; height: 1; padding: 0; background: $bar; margin-top: 1; }
    TailRangeScreen Static { color: $dim; height: auto; }
    TailRangeScreen Horizontal { height: auto; }
    TailRangeScreen .range--word { width: 7; }
    TailRangeScreen .range--forms { width: 1fr; }
    TailRangeScreen Static.-problem { color: $error; }
    """

    BINDINGS: ClassVar[list[BindingType]] = bindings("dialog.cancel")

    def __init__(self, topics: Sequence[Topic], now: TailRange) -> None:
        super().__init__()
        self._topics = topics
        self._now = now

    def compose(self) -> ComposeResult:
        with Vertical() as box:
            box.border_title = "Read"
            yield OptionList(*(Option(f"{form:<{CHOICE_CELLS}}{text}", id=form) for form, text in CHOICES))
            yield Input(range_text(self._now), select_on_focus=True)
            for word, forms in OTHERS:
                with Horizontal():
                    yield Static(word, classes="range--word", markup=False)
                    yield Static(forms, classes="range--forms", markup=False)
            yield Static("Tab: type it. Enter takes it, Esc leaves it as it is.", classes="range--said", markup=False)

    def on_mount(self) -> None:
        self.query_one(OptionList).focus()

    @on(OptionList.OptionSelected)
    def _chosen(self, event: OptionList.OptionSelected) -> None:
        event.stop()
        self._take(event.option.id or CHOICES[0][0])

    @on(Input.Submitted)
    def _typed(self, event: Input.Submitted) -> None:
        event.stop()
        self._take(event.value.strip())

    def _take(self, text: str) -> None:
        try:
            what = parse_range(text, self._topics, datetime.now().astimezone())
            check_partitions(what.partitions, self._topics)
        except UsageError as error:
            line = self.query_one(".range--said", Static)
            line.add_class("-problem")
            line.update(error.what)
            return
        self.dismiss(what)

    def action_cancel(self) -> None:
        """Leave the tail as it is."""
        self.dismiss(None)
