"""What changed since kafkatui looks: in the whole cluster, or what concerns one thing of it."""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence

from kafkatui.model.event import Severity
from kafkatui.model.observed import Observed
from kafkatui.model.place import Place, PlaceKind
from kafkatui.model.replacing import replace
from kafkatui.report.events import EventRow, event_rows, opened_by
from kafkatui.session.cluster_view import ClusterView
from kafkatui.tui.pages.base.detailed_pane import DetailedPane
from kafkatui.tui.pages.base.row_detail import Detail
from kafkatui.tui.pages.base.table_pane import TableContent
from kafkatui.view import numbers
from kafkatui.view.event_detail import event_lines, event_step
from kafkatui.view.events_table import EVENTS_TABLE, SEVERITY_MARKS, SEVERITY_TONES
from kafkatui.view.events_text import sources_text
from kafkatui.view.span import Span, Tone

_TABLE = replace(EVENTS_TABLE, next_step=lambda row: event_step(row.event))

_COUNTED = ((Severity.BAD, "bad"), (Severity.WARNING, "warning"), (Severity.GOOD, "good"))


def _counted(count: int, word: str) -> str:
    """ "2 bad", "1 warning", "2 warnings"."""
    return f"{numbers.count(count)} {word}{'s' if word == 'warning' and count != 1 else ''}"


class EventsPane(DetailedPane[EventRow]):
    """Every event kept, newest first; Enter on a line for many lists what it stands for; below, the one under the
    cursor."""

    shows_without_kafka = True

    def __init__(self, session: ClusterView, place: Place) -> None:
        super().__init__(session, place, _TABLE)
        self._opened = {key for key in (opened_by(place.cursor),) if key}
        """Lines for many below which their changes are listed; at first the one of which one is gone to."""

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
            (f"{SEVERITY_MARKS[severity]} {_counted(counts[severity], word)}", SEVERITY_TONES[severity])
            for severity, word in _COUNTED
            if counts[severity]
        ]
        sources = sources_text(self.session.event_sources, self.session.profile.zookeeper is not None)
        return [*parts, (f"since {numbers.clock(self.session.started_at_seconds)}", Tone.DIM), (sources, Tone.DIM)]

    def detail(self, row: EventRow) -> Detail:
        leads = "⏎ lists them, or folds them" if row.can_open else "⏎ goes there"
        return Detail(row.event.subject, event_lines(row.event), leads, next_at=1)

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
