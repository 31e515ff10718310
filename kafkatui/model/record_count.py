"""How many records there are, counted and not reckoned from offsets."""

from __future__ import annotations

from collections.abc import Mapping

from msgspec import Struct, field

from kafkatui.model.cluster import TopicPartition


class RecordCount(Struct, frozen=True):
    """What is in a partition, or in several together.

    Attributes:
        records: what a consumer with isolation.level=read_committed is given.
        open: records behind the last stable offset: whether their transactions are committed is not decided.
        aborted: records of transactions that were taken back.
        markers: of transactions, which no consumer is given.
        batches: that hold all of them.
        begin, end: log start offset and high watermark; their difference is what other tools call the count.
        unread: offsets that could not be looked at.
    """

    records: int = 0
    open: int = 0
    aborted: int = 0
    markers: int = 0
    batches: int = 0
    begin: int = 0
    end: int = 0
    unread: int = 0

    @property
    def offsets(self) -> int:
        """Between begin and end."""
        return self.end - self.begin

    @property
    def missing(self) -> int:
        """Offsets found to be without anything: compacted away, or never used."""
        return self.offsets - self.unread - self.records - self.open - self.aborted - self.markers

    def __add__(self, other: RecordCount) -> RecordCount:
        return RecordCount(*(getattr(self, name) + getattr(other, name) for name in RecordCount.__struct_fields__))


class CountResult(Struct, frozen=True):
    """The counts by partition, and why some are not complete.

    Attributes:
        unread: what was not read to its end, with the reason.
        seconds: it took.
    """

    counts: Mapping[TopicPartition, RecordCount]
    unread: Mapping[TopicPartition, str] = field(default_factory=dict)
    seconds: float = 0.0

    def of_topic(self, topic: str) -> RecordCount:
        """All partitions of a topic together."""
        return sum((count for (name, _), count in self.counts.items() if name == topic), RecordCount())

    def is_complete(self, topic: str) -> bool:
        """Whether every partition of the topic was read to its end."""
        return all(name != topic for name, _ in self.unread)
