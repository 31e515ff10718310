"""What became of the transactions of the records on screen: asked a few at a time, kept for the session."""

from __future__ import annotations

import threading
import time
from collections.abc import Callable, Collection, Mapping, Sequence
from dataclasses import dataclass
from itertools import pairwise
from typing import TYPE_CHECKING

from kafkatui.model.cluster import TopicPartition
from kafkatui.model.errors import KafkatuiError
from kafkatui.model.transaction import (
    FateKind,
    FateRange,
    PartitionFates,
    RecordPlace,
    TransactionFate,
    TransactionMarker,
)
from kafkatui.session.fate_memory import FateMemory
from kafkatui.session.lane import Lane

if TYPE_CHECKING:
    from kafkatui.session.clients import Clients

OPEN_SECONDS = 2.0
"""What was open may have been decided so much later."""

FAILED_SECONDS = 5.0
"""A partition that could not be read is left alone for so long."""

LOOK_SECONDS = 30.0
"""Whether a topic has transactions is looked at again at the earliest so long after; and only where there are signs."""

LOOK_BYTES = 16 << 10
"""Of a partition, to see whether there are transactions at all."""

SCREEN_BYTES = 256 << 10
VERB_BYTES = 4 << 20

MOST_PROBES = 6
"""Offsets of a partition that are looked at to see whether it has transactions."""

MOST_BEHIND = 1_000
"""Records whose next offset was asked for that are remembered, and offsets that were read from."""

NOT_TOLD = "its leader did not give its batch again"

Read = Callable[[Mapping[TopicPartition, Sequence[int]], int], Sequence[PartitionFates]]
"""Asks the leaders, waiting for them: offsets by partition, and bytes an answer."""


@dataclass(slots=True)
class _Topic:
    """Whether a topic has transactions, None before anybody has looked, and when that was."""

    has_transactions: bool | None = None
    looked_at: float = 0.0


