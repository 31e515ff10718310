"""What is kept of a record that was read: the client's own message, and a `Record` when somebody looks at it."""

from __future__ import annotations

from collections.abc import Callable, Sequence

from confluent_kafka import TIMESTAMP_CREATE_TIME, TIMESTAMP_LOG_APPEND_TIME, Message
from msgspec import Struct

from kafkatui.model.record import Record

Entry = Message | Record
"""A message, which costs no Python until it is looked at; or a record where no message can be kept."""

OVERHEAD_BYTES = 64
"""Counted for each record beside key and value, so that a million empty records are not free."""

NO_OFFSET = -1

_TIMESTAMP_TYPES = {TIMESTAMP_CREATE_TIME: "create", TIMESTAMP_LOG_APPEND_TIME: "append"}


class RecordBatch(Struct, frozen=True):
    """Consecutive records, taken apart when they are looked at."""

    entries: Sequence[Entry]

    def __len__(self) -> int:
        return len(self.entries)

    def records(self) -> list[Record]:
        """All of them, dividers included."""
        return list(map(record_of, self.entries))

    def values(self) -> list[bytes | None] | None:
        """Only their values, in a tenth of the time; None when one of them is no message and needs a closer look."""
        value: Callable[[Entry], bytes | None] = Message.value  # type: ignore[assignment]
        try:
            return list(map(value, self.entries))
        except TypeError:
            return None


def is_note(entry: Entry) -> bool:
    """Whether it is a divider and no record."""
    return type(entry) is Record and bool(entry.note)


def divider(topic: str, text: str) -> Record:
    """A line between records that says what happened to their topic there."""
    return Record(topic, NO_OFFSET, NO_OFFSET, None, "", None, None, note=text)


def entries_size_bytes(entries: Sequence[Entry]) -> int:
    """Bytes of keys and values, and `OVERHEAD_BYTES` for each."""
    try:
        values = sum(map(len, filter(None, map(Message.value, entries))))  # type: ignore[arg-type]
        keys = sum(map(len, filter(None, map(Message.key, entries))))  # type: ignore[arg-type]
    except TypeError:  # a Record among them
        records = list(map(record_of, entries))
        values = sum(len(record.value or b"") for record in records)
        keys = sum(len(record.key or b"") for record in records)
    return values + keys + OVERHEAD_BYTES * len(entries)


def record_of(entry: Entry) -> Record:
    """A message without error as a `Record`; its headers must be known to be readable."""
    if isinstance(entry, Record):
        return entry
    headers = entry.headers() or ()
    pairs = headers.items() if isinstance(headers, dict) else headers
    return record_without_headers(
        entry, tuple((name, value.encode() if isinstance(value, str) else value) for name, value in pairs)
    )


def record_without_headers(
    message: Message, headers: tuple[tuple[str, bytes | None], ...] = (), headers_problem: str = ""
) -> Record:
    """A `Record` of everything but the message's headers, which are given."""
    kind, timestamp = message.timestamp()
    timestamp_type = _TIMESTAMP_TYPES.get(kind, "") if timestamp >= 0 else ""
    return Record(  # by place: names would take half as long again
        message.topic() or "",
        _number(message.partition()),
        _number(message.offset()),
        timestamp if timestamp_type else None,
        timestamp_type,
        message.key(),
        message.value(),
        headers,
        headers_problem,
        "",
        message.leader_epoch(),
    )


def _number(value: int | None) -> int:
    return -1 if value is None else value
