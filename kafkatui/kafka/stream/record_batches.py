"""Record batches as they are on the wire and on disk: their headings at once, their records when asked for.

Format v2 is KIP-98's (https://kafka.apache.org/documentation/#recordbatch); v0 and v1 are the message sets of Kafka
before 0.11, which brokers up to 3.x still keep (https://kafka.apache.org/documentation/#messageset).
"""

from __future__ import annotations

import struct
from collections.abc import Iterator
from typing import NamedTuple

from msgspec import Struct

from kafkatui.codec.compression import decompressed

Headers = tuple[tuple[str, bytes | None], ...]
"""Names and values; bytes of a name that are no UTF-8 are lone surrogates ("surrogateescape")."""

_HEAD = struct.Struct(">qiibIhiqqqhii")
"""Base offset, length, leader epoch, magic, CRC, attributes, last offset delta, first and largest timestamp, producer
id and epoch, base sequence, count."""

_LEGACY_HEAD = struct.Struct(">qiIbb")
"""Offset, size, CRC, magic, attributes."""

MAGIC_WITH_HEADERS = 2

_SIZE_FROM = 12
_MAGIC_AT = 16
_NO_TIMESTAMP = -1

_CODEC, _APPEND_TIME, _TRANSACTIONAL, _CONTROL = 0x07, 0x08, 0x10, 0x20


class Batch(Struct, frozen=True):
    """The heading of a batch; of v0 and v1 of one message, which may hold many that were compressed together.

    Attributes:
        count: records in it; None where only taking it apart tells.
        start, end: where what follows the heading is in the buffer.
        max_timestamp_ms: of its newest record; −1 without timestamps.
        leader_epoch: of the leader that appended it; −1 where it is not known.
        producer_epoch: of the producer that wrote it, −1 where it has no id.
    """

    magic: int
    base_offset: int
    last_offset: int
    count: int | None
    attributes: int
    producer_id: int
    base_timestamp_ms: int
    max_timestamp_ms: int
    start: int
    end: int
    leader_epoch: int = -1
    producer_epoch: int = -1

    @property
    def codec(self) -> int:
        """0 none, 1 gzip, 2 Snappy, 3 LZ4, 4 Zstandard."""
        return self.attributes & _CODEC

    @property
    def has_append_time(self) -> bool:
        """Whether the broker's time stands for every record's (LogAppendTime)."""
        return bool(self.attributes & _APPEND_TIME)

    @property
    def is_transactional(self) -> bool:
        """Whether it belongs to a transaction."""
        return bool(self.attributes & _TRANSACTIONAL)

    @property
    def is_control(self) -> bool:
        """Whether it is a transaction's marker, which no consumer is given."""
        return bool(self.attributes & _CONTROL)


class RawRecord(NamedTuple):
    """One record of a batch; null is None. A tuple, since there may be millions."""

    offset: int
    timestamp_ms: int | None
    key: bytes | None
    value: bytes | None
    headers: Headers = ()


def batches(buffer: bytes) -> Iterator[Batch]:
    """The whole batches in the records of a Fetch answer; one that is cut off at its end is left out.

    Raises:
        ValueError: the bytes are no batches.
    """
    at, stop, unpack = 0, len(buffer), _HEAD.unpack_from
    while stop - at > _MAGIC_AT:
        if buffer[at + _MAGIC_AT] < MAGIC_WITH_HEADERS:
            found = _legacy_batch(buffer, at)
            if found is None:
                return
            yield found
            at = found.end
            continue
        if stop - at < _HEAD.size:
            return
        base, size, epoch, magic, _, attributes, delta, first, newest, producer, fence, _, count = unpack(buffer, at)
        end = at + _SIZE_FROM + size
        if end > stop:
            return
        if magic > MAGIC_WITH_HEADERS or size < _HEAD.size - _SIZE_FROM or count < 0:
            raise ValueError(f"no record batch at byte {at}")
        yield Batch(
            magic, base, base + delta, count, attributes, producer, first, newest, at + _HEAD.size, end, epoch, fence
        )  # fmt: skip
        at = end


