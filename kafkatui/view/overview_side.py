"""The overview's smaller panels: traffic, busiest topics, groups by lag, ZooKeeper and the newest events."""

from __future__ import annotations

import heapq
from collections.abc import Mapping, Sequence

from msgspec import Struct

from kafkatui.model.capabilities import Capabilities
from kafkatui.model.cluster import TopicPartition
from kafkatui.model.event import Event
from kafkatui.model.observed import Observed, ObservedState
from kafkatui.model.offset_sample import OffsetSample
from kafkatui.model.presence import Link, LinkState
from kafkatui.model.rate_history import RateHistory
from kafkatui.model.znode import ZooKeeperStatus
from kafkatui.report.events import key_of
from kafkatui.report.groups import GroupRow
from kafkatui.view import numbers
from kafkatui.view.bar import bar
from kafkatui.view.cell import Cell, cell
from kafkatui.view.cells import observed_cell, text_cell
from kafkatui.view.column import COUNT_CELLS, RATE_CELLS, Align, Column
from kafkatui.view.consumption_cells import trend_spans
from kafkatui.view.event_detail import event_step
from kafkatui.view.events_table import SEVERITY_MARKS, SEVERITY_TONES, subject_tone
from kafkatui.view.group_columns import lag_total_cell, state_cell
from kafkatui.view.groups_table import GROUPS_TABLE
from kafkatui.view.next_steps import NEXT, link_step
from kafkatui.view.span import Span, Tone
from kafkatui.view.sparkline import sparkline
from kafkatui.view.table import TableDefinition

TOP_GROUPS = 5
TOP_TOPICS = 20

TREND_SAMPLES = 8
"""The arrow beside a lag compares the newest sample with the one this many before."""

Line = list[Span]

_GROUP_MARKS = {Tone.GOOD: "●", Tone.DIM: "○", Tone.WARNING: "!", Tone.BAD: "✗"}


def _group_cell(row: GroupRow) -> Cell:
    tone = state_cell(row.group).spans[0][1] if row.group.state or row.group.error else Tone.DIM
    if tone in (Tone.GOOD, Tone.DIM) and row.has_wrong_lag:
        tone = Tone.WARNING
    name: Span = (text_cell(row.group.id).text, Tone.BRIGHT)
    return Cell(((f"{_GROUP_MARKS.get(tone, '·')} ", tone), name))


def _group_lag_cell(row: GroupRow) -> Cell:
    known = [sample for sample in row.history.samples[-TREND_SAMPLES:] if sample is not None]
    change = known[-1] - known[0] if len(known) > 1 else 0
    arrow: Span = ("↑", Tone.WARNING) if change > 0 else ("↓", Tone.GOOD) if change < 0 else (" ", Tone.DIM)
    return Cell((arrow, (" ", Tone.DIM), *observed_cell(row.lag, lag_total_cell).spans))


OVERVIEW_GROUPS: TableDefinition[GroupRow] = TableDefinition(
    id="overview_groups",
    noun="group",
    noun_plural="groups",
    columns=[
        Column(
            "id",
            "Group",
            "A consumer group; ● stable, ○ empty, ! between states or a lag that needs a person, ✗ dead or not read.",
            cell=_group_cell,
            min_width=14,
            max_width=80,
            grow=1,
        ),
        Column(
            "lag",
            "Lag",
            "Messages not yet committed; +N? partitions whose lag is not known; ↑ it grows, ↓ it shrinks.",
            cell=_group_lag_cell,
            align=Align.RIGHT,
            max_width=32,
            reserve=COUNT_CELLS + 2,
        ),
        Column(
            "lag_rate",
            "per s",
            "How fast the lag grows or shrinks, over the last ten minutes or as long as kafkatui has looked.",
            cell=lambda row: Cell(trend_spans(row.trend)),
            max_width=28,
            reserve=22,
            gives_way=9,
        ),
    ],
    key=GROUPS_TABLE.key,
    filter_text=GROUPS_TABLE.filter_text,
    is_wrong=GROUPS_TABLE.is_wrong,
    next_step=GROUPS_TABLE.next_step,
)


def _change_cell(event: Event) -> Cell:
    mark = (f"{SEVERITY_MARKS[event.severity]} ", SEVERITY_TONES[event.severity])
    subject = (f"{text_cell(event.subject).text} ", subject_tone(event))
    return Cell((mark, subject, (text_cell(event.text).text, SEVERITY_TONES[event.severity])))


OVERVIEW_EVENTS: TableDefinition[Event] = TableDefinition(
    id="overview_events",
    noun="event",
    noun_plural="events",
    columns=[
        Column(
            "time",
            "Time",
            "When kafkatui saw the change.",
            cell=lambda event: cell(numbers.clock(event.at_seconds), Tone.DIM),
        ),
        Column("change", "Change", "What changed, and how.", cell=_change_cell, max_width=120, grow=1),
    ],
    key=key_of,
    filter_text=lambda event: f"{event.subject} {event.text}",
    next_step=event_step,
)


class TopicRate(Struct, frozen=True):
    """How busy a topic is: messages per second, and those of the busiest."""

    topic: str
    per_second: float
    highest: float


def busiest_topics(rates: Mapping[TopicPartition, float]) -> list[TopicRate]:
    """The `TOP_TOPICS` topics with the most messages per second, the busiest first; those at rest are left out."""
    by_topic: dict[str, float] = {}
    for (topic, _), rate in rates.items():
        by_topic[topic] = by_topic.get(topic, 0.0) + rate
    busy = heapq.nlargest(TOP_TOPICS, ((rate, topic) for topic, rate in by_topic.items() if rate > 0))
    return [TopicRate(topic, rate, busy[0][0]) for rate, topic in busy]


