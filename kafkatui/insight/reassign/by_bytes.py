"""Evens brokers out by what they hold: large replicas go from the fullest to the emptiest while that helps."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from kafkatui.insight.reassign.placement import Slot

SMALLEST_SHARE = 0.01
"""Replicas smaller than this share of the mean are not worth a move."""

CLOSE_SHARE = 0.01
"""So near the mean a broker counts as even with the others."""


def even_bytes(
    slots: Sequence[Slot],
    placed: Sequence[frozenset[int]],
    sizes: Sequence[int],
    brokers: Sequence[int],
    racks: Mapping[int, str] | None = None,
) -> list[frozenset[int]]:
    """Moves on from a placement until no move makes the brokers' bytes noticeably more even.

    Args:
        placed: the brokers of each slot, where they must be.
        sizes: bytes of one replica of each.
    """
    on = [set(each) for each in placed]
    load = dict.fromkeys(sorted(brokers), 0)
    for each, size in zip(on, sizes, strict=True):
        for broker in each:
            load[broker] += size
    mean = sum(load.values()) / max(1, len(load))
    while (move := _best(slots, on, sizes, load, mean, racks)) is not None:
        index, full, empty = move
        on[index].remove(full)
        on[index].add(empty)
        load[full] -= sizes[index]
        load[empty] += sizes[index]
    return [frozenset(each) for each in on]


def _best(
    slots: Sequence[Slot],
    on: Sequence[set[int]],
    sizes: Sequence[int],
    load: Mapping[int, int],
    mean: float,
    racks: Mapping[int, str] | None,
) -> tuple[int, int, int] | None:
    """The move that helps most, from the fullest broker that has one; None when no move is worth it."""
    empties = sorted(load, key=lambda broker: (load[broker], broker))
    for full in sorted(load, key=lambda broker: (-load[broker], broker)):
        if load[full] <= mean * (1 + CLOSE_SHARE):
            return None
        for empty in empties:
            gap = load[full] - load[empty]
            if gap <= 0:
                break
            found: tuple[int, int] | None = None
            for index, slot in enumerate(slots):
                size = sizes[index]
                if not SMALLEST_SHARE * mean <= size < gap or full not in on[index] or empty in on[index]:
                    continue
                if empty not in slot.allowed or not _keeps_racks(on[index], full, empty, racks):
                    continue
                gain = size * (gap - size)
                if gain > 0 and (found is None or gain > found[0]):
                    found = (gain, index)
            if found is not None:
                return found[1], full, empty
    return None


def _keeps_racks(on: set[int], full: int, empty: int, racks: Mapping[int, str] | None) -> bool:
    if racks is None or racks[full] == racks[empty]:
        return True
    return sum(racks[each] == racks[empty] for each in on) < sum(racks[each] == racks[full] for each in on)
