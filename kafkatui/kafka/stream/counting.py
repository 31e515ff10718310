"""The true number of records, from the headings of batches alone: on compacted and transactional topics, too."""

from __future__ import annotations

import time
from collections import Counter
from collections.abc import Callable, Collection, Sequence
from dataclasses import replace

from kafkatui.kafka.connect.connection import KafkaConnection
from kafkatui.kafka.read.offsets import read_offsets
from kafkatui.kafka.stream.fetching import Fetched, Fetcher
from kafkatui.kafka.stream.record_batches import Batch, payload, records
from kafkatui.kafka.stream.transaction_filter import Fate, fates
from kafkatui.model.cluster import TopicPartition
from kafkatui.model.record_count import CountResult, RecordCount

OnProgress = Callable[[int, int], None]
"""Offsets passed so far and offsets in all; may raise to end the counting."""


def count_records(
    connection: KafkaConnection, partitions: Sequence[TopicPartition], on_progress: OnProgress
) -> CountResult:
    """Count what is in `partitions` now; what is written meanwhile is not counted.

    Raises:
        KafkatuiError: no broker answers.
    """
    started = time.monotonic()
    ends = read_offsets(connection, partitions)
    stable = read_offsets(connection, partitions, read_committed=True)
    counting = _Counting(on_progress)
    unread: dict[TopicPartition, str] = {}
    below: dict[TopicPartition, tuple[int, int]] = {}
    behind: dict[TopicPartition, tuple[int, int]] = {}
    for key in partitions:
        begin, end, last_stable = ends[key].begin, ends[key].end, stable[key].end
        if begin is None or end is None or last_stable is None:
            unread[key] = ends[key].reason or stable[key].reason or "its offsets are not known"
            continue
        counting.counts[key] = RecordCount(begin=begin, end=end, unread=max(0, end - begin))
        below[key] = (begin, max(begin, last_stable))
        behind[key] = (max(begin, last_stable), end)
    counting.total = sum(max(0, end - start) for ranges in (below, behind) for start, end in ranges.values())
    for ranges, is_open in ((below, False), (behind, True)):
        fetcher = Fetcher(connection, read_committed=not is_open, check=counting.check)
        try:
            unread |= fetcher.read(ranges, counting.take_open if is_open else counting.take)
        finally:
            fetcher.close()
    return CountResult(counting.counts_but_for(unread), unread, time.monotonic() - started)


class _Counting:
    def __init__(self, on_progress: OnProgress) -> None:
        self.counts: dict[TopicPartition, RecordCount] = {}
        self.total = 0
        self._passed = 0
        self._on_progress = on_progress

    def check(self) -> None:
        self._on_progress(self._passed, self.total)

    def counts_but_for(self, unread: Collection[TopicPartition]) -> dict[TopicPartition, RecordCount]:
        """What was counted; everything was looked at where nothing kept it from being read."""
        return {key: count if key in unread else replace(count, unread=0) for key, count in self.counts.items()}

    def take(self, fetched: Fetched) -> None:
        self._add(fetched, records=Fate.GIVEN, aborted=Fate.ABORTED)

    def take_open(self, fetched: Fetched) -> None:
        """Behind the last stable offset: what is given there is not decided."""
        self._add(fetched, open=Fate.GIVEN)

    def _add(self, fetched: Fetched, **names: Fate) -> None:
        counted: Counter[Fate] = Counter()
        number = 0
        for batch, fate in fates(fetched.data, fetched.aborted):
            if count := count_within(fetched, batch):
                counted[fate] += count
                number += 1
        more = {name: counted[fate] for name, fate in names.items()}
        passed = min(fetched.position, fetched.end) - fetched.start
        self.counts[fetched.key] += RecordCount(**more, markers=counted[Fate.MARKER], batches=number, unread=-passed)
        self._passed += passed
        self.check()


def count_within(fetched: Fetched, batch: Batch) -> int:
    """The records of a batch between start and end; only one that goes beyond them is taken apart."""
    if batch.count is not None and batch.base_offset >= fetched.start and batch.last_offset < fetched.end:
        return batch.count
    if batch.last_offset < fetched.start:
        return 0
    found = records(payload(fetched.data, batch), batch)
    return sum(fetched.start <= record.offset < fetched.end for record in found)