def no_busy_topic(offsets: Observed[OffsetSample]) -> str:
    """Why no topic is listed: that nothing is written is said only where rates are known."""
    if offsets.value is None:
        return "Counting …" if offsets.state is ObservedState.UNKNOWN else f"✗ {offsets.reason}"
    return "Nothing is being written." if offsets.value.rates else "Two samples make a rate …"


OVERVIEW_TOPICS: TableDefinition[TopicRate] = TableDefinition(
    id="overview_topics",
    noun="topic",
    noun_plural="topics",
    columns=[
        Column(
            "topic",
            "Topic",
            "Where messages are written now.",
            cell=lambda row: text_cell(row.topic, Tone.BRIGHT),
            min_width=8,
            grow=1,
        ),
        Column(
            "share",
            "",
            "Compared with the busiest topic.",
            cell=lambda row: cell(bar(row.per_second, row.highest, 12), Tone.KAFKA),
        ),
        Column(
            "rate",
            "msg/s",
            "Messages written per second.",
            cell=lambda row: cell(numbers.rate(row.per_second)),
            align=Align.RIGHT,
            reserve=RATE_CELLS,
        ),
    ],
    key=lambda row: row.topic,
    filter_text=lambda row: row.topic,
)


def traffic_line(history: Observed[RateHistory], width: int) -> Line:
    """ "412.1 msg/s ▂▃▅": the messages written to the whole cluster, and how that went lately."""
    if history.value is None:
        if history.state is ObservedState.UNKNOWN:
            return [("… ", Tone.DIM), ("counting", Tone.DIM)]
        return [("? ", Tone.WARNING), (history.reason, Tone.DIM)]
    rate = history.value.last
    if rate is None:
        return [("… ", Tone.DIM), ("two samples make a rate", Tone.DIM)]
    figure = numbers.rate(rate)
    spans: Line = [(figure, Tone.BRIGHT if rate else Tone.DIM), (" msg/s ", Tone.DIM)]
    if history.state is ObservedState.STALE and history.as_of_seconds is not None:
        return [*spans, (f"as of {numbers.clock(history.as_of_seconds)}", Tone.WARNING)]
    room = max(0, width - len(figure) - 7)
    return [*spans, (sparkline(history.value.samples, min(room, 60)).lstrip(), Tone.KAFKA)]


def _pair(label: str, *spans: Span) -> Line:
    return [(label.ljust(10), Tone.DIM), *spans]


_LINK_WORDS = {
    LinkState.LINKED: ("✓ linked", Tone.GOOD),
    LinkState.CONNECTING: ("… connecting", Tone.DIM),
    LinkState.MISMATCH: ("✗ another cluster", Tone.BAD),
    LinkState.UNKNOWN: ("! not linked", Tone.WARNING),
    LinkState.FAILED: ("✗ no connection", Tone.WARNING),
}


def zookeeper_lines(link: Link, status: Observed[ZooKeeperStatus], capabilities: Observed[Capabilities]) -> list[Line]:
    """The ensemble in four lines, or why there is nothing to say."""
    if capabilities.value is not None and capabilities.value.is_kraft and link.state is not LinkState.LINKED:
        generation = capabilities.value.broker_generation
        return [[(f"Kafka {generation} on KRaft: the cluster needs no ZooKeeper.", Tone.DIM)]]
    if link.state is LinkState.NONE:
        return [[(link.text, Tone.DIM)]]
    words, tone = _LINK_WORDS[link.state]
    first: Line = _pair("Link", (words, tone))
    server, step = status.value, link_step(link.state, link.text)
    what_next: list[Line] = [[(NEXT.ljust(10), Tone.KAFKA), (step, Tone.BRIGHT)]] if step else []
    if server is None:
        return [first, [(text_cell(link.text).text, Tone.DIM)], *what_next]
    if status.state is ObservedState.STALE and status.as_of_seconds is not None:
        first.append((f"  as of {numbers.clock(status.as_of_seconds)}", Tone.WARNING))
    version, mode = text_cell(server.version or "?").text, text_cell(server.mode or "mode ?").text
    lines = [
        first,
        _pair("Version", (version, Tone.BRIGHT), (f"  {mode}", Tone.DIM)),
        _pair("Znodes", (_known(server.znode_count), Tone.BRIGHT), *_connections(server)),
        _pair("Latency", *_latency(server)),
    ]
    if link.state is not LinkState.LINKED:
        lines[1:1] = [[(text_cell(link.text).text, Tone.WARNING)], *what_next]
    return lines


def _known(count: int | None) -> str:
    return "?" if count is None else numbers.count(count)


def _connections(server: ZooKeeperStatus) -> Sequence[Span]:
    return [("  connections ", Tone.DIM), (_known(server.connections), Tone.BRIGHT)]


def _latency(server: ZooKeeperStatus) -> Sequence[Span]:
    if server.latency_ms is None:
        return [("?", Tone.DIM), ("  needs srvr in 4lw.commands.whitelist", Tone.DIM)]
    low, average, high = server.latency_ms
    return [(f"{average:.1f} ms", Tone.BRIGHT), (f"  {low:g}–{high:g}", Tone.DIM)]
