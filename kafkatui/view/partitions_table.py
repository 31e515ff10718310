"""The table of a topic's partitions."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

from kafkatui.insight.changes import PartitionChange
from kafkatui.insight.messages import MessageCount
from kafkatui.model.cluster import OffsetRange, Partition, Topic, TopicPartition
from kafkatui.model.observed import Observed, ObservedState
from kafkatui.view import numbers
from kafkatui.view.cell import Cell, cell
from kafkatui.view.cells import EMPTY_CELL, plain_count, plain_rate, plain_size
from kafkatui.view.column import Align, Column
from kafkatui.view.column_kinds import observed_column
from kafkatui.view.events_table import SEVERITY_TONES
from kafkatui.view.replica_columns import id_list, is_wrong, partition_number_column, replica_columns
from kafkatui.view.span import Tone
from kafkatui.view.table import TableDefinition
from kafkatui.view.topics_table import messages_cell

_UNREAD_RANGE: Observed[OffsetRange] = Observed.unknown()
_UNREAD_RATE: Observed[float] = Observed.unknown()
_UNREAD_SIZE: Observed[int] = Observed.unknown()


@dataclass(frozen=True, slots=True)
class PartitionRow:
    """One partition.

    Attributes:
        offsets: begin and end; either may be None with a reason.
        rate: messages written per second.
        size_bytes: the leader's log on disk.
        change: the newest change of leader, ISR or replicas seen, if any.
        change_age_seconds: how long ago that was.
        is_upper_bound: whether end − begin counts more than can be read (compacted, transactional).
        leader_silent_seconds: how long the leader has not answered kafkatui; None when it answers or there is none.
    """

    partition: Partition
    offsets: Observed[OffsetRange] = _UNREAD_RANGE
    rate: Observed[float] = _UNREAD_RATE
    size_bytes: Observed[int] = _UNREAD_SIZE
    change: PartitionChange | None = None
    change_age_seconds: float = 0.0
    is_upper_bound: bool = False
    leader_silent_seconds: float | None = None

    @property
    def is_leader_silent(self) -> bool:
        """Whether the leader does not answer kafkatui and is leader by the metadata only."""
        return self.leader_silent_seconds is not None

    @property
    def begin(self) -> Observed[int]:
        """The log start offset."""
        return _known_part(self.offsets, self.offsets.value.begin if self.offsets.value else None)

    @property
    def end(self) -> Observed[int]:
        """The high watermark."""
        return _known_part(self.offsets, self.offsets.value.end if self.offsets.value else None)

    @property
    def messages(self) -> Observed[int]:
        """End − begin."""
        return _known_part(self.offsets, self.offsets.value.count if self.offsets.value else None)

    @property
    def since_text(self) -> str:
        """The newest change: "ISR −3 · 2m14s", or how long the leader is silent; empty when there is neither."""
        if self.leader_silent_seconds is not None:
            return f"no answer · {numbers.duration(max(0, int(self.leader_silent_seconds)))}"
        if self.change is None:
            return ""
        return f"{self.change.short_text} · {numbers.duration(max(0, int(self.change_age_seconds)))}"


def _known_part(offsets: Observed[OffsetRange], part: int | None) -> Observed[int]:
    """One offset of a pair: a pair that was read may still lack it."""
    if offsets.value is None or part is not None:
        return Observed(offsets.state, part, offsets.as_of_seconds, offsets.reason)
    return Observed(ObservedState.FAILED, None, offsets.as_of_seconds, offsets.value.reason)


def partition_rows(
    topic: Topic,
    now_seconds: float,
    *,
    offsets: Mapping[int, Observed[OffsetRange]] | None = None,
    rates: Mapping[int, Observed[float]] | None = None,
    sizes: Mapping[int, Observed[int]] | None = None,
    changes: Mapping[TopicPartition, PartitionChange] | None = None,
    is_upper_bound: bool = False,
    unreachable: Mapping[int, float] | None = None,
) -> list[PartitionRow]:
    """A row for every partition of `topic`; offsets, rates and sizes by partition id, absent ones unknown.

    Args:
        changes: as `insight.changes.with_latest` keeps them.
        unreachable: brokers that do not answer, with since when (Unix seconds).
    """
    rows = []
    for partition in topic.partitions:
        silent_since = (unreachable or {}).get(partition.leader)
        change = (changes or {}).get((partition.topic, partition.id))
        rows.append(
            PartitionRow(
                partition,
                (offsets or {}).get(partition.id, _UNREAD_RANGE),
                (rates or {}).get(partition.id, _UNREAD_RATE),
                (sizes or {}).get(partition.id, _UNREAD_SIZE),
                change,
                0.0 if change is None else now_seconds - change.at_seconds,
                is_upper_bound,
                None if silent_since is None else now_seconds - silent_since,
            )
        )
    return rows


def _since_cell(row: PartitionRow) -> Cell:
    if row.leader_silent_seconds is not None:
        return cell(row.since_text, Tone.BAD)
    return EMPTY_CELL if row.change is None else cell(row.since_text, SEVERITY_TONES[row.change.severity])


_COLUMNS: list[Column[PartitionRow]] = [
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
        cell=lambda row: messages_cell(row.messages.map(MessageCount), at_most=row.is_upper_bound),
        align=Align.RIGHT,
        sort_key=lambda row: row.messages.value,
        json_name="messages",
        json_value=lambda row: row.messages.value,
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
        "has not answered.",
        cell=_since_cell,
        sort_key=lambda row: None if row.change is None else row.change_age_seconds,
        json_name="change",
        json_value=lambda row: row.since_text or None,
        min_width=5,
        max_width=40,
    ),
]

PARTITIONS_TABLE: TableDefinition[PartitionRow] = TableDefinition(
    id="partitions",
    noun="partition",
    noun_plural="partitions",
    columns=_COLUMNS,
    key=lambda row: str(row.partition.id),
    filter_text=lambda row: f"{row.partition.id} {id_list(row.partition.replicas)} {row.since_text}",
    is_wrong=lambda row: is_wrong(row.partition, is_silent=row.is_leader_silent),
)
