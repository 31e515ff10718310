"""What Kafka keeps of its topics and its controller in ZooKeeper, at one moment."""

from __future__ import annotations

from collections.abc import Mapping

from msgspec import Struct, field

from kafkatui.model.cluster import CZXID, TopicPartition
from kafkatui.model.registration import BrokerRegistration, ControllerRegistration


class RegisteredTopic(Struct, frozen=True):
    """`/brokers/topics/NAME`.

    Attributes:
        replicas: broker ids by partition, the preferred leader first.
        topic_id: as Kafka's tools print it (Kafka 2.8); None when it has none.
        created_ms: of the znode, Unix milliseconds.
        error: why the data could not be understood, empty otherwise.
        size_bytes: of the data.
        czxid: the transaction that made the znode; 0 where that is not told.
    """

    name: str
    replicas: Mapping[int, tuple[int, ...]]
    topic_id: str | None
    created_ms: int
    error: str = ""
    size_bytes: int = 0
    czxid: int = 0

    @property
    def identity(self) -> str | None:
        """As `Topic.identity`."""
        if self.topic_id is not None:
            return self.topic_id
        return f"{CZXID}{self.czxid}" if self.czxid else None


class RegisteredPartition(Struct, frozen=True):
    """`/brokers/topics/NAME/partitions/N/state`.

    Attributes:
        modified_ms: of the znode, Unix milliseconds.
    """

    leader: int
    leader_epoch: int
    isr: tuple[int, ...]
    controller_epoch: int
    modified_ms: int
    error: str = ""


class LargeAnswer(Struct, frozen=True):
    """What a server sends of a znode.

    Attributes:
        what: "its data" or "the names below it".
        limit_bytes: clients and servers refuse more in one answer (jute.maxbuffer).
    """

    path: str
    what: str
    size_bytes: int
    limit_bytes: int


class ZooKeeperRegistry(Struct, frozen=True):
    """All of it.

    Attributes:
        states: of partitions; those without a znode are absent.
        configs: overrides by topic, of `/config/topics`; None where the data could not be understood.
        deletions: topics in `/admin/delete_topics`, with when they were put there, Unix milliseconds.
        requests: `/admin/reassign_partitions` and `/admin/preferred_replica_election` that are there, with when.
        broker_configs: overrides by broker id, or "<default>", of `/config/brokers`; None as in `configs`.
        unreadable: paths of what is there and may not be read, of topics and configurations.
        large: of Kafka's znodes those that take more than half of what fits into an answer.
        change_count: how many changes had been told of when it was read; -1 when nobody tells of them.
        whole_seconds: when all of it was read, Unix seconds; since then only what had changed was.
    """

    brokers: Mapping[int, BrokerRegistration] = field(default_factory=dict)
    controller: ControllerRegistration | None = None
    topics: Mapping[str, RegisteredTopic] = field(default_factory=dict)
    states: Mapping[TopicPartition, RegisteredPartition] = field(default_factory=dict)
    configs: Mapping[str, Mapping[str, str] | None] = field(default_factory=dict)
    deletions: Mapping[str, int] = field(default_factory=dict)
    requests: Mapping[str, int] = field(default_factory=dict)
    broker_configs: Mapping[str, Mapping[str, str] | None] = field(default_factory=dict)
    unreadable: frozenset[str] = frozenset()
    large: tuple[LargeAnswer, ...] = ()
    change_count: int = -1
    whole_seconds: float = 0.0
