"""A Metadata answer's bytes (MetadataResponse.json of Kafka, versions 4 to 12), read topic by topic.

Of a large cluster almost nothing changes between two answers of one broker, and it tells its topics in one order: what
stands before the first difference and behind the last is not read again.
"""

from __future__ import annotations

import base64
import struct
import time
from bisect import bisect_left, bisect_right
from collections.abc import Mapping, Sequence
from functools import lru_cache

from msgspec import Struct

from kafkatui.model.cluster import Broker, Partition, Topic

OLDEST, NEWEST = 4, 12
"""Versions that are understood: without auto-creation (Kafka 0.11), with topic ids from 10 on (KIP-516)."""

_FLEXIBLE = 9
_TOPICS_BETWEEN_YIELDS = 50
"""After so many topics other threads get their turn: about a millisecond of work."""

_SHORT, _INT = struct.Struct(">h"), struct.Struct(">i")
_PARTITION = struct.Struct(">hii")  # error, number, leader
_EPOCH_BYTES = 4
_NO_ID = bytes(16)


class ToldTopic(Struct, frozen=True):
    """A topic as an answer tells it.

    Attributes:
        error_code: of Kafka's protocol; 0 for none.
        topic: without words about an error.
    """

    topic: Topic
    error_code: int = 0


class MetadataAnswer(Struct, frozen=True):
    """One answer.

    Attributes:
        starts: where each topic begins in `topics_data`, and behind them where the last one ends.
        topics: in the broker's order.
    """

    version: int
    brokers: Mapping[int, Broker]
    cluster_id: str | None
    controller_id: int | None
    topics_data: bytes
    starts: Sequence[int]
    topics: Sequence[ToldTopic]


_NOTHING = MetadataAnswer(0, {}, None, None, b"", (0,), ())


def read_answer(version: int, data: bytes, before: MetadataAnswer | None = None) -> MetadataAnswer:
    """What is in `data`; topics whose bytes are as in `before` are the same objects.

    Raises:
        ValueError: these are not the bytes of such an answer.
    """
    if not OLDEST <= version <= NEWEST:
        raise ValueError(f"Metadata of version {version} is not understood.")
    try:
        return _Reader(version, data).answer(before if before is not None and before.version == version else _NOTHING)
    except (struct.error, IndexError, UnicodeDecodeError) as error:
        raise ValueError(f"The metadata ends early or is not text: {error}") from error


