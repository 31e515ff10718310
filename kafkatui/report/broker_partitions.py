"""What one broker leads and follows: metadata and its disks joined into a row for each replica."""

from __future__ import annotations

from collections.abc import Container, Iterable

from msgspec import Struct

from kafkatui.model.cluster import ClusterMetadata, Partition
from kafkatui.model.observed import Observed
from kafkatui.report.disk_sizes import LogDirs, sizes_on_broker
from kafkatui.report.partitions import is_partition_wrong

_UNREAD: Observed[int] = Observed.unknown()
_UNREAD_LOG_DIRS: LogDirs = Observed.unknown()


class BrokerPartitionRow(Struct, frozen=True):
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
    def is_wrong(self) -> bool:
        """What `!` keeps."""
        return is_partition_wrong(self.partition, is_silent=self.is_leader_silent)

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
    log_dirs: LogDirs = _UNREAD_LOG_DIRS,
    unreachable: Container[int] = (),
) -> list[BrokerPartitionRow]:
    """What `broker_id` leads and follows, by topic and partition.

    Args:
        unreachable: brokers that do not answer.
    """
    sizes = sizes_on_broker(broker_id, log_dirs)
    unread = _unread_size(broker_id, log_dirs)
    return [
        BrokerPartitionRow(
            partition,
            broker_id,
            partition.leader == broker_id,
            sizes.get((partition.topic, partition.id), unread),
            partition.leader in unreachable,
        )
        for topic in metadata.topics.values()
        for partition in topic.partitions
        if broker_id in partition.replicas or partition.leader == broker_id
    ]


def _unread_size(broker_id: int, log_dirs: LogDirs) -> Observed[int]:
    """What is known of a replica that the broker did not tell of."""
    if log_dirs.value is None:
        return Observed(log_dirs.state, None, log_dirs.as_of_seconds, log_dirs.reason)
    own = [log_dir for log_dir in log_dirs.value if log_dir.broker_id == broker_id]
    if not own:
        return _UNREAD.failing(f"Broker {broker_id} is not there.", log_dirs.as_of_seconds or 0.0)
    reason = next((log_dir.error for log_dir in own if log_dir.error), "")
    return _UNREAD.failing(reason, log_dirs.as_of_seconds or 0.0) if reason else _UNREAD


def led_count(rows: Iterable[BrokerPartitionRow]) -> int:
    """How many of them the broker leads."""
    return sum(row.is_led for row in rows)
