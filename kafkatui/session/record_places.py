"""Records by their places: which are meant, and what each is when it is sent again."""

from __future__ import annotations

import re
from collections.abc import Sequence

from kafkatui.model.errors import RequestFailed, UsageError
from kafkatui.model.record import OutgoingRecord, Record

_PLACE = re.compile(r"(\d{1,10})@(\d{1,19})")


def parse_places(text: str) -> tuple[tuple[int, int], ...]:
    """Partitions and offsets of `0@42,1@7`, each once, in this order.

    Raises:
        UsageError: it does not read so.
    """
    places = []
    for part in text.split(","):
        found = _PLACE.fullmatch(part.strip().replace("_", ""))
        if found is None:
            raise UsageError(f"“{part.strip()}” is no record.", "It reads PARTITION@OFFSET: 0@42,1@7.")
        places.append((int(found[1]), int(found[2])))
    return tuple(dict.fromkeys(places))


def sent_again(record: Record, to: str = "") -> OutgoingRecord:
    """The record as it is sent again: the same key, value and headers, with the time it is sent.

    Args:
        to: another topic, where its key chooses the partition; empty: its own topic and partition.

    Raises:
        RequestFailed: its headers are not known.
    """
    if record.headers_problem:
        place = f"{record.topic}-{record.partition}@{record.offset}"
        raise RequestFailed(f"The headers of {place} are not known: {record.headers_problem}.")
    topic = to or record.topic
    partition = record.partition if topic == record.topic else None
    return OutgoingRecord(topic, record.key, record.value, record.headers, partition)


def all_sent_again(records: Sequence[Record], to: str = "") -> tuple[OutgoingRecord, ...]:
    """All of them, as `sent_again` has each."""
    return tuple(sent_again(record, to) for record in records)
