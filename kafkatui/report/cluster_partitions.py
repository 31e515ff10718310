"""All partitions of the cluster, and what is the matter with them."""

from __future__ import annotations

from collections.abc import Container, Iterable, Iterator, Mapping
from enum import Enum

from msgspec import Struct

from kafkatui.model.cluster import ClusterMetadata, Partition, TopicPartition
from kafkatui.model.observed import Observed
from kafkatui.model.replica_sets import Reassignment
from kafkatui.report.part import part
from kafkatui.report.topics import Configs, config_value

Moves = Mapping[TopicPartition, Reassignment]
"""What is being moved, by partition."""

_Sources = tuple[ClusterMetadata, Configs, frozenset[int], Moves]

_UNREAD: Observed[int] = Observed.unknown()
_NO_MOVES: Moves = {}
_NO_CONFIGS: Configs = {}


class PartitionState(Enum):
    """What may be the matter with a partition, the worst first."""

    LEADERLESS = "leaderless"
    SILENT = "leader does not answer"
    UNDER_MIN = "under minimum"
    AT_MIN = "at minimum"
    UNDER_REPLICATED = "under-replicated"
    MOVING = "moving"
    NOT_PREFERRED = "not preferred"


WRONG = frozenset(
    {PartitionState.LEADERLESS, PartitionState.SILENT, PartitionState.UNDER_MIN, PartitionState.UNDER_REPLICATED}
)
"""States that need a person."""


class ClusterPartitionRow(Struct, frozen=True):
    """One partition of any topic.

    Attributes:
        states: what is the matter with it, the worst first; none where all is well. As Kafka's own tools tell: under
            minimum is also a leaderless partition, at minimum one that misses no replica and has just as many, and
            while a partition moves, replicas that are still to come do not count as missing.
        min_isr: the topic's `min.insync.replicas`.
        moving: what comes and goes, while it is moved.
    """

    partition: Partition
    states: tuple[PartitionState, ...]
    min_isr: Observed[int] = _UNREAD
    moving: Reassignment | None = None

    @property
    def is_leader_silent(self) -> bool:
        """Whether the leader does not answer kafkatui and is leader by the metadata only."""
        return PartitionState.SILENT in self.states

    @property
    def is_wrong(self) -> bool:
        """What `!` keeps."""
        return not WRONG.isdisjoint(self.states)

    def has(self, state: PartitionState) -> bool | None:
        """Whether it is in that state; None for a minimum that is not known."""
        if state in (PartitionState.UNDER_MIN, PartitionState.AT_MIN) and self.min_isr.value is None:
            return None
        return state in self.states


def cluster_partition_rows(
    metadata: ClusterMetadata,
    *,
    configs: Configs = _NO_CONFIGS,
    unreachable: Container[int] = (),
    moves: Moves = _NO_MOVES,
) -> Iterator[ClusterPartitionRow]:
    """A row for every partition, by topic and number.

    Args:
        configs: of topics, for their minimum ISR; of those that are absent it is unknown.
        unreachable: brokers that do not answer.
        moves: what is being moved.
    """
    for topic in metadata.topics.values():
        min_isr = _min_isr(configs, topic.name)
        for partition in topic.partitions:
            moving = moves.get((topic.name, partition.id))
            states = tuple(_states(partition, min_isr.value, moving, is_silent=partition.leader in unreachable))
            yield ClusterPartitionRow(partition, states, min_isr, moving)


class PartitionList:
    """The partitions to look at, the same rows again for as long as nothing they are made from changes."""

    def __init__(self) -> None:
        self._made_of: _Sources | None = None
        self._rows: list[ClusterPartitionRow] = []

    def rows(
        self, metadata: ClusterMetadata, configs: Configs, unreachable: frozenset[int], moves: Moves | None
    ) -> list[ClusterPartitionRow]:
        """What `to_look_at` keeps; there may be tens of thousands of partitions."""
        of = (metadata, configs, unreachable, _NO_MOVES if moves is None else moves)
        if not _is_same(of, self._made_of):
            self._made_of = of
            self._rows = to_look_at(
                cluster_partition_rows(metadata, configs=configs, unreachable=unreachable, moves=of[3])
            )
        return self._rows


def _is_same(of: _Sources, before: _Sources | None) -> bool:
    """Told by identity: comparing metadata takes longer than making rows of it."""
    return (
        before is not None and of[0] is before[0] and of[1] is before[1] and of[2] == before[2] and of[3] is before[3]
    )


def to_look_at(rows: Iterable[ClusterPartitionRow]) -> list[ClusterPartitionRow]:
    """Those of `rows` that a person may want to look at: not those that merely have as few replicas as they should."""
    harmless = (PartitionState.AT_MIN,)
    return [row for row in rows if row.states and row.states != harmless]


def _min_isr(configs: Configs, topic: str) -> Observed[int]:
    entries = configs.get(topic)
    if entries is None:
        return _UNREAD
    return part(config_value(entries, "min.insync.replicas"), lambda value: int(value) if value.isdecimal() else None)


def _states(
    partition: Partition, min_isr: int | None, moving: Reassignment | None, *, is_silent: bool
) -> Iterator[PartitionState]:
    in_sync = len(partition.isr)
    if partition.is_leaderless:
        yield PartitionState.LEADERLESS
    elif is_silent:
        yield PartitionState.SILENT
    if min_isr is not None and (partition.is_leaderless or in_sync < min_isr):
        yield PartitionState.UNDER_MIN
    if in_sync == min_isr:
        yield PartitionState.AT_MIN
    if in_sync < len(partition.replicas) - (len(moving.adding) if moving is not None else 0):
        yield PartitionState.UNDER_REPLICATED
    if moving is not None:
        yield PartitionState.MOVING
    if not partition.is_leaderless and not partition.has_preferred_leader:
        yield PartitionState.NOT_PREFERRED
