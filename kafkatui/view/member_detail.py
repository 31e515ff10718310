"""What is to be said of the member under the cursor, line by line."""

from __future__ import annotations

from collections.abc import Sequence

from kafkatui.insight.lag import total_lag
from kafkatui.model.cluster import by_topic
from kafkatui.model.group import GroupMember
from kafkatui.model.lag import PartitionProgress
from kafkatui.view.cell import Cell, cell
from kafkatui.view.cells import optional_rate, text_cell
from kafkatui.view.column import Align
from kafkatui.view.detail_lines import Line, told
from kafkatui.view.group_columns import lag_total_cell
from kafkatui.view.span import Tone
from kafkatui.view.text_table import table_lines

_HEADINGS = (("Topic", Align.LEFT), ("Lag", Align.RIGHT), ("out/s", Align.RIGHT), ("Partitions", Align.LEFT))


def member_lines(member: GroupMember, progress: Sequence[PartitionProgress]) -> list[Line]:
    """Its ids, what it asked for, and what it reads, topic by topic, with how far it is behind.

    Args:
        progress: of the group, in all its partitions.
    """
    lines = [
        *told("Client", f"{member.client_id or 'no client.id'} at {member.host.lstrip('/')}", Tone.BRIGHT),
        *told("Member id", member.member_id),
        *told("Instance", f"{member.instance_id}: it may restart without a rebalance" if member.instance_id else ""),
        *told("Asked for", ", ".join(member.topics)),
        *told("Tasks", member.tasks.text if member.tasks is not None else ""),
    ]
    if not member.assignment:
        return [*lines, *told("Reads", "nothing", Tone.WARNING)]
    return [*lines, (), *table_lines(_HEADINGS, _topic_rows(member, progress))]


def _topic_rows(member: GroupMember, progress: Sequence[PartitionProgress]) -> list[tuple[Cell, ...]]:
    by_partition = {(part.topic, part.partition): part for part in progress}
    rows: list[tuple[Cell, ...]] = []
    for topic, numbers_ in by_topic(member.assignment).items():
        parts = [by_partition[topic, number] for number in numbers_ if (topic, number) in by_partition]
        rates = [part.consume_rate for part in parts if part.consume_rate is not None]
        rows.append(
            (
                text_cell(topic, Tone.BRIGHT),
                lag_total_cell(total_lag(parts)),
                optional_rate(sum(rates) if rates else None),
                cell(", ".join(map(str, sorted(numbers_))), Tone.DIM),
            )
        )
    return rows
