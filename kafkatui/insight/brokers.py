"""What each broker carries, counted from the metadata."""

from __future__ import annotations

from collections.abc import Iterable

from msgspec import Struct

from kafkatui.model.cluster import ClusterMetadata, Topic


class BrokerLoad(Struct, frozen=True):
    """Partitions of one broker.

    Attributes:
        leaders: partitions it leads.
        preferred: partitions it should lead, being the first of their replicas.
        replicas: partitions it keeps, led or followed.
        under_replicated: partitions it leads whose ISR is short, as the broker's own metric counts them.
        out_of_sync: replicas it keeps that are not in their ISR.
    """

    leaders: int = 0
    preferred: int = 0
    replicas: int = 0
    under_replicated: int = 0
    out_of_sync: int = 0


NO_LOAD = BrokerLoad()

_LEADERS, _PREFERRED, _REPLICAS, _UNDER_REPLICATED, _OUT_OF_SYNC = range(5)


def broker_loads(topics: Iterable[Topic]) -> dict[int, BrokerLoad]:
    """The load of every broker that any partition names, living or dead."""
    counts: dict[int, list[int]] = {}
    for topic in topics:
        for partition in topic.partitions:
            replicas, isr = partition.replicas, partition.isr
            is_short = len(isr) < len(replicas)
            for broker_id in replicas:
                if broker_id not in counts:
                    counts[broker_id] = [0] * 5
                counts[broker_id][_REPLICAS] += 1
                if is_short and broker_id not in isr:
                    counts[broker_id][_OUT_OF_SYNC] += 1
            if replicas:
                counts[replicas[0]][_PREFERRED] += 1
            if partition.leader >= 0:
                leading = counts.setdefault(partition.leader, [0] * 5)
                leading[_LEADERS] += 1
                leading[_UNDER_REPLICATED] += is_short
    return {broker_id: BrokerLoad(*numbers) for broker_id, numbers in counts.items()}


def expected_brokers(metadata: ClusterMetadata, known_brokers: Iterable[int] = ()) -> tuple[int, ...]:
    """Ids of the brokers there should be, ordered: the living, those known before, and those that hold replicas."""
    expected = set(metadata.brokers) | set(known_brokers)
    for topic in metadata.topics.values():
        for partition in topic.partitions:
            expected.update(partition.replicas)
    return tuple(sorted(expected))


def silence_of(leader: int) -> str:
    """Why nothing is known of what `leader` leads."""
    return f"its leader, broker {leader}, does not answer"
