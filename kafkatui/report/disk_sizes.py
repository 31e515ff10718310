"""What brokers told of their disks, joined by broker and by partition, with what some directory did not tell."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Mapping

from msgspec import Struct

from kafkatui.model.cluster import Partition, TopicPartition
from kafkatui.model.config_entry import LogDir
from kafkatui.model.observed import Observed, ObservedState

NOT_ASKED = "The broker was not asked."
NO_LEADER = "no leader"

LogDirs = Observed[tuple[LogDir, ...]]


class DiskSize(Struct, frozen=True):
    """Bytes of the log directories that could be read.

    Attributes:
        missing: directories that could not.
    """

    size_bytes: int
    missing: int = 0

    @property
    def whole_bytes(self) -> int | None:
        """The bytes, or None while a directory is missing."""
        return None if self.missing else self.size_bytes


def size_by_broker(log_dirs: LogDirs, broker_ids: Iterable[int]) -> dict[int, Observed[DiskSize]]:
    """What each broker keeps on its disks; failed where none of its directories could be read."""
    by_broker: dict[int, list[LogDir]] = {}
    for log_dir in log_dirs.value or ():
        by_broker.setdefault(log_dir.broker_id, []).append(log_dir)
    return {broker_id: _of_broker(log_dirs, by_broker.get(broker_id, ())) for broker_id in broker_ids}


def total_size(log_dirs: Collection[LogDir]) -> DiskSize:
    """Those directories together."""
    return DiskSize(
        sum(log_dir.size_bytes for log_dir in log_dirs if not log_dir.error),
        sum(bool(log_dir.error) for log_dir in log_dirs),
    )


def _of_broker(log_dirs: LogDirs, own: Collection[LogDir]) -> Observed[DiskSize]:
    if log_dirs.value is None:
        return Observed(log_dirs.state, None, log_dirs.as_of_seconds, log_dirs.reason)
    size = total_size(own)
    if size.missing == len(own):
        reason = next((log_dir.error for log_dir in own), NOT_ASKED)
        return Observed(ObservedState.FAILED, None, log_dirs.as_of_seconds, reason)
    return Observed(log_dirs.state, size, log_dirs.as_of_seconds, log_dirs.reason)


def leader_sizes(partitions: Iterable[Partition], log_dirs: LogDirs) -> dict[TopicPartition, Observed[int]]:
    """Bytes on the leader's disk; failed where the leader did not tell, absent where it may tell next time."""
    parts = list(partitions)
    if log_dirs.value is None:
        unread: Observed[int] = Observed(log_dirs.state, None, log_dirs.as_of_seconds, log_dirs.reason)
        return {(part.topic, part.id): unread for part in parts}
    sizes = _replica_sizes(log_dirs.value, {part.topic for part in parts})
    errors = {log_dir.broker_id: log_dir.error for log_dir in log_dirs.value if log_dir.error}
    found: dict[TopicPartition, Observed[int]] = {}
    for part in parts:
        size = sizes.get((part.topic, part.id, part.leader))
        if size is not None:
            found[part.topic, part.id] = Observed(log_dirs.state, size, log_dirs.as_of_seconds, log_dirs.reason)
        elif part.is_leaderless or part.leader in errors:
            reason = errors.get(part.leader, NO_LEADER)
            found[part.topic, part.id] = Observed(ObservedState.FAILED, None, log_dirs.as_of_seconds, reason)
    return found


def _replica_sizes(log_dirs: Iterable[LogDir], topics: Collection[str]) -> Mapping[tuple[str, int, int], int]:
    """Bytes by topic, partition and broker; a copy that is still being moved to another disk is not the replica."""
    return {
        (replica.topic, replica.partition, replica.broker_id): replica.size_bytes
        for log_dir in log_dirs
        for replica in log_dir.replicas
        if not replica.is_future and replica.topic in topics
    }


def sizes_on_broker(broker_id: int, log_dirs: LogDirs) -> dict[TopicPartition, Observed[int]]:
    """Bytes of every replica on one broker's disks."""
    return {
        (replica.topic, replica.partition): Observed(
            log_dirs.state, replica.size_bytes, log_dirs.as_of_seconds, log_dirs.reason
        )
        for log_dir in log_dirs.value or ()
        if log_dir.broker_id == broker_id
        for replica in log_dir.replicas
        if not replica.is_future
    }
