"""Which brokers each partition is on, so that all have as many as the others, by as few moves as can be.

A first placement is made by hand, so to speak; what is left to be gained is found as cycles of negative cost in the
network of partitions, racks and brokers (each broker's k-th replica costs more than the one before), until there is
none.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping, Sequence

from msgspec import Struct

from kafkatui.insight.reassign.negative_cycle import Arc, negative_cycle
from kafkatui.model.cluster import TopicPartition

SMALL = 200
"""Up to so many partitions every cycle is looked for; of more, as many as `MOST_CYCLES`."""

MOST_CYCLES = 40


class Slot(Struct, frozen=True):
    """What has to be placed of one partition.

    Attributes:
        count: on how many brokers it is to be.
        now: those it is on, the preferred leader first.
        allowed: those it may be on.
        best: those of `now` that are given up last: in sync.
    """

    key: TopicPartition
    count: int
    now: tuple[int, ...]
    allowed: frozenset[int]
    best: frozenset[int] = frozenset()


def place(
    slots: Sequence[Slot],
    brokers: Sequence[int],
    racks: Mapping[int, str] | None = None,
    *,
    are_moves_first: bool = False,
) -> list[frozenset[int]]:
    """The brokers of each slot: over racks as evenly as can be, then over brokers, then with the fewest moves.

    Args:
        slots: each with at least `count` brokers allowed.
        racks: by broker, where partitions are to be spread over them.
        are_moves_first: fewest moves come before evenness: nothing moves that need not.
    """
    placing = _Placing(slots, brokers, racks, are_moves_first=are_moves_first)
    placing.keep()
    placing.fill()
    placing.spread()
    placing.even_out()
    placing.polish()
    return [frozenset(each) for each in placing.on]


class _Placing:
    """A placement in the making.

    Attributes:
        on: the brokers of each slot.
    """

    def __init__(
        self, slots: Sequence[Slot], brokers: Sequence[int], racks: Mapping[int, str] | None, *, are_moves_first: bool
    ) -> None:
        self._slots = slots
        self._brokers = sorted(brokers)
        self._racks = racks
        self.on: list[set[int]] = [set() for _ in slots]
        self._load = dict.fromkeys(self._brokers, 0)
        self._in_rack: list[Counter[str]] = [Counter() for _ in slots]
        self._are_moves_first = are_moves_first
        total = sum(slot.count for slot in slots)
        if are_moves_first:
            self._load_cost, self._move_cost = 1, total * total + 1
        else:
            self._load_cost, self._move_cost = total + 1, 1
        self._rack_cost = (total * total + 1) * (total + 1)
        """Each outweighs all that can be gained of what comes after it."""

    # By hand

    def keep(self) -> None:
        """Leave what is where it may be; of too many, give up those that are not in sync, then from the fullest."""
        for index, slot in enumerate(self._slots):
            for broker in slot.now:
                if broker in slot.allowed:
                    self._put(index, broker)
        for index, slot in enumerate(self._slots):
            on = self.on[index]
            while len(on) > slot.count:
                self._take(
                    index,
                    max(
                        on,
                        key=lambda broker: (
                            broker not in slot.best, self._rack_count(index, broker), self._load[broker],
                            slot.now.index(broker),
                        ),
                    ),
                )  # fmt: skip

    def fill(self) -> None:
        """Give what is missing to the emptiest."""
        for index, slot in enumerate(self._slots):
            on = self.on[index]
            while len(on) < slot.count:
                free = [broker for broker in self._brokers if broker in slot.allowed and broker not in on]
                self._put(
                    index, min(free, key=lambda broker: (self._rack_count(index, broker), self._load[broker], broker))
                )

    def spread(self) -> None:
        """Move within each slot from a rack that has more of it than another needs to have."""
        if self._racks is None:
            return
        for index, slot in enumerate(self._slots):
            while True:
                on = self.on[index]
                free = [broker for broker in self._brokers if broker in slot.allowed and broker not in on]
                if not on or not free:
                    break
                empty = min(free, key=lambda broker: (self._rack_count(index, broker), self._load[broker], broker))
                full = max(on, key=lambda broker: (self._rack_count(index, broker), self._load[broker], broker))
                if self._rack_count(index, full) - self._rack_count(index, empty) < 2:
                    break
                self._take(index, full)
                self._put(index, empty)

    def even_out(self) -> None:
        """Move from the fullest to the emptiest, one at a time, while that helps."""
        if self._are_moves_first:
            return
        while (move := self._next_move()) is not None:
            index, full, empty = move
            self._take(index, full)
            self._put(index, empty)

    def _next_move(self) -> tuple[int, int, int] | None:
        empties = sorted(self._brokers, key=lambda broker: (self._load[broker], broker))
        for full in sorted(self._brokers, key=lambda broker: (-self._load[broker], broker)):
            for empty in empties:
                if self._load[full] - self._load[empty] < 2:
                    break
                if (index := self._movable(full, empty)) is not None:
                    return index, full, empty
        return None

    def _movable(self, full: int, empty: int) -> int | None:
        """The slot that best goes from one to the other: one that costs no further move, else the first."""
        found: int | None = None
        for index, (slot, on) in enumerate(zip(self._slots, self.on, strict=True)):
            if full not in on or empty in on or empty not in slot.allowed:
                continue
            is_free = full not in slot.now or empty in slot.now
            if (found is not None and not is_free) or not self._keeps_racks(index, full, empty):
                continue
            if is_free:
                return index
            found = index
        return found

    def _keeps_racks(self, index: int, full: int, empty: int) -> bool:
        if self._racks is None or self._racks[full] == self._racks[empty]:
            return True
        return self._rack_count(index, empty) < self._rack_count(index, full)

    def _rack_count(self, index: int, broker: int) -> int:
        """How many of the slot's brokers are in that one's rack; 0 where racks do not matter."""
        if self._racks is None:
            return 0
        return self._in_rack[index][self._racks[broker]]

    def _put(self, index: int, broker: int) -> None:
        self.on[index].add(broker)
        self._load[broker] += 1
        if self._racks is not None:
            self._in_rack[index][self._racks[broker]] += 1

    def _take(self, index: int, broker: int) -> None:
        self.on[index].discard(broker)
        self._load[broker] -= 1
        if self._racks is not None:
            self._in_rack[index][self._racks[broker]] -= 1

    # To the end

    def polish(self) -> None:
        """Go round cycles of negative cost until there is none, or, of very many partitions, often enough."""
        rounds = 0
        while len(self._slots) <= SMALL or rounds < MOST_CYCLES:
            cycle = negative_cycle(self._node_count(), self._arcs())
            if not cycle:
                return
            rounds += 1
            for arc in cycle:
                if arc.slot is None:
                    continue
                if arc.is_taken:
                    self._take(arc.slot, arc.broker)
                else:
                    self._put(arc.slot, arc.broker)

    def _node_count(self) -> int:
        racks = 0 if self._racks is None else len(set(self._racks.values()))
        return 1 + len(self._brokers) + len(self._slots) * (1 + racks)

    def _arcs(self) -> list[Arc]:
        """What can be changed, with what it costs. Node 0 is the cluster, then brokers, then slots with their racks."""
        nodes = {broker: number for number, broker in enumerate(self._brokers, 1)}
        arcs = []
        for broker, node in nodes.items():
            load = self._load[broker]
            arcs.append(Arc(node, 0, self._load_cost * (2 * load + 1)))
            if load:
                arcs.append(Arc(0, node, -self._load_cost * (2 * load - 1)))
        names = [] if self._racks is None else sorted(set(self._racks.values()))
        first = 1 + len(nodes)
        for index in range(len(self._slots)):
            at = first + index * (1 + len(names))
            arcs += self._rack_arcs(index, at, names)
            arcs += self._slot_arcs(index, at, names, nodes)
        return arcs

    def _rack_arcs(self, index: int, at: int, names: Sequence[str]) -> list[Arc]:
        arcs = []
        for number, name in enumerate(names, 1):
            count = self._in_rack[index][name]
            arcs.append(Arc(at, at + number, self._rack_cost * (2 * count + 1)))
            if count:
                arcs.append(Arc(at + number, at, -self._rack_cost * (2 * count - 1)))
        return arcs

    def _slot_arcs(self, index: int, at: int, names: Sequence[str], nodes: Mapping[int, int]) -> list[Arc]:
        slot, on = self._slots[index], self.on[index]
        arcs = []
        for broker, node in nodes.items():
            if broker not in slot.allowed:
                continue
            cost = 0 if broker in slot.now else self._move_cost
            here = at if self._racks is None else at + 1 + names.index(self._racks[broker])
            if broker in on:
                arcs.append(Arc(node, here, -cost, index, broker, is_taken=True))
            else:
                arcs.append(Arc(here, node, cost, index, broker))
        return arcs
