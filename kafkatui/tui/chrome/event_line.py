"""The strip above the keys: the newest changes of the cluster."""

from __future__ import annotations

import time

from textual import events
from textual.content import Content
from textual.widget import Widget

from kafkatui.model.event import Event
from kafkatui.model.place import Place, PlaceKind
from kafkatui.report.events import first_member_key, key_of
from kafkatui.session.cluster_view import ClusterView
from kafkatui.tui.content import two_sided
from kafkatui.tui.messages import GoTo
from kafkatui.view.events_table import SEVERITY_TONES, subject_tone
from kafkatui.view.span import Span, Tone
from kafkatui.view.text_width import text_width

EVENTS_SHOWN = 3


class EventLine(Widget):
    """The newest events side by side; a click on one opens the list at it, `6` the list."""

    DEFAULT_CSS = """
    EventLine { height: 1; width: 1fr; padding: 0 1; background: $bar 50%; }
    """

    def __init__(self, session: ClusterView) -> None:
        super().__init__()
        self._session = session
        self._ends: list[tuple[int, Event]] = []
        """Where each event ends, from the left."""

    def render(self) -> Content:
        newest = self._session.events.newest(EVENTS_SHOWN)
        self._ends = []
        if not newest:
            return two_sided([("no changes seen yet", Tone.DIM)], [], self.size.width)
        spans: list[Span] = []
        for event in newest:
            if spans:
                spans.append(("   ", Tone.PLAIN))
            clock = time.strftime("%H:%M:%S", time.localtime(event.at_seconds))
            spans += [
                (f"{clock} ", Tone.DIM),
                (event.subject, subject_tone(event)),
                (f" {event.text}", SEVERITY_TONES[event.severity]),
            ]
            self._ends.append((sum(text_width(text) for text, _ in spans), event))
        count = len(self._session.events)
        return two_sided(spans, [(f"{count:,} event{'s' if count != 1 else ''}", Tone.DIM)], self.size.width)

    def on_click(self, click: events.Click) -> None:
        at = next((event for end, event in self._ends if click.x - 1 < end), None)
        cursor = "" if at is None else first_member_key(at) if at.members else key_of(at)
        self.post_message(GoTo(Place(self._session.profile.name, PlaceKind.CLUSTER, tab="events", cursor=cursor)))
