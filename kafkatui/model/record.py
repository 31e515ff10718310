"""A Kafka record, as bytes."""

from __future__ import annotations

from typing import NamedTuple

from msgspec import Struct


def name_bytes(name: str) -> bytes:
    """A header's name as it was on the wire, where it need not be UTF-8."""
    return name.encode("utf-8", "surrogateescape")


class Record(NamedTuple):
    """One record as it was read. Key, value and header values stay bytes; None is Kafka's null (a tombstone's value).

    A tuple, because making a frozen dataclass takes four times as long, and a copy makes a million of them.

    Attributes:
        timestamp_ms: Unix milliseconds, or None when the record has none.
        timestamp_type: "create" or "append" (LogAppendTime), empty when there is no timestamp.
        headers: names and values, in order; bytes of a name that are no UTF-8 are lone surrogates (`name_bytes`).
        headers_problem: why its headers are not known, empty when they are.
        leader_epoch: how often the partition had changed its leader when it was written; None when that is not known.
        note: not empty in what is no record but a line between records: what happened to the topic there.
    """

    topic: str
    partition: int
    offset: int
    timestamp_ms: int | None
    timestamp_type: str
    key: bytes | None
    value: bytes | None
    headers: tuple[tuple[str, bytes | None], ...] = ()
    headers_problem: str = ""
    note: str = ""
    leader_epoch: int | None = None

    @property
    def size_bytes(self) -> int:
        """Key, value and headers without the protocol's overhead."""
        headers = sum(len(name_bytes(name)) + len(value or b"") for name, value in self.headers)
        return len(self.key or b"") + len(self.value or b"") + headers


class OutgoingRecord(NamedTuple):
    """A record to be produced; `partition` None leaves the choice to Kafka's own partitioner (murmur2).

    Attributes:
        timestamp_ms: Unix milliseconds; None: when it is sent.
    """

    topic: str
    key: bytes | None
    value: bytes | None
    headers: tuple[tuple[str, bytes | None], ...] = ()
    partition: int | None = None
    timestamp_ms: int | None = None


class Delivery(Struct, frozen=True):
    """What became of a produced record.

    Attributes:
        serial: counts the records this session sent, from 1.
        offset: where it went, None when it failed.
        latency_seconds: from produce() to the report.
        error: why it failed, empty when it did not.
        advice: what to do about it.
        is_unknown: whether it may have arrived although nobody confirmed it.
    """

    serial: int
    record: OutgoingRecord
    partition: int | None
    offset: int | None
    latency_seconds: float
    error: str = ""
    advice: str = ""
    is_unknown: bool = False

    @property
    def is_delivered(self) -> bool:
        return not self.error
