"""The timeline as a table."""

from __future__ import annotations

from kafkatui.model.event import Event, Severity
from kafkatui.report.events import EventRow
from kafkatui.view import numbers
from kafkatui.view.cell import EMPTY_CELL, Cell, cell
from kafkatui.view.cells import text_cell
from kafkatui.view.column import Align, Column
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

_MOST_DELAY_SECONDS = 3600.0
"""A znode that is older, or younger than now, tells of two clocks and not of a delay."""


def subject_tone(event: Event) -> Tone:
    """Whose the event is: ZooKeeper's where only it told."""
    return Tone.ZOOKEEPER if event.source == "zookeeper" else Tone.KAFKA


def delay_seconds(event: Event) -> float | None:
    """How long after it happened it was seen, at most; None where nobody can tell."""
    if event.changed_at_seconds is not None:
        delay = event.at_seconds - event.changed_at_seconds
        return max(0.0, delay) if -1.0 < delay < _MOST_DELAY_SECONDS else None
    return event.within_seconds


def _delay_cell(row: EventRow) -> Cell:
    delay = delay_seconds(row.event)
    if delay is None:
        return EMPTY_CELL
    return cell(f"{'≤ ' if row.event.changed_at_seconds is None else ''}{numbers.latency(delay)}", Tone.DIM)


def _subject_cell(row: EventRow) -> Cell:
    mark = "  └ " if row.is_member else ("▾ " if row.is_open else "▸ ") if row.can_open else ""
    subject = text_cell(row.event.subject, subject_tone(row.event))
    return Cell(((mark, Tone.DIM), *subject.spans)) if mark else subject


_COLUMNS: list[Column[EventRow]] = [
    Column(
        "time",
        "Time",
        "When kafkatui saw the change, in local time.",
        cell=lambda row: cell(numbers.date_time(row.event.at_seconds), Tone.DIM),
        sort_key=lambda row: row.event.at_seconds,
        json_name="time",
        json_value=lambda row: numbers.iso_timestamp(int(row.event.at_seconds * 1000)),
        min_width=19,
        max_width=30,
    ),
    Column(
        "severity",
        "!",
        "How much it matters: ✗ bad, ! warning, · information, ✓ good.",
        cell=lambda row: cell(SEVERITY_MARKS[row.event.severity], SEVERITY_TONES[row.event.severity]),
        sort_key=lambda row: _WEIGHTS[row.event.severity],
        json_name="severity",
        json_value=lambda row: row.event.severity.value,
    ),
    text_column(
        "subject",
        "What",
        "The partition, topic, broker or znode that changed; Enter on a ▸ lists what it stands for.",
        lambda row: row.event.subject,
        cell=_subject_cell,
        min_width=10,
        max_width=80,
    ),
    Column(
        "text",
        "Change",
        "How it changed; many changes with one cause are one line.",
        cell=lambda row: text_cell(row.event.text, SEVERITY_TONES[row.event.severity]),
        sort_key=lambda row: row.event.text.lower(),
        json_name="text",
        json_value=lambda row: row.event.text,
        min_width=20,
        max_width=200,
        grow=1,
    ),
    Column(
        "kind",
        "Kind",
        "What about the cluster changed: broker, leader, isr, topic, config, group and others.",
        cell=lambda row: cell(row.event.kind.value if row.event.kind else "", Tone.DIM),
        sort_key=lambda row: row.event.kind.value if row.event.kind else None,
        json_name="kind",
        json_value=lambda row: row.event.kind.value if row.event.kind else None,
        json_marks=(("count", lambda row: row.event.count),),
        max_width=12,
        gives_way=8,
    ),
    Column(
        "delay",
        "Delay",
        "How long after the change it was seen, by the znode's own time; with ≤ at most, since the reading before.",
        cell=_delay_cell,
        align=Align.RIGHT,
        sort_key=lambda row: delay_seconds(row.event),
        json_name="delay_seconds",
        json_value=lambda row: None if (delay := delay_seconds(row.event)) is None else round(delay, 3),
        json_marks=(("is_delay_at_most", lambda row: row.event.changed_at_seconds is None),),
        max_width=10,
        gives_way=6,
    ),
    text_column(
        "source",
        "Source",
        "Who said so: kafka (its metadata), zookeeper (a watch) or kafkatui (you, with it).",
        lambda row: row.event.source,
        tone=lambda row: subject_tone(row.event),
    ),
    Column(
        "cluster",
        "Cluster",
        "The profile in which it happened.",
        cell=lambda row: text_cell(row.event.cluster),
        sort_key=lambda row: row.event.cluster.lower(),
        json_name="cluster",
        json_value=lambda row: row.event.cluster,
        gives_way=9,
    ),
]


def _filter_text(row: EventRow) -> str:
    event = row.event
    kind = event.kind.value if event.kind else ""
    members = " ".join(member.subject for member in event.members)
    return f"{event.subject} {event.text} {kind} {event.source} {members}"


EVENTS_TABLE: TableDefinition[EventRow] = TableDefinition(
    id="events",
    noun="event",
    noun_plural="events",
    columns=_COLUMNS,
    key=lambda row: row.key,
    filter_text=_filter_text,
    is_wrong=lambda row: row.event.severity in (Severity.WARNING, Severity.BAD),
    naming=("subject", "text"),
)
