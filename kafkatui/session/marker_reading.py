"""Reads the markers of transactions along with records: each is told once, where it stands between them."""

from __future__ import annotations

from collections import deque
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field

from kafkatui.model.cluster import TopicPartition
from kafkatui.model.transaction import PartitionFates, TransactionMarker

ReadOn = Callable[[Mapping[TopicPartition, int]], Sequence[PartitionFates]]
"""Asks leaders for what stands from an offset of each partition on; waits for them, and raises nothing."""


@dataclass(slots=True)
class _Ahead:
    """What is known of a partition ahead of its records.

    Attributes:
        next: the offset behind what was told of.
        position: what is below it has been read.
        batch: first and last offset of the newest batch of records that was read.
        pending: markers read and not told yet, each with the batch before it.
    """

    next: int
    position: int
    batch: tuple[int, int] = (-1, -1)
    pending: deque[tuple[TransactionMarker, tuple[int, int]]] = field(default_factory=deque)


class MarkerReading:
    """For one thread, which tells records by partition in the order of their offsets.

    Args:
        read_on: what reads.
        say: told once each why a partition's markers are not known.
    """

    def __init__(self, read_on: ReadOn, say: Callable[[str], None]) -> None:
        self._read_on = read_on
        self._say = say
        self._said: set[str] = set()
        self._partitions: dict[TopicPartition, _Ahead] = {}

    def begin(self, starts: Mapping[TopicPartition, int]) -> None:
        """Partitions are read from these offsets on: what stands there before their first records is told, too."""
        for key, offset in starts.items():
            self._partitions.setdefault(key, _Ahead(offset, offset))

    def before(self, key: TopicPartition, offset: int) -> Sequence[TransactionMarker]:
        """Those between what was told of last and a record that is about to be told."""
        ahead = self._partitions.get(key)
        if ahead is None or offset < ahead.next:  # its first; or the log was made anew
            ahead = self._partitions[key] = _Ahead(offset, offset)
        while (at := max(ahead.position, ahead.next)) < offset and self._read({key: at}):
            pass
        found = list[TransactionMarker]()
        while ahead.pending and ahead.pending[0][0].offset < offset:
            found.append(ahead.pending.popleft()[0])
        ahead.next = offset + 1
        return found

    def behind(
        self, stops: Mapping[TopicPartition, int], *, has_ended: bool
    ) -> Sequence[tuple[TopicPartition, TransactionMarker]]:
        """Those that stand behind the last record told of each partition by now, and before any other.

        Args:
            stops: the first offset that is not told of, where there is one: from there on nothing is read, as somebody
                may write on and on.
            has_ended: no more records come: of a batch that was told in part nothing else is waited for.
        """
        found: list[tuple[TopicPartition, TransactionMarker]] = []
        while True:
            idle = {
                key: max(ahead.position, ahead.next) for key, ahead in self._partitions.items() if not ahead.pending
            }
            has_more = self._read({key: at for key, at in idle.items() if key not in stops or at < stops[key]})
            due = [(key, each) for key in self._partitions for each in self._due(key, stops.get(key), has_ended)]
            found += due
            if not has_more or not (due or has_ended):
                return found

    def _due(self, key: TopicPartition, stop: int | None, has_ended: bool) -> Sequence[TransactionMarker]:
        ahead, found = self._partitions[key], list[TransactionMarker]()
        while ahead.pending:
            marker, (first, last) = ahead.pending[0]
            if (stop is not None and marker.offset >= stop) or (first if has_ended else last) >= ahead.next:
                break
            ahead.pending.popleft()
            ahead.next = max(ahead.next, marker.offset + 1)
            found.append(marker)
        return found

    def _read(self, wanted: Mapping[TopicPartition, int]) -> bool:
        """Read on; whether anything came of it."""
        has_more = False
        for told in self._read_on(wanted) if wanted else ():
            if told.reason and told.reason not in self._said:
                self._said.add(told.reason)
                self._say(f"markers of some transactions are not known: {told.reason}")
            has_more = self._keep(told) or has_more
        return has_more

    def _keep(self, told: PartitionFates) -> bool:
        ahead = self._partitions[told.key]
        at = max(ahead.position, ahead.next)
        if told.position <= at:
            return False
        batches = deque((each.first, each.last) for each in told.ranges)
        for marker in told.markers:
            while batches and batches[0][0] < marker.offset:
                ahead.batch = batches.popleft()
            if marker.offset >= at:
                ahead.pending.append((marker, ahead.batch))
        ahead.batch = batches[-1] if batches else ahead.batch
        ahead.position = told.position
        return True
