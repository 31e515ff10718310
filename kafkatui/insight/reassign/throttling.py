"""Whom a throttle has to be set for, given what moves, and how long moving takes with it."""

from __future__ import annotations

from collections import Counter
from collections.abc import Collection, Mapping, Sequence

from kafkatui.model.partition_move import PartitionMove
from kafkatui.model.throttle import Throttle


def throttle_for(
    moves: Sequence[PartitionMove],
    rate: int,
    living: Collection[int],
    *,
    rates_set: Mapping[int, str],
    topics_set: Mapping[str, str],
) -> Throttle:
    """What is to be set: on living brokers and topics that have no throttle of somebody else.

    Args:
        rate: bytes a second.
        rates_set, topics_set: throttles that are there already, by broker and topic.
    """
    copied = [move for move in moves if move.adding]
    involved = {broker for move in copied for broker in (*move.before, *move.adding)}
    leaders: dict[str, list[str]] = {}
    followers: dict[str, list[str]] = {}
    for move in copied:
        if move.topic in topics_set:
            continue
        leaders.setdefault(move.topic, []).extend(f"{move.partition}:{broker}" for broker in move.before)
        followers.setdefault(move.topic, []).extend(f"{move.partition}:{broker}" for broker in move.adding)
    return Throttle(
        rate,
        tuple(sorted(broker for broker in involved if broker in living and broker not in rates_set)),
        {topic: ",".join(replicas) for topic, replicas in leaders.items()},
        {topic: ",".join(replicas) for topic, replicas in followers.items()},
    )


def seconds_at(moves: Sequence[PartitionMove], rate: int, leaders: Mapping[tuple[str, int], int]) -> float | None:
    """How long it takes at least when each broker takes in and gives out `rate` bytes a second; None: sizes unknown.

    Args:
        leaders: who leads each partition now, and so gives the data.
    """
    taken: Counter[int] = Counter()
    given: Counter[int] = Counter()
    for move in moves:
        if not move.adding:
            continue
        if move.size_bytes is None:
            return None
        for broker in move.adding:
            taken[broker] += move.size_bytes
        given[leaders.get(move.key, move.before[0])] += move.size_bytes * len(move.adding)
    most = max([*taken.values(), *given.values()], default=0)
    return most / rate if rate > 0 else None
