"""The timeline as a table."""

from __future__ import annotations

from kafkatui.model.event import Event, Severity
from kafkatui.view import numbers
from kafkatui.view.cell import cell
from kafkatui.view.cells import text_cell
from kafkatui.view.column import Column
from kafkatui.view.column_kinds import text_column
from kafkatui.view.span import Tone
from kafkatui.view.table import TableDefinition

SEVERITY_TONES = {
    Severity.INFO: Tone.PLAIN,
    Severity.GOOD: Tone.GOOD,
    Severity.WARNING: Tone.WARNING,
    Severity.BAD: Tone.BAD,
}
SEVERITY_MARKS = {Severity.INFO: "·", Severity.GOOD: "✓", Severity.WARNING: "!", Severity.BAD: "✗"}
_WEIGHTS = {Severity.BAD: 0, Severity.WARNING: 1, Severity.INFO: 2, Severity.GOOD: 3}


def _subject_tone(event: Event) -> Tone:
    return Tone.ZOOKEEPER if event.source == "zookeeper" else Tone.KAFKA


_COLUMNS: list[Column[Event]] = [
    Column(
        "time",
        "Time",
        "When kafkatui saw the change, in local time.",
        cell=lambda event: cell(numbers.date_time(event.at_seconds), Tone.DIM),
        sort_key=lambda event: event.at_seconds,
        json_name="time",
        json_value=lambda event: numbers.iso_timestamp(int(event.at_seconds * 1000)),
        min_width=19,
        max_width=30,
    ),
    Column(
        "severity",
        "!",
        "How much it matters: ✗ bad, ! warning, · information, ✓ good.",
        cell=lambda event: cell(SEVERITY_MARKS[event.severity], SEVERITY_TONES[event.severity]),
        sort_key=lambda event: _WEIGHTS[event.severity],
        json_name="severity",
        json_value=lambda event: event.severity.value,
    ),
    text_column(
        "subject",
        "What",
        "The partition, topic, broker or znode that changed.",
        lambda event: event.subject,
        tone=_subject_tone,
        min_width=10,
        max_width=80,
    ),
    Column(
        "text",
        "Change",
        "How it changed; many changes with one cause are one line.",
        cell=lambda event: text_cell(event.text, SEVERITY_TONES[event.severity]),
        sort_key=lambda event: event.text.lower(),
        json_name="text",
        json_value=lambda event: event.text,
        min_width=20,
        max_width=200,
        grow=1,
    ),
    text_column(
        "source",
        "Source",
        "Who said so: kafka (its metadata) or zookeeper (a watch).",
        lambda event: event.source,
        tone=_subject_tone,
    ),
    text_column("cluster", "Cluster", "The profile in which it happened.", lambda event: event.cluster),
]

EVENTS_TABLE: TableDefinition[Event] = TableDefinition(
    id="events",
    noun="event",
    noun_plural="events",
    columns=_COLUMNS,
    key=lambda event: f"{event.at_seconds!r} {event.cluster} {event.source} {event.subject} {event.text}",
    filter_text=lambda event: f"{event.subject} {event.text} {event.source}",
    is_wrong=lambda event: event.severity in (Severity.WARNING, Severity.BAD),
)
