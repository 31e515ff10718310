"""What of partitions' changes is remembered for a while: brokers that fall out of an ISR again and again, and leaders
that were elected from outside of it."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence

from msgspec import Struct, field

from kafkatui.insight.changes import ChangeKind, PartitionChange
from kafkatui.model.cluster import Partition

FLAP_SECONDS = 600.0
"""So long a broker's leaving an ISR is remembered."""

ELECTION_SECONDS = 86_400.0
MOST_ELECTIONS = 1_000

_Replica = tuple[str, int, int]
"""Topic, partition, broker."""


class UncleanElection(Struct, frozen=True):
    """A leader that was not in the last ISR that was seen, with an ISR that has nothing of that.

    Attributes:
        before, after: the partition at the two readings.
        at_seconds: Unix time of the later one.
    """

    before: Partition
    after: Partition
    at_seconds: float

    @property
    def was_leaderless(self) -> bool:
        """Whether it was seen without a leader: then nothing can have joined the ISR between the two readings."""
        return self.before.is_leaderless


class PartitionPast(Struct, frozen=True):
    """What is remembered.

    Attributes:
        shrinks: Unix times at which a broker left the ISR, by topic, partition and broker; oldest first.
        elections: oldest first.
    """

    shrinks: Mapping[_Replica, tuple[float, ...]] = field(default_factory=dict)
    elections: tuple[UncleanElection, ...] = ()

    def without(self, topics: Iterable[str]) -> PartitionPast:
        """The same without topics that are gone, or others by now."""
        names = frozenset(topics)
        if not names:
            return self
        return PartitionPast(
            {key: times for key, times in self.shrinks.items() if key[0] not in names},
            tuple(each for each in self.elections if each.after.topic not in names),
        )

    def with_changes(self, changes: Sequence[PartitionChange], now_seconds: float) -> PartitionPast:
        """The same with what has changed, without what is long ago."""
        if not (self.shrinks or self.elections or changes):
            return self
        shrinks = {
            key: kept
            for key, times in self.shrinks.items()
            if (kept := tuple(each for each in times if now_seconds - each < FLAP_SECONDS))
        }
        elections = [each for each in self.elections if now_seconds - each.at_seconds < ELECTION_SECONDS]
        for change in changes:
            part = change.after
            if change.kind is ChangeKind.ISR_SHRANK:
                for broker in change.lost:
                    key = (part.topic, part.id, broker)
                    shrinks[key] = (*shrinks.get(key, ()), change.at_seconds)
            elif change.kind is ChangeKind.LEADER and _is_from_outside(change.before, part):
                elections.append(UncleanElection(change.before, part, change.at_seconds))
        return PartitionPast(shrinks, tuple(elections[-MOST_ELECTIONS:]))


def _is_from_outside(before: Partition, after: Partition) -> bool:
    """An unclean election leaves the new leader alone in the ISR; a clean one keeps those that are there of it."""
    return bool(before.isr) and not set(before.isr) & set(after.isr) and before.replicas == after.replicas
