"""The table of what one broker leads and follows."""

from __future__ import annotations

from kafkatui.report.broker_partitions import BrokerPartitionRow
from kafkatui.view.cells import plain_size
from kafkatui.view.column import Column
from kafkatui.view.column_kinds import observed_column, text_column
from kafkatui.view.next_steps import partition_step
from kafkatui.view.replica_columns import partition_number_column, replica_columns
from kafkatui.view.span import Tone
from kafkatui.view.table import TableDefinition

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
        min_width=len("out of sync"),
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
    is_wrong=lambda row: row.is_wrong,
    next_step=lambda row: partition_step(row.partition, is_silent=row.is_leader_silent),
    naming=("topic", "partition"),
)
