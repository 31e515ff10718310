"""What is to be said of the event under the cursor, line by line."""

from __future__ import annotations

from collections.abc import Mapping

from kafkatui.codec.sanitise import sanitise
from kafkatui.model.event import Event, EventKind, Severity
from kafkatui.model.place import PlaceKind
from kafkatui.report.cluster_partitions import PartitionState
from kafkatui.view import numbers
from kafkatui.view.cells import text_cell
from kafkatui.view.column import Align
from kafkatui.view.detail_lines import Line, labelled
from kafkatui.view.events_table import SEVERITY_MARKS, SEVERITY_TONES, delay_seconds, subject_tone
from kafkatui.view.next_steps import PARTITION_STEPS, NextStep
from kafkatui.view.span import Span, Tone
from kafkatui.view.text_table import table_lines

MOST_MEMBERS = 40
"""Changes of a line for many, of those named; ⏎ lists all that are kept."""

SOURCE_WORDS = {"kafka": "Kafka's metadata", "zookeeper": "a watch on ZooKeeper", "kafkatui": "kafkatui itself"}

_MEMBER_HEADINGS = (("What", Align.LEFT), ("Change", Align.LEFT))

EVENT_STEPS: Mapping[EventKind, str] = {
    EventKind.CLUSTER: NextStep(
        "Compare the cluster's id with the one you mean (:connection): the addresses lead elsewhere.",
        page=PlaceKind.CLUSTER,
        tab="connection",
    ),
    EventKind.BROKER: "See whether it is back (⏎); if it is not, look at its log and its machine.",
    EventKind.CONTROLLER: NextStep(
        "Nobody restarted it? Then look at the log of the one before, and at what elects it.",
        page=PlaceKind.BROKERS,
        tab="logs",
    ),
    EventKind.TOPIC: "If nobody meant it: the controller's log has who asked for it; u undoes what was done here.",
    EventKind.PARTITIONS: "See who writes to and reads the topic (⏎): with more partitions keys go elsewhere.",
    EventKind.LEADER: "See whether its preferred replica leads again (⏎); once it is in sync, a elects it.",
    EventKind.ISR: PARTITION_STEPS[PartitionState.UNDER_REPLICATED],
    EventKind.REPLICAS: NextStep(
        "See whether the move was meant, and whether it has come to its end (:partitions).",
        page=PlaceKind.CLUSTER,
        tab="partitions",
    ),
    EventKind.REASSIGNMENT: NextStep(
        "See how far it is: :partitions lists what moves; a cancels it.", page=PlaceKind.CLUSTER, tab="partitions"
    ),
    EventKind.CONFIG: "See what is in force now (⏎) and who set it; u undoes what was done here.",
    EventKind.ACL: NextStep(
        "See who may do what now (:acls); u undoes what was done here.", page=PlaceKind.CLUSTER, tab="acls"
    ),
    EventKind.GROUP: "See how it does now (⏎): its verdict, its lag over time, its members.",
    EventKind.SESSION: NextStep(
        "See whose it was (:sessions) and whether it is back; then look at that client's log.",
        page=PlaceKind.ZOOKEEPER,
        tab="sessions",
    ),
    EventKind.SERVER: NextStep(
        "See which servers serve (:ensemble), then look at its log.", page=PlaceKind.ZOOKEEPER, tab="ensemble"
    ),
    EventKind.ACTION: NextStep(
        "See what it says of each target (7), and what can be undone: u.", page=PlaceKind.CLUSTER, tab="tasks"
    ),
}
"""Of those that are wrong or may be."""

ANYWHERE_STEP = "See how it is now: ⏎ leads there."


def event_step(event: Event) -> str:
    """What to do about a change that is bad or may be; else empty."""
    if event.severity not in (Severity.BAD, Severity.WARNING):
        return ""
    return ANYWHERE_STEP if event.kind is None else EVENT_STEPS[event.kind]


def event_lines(event: Event) -> list[Line]:
    """What changed, when it did and when that was seen, who said so, and what a line for many stands for."""
    tone = SEVERITY_TONES[event.severity]
    mark: Span = (f"{SEVERITY_MARKS[event.severity]} ", tone)
    subject: Span = (sanitise(event.subject), subject_tone(event))
    lines: list[Line] = [labelled("Change", mark, subject, (f"  {sanitise(event.text)}", tone)), _when(event)]
    sources = " and ".join(SOURCE_WORDS.get(each, sanitise(each)) for each in event.source.split(", "))
    lines.append(labelled("Told by", (sources, Tone.PLAIN)))
    if event.brokers:
        ids = ", ".join(map(str, event.brokers))
        lines.append(labelled("Brokers", (ids, Tone.PLAIN), ("  have to do with it", Tone.DIM)))
    return [*lines, *_members(event)]


def _when(event: Event) -> Line:
    spans: list[Span] = [(numbers.date_time(event.at_seconds), Tone.PLAIN), ("  it was seen", Tone.DIM)]
    delay = delay_seconds(event)
    if delay is not None:
        most = "at most " if event.changed_at_seconds is None else ""
        spans.append((f", {most}{numbers.latency(delay)} after it happened", Tone.DIM))
    return labelled("When", *spans)


def _members(event: Event) -> list[Line]:
    if not event.members:
        return []
    rows = [
        (text_cell(member.subject, subject_tone(member)), text_cell(member.text, SEVERITY_TONES[member.severity]))
        for member in event.members[:MOST_MEMBERS]
    ]
    lines: list[Line] = [(), *table_lines(_MEMBER_HEADINGS, rows)]
    if event.count > len(rows):
        lines.append(((f"and {event.count - len(rows):,} more; ⏎ lists those that are kept", Tone.DIM),))
    return lines
