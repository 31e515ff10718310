"""Where a broker's replicas are on its disks, and how far those are that are being moved."""

from __future__ import annotations

from collections.abc import Iterable, Mapping

from msgspec import Struct

from kafkatui.model.cluster import TopicPartition
from kafkatui.model.config_entry import LogDir


class ReplicaPlace(Struct, frozen=True):
    """A replica on a broker's disks.

    Attributes:
        moving_to: the directory that it is being copied to; empty when it is not.
        copied_bytes: what of it is there already.
    """

    log_dir: str
    size_bytes: int
    moving_to: str = ""
    copied_bytes: int = 0


def replica_places(log_dirs: Iterable[LogDir]) -> Mapping[TopicPartition, ReplicaPlace]:
    """The replicas of one broker, by partition."""
    places: dict[TopicPartition, ReplicaPlace] = {}
    copies: dict[TopicPartition, tuple[str, int]] = {}
    for log_dir in log_dirs:
        for replica in log_dir.replicas:
            key = (replica.topic, replica.partition)
            if replica.is_future:
                copies[key] = (log_dir.path, replica.size_bytes)
            else:
                places[key] = ReplicaPlace(log_dir.path, replica.size_bytes)
    return {
        key: ReplicaPlace(place.log_dir, place.size_bytes, *copies[key]) if key in copies else place
        for key, place in places.items()
    }
