"""The table of what one broker leads and follows."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

from kafkatui.model.cluster import ClusterMetadata, Partition, TopicPartition
from kafkatui.model.observed import Observed
from kafkatui.view.cells import plain_size
from kafkatui.view.column import Column, TableDefinition, Tone, cell
from kafkatui.view.column_kinds import number_column, observed_column, text_column
from kafkatui.view.partitions_table import NOTHING, id_list, is_wrong, isr_cell, leader_cell

_UNREAD: Observed[int] = Observed.unknown()


@dataclass(frozen=True, slots=True)
class BrokerPartitionRow:
    """One replica on one broker.

    Attributes:
        is_led: whether the broker leads the partition.
        size_bytes: of the replica on this broker's disk.
    """

    partition: Partition
    broker_id: int
    is_led: bool
    size_bytes: Observed[int] = _UNREAD

    @property
    def is_in_sync(self) -> bool:
        return self.broker_id in self.partition.isr

    @property
    def role(self) -> str:
        """leader, follower or "out of sync"."""
        if self.is_led:
            return "leader"
        return "follower" if self.is_in_sync else "out of sync"


def broker_partition_rows(
    metadata: ClusterMetadata, broker_id: int, *, sizes: Mapping[TopicPartition, Observed[int]] | None = None
) -> list[BrokerPartitionRow]:
    """What `broker_id` leads and follows, by topic and partition; absent sizes are unknown."""
    return [
        BrokerPartitionRow(
            partition,
            broker_id,
            partition.leader == broker_id,
            (sizes or {}).get((partition.topic, partition.id), _UNREAD),
        )
        for topic in metadata.topics.values()
        for partition in topic.partitions
        if broker_id in partition.replicas or partition.leader == broker_id
    ]


_ROLE_TONES = {"leader": Tone.KAFKA, "follower": Tone.PLAIN, "out of sync": Tone.WARNING}

_COLUMNS: list[Column[BrokerPartitionRow]] = [
    text_column(
        "topic",
        "Topic",
        "A topic is a named, append-only log of records, split into partitions.",
        lambda row: row.partition.topic,
        min_width=12,
        max_width=80,
        grow=1,
    ),
    number_column(
        "partition",
        "#",
        "A partition is one ordered log, kept on several brokers.",
        lambda row: row.partition.id,
        cell=lambda row: cell(str(row.partition.id)),
        min_width=1,
    ),
    text_column(
        "role",
        "Role",
        "leader takes the writes, a follower copies it; out of sync: this broker's copy is behind or not there.",
        lambda row: row.role,
        tone=lambda row: _ROLE_TONES[row.role],
    ),
    Column(
        "leader",
        "Leader",
        "The replica that takes all writes; ★ when it is the preferred one, the first of Replicas.",
        cell=lambda row: leader_cell(row.partition),
        sort_key=lambda row: None if row.partition.is_leaderless else row.partition.leader,
        json_name="leader",
        json_value=lambda row: None if row.partition.is_leaderless else row.partition.leader,
        min_width=4,
    ),
    Column(
        "replicas",
        "Replicas",
        "The brokers that keep a copy, in order of preference as leader.",
        cell=lambda row: cell(id_list(row.partition.replicas) or NOTHING),
        json_name="replicas",
        sort_key=lambda row: row.partition.replicas,
        json_value=lambda row: list(row.partition.replicas),
        min_width=5,
        max_width=40,
    ),
    Column(
        "isr",
        "ISR",
        "In-sync replicas, any of which may become leader; −N is a replica that lags behind.",
        cell=lambda row: isr_cell(row.partition),
        sort_key=lambda row: -len(row.partition.missing_from_isr),
        json_name="isr",
        json_value=lambda row: list(row.partition.isr),
        min_width=5,
        max_width=50,
    ),
    observed_column(
        "size",
        "Size",
        "Bytes of this broker's copy on disk (1 MB = 1,000,000 bytes).",
        lambda row: row.size_bytes,
        show=plain_size,
        json_name="size_bytes",
    ),
]

BROKER_PARTITIONS_TABLE: TableDefinition[BrokerPartitionRow] = TableDefinition(
    id="broker-partitions",
    noun="partition",
    noun_plural="partitions",
    columns=_COLUMNS,
    key=lambda row: f"{row.partition.topic}-{row.partition.id}",
    filter_text=lambda row: f"{row.partition.topic}-{row.partition.id} {row.role}",
    is_wrong=lambda row: is_wrong(row.partition),
)
