"""What is in a topic, in figures: sizes, keys, times, batches, producers."""

from __future__ import annotations

from collections.abc import Mapping

from msgspec import Struct, field

from kafkatui.model.record_count import RecordCount


class Spread(Struct, frozen=True):
    """How whole numbers are spread: sizes in bytes, or records of a batch.

    Attributes:
        count, total: how many there are, and their sum.
        median, p99: the least that half, or 99 % of them, do not exceed (nearest rank).
        is_exact: whether these two are; else they are up to 1.6 % too small.
        histogram: how many are from a number on up to another, both included; of powers of two, without those of none.
    """

    count: int = 0
    total: int = 0
    least: int | None = None
    median: int | None = None
    p99: int | None = None
    most: int | None = None
    is_exact: bool = True
    histogram: tuple[tuple[int, int, int], ...] = ()

    @property
    def mean(self) -> float | None:
        """None of none."""
        return self.total / self.count if self.count else None


class PartitionFigures(Struct, frozen=True):
    """One partition's share.

    Attributes:
        size_bytes: keys, values and headers of the records counted.
        stored_bytes: their batches as they are kept.
        first_ms, last_ms: least and largest timestamp.
    """

    partition: int
    count: RecordCount
    size_bytes: int = 0
    stored_bytes: int = 0
    first_ms: int | None = None
    last_ms: int | None = None
    out_of_order: int = 0


class KeyFigures(Struct, frozen=True):
    """The records' keys.

    Attributes:
        sizes: of those that are not null.
        distinct: different keys, null apart.
        is_exact: whether `distinct` is counted; else it is estimated, with a standard error of 0.8 %.
        most_frequent: keys and how many records have them, the most frequent first.
        missed: so many more each of these may have; 0 when they are counted exactly.
    """

    nulls: int = 0
    empty: int = 0
    sizes: Spread = Spread()
    distinct: int = 0
    is_exact: bool = True
    most_frequent: tuple[tuple[bytes, int], ...] = ()
    missed: int = 0


class ValueFigures(Struct, frozen=True):
    """The records' values.

    Attributes:
        nulls: tombstones, where compaction is on.
        sizes: of those that are not null.
    """

    nulls: int = 0
    empty: int = 0
    sizes: Spread = Spread()


class HeaderFigures(Struct, frozen=True):
    """The records' headers.

    Attributes:
        records: that have any.
        sizes: names and values together, of each record that has any.
        most: in one record.
        names: how many headers have each name, the most frequent first.
        has_more_names: whether there are others, not counted.
    """

    records: int = 0
    sizes: Spread = Spread()
    most: int = 0
    names: tuple[tuple[str, int], ...] = ()
    has_more_names: bool = False


class TimeFigures(Struct, frozen=True):
    """The records' timestamps, Unix milliseconds.

    Attributes:
        missing: records without one.
        appended: records with the broker's time (LogAppendTime); the others have their producers'.
        out_of_order: records older than one before them in their partition.
        furthest_back_ms: how much older at most.
        histogram: from when on, how long in milliseconds, how many; without those of none.
    """

    first_ms: int | None = None
    last_ms: int | None = None
    missing: int = 0
    appended: int = 0
    out_of_order: int = 0
    furthest_back_ms: int = 0
    histogram: tuple[tuple[int, int, int], ...] = ()


class CodecFigures(Struct, frozen=True):
    """Batches packed in one way.

    Attributes:
        codec: "none", "gzip", "snappy", "lz4", "zstd".
        packed_bytes, unpacked_bytes: of the records in them, without the batches' headings.
    """

    codec: str
    batches: int = 0
    records: int = 0
    packed_bytes: int = 0
    unpacked_bytes: int = 0

    @property
    def ratio(self) -> float | None:
        """How many times larger they are unpacked."""
        return self.unpacked_bytes / self.packed_bytes if self.packed_bytes else None


class BatchFigures(Struct, frozen=True):
    """The batches of the records counted; of message formats v0 and v1 a message stands for a batch.

    Attributes:
        records, sizes: of each batch; sizes with its heading.
        formats: how many batches have which message format (0, 1, 2).
    """

    records: Spread = Spread()
    sizes: Spread = Spread()
    codecs: tuple[CodecFigures, ...] = ()
    formats: Mapping[int, int] = field(default_factory=dict)


class ProducerFigures(Struct, frozen=True):
    """Who wrote the records, as far as batches tell.

    Attributes:
        ids: different producer ids; each start of an idempotent or transactional producer has one of its own.
        has_more_ids: whether there are others, not counted.
        idempotent: records with a producer id and outside of transactions.
        transactional: records of transactions.
        plain: records without a producer id.
        busiest: producer ids and their records, the most first.
    """

    ids: int = 0
    has_more_ids: bool = False
    idempotent: int = 0
    transactional: int = 0
    plain: int = 0
    busiest: tuple[tuple[int, int], ...] = ()


class TopicAnalysis(Struct, frozen=True):
    """Everything together.

    All but the counts is of the records that a consumer with isolation.level=read_committed is given.

    Attributes:
        at_seconds: Unix time when it ended.
        took_seconds: how long it took.
        newest: so many offsets of each partition were read at most; None for all.
        unread: partitions not read to their end, with the reason.
        undecodable: records in batches that are not whole or compressed in a way nobody knows.
    """

    topic: str
    at_seconds: float = 0.0
    took_seconds: float = 0.0
    newest: int | None = None
    partitions: tuple[PartitionFigures, ...] = ()
    unread: Mapping[int, str] = field(default_factory=dict)
    undecodable: int = 0
    keys: KeyFigures = KeyFigures()
    values: ValueFigures = ValueFigures()
    headers: HeaderFigures = HeaderFigures()
    times: TimeFigures = TimeFigures()
    batches: BatchFigures = BatchFigures()
    producers: ProducerFigures = ProducerFigures()

    @property
    def count(self) -> RecordCount:
        """All partitions together."""
        return sum((each.count for each in self.partitions), RecordCount())
