"""Tails as the screens and verbs know them."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from typing import TYPE_CHECKING

from msgspec import Struct

from kafkatui.model.cluster import ClusterMetadata, Topic, TopicPartition
from kafkatui.model.errors import KafkatuiError, NotFound
from kafkatui.model.membership import Membership
from kafkatui.model.tail_range import TailRange
from kafkatui.session.lane import Lane

if TYPE_CHECKING:
    from kafkatui.kafka.stream.group_tail import GroupTail
    from kafkatui.kafka.stream.record_buffer import RecordBuffer
    from kafkatui.kafka.stream.record_queue import RecordQueue
    from kafkatui.kafka.stream.records import RecordBatch
    from kafkatui.kafka.stream.tail import Tail
    from kafkatui.session.clients import Clients

__all__ = [
    "BufferLimits",
    "GroupTail",
    "NewPartitions",
    "RecordBatch",
    "RecordBuffer",
    "RecordQueue",
    "Tail",
    "grown",
    "open_tail",
    "partitions_of",
]

DEFAULT_MAX_COUNT = 100_000
DEFAULT_MAX_BYTES = 64 * 1024 * 1024


class BufferLimits(Struct, frozen=True):
    """How much of a tail is kept: records, and bytes of keys and values."""

    max_count: int = DEFAULT_MAX_COUNT
    max_bytes: int = DEFAULT_MAX_BYTES


def open_tail(
    clients: Clients,
    topics: tuple[str, ...],
    what: TailRange,
    *,
    read_committed: bool,
    on_wake: Callable[[], None],
    limits: BufferLimits,
    queue: RecordQueue | None,
) -> Tail:
    """Start reading `topics`.

    Args:
        what: where it begins and stops, and which partitions of each topic.
        limits: of the ring that keeps the newest.
        queue: where the records go instead of into the ring.

    Raises:
        NotFound: one of the topics is not there; it is never asked for by name, which could create it.
    """
    from kafkatui.kafka.stream.record_buffer import RecordBuffer
    from kafkatui.kafka.stream.tail import Tail

    metadata = clients.metadata()
    missing = [name for name in topics if name not in metadata.topics]
    if missing:
        raise NotFound(f"There is no topic {', '.join(missing)}.", "Looking for it does not create it.")
    leaders = {key: leader for key, leader in _leaders(metadata, topics).items() if what.has(key[1])}
    tail = Tail(
        clients.kafka,
        tuple(leaders),
        what.start,
        what.stop,
        read_committed=read_committed,
        buffer=RecordBuffer(limits.max_count, limits.max_bytes),
        sink=queue,
        on_wake=on_wake,
        leaders=leaders,
    )
    tail.start()
    return tail


def open_group_tail(
    clients: Clients,
    membership: Membership,
    *,
    read_committed: bool,
    on_wake: Callable[[], None],
    limits: BufferLimits,
    queue: RecordQueue | None,
) -> GroupTail:
    """Join a group and start reading what it gives; the same arguments as for `open_tail`."""
    from kafkatui.kafka.stream.group_tail import GroupTail
    from kafkatui.kafka.stream.record_buffer import RecordBuffer

    tail = GroupTail(
        clients.kafka,
        membership,
        read_committed=read_committed,
        buffer=RecordBuffer(limits.max_count, limits.max_bytes),
        sink=queue,
        on_wake=on_wake,
    )
    tail.start()
    return tail


def new_queue() -> RecordQueue:
    """A queue for `open_tail`."""
    from kafkatui.kafka.stream.record_queue import RecordQueue

    return RecordQueue()


def _leaders(metadata: ClusterMetadata, topics: tuple[str, ...]) -> Mapping[TopicPartition, int | None]:
    """Every partition of the topics with who leads it."""
    return {
        (name, partition.id): None if partition.is_leaderless else partition.leader
        for name in topics
        for partition in metadata.topics[name].partitions
    }


def partitions_of(topics: Sequence[Topic], what: TailRange) -> tuple[TopicPartition, ...]:
    """The partitions of the topics that a range has."""
    return tuple(
        (topic.name, partition.id) for topic in topics for partition in topic.partitions if what.has(partition.id)
    )


def grown(known: Sequence[TopicPartition], found: Sequence[TopicPartition]) -> tuple[TopicPartition, ...] | None:
    """What is to be read now that `found` are there; None when nothing new is among them.

    A topic that is not found may come back: its partitions stay.
    """
    if set(found) <= set(known):
        return None
    topics = {topic for topic, _ in found}
    return (*(key for key in known if key[0] not in topics), *found)


class NewPartitions:
    """Looks again and again, in a thread of its own, for partitions that a tail should read, too.

    Args:
        read: reads the metadata, as long as that takes.
        choose: the partitions wanted of it; a topic that went away adds none.
        known: those that are read already.
        tail: told of new ones.
    """

    def __init__(
        self,
        read: Callable[[], ClusterMetadata],
        choose: Callable[[ClusterMetadata], Sequence[TopicPartition]],
        known: Sequence[TopicPartition],
        tail: Tail,
    ) -> None:
        self._read = read
        self._choose = choose
        self._known: Sequence[TopicPartition] = tuple(known)
        self._tail = tail
        self._lane = Lane("new partitions")
        self._is_looking = False

    def look(self) -> None:
        """Begin to look, unless that is still under way. Returns at once."""
        if not self._is_looking:
            self._is_looking = True
            self._lane.submit(self._look)

    def close(self) -> None:
        """Look no more."""
        self._lane.close()

    def _look(self) -> None:
        try:
            found = self._choose(self._read())
        except KafkatuiError:
            return  # the tail's own state says what hinders it
        finally:
            self._is_looking = False
        if (wanted := grown(self._known, found)) is not None:
            self._known = wanted
            self._tail.set_partitions(wanted)
