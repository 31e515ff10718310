"""What is told of one broker beside its row: its share of the cluster, its disks, and what is wrong with it."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Mapping, Sequence

from msgspec import Struct

from kafkatui.model.cluster import ClusterMetadata, TopicPartition
from kafkatui.model.config_entry import LogDir
from kafkatui.report.brokers import BrokerRow


class Troubles(Struct, frozen=True):
    """Partitions that a broker has to do with and that need somebody.

    Attributes:
        leads_short: it leads them, and a replica of theirs is not in sync.
        out_of_sync: it keeps them and is not in their ISR.
    """

    leads_short: tuple[TopicPartition, ...] = ()
    out_of_sync: tuple[TopicPartition, ...] = ()


NO_TROUBLES = Troubles()


class BrokerDetail(Struct, frozen=True):
    """One broker.

    Attributes:
        leaders, replicas: of all brokers together.
        largest_bytes: on disk, of the broker that keeps most.
        all_bytes: on disk, of all brokers that told.
        brokers: how many there are.
        log_dirs: its own; empty while they were not read.
        largest_topics: bytes on its disks, the largest first.
    """

    row: BrokerRow
    leaders: int
    replicas: int
    all_bytes: int
    brokers: int
    log_dirs: Sequence[LogDir]
    largest_topics: Sequence[tuple[str, int]]
    troubles: Troubles


def broker_detail(
    row: BrokerRow, rows: Sequence[BrokerRow], log_dirs: Sequence[LogDir], troubles: Mapping[int, Troubles]
) -> BrokerDetail:
    """What is known of the broker of `row`, one of `rows`.

    Args:
        log_dirs: of all brokers, as far as they told.
        troubles: as `troubles_by_broker` has them.
    """
    own = [log_dir for log_dir in log_dirs if log_dir.broker_id == row.id]
    return BrokerDetail(
        row,
        leaders=sum(each.load.leaders for each in rows),
        replicas=sum(each.load.replicas for each in rows),
        all_bytes=sum(each.size.value.size_bytes for each in rows if each.size.value is not None),
        brokers=len(rows),
        log_dirs=own,
        largest_topics=largest_topics(own),
        troubles=troubles.get(row.id, NO_TROUBLES),
    )


def largest_topics(log_dirs: Iterable[LogDir], most: int = 5) -> list[tuple[str, int]]:
    """The topics that take most of some log directories, with their bytes; looks at every replica in them."""
    sizes: Counter[str] = Counter()
    for log_dir in log_dirs:
        for replica in log_dir.replicas:
            sizes[replica.topic] += replica.size_bytes
    return sizes.most_common(most)


def troubles_by_broker(metadata: ClusterMetadata) -> Mapping[int, Troubles]:
    """What is wrong, by broker; brokers with nothing wrong are absent. Looks at every partition there is."""
    short: dict[int, list[TopicPartition]] = {}
    lost: dict[int, list[TopicPartition]] = {}
    for topic in metadata.topics.values():
        for partition in topic.partitions:
            if not partition.is_under_replicated:
                continue
            key = (topic.name, partition.id)
            if not partition.is_leaderless:
                short.setdefault(partition.leader, []).append(key)
            for broker_id in partition.missing_from_isr:
                lost.setdefault(broker_id, []).append(key)
    return {
        broker_id: Troubles(tuple(short.get(broker_id, ())), tuple(lost.get(broker_id, ())))
        for broker_id in short.keys() | lost.keys()
    }