class TransactionFates:
    """Thread-safe; only `fetch` waits.

    Args:
        read: called in a thread of this, or in the caller's by `fetch`.
        clock: monotonic seconds.
    """

    def __init__(self, read: Read, clock: Callable[[], float] = time.monotonic) -> None:
        self._read = read
        self._clock = clock
        self._lane = Lane("transactions")
        self._lock = threading.Lock()
        self._is_reading = False
        self._memory = FateMemory()
        self._topics: dict[str, _Topic] = {}
        self._failures: dict[TopicPartition, tuple[str, float]] = {}
        self._behind: dict[RecordPlace, float] = {}
        """When it was asked last what stands behind a record."""
        self._begun: dict[RecordPlace, int] = {}
        """Up to where it was read from the beginning of a log on."""

    def of(self, place: RecordPlace) -> TransactionFate | None:
        """What became of a record's transaction, as far as it is known; None in a topic without transactions."""
        with self._lock:
            topic = self._topics.get(place[0])
            return self._known(place) if topic is not None and topic.has_transactions else None

    def has_transactions(self, topic: str) -> bool:
        """Whether any were seen in a topic."""
        with self._lock:
            return self._has(topic)

    def markers(self, key: TopicPartition, after: int, before: int | None) -> Sequence[TransactionMarker]:
        """The ends of transactions known behind one offset and before another; None: however far behind."""
        with self._lock:
            return self._memory.markers(key, after, before)

    def markers_at_begin(self, begin: RecordPlace, before: int) -> Sequence[TransactionMarker]:
        """The ends of transactions that a log begins with, before its first record.

        Args:
            begin: where the log begins.
            before: the record's offset. None are given where others may stand before it, or that is not known.
        """
        key, offset = (begin[0], begin[1]), begin[2]
        with self._lock:
            if self._begun.get(begin, -1) < before or self._memory.has_any(key, offset, before, NOT_TOLD):
                return ()
            return self._memory.markers(key, offset - 1, before)

    def ask(
        self,
        places: Sequence[RecordPlace],
        on_told: Callable[[], None],
        *,
        has_signs: bool = False,
        wants_markers: bool = False,
        begins: Collection[RecordPlace] = (),
    ) -> None:
        """Find out about the records on screen what is not known yet, one reading at a time. Returns at once.

        Args:
            on_told: called from another thread when more is known.
            has_signs: an offset that no record has, or an open transaction, hints at transactions.
            wants_markers: also what stands behind the last record of a transaction.
            begins: where logs begin whose first record is among them.
        """
        with self._lock:
            if self._is_reading:
                return
            wanted, most_bytes = self._wanted(places, has_signs)
            if not wanted and wants_markers:
                wanted = self._unknown_begins(begins) or self._unknown_behind(places)
            if not wanted:
                return
            self._is_reading = True
        self._lane.submit(lambda: self._work(wanted, most_bytes, on_told))

    def fetch(self, places: Sequence[RecordPlace]) -> list[TransactionFate]:
        """What became of each of these records; of what cannot be told why. Waits for the leaders."""
        before = -1
        while True:
            with self._lock:
                missing = [place for place in places if self._is_missing(place)]
            if not missing or len(missing) == before:
                break
            before = len(missing)
            self._take(_by_partition(missing), VERB_BYTES)
        with self._lock:
            return [self._known(place) for place in places]

    def read_on(self, places: Mapping[TopicPartition, int]) -> Sequence[PartitionFates]:
        """What stands from an offset of each partition on, as far as an answer goes. Waits for the leaders.

        Where nothing could be read, the position is not beyond the offset, and the reason says why.
        """
        return self._take({key: [offset] for key, offset in places.items()}, VERB_BYTES)

    def forget(self, names: Collection[str]) -> None:
        """Drop what is known of topics that are gone, or that are others now under the same name."""
        with self._lock:
            self._memory.forget(names)
            self._behind.clear()
            self._begun.clear()
            self._failures = {key: why for key, why in self._failures.items() if key[0] not in names}
            for name in names:
                self._topics.pop(name, None)

    def forget_all(self) -> None:
        """Another cluster answers."""
        with self._lock:
            self._memory.forget_all()
            self._topics, self._failures, self._behind, self._begun = {}, {}, {}, {}

    def close(self) -> None:
        """Read no more."""
        self._lane.close()

    # What is missing

    def _wanted(
        self, places: Sequence[RecordPlace], has_signs: bool
    ) -> tuple[Mapping[TopicPartition, Sequence[int]], int]:
        """What to ask for: of topics with transactions all that is missing, else whether there are any."""
        now = self._clock()
        missing = [place for place in places if self._has(place[0]) and self._is_missing(place)]
        if missing:
            return _by_partition(missing), SCREEN_BYTES
        unseen = [
            place
            for place in places
            if not self._has(place[0])
            and not self._has_failed((place[0], place[1]))
            and self._is_due(place[0], now, has_signs)
        ]
        return {key: _probes(offsets) for key, offsets in _by_partition(unseen).items()}, LOOK_BYTES

    def _unknown_begins(self, begins: Collection[RecordPlace]) -> Mapping[TopicPartition, Sequence[int]]:
        """Where logs begin that nobody has read from there on."""
        unknown = [place for place in begins if place not in self._begun and self._has(place[0])]
        return _by_partition([place for place in unknown if not self._has_failed((place[0], place[1]))])

    def _unknown_behind(self, places: Sequence[RecordPlace]) -> Mapping[TopicPartition, Sequence[int]]:
        """The offset behind each record that its transaction's marker, or more of it, must follow; now and then."""
        now = self._clock()
        found: list[RecordPlace] = []
        for place in places:
            key, offset = (place[0], place[1]), place[2]
            told = self._memory.find(key, offset)
            is_last = told is not None and told[0].last == offset
            if told is None or not is_last or told[0].fate.kind not in (FateKind.COMMITTED, FateKind.ABORTED):
                continue
            was_asked = now - self._behind.get(place, -OPEN_SECONDS) < OPEN_SECONDS
            if not was_asked and not self._has_failed(key) and not self._memory.covers(key, offset + 1):
                found.append((*key, offset + 1))
                self._behind[place] = now
        if len(self._behind) > MOST_BEHIND:
            self._behind = {}
        return _by_partition(found)

    def _has(self, name: str) -> bool:
        topic = self._topics.get(name)
        return topic is not None and bool(topic.has_transactions)

    def _is_due(self, name: str, now: float, has_signs: bool) -> bool:
        topic = self._topics.get(name)
        if topic is None or topic.has_transactions is None:
            return True
        return has_signs and now - topic.looked_at > LOOK_SECONDS

    def _has_failed(self, key: TopicPartition) -> bool:
        """Whether it could not be read just now."""
        failure = self._failures.get(key)
        return failure is not None and self._clock() - failure[1] < FAILED_SECONDS

    def _is_missing(self, place: RecordPlace) -> bool:
        found = self._memory.find((place[0], place[1]), place[2])
        if found is None:
            return not self._has_failed((place[0], place[1]))
        told, at = found
        return told.fate.kind is FateKind.OPEN and self._clock() - at > OPEN_SECONDS

    def _known(self, place: RecordPlace) -> TransactionFate:
        key = (place[0], place[1])
        found = self._memory.find(key, place[2])
        if found is not None:
            return found[0].fate
        reason, _ = self._failures.get(key, ("", 0.0))
        return TransactionFate(FateKind.UNKNOWN, reason=reason)

    # Reading

    def _work(
        self, wanted: Mapping[TopicPartition, Sequence[int]], most_bytes: int, on_told: Callable[[], None]
    ) -> None:
        try:
            self._take(wanted, most_bytes)
            is_news = any(self._has(name) for name, _ in wanted)
        finally:
            self._is_reading = False
        if is_news:
            on_told()

    def _take(self, wanted: Mapping[TopicPartition, Sequence[int]], most_bytes: int) -> Sequence[PartitionFates]:
        """Ask the leaders and keep what they tell, or why they do not."""
        try:
            told = self._read(wanted, most_bytes)
        except KafkatuiError as error:
            told = [PartitionFates(key, reason=error.what.rstrip(".")) for key in wanted]
        now = self._clock()
        with self._lock:
            for each in told:
                self._keep(each, wanted[each.key], now)
        return told

    def _keep(self, told: PartitionFates, wanted: Sequence[int], now: float) -> None:
        if told.reason:
            self._failures[told.key] = told.reason, now
        else:
            self._failures.pop(told.key, None)
            topic = self._topics.setdefault(told.key[0], _Topic())
            topic.has_transactions = bool(topic.has_transactions) or told.has_transactions
            topic.looked_at = now
            if len(wanted) == 1:  # nothing was passed over
                self._begun[(*told.key, wanted[0])] = told.position
        if len(self._begun) > MOST_BEHIND:
            self._begun = {}
        self._memory.add(told.key, told.ranges, now, told.markers)
        lost = [offset for offset in wanted if offset < told.position and not self._memory.covers(told.key, offset)]
        nothing = TransactionFate(FateKind.UNKNOWN, reason=NOT_TOLD)
        self._memory.add(told.key, [FateRange(offset, offset, nothing) for offset in lost], now)


def fates_of(clients: Clients) -> TransactionFates:
    """Those of a cluster's records."""

    def read(wanted: Mapping[TopicPartition, Sequence[int]], most_bytes: int) -> Sequence[PartitionFates]:
        from kafkatui.kafka.stream.fate_reader import FateReader

        return FateReader(clients.kafka).read(wanted, partition_bytes=most_bytes)

    return TransactionFates(read)


def _by_partition(places: Sequence[RecordPlace]) -> dict[TopicPartition, list[int]]:
    found: dict[TopicPartition, list[int]] = {}
    for topic, partition, offset in places:
        found.setdefault((topic, partition), []).append(offset)
    return found


def _probes(offsets: Sequence[int]) -> Sequence[int]:
    """Where transactions would be seen: at both ends, and before offsets that no record has, as markers take them."""
    ordered = sorted(offsets)
    before_gaps = [earlier for earlier, later in pairwise(ordered) if later > earlier + 1]
    return sorted({*before_gaps[: MOST_PROBES - 2], ordered[0], ordered[-1]})
