"""From partitions and a wish to the moves that fulfil it."""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping, Sequence
from enum import Enum

from msgspec import Struct

from kafkatui.insight.reassign.by_bytes import even_bytes
from kafkatui.insight.reassign.placement import Slot, place
from kafkatui.model.cluster import Partition, TopicPartition
from kafkatui.model.partition_move import PartitionMove


class By(Enum):
    """What is made even. MUST: nothing; only what has to move does."""

    REPLICAS = "replicas"
    BYTES = "bytes"
    LEADERS = "leaders"
    MUST = "must"


class Wish(Struct, frozen=True):
    """How it is to be.

    Attributes:
        brokers: those that may have replicas, at least as many as a partition has.
        racks: rack by broker, where each partition is to be spread over them as evenly as can be; None: no matter.
        replication_factor: of every partition; None: as it is.
    """

    by: By
    brokers: tuple[int, ...]
    racks: Mapping[int, str] | None = None
    replication_factor: int | None = None


def plan_moves(
    partitions: Sequence[Partition], sizes: Mapping[TopicPartition, int], wish: Wish
) -> tuple[PartitionMove, ...]:
    """The moves, by topic and partition; none when it is as wished already.

    A partition that keeps its replicas keeps their order, and a new replica takes the place of the one it replaces.
    By leaders only the order changes, and no data move.

    Args:
        sizes: bytes of one replica; absent where not known, which by bytes counts as nothing.
    """
    ordered = sorted((each for each in partitions if each.replicas), key=lambda each: (each.topic, each.id))
    after = _by_leaders(ordered, wish) if wish.by is By.LEADERS else _by_placing(ordered, sizes, wish)
    return tuple(
        PartitionMove(each.topic, each.id, each.replicas, replicas, sizes.get((each.topic, each.id)))
        for each, replicas in zip(ordered, after, strict=True)
        if replicas != each.replicas
    )


def _by_leaders(partitions: Sequence[Partition], wish: Wish) -> list[tuple[int, ...]]:
    brokers = frozenset(wish.brokers)
    slots = []
    for each in partitions:
        allowed = frozenset(each.replicas) & brokers or frozenset(each.replicas[:1])
        slots.append(Slot((each.topic, each.id), 1, each.replicas[:1], allowed))
    leaders = place(slots, sorted(brokers | {broker for slot in slots for broker in slot.allowed}))
    return [_led_by(each.replicas, next(iter(leader))) for each, leader in zip(partitions, leaders, strict=True)]


def _by_placing(
    partitions: Sequence[Partition], sizes: Mapping[TopicPartition, int], wish: Wish
) -> list[tuple[int, ...]]:
    allowed = frozenset(wish.brokers)
    slots = [
        Slot(
            (each.topic, each.id), wish.replication_factor or len(each.replicas), each.replicas, allowed,
            frozenset(each.isr),
        )
        for each in partitions
    ]  # fmt: skip
    are_moves_first = wish.by in (By.MUST, By.BYTES)
    placed = place(slots, wish.brokers, wish.racks, are_moves_first=are_moves_first)
    if wish.by is By.BYTES:
        placed = even_bytes(slots, placed, [sizes.get(slot.key, 0) for slot in slots], wish.brokers, wish.racks)
    return _in_order(partitions, placed)


def _in_order(partitions: Sequence[Partition], placed: Sequence[frozenset[int]]) -> list[tuple[int, ...]]:
    """The replicas in order: whose preferred leader goes is led by who leads least of those it has then."""
    staying = [each.replicas[0] for each, on in zip(partitions, placed, strict=True) if each.replicas[0] in on]
    leads = Counter(staying)
    found = []
    for each, on in zip(partitions, placed, strict=True):
        replicas = _inherited(each.replicas, on)
        if each.replicas[0] not in on:
            leader = min(replicas, key=lambda broker: (leads[broker], replicas.index(broker)))
            leads[leader] += 1
            replicas = _led_by(replicas, leader)
        found.append(replicas)
    return found


def _inherited(before: Sequence[int], on: frozenset[int]) -> tuple[int, ...]:
    """Those that stay in their places, new ones in the places of those that go, the rest behind."""
    new = sorted(on - set(before))
    replicas = []
    for broker in before:
        if broker in on:
            replicas.append(broker)
        elif new:
            replicas.append(new.pop(0))
    return (*replicas, *new)


def _led_by(replicas: Sequence[int], leader: int) -> tuple[int, ...]:
    return (leader, *(broker for broker in replicas if broker != leader))
