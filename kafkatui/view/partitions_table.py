"""The table of a topic's partitions, and of a broker's."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

from kafkatui.insight.changes import PartitionChange
from kafkatui.insight.messages import MessageCount
from kafkatui.model.cluster import OffsetRange, Partition, Topic, TopicPartition
from kafkatui.model.observed import Observed, ObservedState
from kafkatui.view import numbers
from kafkatui.view.cells import EMPTY_CELL, observed_cell, plain_rate, plain_size
from kafkatui.view.column import Align, Cell, Column, TableDefinition, Tone, cell
from kafkatui.view.column_kinds import number_column, observed_column
from kafkatui.view.events_table import SEVERITY_TONES
from kafkatui.view.topics_table import messages_cell

PREFERRED_MARK = "★"
UNREACHABLE_MARK = "✗"
NOTHING = "–"

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


def leader_cell(partition: Partition, *, is_silent: bool = False) -> Cell:
    """The leader with ★ when it is the preferred one; "–" in red without one, ✗ with one that does not answer."""
    if partition.is_leaderless:
        return cell(NOTHING, Tone.BAD)
    if is_silent:
        return cell(f"{partition.leader} {UNREACHABLE_MARK}", Tone.BAD)
    if partition.has_preferred_leader:
        return Cell(((str(partition.leader), Tone.PLAIN), (f" {PREFERRED_MARK}", Tone.DIM)))
    return cell(str(partition.leader))


def isr_cell(partition: Partition) -> Cell:
    """The ISR; when replicas are missing, in the warning tone with them: "2,1  −3"."""
    if not partition.isr:
        return cell(NOTHING, Tone.BAD)
    text = ",".join(map(str, partition.isr))
    missing = " ".join(f"−{broker}" for broker in partition.missing_from_isr)
    return cell(f"{text}  {missing}", Tone.WARNING) if missing else cell(text)


def id_list(ids: tuple[int, ...]) -> str:
    """(2, 3, 1) → "2,3,1"."""
    return ",".join(map(str, ids))


def _offset_cell(observed: Observed[int]) -> Cell:
    return observed_cell(observed, lambda offset: cell(numbers.count(offset)))


def _since_cell(row: PartitionRow) -> Cell:
    if row.leader_silent_seconds is not None:
        return cell(row.since_text, Tone.BAD)
    return EMPTY_CELL if row.change is None else cell(row.since_text, SEVERITY_TONES[row.change.severity])


def is_wrong(partition: Partition) -> bool:
    """What `!` keeps: without leader, or with replicas out of sync."""
    return partition.is_leaderless or partition.is_under_replicated


_NUMBER_COLUMN: Column[PartitionRow] = number_column(
    "partition",
    "#",
    "A partition is one ordered log; order is kept within a partition, not across a topic.",
    lambda row: row.partition.id,
    cell=lambda row: cell(str(row.partition.id)),
    min_width=1,
)
_SHARED: list[Column[PartitionRow]] = [
    Column(
        "leader",
        "Leader",
        "The replica that takes all writes and serves reads; ★ when it is the preferred one, the first of Replicas; "
        "✗ when it does not answer kafkatui and is leader by the metadata only.",
        cell=lambda row: leader_cell(row.partition, is_silent=row.leader_silent_seconds is not None),
        sort_key=lambda row: None if row.partition.is_leaderless else row.partition.leader,
        json_name="leader",
        json_value=lambda row: None if row.partition.is_leaderless else row.partition.leader,
        min_width=4,
    ),
    Column(
        "replicas",
        "Replicas",
        "The brokers that keep a copy, in order of preference as leader.",
        cell=lambda row: cell(id_list(row.partition.replicas)),
        sort_key=lambda row: row.partition.replicas,
        json_name="replicas",
        json_value=lambda row: list(row.partition.replicas),
        min_width=5,
        max_width=40,
    ),
    Column(
        "isr",
        "ISR",
        "In-sync replicas hold every acknowledged record and may become leader; −N is a replica that lags behind.",
        cell=lambda row: isr_cell(row.partition),
        sort_key=lambda row: -len(row.partition.missing_from_isr),
        json_name="isr",
        json_value=lambda row: list(row.partition.isr),
        min_width=5,
        max_width=50,
    ),
    Column(
        "begin",
        "Begin",
        "Log start offset: the oldest offset that can still be read.",
        align=Align.RIGHT,
        cell=lambda row: _offset_cell(row.begin),
        sort_key=lambda row: row.begin.value,
        json_name="begin_offset",
        json_value=lambda row: row.begin.value,
        min_width=5,
        max_width=30,
    ),
    Column(
        "end",
        "End",
        "High watermark: the offset the next fully replicated record will get.",
        align=Align.RIGHT,
        cell=lambda row: _offset_cell(row.end),
        sort_key=lambda row: row.end.value,
        json_name="end_offset",
        json_value=lambda row: row.end.value,
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
    columns=[_NUMBER_COLUMN, *_SHARED],
    key=lambda row: str(row.partition.id),
    filter_text=lambda row: f"{row.partition.id} {id_list(row.partition.replicas)} {row.since_text}",
    is_wrong=lambda row: is_wrong(row.partition) or row.leader_silent_seconds is not None,
)
