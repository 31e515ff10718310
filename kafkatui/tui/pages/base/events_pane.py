"""What changed since kafkatui looks: in the whole cluster, or what concerns one thing of it."""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence

from kafkatui.model.event import Severity
from kafkatui.model.observed import Observed
from kafkatui.model.place import Place, PlaceKind
from kafkatui.report.events import EventRow, event_rows
from kafkatui.session.cluster_view import ClusterView
from kafkatui.tui.pages.base.table_pane import TableContent, TablePane
from kafkatui.view import numbers
from kafkatui.view.events_table import EVENTS_TABLE, SEVERITY_MARKS, SEVERITY_TONES
from kafkatui.view.events_text import sources_text
from kafkatui.view.span import Span, Tone

_COUNTED = ((Severity.BAD, "bad"), (Severity.WARNING, "warnings"), (Severity.GOOD, "good"))


class EventsPane(TablePane[EventRow]):
    """Every event kept, newest first; Enter on a line for many lists what it stands for."""

    shows_without_kafka = True

    def __init__(self, session: ClusterView, place: Place) -> None:
        super().__init__(session, place, EVENTS_TABLE)
        self._opened: set[str] = set()

    def about(self) -> Place | None:
        """What the events shown concern; None for all of them."""
        return None

    def nothing(self, since: str) -> str:
        """What stands there while there is no event."""
        return f"Nothing has changed since kafkatui began to look at {since}. What changes from now on is listed here."

    def content(self) -> TableContent[EventRow]:
        events = self.session.events
        rows = event_rows(events.newest(len(events)), self._opened, self.about())
        since = self.session.started_at_seconds
        return TableContent(rows, Observed.ok(rows, since), self.nothing(numbers.clock(since)))

    def foot(self, rows: Sequence[EventRow]) -> Sequence[Span]:
        counts = Counter(row.event.severity for row in rows if not row.is_member)
        parts: list[Span] = [
            (f"{SEVERITY_MARKS[severity]} {numbers.count(counts[severity])} {word}", SEVERITY_TONES[severity])
            for severity, word in _COUNTED
            if counts[severity]
        ]
        sources = sources_text(self.session.event_sources, self.session.profile.zookeeper is not None)
        return [*parts, (f"since {numbers.clock(self.session.started_at_seconds)}", Tone.DIM), (sources, Tone.DIM)]

    def place_of(self, row: EventRow) -> Place | None:
        return row.event.place

    def open_row(self, row: EventRow) -> None:
        if not row.can_open:
            super().open_row(row)
            return
        self._opened ^= {row.key}
        self.show()

    def copied(self) -> tuple[str, str] | None:
        row = self.cursor_row
        if row is None:
            return None
        event = row.event
        return f"{numbers.date_time(event.at_seconds)} {event.subject} {event.text}", "event"

    def topic_name(self) -> str | None:
        row = self.cursor_row
        return row.event.place.name if row is not None and row.event.place.kind is PlaceKind.TOPIC else None


class ObjectEventsPane(EventsPane):
    """What concerns the thing whose page it is on."""

    def about(self) -> Place | None:
        return Place(self.session.profile.name, self.place.kind, self.place.name)

    def nothing(self, since: str) -> str:
        return f"Nothing about it has changed since kafkatui began to look at {since}. 6: what changed elsewhere."
