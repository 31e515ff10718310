"""Consumer groups, their members and what they committed."""

from __future__ import annotations

from collections.abc import Iterable, Mapping

from msgspec import Struct, field

from kafkatui.model.cluster import TopicPartition
from kafkatui.model.streams_topology import StreamsTopology

OLD = "zookeeper"
"""`Group.type` of a group of the old consumer, which Kafka's brokers do not know: ZooKeeper has it."""

SHARE = "share"
"""`Group.type` of a share group (KIP-932): its members share partitions, and it has a beginning in each, no commits."""

WHOLE_GROUP: TopicPartition = ("", -1)
"""The key in `GroupOffsets.errors` for a failure that is not of one partition."""


class StreamsTasks(Struct, frozen=True):
    """What a member of a streams group works on, each task as `SUBTOPOLOGY_PARTITION`.

    Attributes:
        active: it reads and computes these.
        standby: it keeps copies of their state.
        warmup: it builds up their state, to take them over.
    """

    active: tuple[str, ...] = ()
    standby: tuple[str, ...] = ()
    warmup: tuple[str, ...] = ()

    @property
    def text(self) -> str:
        """ "0_0 0_1 · standby 1_0 · warm-up 1_1"; empty without any."""
        words = (("", self.active), ("standby ", self.standby), ("warm-up ", self.warmup))
        return " · ".join(f"{word}{' '.join(tasks)}" for word, tasks in words if tasks)


class GroupMember(Struct, frozen=True):
    """One consumer in a group.

    Attributes:
        assignment: the partitions it reads, ordered.
        topics: those it subscribed to, ordered; one that subscribed by an expression names what that finds, or none.
        instance_id: its `group.instance.id` (static membership, KIP-345) or None.
        tasks: in a streams group what it works on; None in others.
    """

    member_id: str
    client_id: str
    host: str
    assignment: tuple[TopicPartition, ...]
    instance_id: str | None = None
    topics: tuple[str, ...] = ()
    tasks: StreamsTasks | None = None

    @property
    def is_idle(self) -> bool:
        """It was given nothing to do."""
        return not self.assignment and not (self.tasks is not None and self.tasks.text)

    @property
    def name(self) -> str:
        """ "billing-2@10.0.3.7", as a sentence calls it."""
        return f"{self.client_id or self.member_id}@{self.host.lstrip('/')}"


def member_names(members: Iterable[GroupMember], most: int = 3) -> str:
    """ "a@h, b@h and 2 more", each name once."""
    names = sorted({member.name for member in members})
    return ", ".join(names[:most]) + (f" and {len(names) - most} more" if len(names) > most else "")


class Group(Struct, frozen=True):
    """A consumer group.

    Attributes:
        state: Kafka's word for it: Stable, Empty, PreparingRebalance, CompletingRebalance, Dead, Unknown; Assigning,
            Reconciling, and of a streams group NotReady (topics are missing).
        type: "classic", "consumer" (KIP-848), "share" (KIP-932) or "streams" (KIP-1071); OLD; empty when the broker
            does not tell (below 3.8).
        coordinator: broker id, None when unknown.
        assignor: the partition assignor in use; empty when none.
        error: why it could not be described; empty when it could.
        topology: of a streams group, once a member has told it; None in others.
    """

    id: str
    state: str
    type: str = ""
    coordinator: int | None = None
    assignor: str = ""
    members: tuple[GroupMember, ...] = ()
    is_simple: bool = False
    error: str = ""
    topology: StreamsTopology | None = None


class Commit(Struct, frozen=True):
    """What is committed of one partition.

    Attributes:
        offset: of the next record to read.
        metadata: the text that whoever committed left with it.
    """

    offset: int
    metadata: str = ""


class GroupOffsets(Struct, frozen=True):
    """What a group has committed.

    Attributes:
        committed: next offset to read by partition, only of partitions that have a commit.
        metadata: commit metadata strings, where not empty.
        errors: why a partition's commit could not be read.
        lags: of a share group, what the broker counts as left: of what lies behind the start some may be done.
    """

    group_id: str
    committed: Mapping[TopicPartition, int]
    metadata: Mapping[TopicPartition, str]
    errors: Mapping[TopicPartition, str]
    lags: Mapping[TopicPartition, int] = field(default_factory=dict)

    @property
    def commits(self) -> Mapping[TopicPartition, Commit]:
        """Offsets and texts together."""
        return {key: Commit(offset, self.metadata.get(key, "")) for key, offset in self.committed.items()}