def next_offset(buffer: bytes) -> int | None:
    """The offset behind the last whole batch; None without one. Looks at headings only."""
    at, stop, found = 0, len(buffer), None
    while stop - at > _MAGIC_AT:
        base, size = struct.unpack_from(">qi", buffer, at)
        end = at + _SIZE_FROM + size
        if end > stop or size < _MAGIC_AT - _SIZE_FROM:
            break
        if buffer[at + _MAGIC_AT] < MAGIC_WITH_HEADERS:
            found = base + 1
        else:
            found = base + int.from_bytes(buffer[at + 23 : at + 27], "big", signed=True) + 1
        at = end
    return found


def payload(buffer: bytes, batch: Batch) -> bytes:
    """What `records` takes: of format v2 the records, unpacked; of v0 and v1 the message as it is.

    Raises:
        ValueError: they are not whole, or compressed in a way nobody knows.
        ImportError: they are compressed and cramjam is not installed.
    """
    data = buffer[batch.start : batch.end]
    return decompressed(data, batch.codec) if batch.magic >= MAGIC_WITH_HEADERS else data


def control_record(buffer: bytes, batch: Batch) -> RawRecord | None:
    """The one record of a control batch."""
    return next(records(payload(buffer, batch), batch), None)


def records(data: bytes, batch: Batch) -> Iterator[RawRecord]:
    """The records of a batch.

    Args:
        data: what `payload` gave.

    Raises:
        ValueError: a record is not whole.
    """
    if batch.magic < MAGIC_WITH_HEADERS:
        yield from _legacy_records(data, batch)
        return
    at, base_offset, base_time = 0, batch.base_offset, batch.base_timestamp_ms
    stamp = batch.max_timestamp_ms if batch.has_append_time else None
    stop = len(data)
    try:
        for _ in range(batch.count or 0):
            length, at = _varint(data, at)
            end = at + length
            if length <= 0 or end > stop:
                raise ValueError("a record that is not whole")
            later, at = _varint(data, at + 1)
            delta, at = _varint(data, at)
            size, at = _varint(data, at)
            key = None
            if size >= 0:
                key = data[at : at + size]
                at += size
            size, at = _varint(data, at)
            value = None
            if size >= 0:
                value = data[at : at + size]
                at += size
            headers: Headers = ()
            if data[at] != 0:
                headers = _headers(data, at)
            time_ms = base_time + later if stamp is None else stamp
            yield RawRecord(base_offset + delta, time_ms if time_ms >= 0 else None, key, value, headers)
            at = end
    except IndexError as error:
        raise ValueError("a record that is not whole") from error


def headers_by_offset(buffer: bytes) -> dict[int, Headers]:
    """The headers of each record in the whole batches of a Fetch answer.

    Raises:
        ValueError: the bytes are no record batches of format v2.
        ImportError: they are compressed and cramjam is not installed.
    """
    found: dict[int, Headers] = {}
    for batch in batches(buffer):
        if batch.magic != MAGIC_WITH_HEADERS:
            raise ValueError(f"message format v{batch.magic}")
        found.update((record.offset, record.headers) for record in records(payload(buffer, batch), batch))
    return found


def _varint(data: bytes, at: int) -> tuple[int, int]:
    """A zigzag-encoded number, and where the next byte is."""
    byte = data[at]
    if byte < 0x80:
        return (byte >> 1) ^ -(byte & 1), at + 1
    number, shift = byte & 0x7F, 7
    while True:
        at += 1
        byte = data[at]
        number |= (byte & 0x7F) << shift
        if byte < 0x80:
            return (number >> 1) ^ -(number & 1), at + 1
        shift += 7
        if shift > 63:
            raise ValueError("a number that is not whole")


def _headers(data: bytes, at: int) -> Headers:
    count, at = _varint(data, at)
    found = []
    if count < 0 or count > len(data):
        raise ValueError("headers that are not whole")
    for _ in range(count):
        size, at = _varint(data, at)
        if size < 0:
            raise ValueError("a header without a name")
        name = data[at : at + size]
        size, at = _varint(data, at + size)
        value = None
        if size >= 0:
            value = data[at : at + size]
            at += size
        found.append((name.decode("utf-8", "surrogateescape"), value))
    return tuple(found)


