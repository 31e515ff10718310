"""A cycle of negative cost in a network, by Bellman and Ford."""

from __future__ import annotations

from collections.abc import Sequence
from typing import NamedTuple


class Arc(NamedTuple):
    """A change that can be made: from node to node, with what it costs; which broker comes to a slot, or is taken."""

    start: int
    end: int
    cost: int
    slot: int | None = None
    broker: int = 0
    is_taken: bool = False


def negative_cycle(node_count: int, arcs: Sequence[Arc]) -> list[Arc]:
    """Arcs that lead round and cost less than nothing in all, each node once; empty when there are none.

    The same arcs in the same order give the same cycle.
    """
    distance = [0] * node_count
    came_by: list[int | None] = [None] * node_count
    plain = [(arc.start, arc.end, arc.cost) for arc in arcs]
    for _ in range(node_count + 1):
        changed: list[int] = []
        for number, (start, end, cost) in enumerate(plain):
            if (far := distance[start] + cost) < distance[end]:
                distance[end] = far
                came_by[end] = number
                changed.append(end)
        if not changed:
            return []
        if cycle := _closed(arcs, came_by, changed):
            return cycle
    return []


def _closed(arcs: Sequence[Arc], came_by: Sequence[int | None], changed: Sequence[int]) -> list[Arc]:
    """The first cycle among the arcs by which nodes were reached; such a cycle is always negative."""
    seen_in: dict[int, int] = {}
    for walk, node in enumerate(changed):
        at: int | None = node
        while at is not None and at not in seen_in:
            seen_in[at] = walk
            number = came_by[at]
            at = None if number is None else arcs[number].start
        if at is None or seen_in[at] != walk:
            continue
        cycle, here = [], at
        while True:
            number = came_by[here]
            assert number is not None  # it leads round
            cycle.append(arcs[number])
            here = arcs[number].start
            if here == at:
                return cycle
    return []
