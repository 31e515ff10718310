"""The table of a topic's partitions."""

from __future__ import annotations

from kafkatui.insight.messages import MessageCount
from kafkatui.report.partitions import PartitionRow, PartitionTotals
from kafkatui.view import numbers
from kafkatui.view.cell import Cell, cell
from kafkatui.view.cells import EMPTY_CELL, MISSING_MARK, plain_count, plain_rate, plain_size
from kafkatui.view.column import Align, Column
from kafkatui.view.column_kinds import observed_column, text_column
from kafkatui.view.events_table import SEVERITY_TONES
from kafkatui.view.next_steps import partition_step
from kafkatui.view.replica_columns import id_list, partition_number_column, replica_columns
from kafkatui.view.span import Span, Tone
from kafkatui.view.table import TableDefinition
from kafkatui.view.topics_table import UPPER_BOUND_FIELD, UPPER_BOUND_MARK, messages_cell


def since_text(row: PartitionRow) -> str:
    """The newest change: "ISR −3 · 2m14s", or how long the leader is silent; empty when there is neither."""
    if row.leader_silent_seconds is not None:
        return f"no answer · {numbers.duration(max(0, int(row.leader_silent_seconds)))}"
    if row.change is None:
        return ""
    flapping = f"↯ {row.flaps} in 10m · " if row.flaps else ""
    return f"{flapping}{row.change.short_text} · {numbers.duration(max(0, int(row.change_age_seconds)))}"


def total_spans(totals: PartitionTotals) -> list[Span]:
    """ "≤30,181 +? messages", "36.0 msg/s": what a foot says of the partitions together."""
    spans: list[Span] = []
    if totals.messages is not None:
        sign = UPPER_BOUND_MARK if totals.is_upper_bound else ""
        missing = f" {MISSING_MARK}" if totals.is_messages_partial else ""
        spans.append((f"{sign}{numbers.count(totals.messages)}{missing} messages", Tone.DIM))
    if totals.rate is not None:
        missing = f" {MISSING_MARK}" if totals.is_rate_partial else ""
        spans.append((f"{numbers.rate(totals.rate)}{missing} msg/s", Tone.DIM))
    return spans


def _since_cell(row: PartitionRow) -> Cell:
    if row.leader_silent_seconds is not None:
        return cell(since_text(row), Tone.BAD)
    if row.change is None:
        return EMPTY_CELL
    return cell(since_text(row), Tone.WARNING if row.flaps else SEVERITY_TONES[row.change.severity])


_COLUMNS: list[Column[PartitionRow]] = [
    text_column("topic", "Topic", "The topic it is a part of.", lambda row: row.partition.topic, max_width=80),
    partition_number_column(
        "A partition is one ordered log; order is kept within a partition, not across a topic.",
        lambda row: row.partition.id,
    ),
    *replica_columns(lambda row: row.partition, lambda row: row.is_leader_silent),
    observed_column(
        "begin",
        "Begin",
        "Log start offset: the oldest offset that can still be read.",
        lambda row: row.begin,
        show=plain_count,
        json_name="begin_offset",
        min_width=5,
        max_width=30,
    ),
    observed_column(
        "end",
        "End",
        "High watermark: the offset the next fully replicated record will get.",
        lambda row: row.end,
        show=plain_count,
        json_name="end_offset",
        min_width=5,
        max_width=30,
    ),
    Column(
        "messages",
        "Messages",
        "End minus begin: exact for plain topics, an upper bound (≤) on compacted ones and those with transactions, "
        "which brokers from Kafka 2.8 on tell until the producer has been idle for producer.id.expiration.ms (1 day).",
        cell=lambda row: messages_cell(row.messages.map(MessageCount), at_most=bool(row.is_upper_bound)),
        align=Align.RIGHT,
        sort_key=lambda row: row.messages.value,
        json_name="messages",
        json_value=lambda row: row.messages.value,
        json_marks=((UPPER_BOUND_FIELD, lambda row: row.is_upper_bound),),
        min_width=6,
        max_width=30,
    ),
    observed_column(
        "rate",
        "msg/s",
        "Messages written per second, from the growth of the end offset.",
        lambda row: row.rate,
        show=plain_rate,
        json_name="messages_per_second",
    ),
    observed_column(
        "size",
        "Size",
        "Bytes of the leader's log on disk (1 MB = 1,000,000 bytes).",
        lambda row: row.size_bytes,
        show=plain_size,
        json_name="size_bytes",
    ),
    Column(
        "since",
        "Since",
        "The newest change of leader, ISR or replicas that kafkatui saw, and how long ago; or how long the leader "
        "has not answered. ↯: its leader or ISR flaps, so often within ten minutes.",
        cell=_since_cell,
        sort_key=lambda row: None if row.change is None else row.change_age_seconds,
        json_name="change",
        json_value=lambda row: since_text(row) or None,
        json_remarks=(("flaps", lambda row: row.flaps or None),),
        min_width=5,
        max_width=40,
    ),
]

PARTITIONS_EXPORT: TableDefinition[PartitionRow] = TableDefinition(
    id="partitions",
    noun="partition",
    noun_plural="partitions",
    columns=_COLUMNS,
    key=lambda row: str(row.partition.id),
    filter_text=lambda row: f"{row.partition.id} {id_list(row.partition.replicas)} {since_text(row)}",
    is_wrong=lambda row: row.is_wrong,
    next_step=lambda row: partition_step(row.partition, is_silent=row.is_leader_silent),
    naming=("topic", "partition"),
)
"""Every column, with the topic."""

PARTITIONS_TABLE = PARTITIONS_EXPORT.without("topic")
"""What the page of a topic shows."""
