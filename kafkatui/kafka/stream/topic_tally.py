"""The figures of one topic, batch by batch, in bounded memory."""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from kafkatui.kafka.stream.bounded_counter import BoundedCounter, most_frequent
from kafkatui.kafka.stream.key_tally import KeyTally
from kafkatui.kafka.stream.record_batches import MAGIC_WITH_HEADERS, Batch, RawRecord
from kafkatui.kafka.stream.spread_tally import SizeTally, SpreadTally
from kafkatui.kafka.stream.time_tally import PartitionTimes, TimeTally
from kafkatui.model.record import name_bytes
from kafkatui.model.record_count import RecordCount
from kafkatui.model.topic_analysis import (
    BatchFigures,
    CodecFigures,
    HeaderFigures,
    PartitionFigures,
    ProducerFigures,
    TopicAnalysis,
    ValueFigures,
)

CODECS = ("none", "gzip", "snappy", "lz4", "zstd")
MOST_NAMES = 1_000
MOST_PRODUCERS = 10_000


@dataclass(slots=True)
class _Packed:
    batches: int = 0
    records: int = 0
    packed_bytes: int = 0
    unpacked_bytes: int = 0


@dataclass(slots=True)
class _Part:
    size_bytes: int = 0
    stored_bytes: int = 0


class _Headers:
    def __init__(self) -> None:
        self._sizes = SpreadTally()
        self._names: BoundedCounter[str] = BoundedCounter(MOST_NAMES)
        self._most = self._records = 0

    def add(self, found: Sequence[RawRecord]) -> int:
        sizes = []
        for record in found:
            if not record.headers:
                continue
            self._most = max(self._most, len(record.headers))
            sizes.append(sum(len(name_bytes(name)) + len(value or b"") for name, value in record.headers))
            for name, _ in record.headers:
                self._names.add(name)
        self._records += len(sizes)
        self._sizes.add(sizes)
        return sum(sizes)

    def figures(self) -> HeaderFigures:
        names = self._names
        return HeaderFigures(
            self._records, self._sizes.spread(), self._most, most_frequent(names.counts), names.has_more
        )


class _Producers:
    def __init__(self) -> None:
        self._records: BoundedCounter[int] = BoundedCounter(MOST_PRODUCERS)
        self._idempotent = self._transactional = self._plain = 0

    def add(self, batch: Batch, count: int) -> None:
        if batch.producer_id < 0:
            self._plain += count
            return
        if batch.is_transactional:
            self._transactional += count
        else:
            self._idempotent += count
        self._records.add(batch.producer_id, count)

    def figures(self) -> ProducerFigures:
        ids = self._records
        return ProducerFigures(
            len(ids.counts), ids.has_more, self._idempotent, self._transactional, self._plain, most_frequent(ids.counts)
        )


class TopicTally:
    """Takes the batches of a topic's partitions, each partition's in order."""

    def __init__(self, topic: str) -> None:
        self.topic = topic
        self.undecodable = 0
        self._parts: dict[int, _Part] = {}
        self._keys, self._values, self._headers = KeyTally(), SizeTally(), _Headers()
        self._times, self._producers = TimeTally(), _Producers()
        self._batch_records, self._batch_sizes = SpreadTally(), SpreadTally()
        self._packed: dict[int, _Packed] = {}
        self._formats: Counter[int] = Counter()

    def add(self, partition: int, batch: Batch, size: int, body: bytes, found: Sequence[RawRecord]) -> None:
        """Take a batch's records.

        Args:
            size: of the whole batch, as it is kept.
            body: what follows its heading, unpacked.
            found: those of its records that are in the range; not empty.
        """
        part = self._parts.setdefault(partition, _Part())
        part.size_bytes += self._keys.add([record.key for record in found])
        part.size_bytes += self._values.add([record.value for record in found])
        part.size_bytes += self._headers.add(found)
        part.stored_bytes += size
        self._times.add(partition, [record.timestamp_ms for record in found], has_append_time=batch.has_append_time)
        self._producers.add(batch, len(found))
        self._batch_records.add((len(found),))
        self._batch_sizes.add((size,))
        self._formats[batch.magic] += 1
        packed = self._packed.setdefault(batch.codec, _Packed())
        packed.batches += 1
        packed.records += len(found)
        if batch.magic >= MAGIC_WITH_HEADERS:
            packed.packed_bytes += batch.end - batch.start
            packed.unpacked_bytes += len(body)

    def figures(
        self,
        counts: Mapping[int, RecordCount],
        *,
        at_seconds: float,
        took_seconds: float,
        newest: int | None,
        unread: Mapping[int, str],
    ) -> TopicAnalysis:
        """Everything taken so far, with each partition's count; what is told about the reading goes along."""
        codecs = (
            CodecFigures(CODECS[codec], each.batches, each.records, each.packed_bytes, each.unpacked_bytes)
            for codec, each in sorted(self._packed.items())
        )
        return TopicAnalysis(
            topic=self.topic,
            at_seconds=at_seconds,
            took_seconds=took_seconds,
            newest=newest,
            partitions=tuple(self._part_figures(number, count) for number, count in sorted(counts.items())),
            unread=unread,
            undecodable=self.undecodable,
            keys=self._keys.figures(),
            values=ValueFigures(self._values.nulls, self._values.empty, self._values.sizes.spread()),
            headers=self._headers.figures(),
            times=self._times.figures(),
            batches=BatchFigures(
                self._batch_records.spread(), self._batch_sizes.spread(), tuple(codecs), dict(self._formats)
            ),
            producers=self._producers.figures(),
        )

    def _part_figures(self, number: int, count: RecordCount) -> PartitionFigures:
        part = self._parts.get(number, _Part())
        times = self._times.partitions.get(number, PartitionTimes())
        return PartitionFigures(
            number, count, part.size_bytes, part.stored_bytes, times.first_ms, times.last_ms, times.out_of_order
        )
