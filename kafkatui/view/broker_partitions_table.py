"""The table of what one broker leads and follows."""

from __future__ import annotations

from collections.abc import Container, Mapping
from dataclasses import dataclass

from kafkatui.model.cluster import ClusterMetadata, Partition, TopicPartition
from kafkatui.model.observed import Observed
from kafkatui.view.cells import plain_size
from kafkatui.view.column import Column
from kafkatui.view.column_kinds import observed_column, text_column
from kafkatui.view.replica_columns import is_wrong, partition_number_column, replica_columns
from kafkatui.view.span import Tone
from kafkatui.view.table import TableDefinition

_UNREAD: Observed[int] = Observed.unknown()


@dataclass(frozen=True, slots=True)
class BrokerPartitionRow:
    """One replica on one broker.

    Attributes:
        is_led: whether the broker leads the partition.
        size_bytes: of the replica on this broker's disk.
        is_leader_silent: whether the leader does not answer kafkatui, so that it is leader by the metadata only.
    """

    partition: Partition
    broker_id: int
    is_led: bool
    size_bytes: Observed[int] = _UNREAD
    is_leader_silent: bool = False

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
    metadata: ClusterMetadata,
    broker_id: int,
    *,
    sizes: Mapping[TopicPartition, Observed[int]] | None = None,
    unreachable: Container[int] = (),
) -> list[BrokerPartitionRow]:
    """What `broker_id` leads and follows, by topic and partition; absent sizes are unknown.

    Args:
        unreachable: brokers that do not answer.
    """
    return [
        BrokerPartitionRow(
            partition,
            broker_id,
            partition.leader == broker_id,
            (sizes or {}).get((partition.topic, partition.id), _UNREAD),
            partition.leader in unreachable,
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
    partition_number_column("A partition is one ordered log, kept on several brokers.", lambda row: row.partition.id),
    text_column(
        "role",
        "Role",
        "leader takes the writes, a follower copies it; out of sync: this broker's copy is behind or not there.",
        lambda row: row.role,
        tone=lambda row: _ROLE_TONES[row.role],
    ),
    *replica_columns(lambda row: row.partition, lambda row: row.is_leader_silent),
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
    is_wrong=lambda row: is_wrong(row.partition, is_silent=row.is_leader_silent),
)
