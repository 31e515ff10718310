"""What is in topics, in figures, from raw batches read once."""

from __future__ import annotations

import time
from collections import Counter
from collections.abc import Callable, Sequence
from dataclasses import dataclass, field

from kafkatui.kafka.connect.connection import KafkaConnection
from kafkatui.kafka.read.offsets import read_offsets
from kafkatui.kafka.stream.counting import count_within
from kafkatui.kafka.stream.fetching import Fetched, Fetcher
from kafkatui.kafka.stream.record_batches import Batch, payload, records
from kafkatui.kafka.stream.topic_tally import TopicTally
from kafkatui.kafka.stream.transaction_filter import Fate, fates
from kafkatui.model.cluster import TopicPartition
from kafkatui.model.record_count import RecordCount
from kafkatui.model.topic_analysis import TopicAnalysis

OnProgress = Callable[[int, int], None]
"""Offsets passed so far and offsets in all; may raise to end the reading."""

Range = tuple[int, int]


@dataclass(slots=True)
class _Wanted:
    """What is to be read of one topic, below the last stable offset and behind it."""

    below: dict[TopicPartition, Range] = field(default_factory=dict)
    behind: dict[TopicPartition, Range] = field(default_factory=dict)
    unread: dict[int, str] = field(default_factory=dict)

    @property
    def offsets(self) -> int:
        return sum(end - begin for part in (self.below, self.behind) for begin, end in part.values())


def analyse_topics(
    connection: KafkaConnection, partitions: Sequence[TopicPartition], newest: int | None, on_progress: OnProgress
) -> list[TopicAnalysis]:
    """Read what is in `partitions` now, one topic after the other; what is written meanwhile is left out.

    Args:
        newest: so many offsets of each partition at most; None for all.

    Raises:
        KafkatuiError: no broker answers.
    """
    wanted = _wanted(connection, partitions, newest)
    reading = _Reading(sum(each.offsets for each in wanted.values()), on_progress)
    return [_analysed(connection, topic, each, newest, reading) for topic, each in wanted.items()]


def _wanted(
    connection: KafkaConnection, partitions: Sequence[TopicPartition], newest: int | None
) -> dict[str, _Wanted]:
    ends = read_offsets(connection, partitions)
    stable = read_offsets(connection, partitions, read_committed=True)
    found: dict[str, _Wanted] = {}
    for key in partitions:
        topic = found.setdefault(key[0], _Wanted())
        begin, end, last_stable = ends[key].begin, ends[key].end, stable[key].end
        if begin is None or end is None or last_stable is None:
            topic.unread[key[1]] = ends[key].reason or stable[key].reason or "its offsets are not known"
            continue
        if newest is not None:
            begin = max(begin, end - newest)
        middle = min(end, max(begin, last_stable))
        topic.below[key], topic.behind[key] = (begin, middle), (middle, end)
    return found


def _analysed(
    connection: KafkaConnection, topic: str, wanted: _Wanted, newest: int | None, reading: _Reading
) -> TopicAnalysis:
    started = time.monotonic()
    tally = TopicTally(topic, {key[1]: (begin, wanted.behind[key][1]) for key, (begin, _) in wanted.below.items()})
    reading.tally = tally
    unread = dict(wanted.unread)
    for ranges, is_open in ((wanted.below, False), (wanted.behind, True)):
        if not any(begin < end for begin, end in ranges.values()):
            continue
        fetcher = Fetcher(connection, read_committed=not is_open, check=reading.check)
        try:
            missing = fetcher.read(ranges, reading.take_open if is_open else reading.take)
        finally:
            fetcher.close()
        unread |= {key[1]: reason for key, reason in missing.items()}
    return tally.figures(at_seconds=time.time(), took_seconds=time.monotonic() - started, newest=newest, unread=unread)


class _Reading:
    """Sorts batches by what became of them, and keeps how far it is."""

    def __init__(self, total: int, on_progress: OnProgress) -> None:
        self.tally = TopicTally("", {})
        self._total = total
        self._passed = 0
        self._on_progress = on_progress

    def check(self) -> None:
        self._on_progress(self._passed, self._total)

    def take(self, fetched: Fetched) -> None:
        counted: Counter[Fate] = Counter()
        at = number = 0
        for batch, fate in fates(fetched.data, fetched.aborted):
            size, at = batch.end - at, batch.end
            if batch.last_offset < fetched.start or batch.base_offset >= fetched.end:
                continue
            given = self._given(fetched, batch, size) if fate is Fate.GIVEN else None
            count = count_within(fetched, batch) if given is None else given
            counted[fate] += count
            number += bool(count)
        more = RecordCount(
            records=counted[Fate.GIVEN], aborted=counted[Fate.ABORTED], markers=counted[Fate.MARKER], batches=number
        )
        self._pass(fetched, more)

    def take_open(self, fetched: Fetched) -> None:
        """Behind the last stable offset: what is given there is not decided."""
        counted: Counter[Fate] = Counter()
        number = 0
        for batch, fate in fates(fetched.data, ()):
            if count := count_within(fetched, batch):
                counted[fate] += count
                number += 1
        self._pass(fetched, RecordCount(open=counted[Fate.GIVEN], markers=counted[Fate.MARKER], batches=number))

    def _given(self, fetched: Fetched, batch: Batch, size: int) -> int:
        """How many records of a batch were taken; one that cannot be read is told as its heading counts it."""
        try:
            body = payload(fetched.data, batch)
            found = [record for record in records(body, batch) if fetched.start <= record.offset < fetched.end]
        except ValueError:
            self.tally.undecodable += batch.count or 1
            return batch.count or 1
        if found:
            self.tally.add(fetched.key[1], batch, size, body, found)
        return len(found)

    def _pass(self, fetched: Fetched, more: RecordCount) -> None:
        self.tally.count(fetched.key[1], more)
        self._passed += min(fetched.position, fetched.end) - fetched.start
        self.check()
