"""What changed since kafkatui looks: the list behind the strip."""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence

from kafkatui.model.event import Event, Severity
from kafkatui.model.observed import Observed
from kafkatui.model.place import Place
from kafkatui.session.cluster_view import ClusterView
from kafkatui.tui.pages.base.table_pane import TableContent, TablePane
from kafkatui.view import numbers
from kafkatui.view.events_table import EVENTS_TABLE, SEVERITY_MARKS, SEVERITY_TONES
from kafkatui.view.span import Span, Tone

_COUNTED = ((Severity.BAD, "bad"), (Severity.WARNING, "warnings"), (Severity.GOOD, "good"))


class EventsPane(TablePane[Event]):
    """Every event kept, newest first."""

    def __init__(self, session: ClusterView, place: Place) -> None:
        super().__init__(session, place, EVENTS_TABLE)

    def content(self) -> TableContent[Event]:
        newest_first = self.session.events.newest(len(self.session.events))
        since = numbers.clock(self.session.started_at_seconds)
        empty = f"Nothing has changed since kafkatui began to look at {since}. What changes from now on is listed here."
        return TableContent(newest_first, Observed.ok(newest_first, self.session.started_at_seconds), empty)

    def foot(self, rows: Sequence[Event]) -> Sequence[Span]:
        counts = Counter(event.severity for event in rows)
        parts: list[Span] = [
            (f"{SEVERITY_MARKS[severity]} {numbers.count(counts[severity])} {word}", SEVERITY_TONES[severity])
            for severity, word in _COUNTED
            if counts[severity]
        ]
        return [*parts, (f"since {numbers.clock(self.session.started_at_seconds)}", Tone.DIM)]

    def place_of(self, row: Event) -> Place | None:
        return row.place

    def copied(self) -> tuple[str, str] | None:
        row = self.cursor_row
        return (f"{numbers.date_time(row.at_seconds)} {row.subject} {row.text}", "event") if row is not None else None