# Formats v0 and v1


def _legacy_batch(buffer: bytes, at: int) -> Batch | None:
    if len(buffer) - at < _LEGACY_HEAD.size:
        return None
    offset, size, _, magic, attributes = _LEGACY_HEAD.unpack_from(buffer, at)
    start, end = at + _LEGACY_HEAD.size, at + _SIZE_FROM + size
    if end > len(buffer):
        return None
    if size < _LEGACY_HEAD.size - _SIZE_FROM:
        raise ValueError(f"no message at byte {at}")
    timestamp = _NO_TIMESTAMP
    if magic == 1 and end - start < 8:
        raise ValueError(f"no message at byte {at}")
    if magic == 1:
        (timestamp,) = struct.unpack_from(">q", buffer, start)
        start += 8
    count = None if attributes & _CODEC else 1
    return Batch(magic, offset, offset, count, attributes, -1, timestamp, timestamp, start, end)


def _legacy_records(data: bytes, batch: Batch) -> Iterator[RawRecord]:
    """A message, or those inside one that was compressed; `data` is its key and value."""
    key, at = _sized(data, 0)
    value, _ = _sized(data, at)
    if not batch.codec:
        yield RawRecord(batch.base_offset, _time(batch.max_timestamp_ms), key, value)
        return
    inner = decompressed(_lz4_frame(value or b"", batch), batch.codec)
    found = []
    for one in batches(inner):
        found += [(one, record) for record in _legacy_records(inner[one.start : one.end], one)]
    # v1 counts from the first message inside, and the wrapper has the last one's offset (KIP-31); v0 is absolute.
    shift = batch.base_offset - found[-1][1].offset if found and batch.magic == 1 else 0
    for one, record in found:
        time_ms = batch.max_timestamp_ms if batch.has_append_time else one.max_timestamp_ms
        yield RawRecord(record.offset + shift, _time(time_ms), record.key, record.value)


def _lz4_frame(data: bytes, batch: Batch) -> bytes:
    """v0 has LZ4 frames with a wrong checksum of their heading, since it includes the magic (KAFKA-3160)."""
    if batch.codec != 3 or batch.magic != 0 or len(data) < 7:
        return data
    end = 6 + (8 if data[4] & 0x08 else 0)
    right = bytes([(_xxh32(data[4:end]) >> 8) & 0xFF])
    return data[:end] + right + data[end + 1 :]


def _xxh32(data: bytes) -> int:
    """xxHash of fewer than 16 bytes (https://xxhash.com, XXH32 with seed 0)."""
    prime2, prime3, prime4, prime5 = 0x85EBCA77, 0xC2B2AE3D, 0x27D4EB2F, 0x165667B1
    prime1, mask = 0x9E3779B1, 0xFFFFFFFF
    state, at = (prime5 + len(data)) & mask, 0
    while len(data) - at >= 4:
        state = (state + int.from_bytes(data[at : at + 4], "little") * prime3) & mask
        state = ((state << 17 | state >> 15) & mask) * prime4 & mask
        at += 4
    for byte in data[at:]:
        state = (state + byte * prime5) & mask
        state = ((state << 11 | state >> 21) & mask) * prime1 & mask
    state = (state ^ state >> 15) * prime2 & mask
    state = (state ^ state >> 13) * prime3 & mask
    return state ^ state >> 16


def _sized(data: bytes, at: int) -> tuple[bytes | None, int]:
    try:
        (size,) = struct.unpack_from(">i", data, at)
    except struct.error as error:
        raise ValueError("a message that is not whole") from error
    if size < 0:
        return None, at + 4
    if at + 4 + size > len(data):
        raise ValueError("a message that is not whole")
    return data[at + 4 : at + 4 + size], at + 4 + size


def _time(timestamp_ms: int) -> int | None:
    return timestamp_ms if timestamp_ms >= 0 else None
