"""What becomes of a record's headers when it is copied."""

from __future__ import annotations

from collections.abc import Iterable

from msgspec import Struct

from kafkatui.model.errors import UsageError
from kafkatui.model.record import Record

Headers = tuple[tuple[str, bytes | None], ...]

MARK_HEADER = "kafkatui-copied-from"
"""`TOPIC-PARTITION@OFFSET` of the record that was copied."""

ORIGINAL_TOPIC_HEADERS = (
    "kafka_dlt-original-topic",
    "x-original-topic",
    "__connect.errors.topic",
    "original-topic",
)
"""Where dead letters say which topic they are from: Spring Kafka, many libraries, Kafka Connect (KIP-298)."""

KNOWN_PREFIXES = {
    "kafka_dlt-": "Spring Kafka's dead letters",
    "__connect.errors.": "Kafka Connect's dead letters",
    "x-original-": "a dead-letter library",
    "mm2-": "MirrorMaker 2",
    "__replicator": "Confluent Replicator",
}


class HeaderEdits(Struct, frozen=True):
    """Headers taken away, set and added.

    Attributes:
        dropped: names.
        set: names and values, in the place of those of the same name, else at the end.
        marks: whether to say where the record was copied from.
    """

    dropped: frozenset[str] = frozenset()
    set: Headers = ()
    marks: bool = False

    @property
    def is_none(self) -> bool:
        """Whether headers stay as they are."""
        return not (self.dropped or self.set or self.marks)

    def apply(self, record: Record) -> Headers:
        """The headers of the copy."""
        if self.is_none:
            return record.headers
        gone = self.dropped | {name for name, _ in self.set} | ({MARK_HEADER} if self.marks else set())
        kept = [(name, value) for name, value in record.headers if name not in gone]
        mark = f"{record.topic}-{record.partition}@{record.offset}".encode()
        return (*kept, *self.set, *(((MARK_HEADER, mark),) if self.marks else ()))


def parse_edits(dropped: Iterable[str], pairs: Iterable[str], *, marks: bool) -> HeaderEdits:
    """Edits as they are typed: names, and NAME=VALUE.

    Raises:
        UsageError: a pair has no name or no value.
    """
    made: list[tuple[str, bytes | None]] = []
    for text in pairs:
        name, equals, value = text.partition("=")
        if not name or not equals:
            raise UsageError(f"“{text}” is no NAME=VALUE.")
        made.append((name, value.encode("utf-8", "surrogateescape")))
    return HeaderEdits(frozenset(dropped), tuple(made), marks)


def known_headers(names: Iterable[str]) -> dict[str, str]:
    """Of these names those that tools add, with whose they are."""
    return {
        name: whose for name in names for prefix, whose in KNOWN_PREFIXES.items() if name.lower().startswith(prefix)
    }
