"""What is to be said of the topic under the cursor, line by line."""

from __future__ import annotations

from collections.abc import Sequence

from kafkatui.model.cluster import Partition
from kafkatui.model.observed import ObservedState
from kafkatui.report.progress import TopicGroupRow
from kafkatui.report.topic_detail import TopicDetail
from kafkatui.view import numbers
from kafkatui.view.cell import Cell, cell
from kafkatui.view.cells import observed_cell, optional_rate, plain_count, text_cell
from kafkatui.view.column import Align
from kafkatui.view.group_columns import lag_total_cell, state_cell
from kafkatui.view.replica_columns import id_list
from kafkatui.view.span import Span, Tone
from kafkatui.view.sparkline import sparkline
from kafkatui.view.text_table import table_lines

Line = tuple[Span, ...]

LABEL_WIDTH = 10
SPARKLINE_WIDTH = 48
MOST_WRONG = 4
"""Partitions that need somebody, of those named; the others are counted."""

_GROUP_HEADINGS = (
    ("Group", Align.LEFT),
    ("State", Align.LEFT),
    ("Lag", Align.RIGHT),
    ("read/s", Align.RIGHT),
    ("Members here", Align.RIGHT),
)


def topic_lines(detail: TopicDetail, now_seconds: float) -> list[Line]:
    """What is wrong, leaders and sizes by broker, the rate over time, the newest record, and a table of groups."""
    lines = [*_wrong_lines(detail.wrong), _leaders(detail), _sizes(detail), _rate(detail), _newest(detail, now_seconds)]
    return [*lines, (), *_group_lines(detail.groups)]


def _label(text: str) -> Span:
    return (text.ljust(LABEL_WIDTH), Tone.DIM)


def _wrong_lines(wrong: Sequence[Partition]) -> list[Line]:
    lines: list[Line] = []
    for partition in wrong[:MOST_WRONG]:
        name: Span = (f"partition {partition.id} ", Tone.BRIGHT)
        if partition.is_leaderless:
            lines.append((_label("✗"), name, ("has no leader: nobody can read or write it", Tone.BAD)))
        else:
            missing = id_list(partition.missing_from_isr)
            lines.append((_label("!"), name, (f"lacks {missing} in sync", Tone.WARNING)))
    if len(wrong) > MOST_WRONG:
        lines.append((_label(""), (f"and {numbers.count(len(wrong) - MOST_WRONG)} more; ⏎ lists them", Tone.DIM)))
    return lines


def _leaders(detail: TopicDetail) -> Line:
    spans: list[Span] = [_label("Leaders")]
    for broker, count in sorted(detail.leaders.items()):
        spans += [(f"{broker} ", Tone.BRIGHT), (f"leads {numbers.count(count)}   ", Tone.PLAIN)]
    if not detail.leaders:
        spans.append(("none   ", Tone.BAD))
    total = len(detail.row.topic.partitions)
    tone = Tone.DIM if detail.preferred == total else Tone.WARNING
    spans.append((f"{numbers.count(detail.preferred)} of {numbers.count(total)} by the preferred one", tone))
    return tuple(spans)


def _sizes(detail: TopicDetail) -> Line:
    spans: list[Span] = [_label("On disk")]
    if detail.sizes is None:
        return (*spans, ("…", Tone.DIM))
    if not detail.sizes:
        return (*spans, ("no broker told of a replica of it", Tone.DIM))
    for broker, size in sorted(detail.sizes.items()):
        spans += [(f"{broker} ", Tone.BRIGHT), (f"{numbers.size(size)}   ", Tone.PLAIN)]
    return tuple(spans)


def _rate(detail: TopicDetail) -> Line:
    known = [rate for rate in detail.rates if rate is not None]
    if not known:
        return (_label("Rate"), ("two looks make a rate …", Tone.DIM))
    bars = sparkline(detail.rates, min(SPARKLINE_WIDTH, len(detail.rates)))
    spans: list[Span] = [_label("Rate"), (bars, Tone.KAFKA), (f" {numbers.rate(known[-1])} written/s", Tone.PLAIN)]
    spans.append((f", {numbers.rate(min(known))} to {numbers.rate(max(known))} since it is looked at", Tone.DIM))
    if detail.consumed is not None:
        spans.append((f" · {numbers.rate(detail.consumed)} read/s by its groups", Tone.DIM))
    return tuple(spans)


def _newest(detail: TopicDetail, now_seconds: float) -> Line:
    newest = detail.newest_ms
    if newest.value is not None:
        when = (f"{newest_text(newest.value, now_seconds)} ago", Tone.PLAIN)
        return (_label("Newest"), when, (f"  {numbers.timestamp(newest.value)}", Tone.DIM))
    if newest.state is ObservedState.UNKNOWN:
        return (_label("Newest"), ("…", Tone.DIM))
    if newest.state is ObservedState.OK:
        return (_label("Newest"), ("no record", Tone.DIM))
    return (_label("Newest"), *observed_cell(newest, plain_count).spans, (f" {newest.reason}", Tone.DIM))


def newest_text(time_ms: int, now_seconds: float) -> str:
    """How long ago a record was made: "12s", "3d"."""
    return numbers.age(now_seconds - time_ms / 1000)


def _group_lines(groups: Sequence[TopicGroupRow]) -> list[Line]:
    if not groups:
        return [(("No group has committed for it or reads it.", Tone.DIM),)]
    return table_lines(_GROUP_HEADINGS, [_group_cells(each) for each in groups])


def _group_cells(row: TopicGroupRow) -> tuple[Cell, ...]:
    return (
        text_cell(row.group.id, Tone.BRIGHT),
        state_cell(row.group),
        lag_total_cell(row.lag),
        optional_rate(row.rate),
        cell(numbers.count(row.members_here), Tone.PLAIN if row.members_here else Tone.DIM),
    )
