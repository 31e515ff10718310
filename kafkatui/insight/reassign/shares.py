"""What each broker has before and after a plan."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass

from kafkatui.model.cluster import Partition, TopicPartition
from kafkatui.model.partition_move import PartitionMove


@dataclass(slots=True)
class Share:
    """A broker's part: partitions it is the preferred leader of, replicas, and their bytes.

    Attributes:
        is_partial: whether the size of some of its replicas is not known.
    """

    leaders: int = 0
    replicas: int = 0
    size_bytes: int = 0
    is_partial: bool = False


def shares_of(
    partitions: Iterable[Partition],
    moves: Sequence[PartitionMove],
    sizes: Mapping[TopicPartition, int],
    brokers: Iterable[int],
) -> dict[int, tuple[Share, Share]]:
    """Before and after, by broker.

    Args:
        partitions: all that are counted; those that do not move are on both sides.
        brokers: those that are told of even if they have nothing.
    """
    after = {move.key: move.after for move in moves}
    found = {broker: (Share(), Share()) for broker in brokers}
    for each in partitions:
        key = each.topic, each.id
        for side, replicas in enumerate((each.replicas, after.get(key, each.replicas))):
            for place, broker in enumerate(replicas):
                share = found.setdefault(broker, (Share(), Share()))[side]
                share.replicas += 1
                share.leaders += place == 0
                share.size_bytes += sizes.get(key, 0)
                share.is_partial |= key not in sizes
    return dict(sorted(found.items()))
