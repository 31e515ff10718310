"""Headers straight from the bytes of record batches, for records whose headers the client libraries cannot take apart.

A batch is Kafka's message format v2 (KIP-98): https://kafka.apache.org/documentation/#recordbatch.
"""

from __future__ import annotations

import struct
from collections.abc import Iterator

Headers = tuple[tuple[str, bytes | None], ...]
"""Names and values; bytes of a name that are no UTF-8 are lone surrogates ("surrogateescape")."""

MAGIC_WITH_HEADERS = 2

_PREFIX = struct.Struct(">qiib")
"""Base offset, length, leader epoch, magic."""

_ATTRIBUTES_AT = 21
_COUNT_AT = 57
_RECORDS_AT = 61
_LENGTH_COUNTS_FROM = 12
_XERIAL_MAGIC = b"\x82SNAPPY\x00"
_XERIAL_HEADER_BYTES = 16


def headers_by_offset(batches: bytes) -> dict[int, Headers]:
    """The headers of each record in the whole batches of a Fetch answer; a batch cut off at its end is left out.

    Raises:
        ValueError: the bytes are no record batches of format v2.
        ImportError: they are compressed and cramjam is not installed.
    """
    found: dict[int, Headers] = {}
    at = 0
    while len(batches) - at >= _RECORDS_AT:
        base_offset, length, _, magic = _PREFIX.unpack_from(batches, at)
        end = at + _LENGTH_COUNTS_FROM + length
        if end > len(batches):
            break
        if magic != MAGIC_WITH_HEADERS:
            raise ValueError(f"message format v{magic}")
        (attributes,) = struct.unpack_from(">h", batches, at + _ATTRIBUTES_AT)
        (count,) = struct.unpack_from(">i", batches, at + _COUNT_AT)
        records = decompressed(batches[at + _RECORDS_AT : end], attributes & 0x07)
        found.update((base_offset + delta, headers) for delta, headers in _records(records, count))
        at = end
    return found


def decompressed(data: bytes, codec: int) -> bytes:
    """The records of a batch; `codec` is the batch's: 0 none, 1 gzip, 2 Snappy, 3 LZ4, 4 Zstandard.

    Raises:
        ValueError: the codec is unknown or the data are not its.
    """
    if codec == 0:
        return data
    import cramjam

    try:
        match codec:
            case 1:
                return bytes(cramjam.gzip.decompress(data))
            case 2:
                return _snappy(data)
            case 3:
                return bytes(cramjam.lz4.decompress(data))
            case 4:
                return bytes(cramjam.zstd.decompress(data))
    except (cramjam.DecompressionError, struct.error, MemoryError, OverflowError) as error:
        raise ValueError(f"not decompressed: {error}") from error
    raise ValueError(f"compression {codec}")


def _snappy(data: bytes) -> bytes:
    """One block, or many behind the heading that Java's library (xerial) writes."""
    import cramjam

    if not data.startswith(_XERIAL_MAGIC):
        return bytes(cramjam.snappy.decompress_raw(data))
    parts, at = [], _XERIAL_HEADER_BYTES
    while at < len(data):
        (size,) = struct.unpack_from(">i", data, at)
        if size <= 0 or at + 4 + size > len(data):
            raise ValueError("a block that is not whole")
        parts.append(bytes(cramjam.snappy.decompress_raw(data[at + 4 : at + 4 + size])))
        at += 4 + size
    return b"".join(parts)


def _records(data: bytes, count: int) -> Iterator[tuple[int, Headers]]:
    """Offset delta and headers of each record."""
    at = 0
    for _ in range(count):
        length, start = _varint(data, at)
        at = start + length
        if length <= 0 or at > len(data):
            raise ValueError("a record that is not whole")
        yield _record(data[start:at])


def _record(data: bytes) -> tuple[int, Headers]:
    _, at = _varint(data, 1)  # after the attributes: how much later than the batch's first
    offset_delta, at = _varint(data, at)
    for _ in ("key", "value"):
        size, at = _varint(data, at)
        at += max(0, size)
    count, at = _varint(data, at)
    headers = []
    for _ in range(count):
        name, at = _bytes(data, at)
        value, at = _bytes(data, at)
        headers.append(((name or b"").decode("utf-8", "surrogateescape"), value))
    return offset_delta, tuple(headers)


def _bytes(data: bytes, at: int) -> tuple[bytes | None, int]:
    size, at = _varint(data, at)
    if size < 0:
        return None, at
    if at + size > len(data):
        raise ValueError("a header that is not whole")
    return data[at : at + size], at + size


def _varint(data: bytes, at: int) -> tuple[int, int]:
    """A zigzag-encoded number, and where the next byte is."""
    number = shift = 0
    while True:
        if at >= len(data) or shift > 63:
            raise ValueError("a number that is not whole")
        byte = data[at]
        at += 1
        number |= (byte & 0x7F) << shift
        if byte < 0x80:
            return (number >> 1) ^ -(number & 1), at
        shift += 7
