"""All there is in partitions now, read once from raw batches and counted by what became of it."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Mapping, Sequence
from functools import partial

from msgspec import Struct

from kafkatui.kafka.connect.connection import KafkaConnection
from kafkatui.kafka.read.offsets import read_offsets
from kafkatui.kafka.stream.fetching import Fetched, Fetcher
from kafkatui.kafka.stream.record_batches import Batch, payload, records
from kafkatui.kafka.stream.transaction_filter import Fate, fates
from kafkatui.model.cluster import TopicPartition
from kafkatui.model.record_count import RecordCount
from kafkatui.model.replacing import replace

OnProgress = Callable[[int, int], None]
"""Offsets passed so far and offsets in all; may raise to end the reading."""


class LogSpan(Struct, frozen=True):
    """What is to be read of one partition.

    Attributes:
        stable: the last stable offset, between both: from there on nothing is decided.
        end: the high watermark.
    """

    begin: int
    stable: int
    end: int

    @property
    def offsets(self) -> int:
        """Between begin and end."""
        return self.end - self.begin


def log_spans(
    connection: KafkaConnection, partitions: Sequence[TopicPartition], newest: int | None = None
) -> tuple[dict[TopicPartition, LogSpan], dict[TopicPartition, str]]:
    """What there is in each partition now, and of those that do not tell, why.

    Args:
        newest: so many offsets of each at most; None for all.

    Raises:
        KafkatuiError: no broker answers.
    """
    ends = read_offsets(connection, partitions)
    stable = read_offsets(connection, partitions, read_committed=True)
    spans: dict[TopicPartition, LogSpan] = {}
    unread: dict[TopicPartition, str] = {}
    for key in partitions:
        begin, end, last_stable = ends[key].begin, ends[key].end, stable[key].end
        if begin is None or end is None or last_stable is None:
            unread[key] = ends[key].reason or stable[key].reason or "its offsets are not known"
            continue
        end = max(begin, end)
        if newest is not None:
            begin = max(begin, end - newest)
        # What was written between both requests is behind the end, though it may be stable.
        spans[key] = LogSpan(begin, min(end, max(begin, last_stable)), end)
    return spans, unread


def count_within(fetched: Fetched, batch: Batch) -> int:
    """The records of a batch between start and end; only one that goes beyond them is taken apart."""
    if batch.count is not None and batch.base_offset >= fetched.start and batch.last_offset < fetched.end:
        return batch.count
    found = records(payload(fetched.data, batch), batch)
    return sum(fetched.start <= record.offset < fetched.end for record in found)


def count_headings(fetched: Fetched, batch: Batch, _: int) -> int:
    """`Given` for who wants no more than the count."""
    return count_within(fetched, batch)


Given = Callable[[Fetched, Batch, int], int]
"""Takes a batch that is given to who reads committed records, with its whole size in bytes; how many are in it."""


class LogReading:
    """Reads spans, sorts their batches by what became of them, and keeps how far it is.

    Args:
        total: offsets of all spans that will be read.

    Attributes:
        counts: of what was read; `unread` is 0 where nothing kept it from being read to its end.
    """

    def __init__(self, connection: KafkaConnection, total: int, on_progress: OnProgress) -> None:
        self.counts: dict[TopicPartition, RecordCount] = {}
        self._connection = connection
        self._total = total
        self._passed = 0
        self._on_progress = on_progress

    def read(
        self, spans: Mapping[TopicPartition, LogSpan], given: Given = count_headings
    ) -> Mapping[TopicPartition, str]:
        """Read them once; why the rest of some was not read.

        Raises:
            KafkatuiError: no broker answers.
        """
        for key, span in spans.items():
            self.counts[key] = RecordCount(begin=span.begin, end=span.end, unread=span.offsets)
        below = {key: (span.begin, span.stable) for key, span in spans.items()}
        behind = {key: (span.stable, span.end) for key, span in spans.items()}
        unread: dict[TopicPartition, str] = {}
        for ranges, is_open in ((below, False), (behind, True)):
            if not any(begin < end for begin, end in ranges.values()):
                continue
            fetcher = Fetcher(self._connection, read_committed=not is_open, check=self._check)
            try:
                unread |= fetcher.read(ranges, partial(self._take, is_open=is_open, given=given))
            finally:
                fetcher.close()
        for key in spans.keys() - unread.keys():
            self.counts[key] = replace(self.counts[key], unread=0)
        return unread

    def _check(self) -> None:
        self._on_progress(self._passed, self._total)

    def _take(self, fetched: Fetched, *, is_open: bool, given: Given) -> None:
        """Behind the last stable offset what is given is not decided."""
        counted: Counter[Fate] = Counter()
        at = number = 0
        for batch, fate in fates(fetched.data, fetched.aborted):
            size, at = batch.end - at, batch.end
            if _is_outside(fetched, batch):
                continue
            is_given = fate is Fate.GIVEN and not is_open
            count = given(fetched, batch, size) if is_given else count_within(fetched, batch)
            counted[fate] += count
            number += bool(count)
        passed = min(fetched.position, fetched.end) - fetched.start
        self.counts[fetched.key] += RecordCount(
            records=0 if is_open else counted[Fate.GIVEN],
            open=counted[Fate.GIVEN] if is_open else 0,
            aborted=counted[Fate.ABORTED],
            markers=counted[Fate.MARKER],
            batches=number,
            unread=-passed,
        )
        self._passed += passed
        self._check()


def _is_outside(fetched: Fetched, batch: Batch) -> bool:
    """Whether none of a batch is wanted, by its heading; a packed one of v0 and v1 has its last offset for its base."""
    return batch.last_offset < fetched.start or (batch.count is not None and batch.base_offset >= fetched.end)
