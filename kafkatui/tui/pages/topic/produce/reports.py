"""What became of the records that were sent: failures first, each list the newest first."""

from __future__ import annotations

from collections import deque
from collections.abc import Sequence
from itertools import chain, islice
from typing import ClassVar

from textual import events
from textual.binding import BindingType
from textual.content import Content
from textual.message import Message
from textual.widget import Widget

from kafkatui.model.record import Delivery
from kafkatui.tui.content import to_content
from kafkatui.tui.keys import bindings
from kafkatui.view.delivery_lines import delivery_line
from kafkatui.view.span import Tone

REPORTS_KEPT = 200
FAILURES_KEPT = 10_000
"""So many failures can be sent again."""

NONE_YET = "Each record sent gets a line here: where it is, or why it is not."

REPORTS_SHOWN = 12
"""So many are drawn at least, whatever is in view."""


class ReportList(Widget, can_focus=True):
    """The reports; one of them under the cursor while this has the focus. Failures stay until they are sent again."""

    DEFAULT_CSS = """
    ReportList { height: 2fr; min-height: 1; }
    """

    BINDINGS: ClassVar[list[BindingType]] = bindings("lines.up", "lines.down", "lines.first", "lines.last", "open")

    class Opened(Message):
        """Enter on a report."""

        def __init__(self, delivery: Delivery) -> None:
            super().__init__()
            self.delivery = delivery

    def __init__(self, *, id: str | None = None) -> None:  # noqa: A002 as every widget has it
        super().__init__(id=id)
        self.delivered_count = self.failed_count = 0
        self._delivered: deque[Delivery] = deque(maxlen=REPORTS_KEPT)
        self._failures: deque[Delivery] = deque(maxlen=FAILURES_KEPT)
        self._cursor = self._top = 0

    def add(self, deliveries: Sequence[Delivery]) -> None:
        """Take reports over."""
        for delivery in deliveries:
            if delivery.is_delivered:
                self.delivered_count += 1
                self._delivered.appendleft(delivery)
            else:
                self.failed_count += 1
                self._failures.appendleft(delivery)
        self.refresh()

    @property
    def failures(self) -> Sequence[Delivery]:
        """What was not delivered and not sent again, the oldest first."""
        return tuple(reversed(self._failures))

    def take_failures(self) -> Sequence[Delivery]:
        """The same, which then are no longer among the reports: they are sent again."""
        failures = self.failures
        self._failures.clear()
        self.failed_count -= len(failures)
        self._move(0)
        return failures

    def __len__(self) -> int:
        return len(self._failures) + len(self._delivered)

    def _shown(self, first: int, count: int) -> list[Delivery]:
        return list(islice(chain(self._failures, self._delivered), first, first + count))

    def render(self) -> Content:
        if not len(self):
            return to_content([(NONE_YET, Tone.DIM)])
        lines = []
        for number, delivery in enumerate(self._shown(self._top, max(REPORTS_SHOWN, self.size.height)), self._top):
            content = to_content(delivery_line(delivery))
            if self.has_focus and number == self._cursor:
                content = content.stylize("reverse")
            lines.append(content)
        return Content("\n").join(lines)

    # The cursor

    def action_cursor_up(self) -> None:
        """One report up."""
        self._move(self._cursor - 1)

    def action_cursor_down(self) -> None:
        """One report down."""
        self._move(self._cursor + 1)

    def action_first(self) -> None:
        """To the first."""
        self._move(0)

    def action_last(self) -> None:
        """To the last."""
        self._move(len(self) - 1)

    def action_open(self) -> None:
        """Go where the record under the cursor is."""
        if shown := self._shown(self._cursor, 1):
            self.post_message(self.Opened(shown[0]))

    def _move(self, index: int) -> None:
        self._cursor = max(0, min(index, len(self) - 1))
        height = max(1, self.size.height)
        self._top = min(max(self._top, self._cursor - height + 1), self._cursor)
        self.refresh()

    def on_click(self, event: events.Click) -> None:
        self._move(self._top + event.y)
        if event.chain == 2:
            self.action_open()

    def on_mouse_scroll_up(self, event: events.MouseScrollUp) -> None:
        event.stop()
        self._move(self._cursor - 1)

    def on_mouse_scroll_down(self, event: events.MouseScrollDown) -> None:
        event.stop()
        self._move(self._cursor + 1)

    def on_focus(self) -> None:
        self.refresh()

    def on_blur(self) -> None:
        self.refresh()
