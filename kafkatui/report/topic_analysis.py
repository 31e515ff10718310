"""A topic's analysis as lines: what is told, its figure, its share, what belongs to it."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from enum import Enum

from msgspec import Struct

from kafkatui.model.topic_analysis import BatchFigures, CodecFigures, PartitionFigures, Spread, TopicAnalysis


class Unit(Enum):
    """What a figure counts, so that it is shown as that."""

    COUNT = "count"
    BYTES = "bytes"
    TIME = "unix_ms"
    DURATION = "ms"
    RATIO = "ratio"
    TEXT = "text"


class Accuracy(Enum):
    """How a figure is to be taken, where it is not counted to the last one."""

    EXACT = ""
    ESTIMATE = "estimate"
    AT_LEAST = "at least"
    NEAR = "within 1.6 %"


Value = int | float | str | None


class Detail(Struct, frozen=True):
    """A figure that belongs to another."""

    name: str
    value: Value
    unit: Unit = Unit.COUNT


class AnalysisRow(Struct, frozen=True):
    """One line.

    Attributes:
        section: what it is about: "records", "partitions", "keys" …
        figure: what is told: "null", "distinct", "size"; of a spread of sizes the median stands as value.
        of, until: which partition, key or codec; of a bar of a histogram from and to, both included.
        of_unit: what these two are.
        share: of the section's records, between 0 and 1; None where that says nothing.
        help: what it means, one sentence, or why it is missing.
        is_wrong: whether it is something to look at.
    """

    topic: str
    section: str
    figure: str
    value: Value
    unit: Unit = Unit.COUNT
    of: int | str | None = None
    until: int | None = None
    of_unit: Unit = Unit.TEXT
    share: float | None = None
    accuracy: Accuracy = Accuracy.EXACT
    details: tuple[Detail, ...] = ()
    help: str = ""
    is_wrong: bool = False


def analysis_rows(analysis: TopicAnalysis, key_text: Callable[[bytes], str]) -> list[AnalysisRow]:
    """All lines of a topic, section by section.

    Args:
        key_text: how a key is shown.
    """
    lines = _Lines(analysis)
    return [
        *lines.records(),
        *lines.partitions(),
        *lines.keys(key_text),
        *lines.values(),
        *lines.headers(),
        *lines.times(),
        *lines.batches(),
        *lines.producers(),
    ]


class _Lines:
    def __init__(self, analysis: TopicAnalysis) -> None:
        self._analysis = analysis
        self._records = analysis.count.records

    def _row(
        self,
        section: str,
        figure: str,
        value: Value,
        help: str = "",  # noqa: A002 as columns and fields have it
        *,
        unit: Unit = Unit.COUNT,
        share_of: int | None = None,
        of: int | str | None = None,
        until: int | None = None,
        of_unit: Unit = Unit.TEXT,
        accuracy: Accuracy = Accuracy.EXACT,
        details: Sequence[Detail] = (),
        is_wrong: bool = False,
    ) -> AnalysisRow:
        share = value / share_of if share_of and isinstance(value, int) else None
        return AnalysisRow(
            self._analysis.topic, section, figure, value, unit, of, until, of_unit, share, accuracy, tuple(details),
            help, is_wrong,
        )  # fmt: skip

    def records(self) -> Iterator[AnalysisRow]:
        analysis, count = self._analysis, self._analysis.count
        yield self._row(
            "records", "records", count.records, "What a consumer that reads only what is committed is given."
        )
        if analysis.newest is not None:
            yield self._row(
                "records", "newest", analysis.newest, "So many offsets of each partition were read at most."
            )
        for figure, number, help_ in (
            ("open", count.open, "Behind the last stable offset: not decided; in no figure below."),
            ("aborted", count.aborted, "Of transactions that were taken back; in no figure below."),
            ("markers", count.markers, "Commit and abort markers, which no consumer is given."),
            ("holes", count.missing, "Offsets with nothing in them: compacted away, or never used."),
            ("offsets", count.offsets, "End minus begin: what other tools call the number of records."),
        ):
            yield self._row("records", figure, number, help_, share_of=count.offsets)
        if analysis.undecodable:
            help_ = "In batches that are not whole, or compressed in a way nobody knows; counted only."
            yield self._row("records", "undecodable", analysis.undecodable, help_, is_wrong=True)
        size = sum(each.size_bytes for each in analysis.partitions)
        stored = sum(each.stored_bytes for each in analysis.partitions)
        yield self._row("records", "bytes", size, "Keys, values and headers, unpacked.", unit=Unit.BYTES)
        yield self._row("records", "stored", stored, "Their batches as brokers keep them, once.", unit=Unit.BYTES)

    def partitions(self) -> Iterator[AnalysisRow]:
        parts = self._analysis.partitions
        if parts and self._records:
            most = max(each.count.records for each in parts)
            skew = most * len(parts) / self._records
            sizes = sum(each.size_bytes for each in parts)
            details: tuple[Detail, ...] = ()
            if sizes:
                details = (Detail("of bytes", max(each.size_bytes for each in parts) * len(parts) / sizes, Unit.RATIO),)
            help_ = "The fullest partition's records beside the mean."
            yield self._row("partitions", "skew", skew, help_, unit=Unit.RATIO, details=details)
        empty = sum(not each.count.records for each in parts)
        yield self._row("partitions", "empty", empty, "Partitions without a record.")
        for each in parts:
            yield self._row(
                "partitions", "partition", each.count.records, of=each.partition, share_of=self._records,
                details=_of_partition(each),
            )  # fmt: skip
        for number, reason in sorted(self._analysis.unread.items()):
            yield self._row("partitions", "not read", None, reason, of=number, is_wrong=True)

    def keys(self, key_text: Callable[[bytes], str]) -> Iterator[AnalysisRow]:
        keys = self._analysis.keys
        yield self._row("keys", "null", keys.nulls, "Without a key.", share_of=self._records)
        yield self._row("keys", "empty", keys.empty, "With a key of no bytes.", share_of=self._records)
        yield self._row(
            "keys", "distinct", keys.distinct,
            "Different keys." if keys.is_exact else "Different keys, estimated, ±0.8 % (HyperLogLog).",
            accuracy=Accuracy.EXACT if keys.is_exact else Accuracy.ESTIMATE,
        )  # fmt: skip
        yield from self._spread("keys", "size", keys.sizes)
        yield from self._histogram("keys", keys.sizes)
        accuracy = Accuracy.AT_LEAST if keys.missed else Accuracy.EXACT
        details = (Detail("at most more", keys.missed),) if keys.missed else ()
        for text, count in _told_apart(keys.most_frequent, key_text):
            yield self._row("keys", "key", count, of=text, share_of=self._records, accuracy=accuracy, details=details)

    def values(self) -> Iterator[AnalysisRow]:
        values = self._analysis.values
        help_ = "Tombstones where compaction is on: they delete their keys."
        yield self._row("values", "null", values.nulls, help_, share_of=self._records)
        yield self._row("values", "empty", values.empty, "With a value of no bytes.", share_of=self._records)
        yield from self._spread("values", "size", values.sizes)
        yield from self._histogram("values", values.sizes)

    def headers(self) -> Iterator[AnalysisRow]:
        headers = self._analysis.headers
        yield self._row("headers", "records", headers.records, "That have any.", share_of=self._records)
        if not headers.records:
            return
        yield self._row("headers", "most", headers.most, "In one record.")
        yield from self._spread("headers", "size", headers.sizes)
        for name, count in headers.names:
            yield self._row("headers", "header", count, of=name, share_of=self._records)
        if headers.has_more_names:
            yield self._row("headers", "more names", None, "There are more names than are counted.")

    def times(self) -> Iterator[AnalysisRow]:
        times = self._analysis.times
        if times.first_ms is not None and times.last_ms is not None:
            yield self._row("time", "first", times.first_ms, "The least timestamp.", unit=Unit.TIME)
            span = (Detail("later", times.last_ms - times.first_ms, Unit.DURATION),)
            yield self._row("time", "last", times.last_ms, "The largest.", unit=Unit.TIME, details=span)
        yield self._row("time", "missing", times.missing, "Without a timestamp.", share_of=self._records)
        help_ = "With the broker's time (LogAppendTime)."
        yield self._row("time", "by broker", times.appended, help_, share_of=self._records)
        back = (Detail("back at most", times.furthest_back_ms, Unit.DURATION),) if times.out_of_order else ()
        help_ = "Older than one before in the same partition."
        yield self._row("time", "out of order", times.out_of_order, help_, share_of=self._records, details=back)
        for begin, width, count in times.histogram:
            yield self._row(
                "time", "from", count, of=begin, until=begin + width - 1, of_unit=Unit.TIME, share_of=self._records
            )

    def batches(self) -> Iterator[AnalysisRow]:
        batches = self._analysis.batches
        yield self._row("batches", "batches", batches.sizes.count, "That hold the records.")
        yield from self._spread("batches", "records", batches.records, Unit.COUNT)
        yield from self._spread("batches", "size", batches.sizes)
        if (ratio := _ratio(batches)) is not None:
            yield self._row("batches", "compression", ratio, "Unpacked bytes to packed ones.", unit=Unit.RATIO)
        for codec in batches.codecs:
            yield self._row(
                "batches", "codec", codec.records, of=codec.codec, share_of=self._records, details=_of_codec(codec)
            )
        for version, count in sorted(batches.formats.items()):
            if version < 2:
                help_ = "Written in the message format of Kafka before 0.11."
                yield self._row("batches", "format", count, help_, of=f"v{version}")

    def producers(self) -> Iterator[AnalysisRow]:
        found = self._analysis.producers
        accuracy = Accuracy.AT_LEAST if found.has_more_ids else Accuracy.EXACT
        help_ = "Different producer ids: each start of such a producer has its own."
        yield self._row("producers", "ids", found.ids, help_, accuracy=accuracy)
        for figure, count, help_ in (
            ("idempotent", found.idempotent, "Records of idempotent producers."),
            ("transactional", found.transactional, "Records of transactions."),
            ("plain", found.plain, "Records of producers without an id."),
        ):
            yield self._row("producers", figure, count, help_, share_of=self._records)
        for number, count in found.busiest:
            yield self._row("producers", "producer", count, of=number, share_of=self._records)

    def _spread(self, section: str, figure: str, spread: Spread, unit: Unit = Unit.BYTES) -> Iterator[AnalysisRow]:
        """The median, with the rest beside it."""
        if not spread.count:
            return
        details = (
            Detail("min", spread.least, unit), Detail("p99", spread.p99, unit), Detail("max", spread.most, unit),
            Detail("mean", None if spread.mean is None else round(spread.mean, 1), unit),
        )  # fmt: skip
        accuracy = Accuracy.EXACT if spread.is_exact else Accuracy.NEAR
        yield self._row(section, f"{figure} p50", spread.median, unit=unit, accuracy=accuracy, details=details)

    def _histogram(self, section: str, spread: Spread) -> Iterator[AnalysisRow]:
        if len(spread.histogram) > 1:
            for low, high, count in spread.histogram:
                yield self._row(section, "from", count, of=low, until=high, of_unit=Unit.BYTES, share_of=spread.count)


def _told_apart(keys: Sequence[tuple[bytes, int]], key_text: Callable[[bytes], str]) -> Iterator[tuple[str, int]]:
    """Keys as texts; of those that look alike all but the first with their bytes."""
    told: set[str] = set()
    for key, count in keys:
        text = key_text(key)
        yield (f"{text} (0x{key.hex()})" if text in told else text), count
        told.add(text)


def _of_partition(part: PartitionFigures) -> tuple[Detail, ...]:
    count = part.count
    details = [
        Detail("bytes", part.size_bytes, Unit.BYTES),
        Detail("stored", part.stored_bytes, Unit.BYTES),
        Detail("begin", count.begin),
        Detail("end", count.end),
    ]
    if part.first_ms is not None:
        details += [Detail("first", part.first_ms, Unit.TIME), Detail("last", part.last_ms, Unit.TIME)]
    if part.out_of_order:
        details.append(Detail("out of order", part.out_of_order))
    return tuple(details)


def _of_codec(codec: CodecFigures) -> tuple[Detail, ...]:
    ratio = () if codec.ratio is None else (Detail("ratio", round(codec.ratio, 3), Unit.RATIO),)
    return (
        Detail("batches", codec.batches),
        Detail("packed", codec.packed_bytes, Unit.BYTES),
        Detail("unpacked", codec.unpacked_bytes, Unit.BYTES),
        *ratio,
    )


def _ratio(batches: BatchFigures) -> float | None:
    packed = sum(each.packed_bytes for each in batches.codecs)
    unpacked = sum(each.unpacked_bytes for each in batches.codecs)
    return round(unpacked / packed, 3) if packed else None