class _Reader:
    """Goes through the bytes; `at` is where it stands."""

    def __init__(self, version: int, data: bytes) -> None:
        self._version, self._data, self._at = version, data, 0
        self._is_flexible = version >= _FLEXIBLE

    def answer(self, before: MetadataAnswer) -> MetadataAnswer:
        self._int()  # throttle time
        brokers = {}
        for _ in range(self._count()):
            broker_id, host, port = self._int(), self._text(), self._int()
            brokers[broker_id] = Broker(broker_id, host or "", port)
            self._text()  # its rack, which is asked for apart: librdkafka does not tell it
            self._tags()
        cluster_id, controller_id = self._text(), self._int()
        count = self._count()
        self._data, self._at = self._data[self._at :], 0
        starts, topics = self._topics(count, before)
        return MetadataAnswer(
            self._version,
            dict(sorted(brokers.items())),
            cluster_id or None,
            controller_id if controller_id >= 0 else None,
            self._data,
            starts,
            topics,
        )

    def _topics(self, count: int, before: MetadataAnswer) -> tuple[Sequence[int], Sequence[ToldTopic]]:
        first, behind, shift = _unchanged(before, self._data, count)
        if first == len(before.topics) == count:
            return before.starts, before.topics
        starts, topics = list(before.starts[:first]), list(before.topics[:first])
        self._at = before.starts[first]
        for number in range(first, count - behind):
            starts.append(self._at)
            topics.append(self._topic())
            if number % _TOPICS_BETWEEN_YIELDS == 0:
                time.sleep(0)
        if behind:
            if before.starts[-1 - behind] + shift != self._at:
                raise ValueError("The topics behind the last change do not begin where it ends.")
            starts += [start + shift for start in before.starts[-1 - behind :]]
            topics += before.topics[len(before.topics) - behind :]
        else:
            starts.append(self._at)
        return starts, topics

    def _topic(self) -> ToldTopic:
        (error_code,) = _SHORT.unpack_from(self._data, self._at)
        self._at += 2
        name = self._text() or ""
        identity = None
        if self._version >= 10:
            raw = self._data[self._at : self._at + 16]
            identity = base64.urlsafe_b64encode(raw).decode().rstrip("=") if raw != _NO_ID else None
            self._at += 16
        self._at += 1  # is_internal, which nobody tells alike
        partitions = sorted((self._partition(name) for _ in range(self._count())), key=lambda each: each.id)
        if self._version >= 8:
            self._at += 4  # authorized operations
        self._tags()
        return ToldTopic(Topic(name, tuple(partitions), name.startswith("__"), "", identity), error_code)

    def _partition(self, topic: str) -> Partition:
        _, number, leader = _PARTITION.unpack_from(self._data, self._at)
        self._at += _PARTITION.size + (_EPOCH_BYTES if self._version >= 7 else 0)
        replicas, isr = self._ids(), self._ids()
        if self._version >= 5:
            self._ids()  # offline replicas
        self._tags()
        return Partition(topic, number, leader, _shared(replicas), _shared(isr))

    def _ids(self) -> tuple[int, ...]:
        count = self._count()
        ids = _ints(count).unpack_from(self._data, self._at)
        self._at += 4 * count
        return ids

    def _int(self) -> int:
        value: int = _INT.unpack_from(self._data, self._at)[0]
        self._at += 4
        return value

    def _unsigned(self) -> int:
        value = shift = 0
        while True:
            byte = self._data[self._at]
            self._at += 1
            value |= (byte & 0x7F) << shift
            if byte < 0x80:
                return value
            shift += 7

    def _count(self) -> int:
        return max(0, self._unsigned() - 1 if self._is_flexible else self._int())

    def _text(self) -> str | None:
        if self._is_flexible:
            size = self._unsigned() - 1
        else:
            size = _SHORT.unpack_from(self._data, self._at)[0]
            self._at += 2
        if size < 0:
            return None
        if self._at + size > len(self._data):
            raise IndexError("a text reaches beyond the end")
        text = self._data[self._at : self._at + size].decode()
        self._at += size
        return text

    def _tags(self) -> None:
        if self._is_flexible:
            for _ in range(self._unsigned()):
                self._unsigned()
                size = self._unsigned()
                self._at += size


@lru_cache(64)
def _ints(count: int) -> struct.Struct:
    return struct.Struct(f">{count}i")


@lru_cache(100_000)
def _shared(ids: tuple[int, ...]) -> tuple[int, ...]:
    """Equal lists share one tuple, which saves megabytes at 40,000 partitions."""
    return ids


def _unchanged(before: MetadataAnswer, data: bytes, count: int) -> tuple[int, int, int]:
    """How many topics at the beginning, and how many at the end, have the bytes that they had; and by how much those at
    the end have moved."""
    old = before.topics_data
    shift = len(data) - len(old)
    if old == data and count == len(before.topics):
        return count, 0, 0
    same = _common_beginning(old, data)
    first = max(0, bisect_right(before.starts, same) - 1)
    last = bisect_left(before.starts, len(old) - _common_end(old, data))
    behind = max(0, len(before.topics) - last)
    return first, min(behind, count - first, len(before.topics) - first), shift


def _common_beginning(one: bytes, other: bytes) -> int:
    """So many bytes at the beginning are the same."""
    low, high = 0, min(len(one), len(other))
    while low < high:
        middle = (low + high + 1) // 2
        low, high = (middle, high) if one[low:middle] == other[low:middle] else (low, middle - 1)
    return low


def _common_end(one: bytes, other: bytes) -> int:
    """So many bytes at the end are the same."""
    low, high = 0, min(len(one), len(other))
    while low < high:
        middle = (low + high + 1) // 2
        is_same = one[len(one) - middle : len(one) - low] == other[len(other) - middle : len(other) - low]
        low, high = (middle, high) if is_same else (low, middle - 1)
    return low
