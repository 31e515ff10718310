"""Brokers, topics and partitions as one metadata response describes them."""

from __future__ import annotations

from collections.abc import Iterable, Mapping

from msgspec import Struct

NO_LEADER = -1
"""What Kafka puts where a partition has no leader."""


class Broker(Struct, frozen=True):
    """A broker of the cluster.

    Attributes:
        id: its `broker.id` / `node.id`.
        host, port: what it advertises on the listener we use.
        rack: its `broker.rack`, or None when it has none or when nobody could tell.
    """

    id: int
    host: str
    port: int
    rack: str | None = None

    @property
    def address(self) -> str:
        """`host:port`, an IPv6 host in brackets."""
        return f"[{self.host}]:{self.port}" if ":" in self.host else f"{self.host}:{self.port}"


class Partition(Struct, frozen=True):
    """One partition of a topic.

    Attributes:
        leader: broker id, or `NO_LEADER`.
        replicas: broker ids in assignment order; the first is the preferred leader.
        isr: the in-sync replicas, in the order Kafka gives them.
    """

    topic: str
    id: int
    leader: int
    replicas: tuple[int, ...]
    isr: tuple[int, ...]

    @property
    def is_leaderless(self) -> bool:
        return self.leader < 0

    @property
    def is_under_replicated(self) -> bool:
        return len(self.isr) < len(self.replicas)

    @property
    def has_preferred_leader(self) -> bool:
        return bool(self.replicas) and self.leader == self.replicas[0]

    @property
    def missing_from_isr(self) -> tuple[int, ...]:
        """Replicas that are not in sync, in assignment order."""
        return tuple(broker for broker in self.replicas if broker not in self.isr)


class Topic(Struct, frozen=True):
    """A topic and its partitions, ordered by partition id.

    Attributes:
        error: what is wrong with what the broker told of it; empty when nothing is.
        identity: what tells it from another topic of the same name: its id as Kafka's tools print it (Kafka 2.8), or
            "czxid:" and the transaction that made its znode; None while nobody told.
    """

    name: str
    partitions: tuple[Partition, ...]
    is_internal: bool = False
    error: str = ""
    identity: str | None = None

    @property
    def replication_factor(self) -> int:
        """The largest number of replicas of any partition; 0 for a topic without partitions."""
        return max((len(partition.replicas) for partition in self.partitions), default=0)

    @property
    def under_replicated_count(self) -> int:
        return sum(partition.is_under_replicated for partition in self.partitions)

    @property
    def leaderless_count(self) -> int:
        return sum(partition.is_leaderless for partition in self.partitions)


CZXID = "czxid:"


def is_made_anew(before: Topic, after: Topic) -> bool:
    """Whether two topics of the same name are known to be two: both told their identity, of the same kind."""
    return is_other_identity(before.identity, after.identity)


def is_other_identity(before: str | None, after: str | None) -> bool:
    """Whether two identities are of different topics; an unknown one, or one of another kind, proves nothing."""
    if before is None or after is None or before.startswith(CZXID) != after.startswith(CZXID):
        return False
    return before != after


class ClusterMetadata(Struct, frozen=True):
    """All brokers and topics at one moment.

    Attributes:
        cluster_id: as in ZooKeeper's `/cluster/id`; None below Kafka 0.10.1.
        controller_id: None when there is none or nobody knows. On KRaft the metadata names any broker, so the adapter
            replaces it by the quorum's leader or by None.
        brokers: live brokers by id, ordered by id.
        topics: topics by name, ordered by name.
        is_controller_known: false while nobody has told who the controller is.
    """

    cluster_id: str | None
    controller_id: int | None
    brokers: Mapping[int, Broker]
    topics: Mapping[str, Topic]
    is_controller_known: bool = True


TopicPartition = tuple[str, int]
"""(topic, partition id), the key of everything kept per partition."""


def partition_text(partition: TopicPartition) -> str:
    """How a partition is called in a sentence: `orders-1`, as `Target.text` has it."""
    return f"{partition[0]}-{partition[1]}"


def by_topic(partitions: Iterable[TopicPartition]) -> dict[str, list[int]]:
    """The numbers of partitions by topic, as requests have them."""
    found: dict[str, list[int]] = {}
    for topic, number in partitions:
        found.setdefault(topic, []).append(number)
    return found


class OffsetRange(Struct, frozen=True):
    """Where a partition's log begins and ends.

    Attributes:
        begin: log start offset; None when it could not be read.
        end: high watermark (the next offset to be written); None when it could not be read.
        reason: why one is None.
    """

    begin: int | None
    end: int | None
    reason: str = ""

    @property
    def count(self) -> int | None:
        """end − begin: exact for plain topics, an upper bound for compacted and transactional ones."""
        if self.begin is None or self.end is None:
            return None
        return max(0, self.end - self.begin)
