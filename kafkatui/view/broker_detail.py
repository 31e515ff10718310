"""What is to be said of the broker under the cursor, line by line."""

from __future__ import annotations

from collections.abc import Sequence

from kafkatui.codec.sanitise import sanitise
from kafkatui.model.cluster import TopicPartition
from kafkatui.model.config_entry import LogDir
from kafkatui.model.presence import PresenceState
from kafkatui.report.broker_detail import BrokerDetail
from kafkatui.view import numbers
from kafkatui.view.bar import bar
from kafkatui.view.brokers_table import state_text
from kafkatui.view.span import Span, Tone

Line = tuple[Span, ...]

LABEL_WIDTH, BAR_WIDTH = 12, 24
MOST_NAMED = 6
"""Partitions that need somebody, of those named; the others are counted."""

SKEWED = 1.5
"""A broker that has so many times an even share stands out."""


def broker_lines(detail: BrokerDetail) -> list[Line]:
    """What is wrong with it, its share of leaders, replicas and bytes, its disks, and the topics that are largest."""
    return [
        *_wrong_lines(detail),
        _share("Leaders", detail.row.load.leaders, detail.leaders, detail, numbers.count(detail.row.load.leaders)),
        _preferred(detail),
        _share("Replicas", detail.row.load.replicas, detail.replicas, detail, numbers.count(detail.row.load.replicas)),
        _bytes(detail),
        *[_disk(log_dir) for log_dir in detail.log_dirs],
        *_topics(detail),
    ]


def _label(text: str) -> Span:
    return (text.ljust(LABEL_WIDTH), Tone.DIM)


def _wrong_lines(detail: BrokerDetail) -> list[Line]:
    row, troubles = detail.row, detail.troubles
    lines: list[Line] = []
    if row.presence.state is not PresenceState.UP:
        why = "what it led has other leaders, where there are replicas in sync"
        lines.append((_label("✗"), (state_text(row), Tone.BAD), (f"  {why}", Tone.DIM)))
    if troubles.out_of_sync:
        names = _named(troubles.out_of_sync)
        lines.append((_label("!"), ("behind with ", Tone.WARNING), (names, Tone.PLAIN)))
    if troubles.leads_short:
        names = _named(troubles.leads_short)
        lines.append((_label("!"), ("leads with replicas missing: ", Tone.WARNING), (names, Tone.PLAIN)))
    return lines or [(_label("✓"), ("nothing is wrong with it by the metadata", Tone.GOOD))]


def _named(partitions: Sequence[TopicPartition]) -> str:
    names = ", ".join(sanitise(f"{topic}-{number}") for topic, number in partitions[:MOST_NAMED])
    more = len(partitions) - MOST_NAMED
    return f"{names} and {numbers.count(more)} more" if more > 0 else names


def _share(label: str, own: int, total: int, detail: BrokerDetail, figure: str) -> Line:
    """A bar that is full at all there is, and how that compares with an even share."""
    if not total:
        return (_label(label), ("none in the cluster", Tone.DIM))
    even = total / detail.brokers
    is_skewed = own > even * SKEWED and own - even > 1
    return (
        _label(label),
        (bar(own, total, BAR_WIDTH), Tone.KAFKA),
        (f" {figure}", Tone.PLAIN),
        (f"  {numbers.percent(own / total)}", Tone.WARNING if is_skewed else Tone.PLAIN),
        (f" of all, even: {numbers.percent(1 / detail.brokers)}", Tone.DIM),
    )


def _preferred(detail: BrokerDetail) -> Line:
    load = detail.row.load
    text = f"leads {numbers.count(load.leaders)}, should lead {numbers.count(load.preferred)} by preference"
    return (_label(""), (text, Tone.DIM if load.leaders == load.preferred else Tone.WARNING))


def _bytes(detail: BrokerDetail) -> Line:
    size = detail.row.size
    if size.value is None:
        return (_label("On disk"), (sanitise(size.reason) or "…", Tone.DIM))
    return _share("On disk", size.value.size_bytes, detail.all_bytes, detail, numbers.size(size.value.size_bytes))


def _disk(log_dir: LogDir) -> Line:
    if log_dir.error:
        return (_label("Directory"), (f"{sanitise(log_dir.path)}  ", Tone.PLAIN), (sanitise(log_dir.error), Tone.BAD))
    spans: list[Span] = [_label("Directory"), (f"{sanitise(log_dir.path)}  ", Tone.PLAIN)]
    spans.append((f"{numbers.count(len(log_dir.replicas))} replicas, {numbers.size(log_dir.size_bytes)}", Tone.DIM))
    if log_dir.usable_bytes is not None and log_dir.total_bytes:
        share = log_dir.usable_bytes / log_dir.total_bytes
        free = f", {numbers.size(log_dir.usable_bytes)} of {numbers.size(log_dir.total_bytes)} free"
        spans.append((free, Tone.WARNING if share < 0.1 else Tone.DIM))
    return tuple(spans)


def _topics(detail: BrokerDetail) -> list[Line]:
    if not detail.largest_topics:
        return []
    largest = detail.largest_topics[0][1]
    lines: list[Line] = [()]
    for index, (name, size) in enumerate(detail.largest_topics):
        lines.append(
            (
                _label("" if index else "Largest"),
                (bar(size, largest, BAR_WIDTH), Tone.KAFKA),
                (f" {numbers.size(size).rjust(7)}", Tone.PLAIN),
                (f"  {sanitise(name)}", Tone.BRIGHT),
            )
        )
    return lines
