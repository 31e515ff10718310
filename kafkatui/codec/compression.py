"""Compression undone: of record batches by Kafka's numbers, and of values that a producer packed itself."""

from __future__ import annotations

import struct
import zlib
from enum import Enum

_XERIAL_MAGIC = b"\x82SNAPPY\x00"
_XERIAL_HEADER_BYTES = 16


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


MAX_UNPACKED_BYTES = 64 * 1024 * 1024
"""A value that unpacks to more than this is not unpacked: a few bytes can claim to be gigabytes."""

_FIRST_BUFFER_BYTES = 64 * 1024


class PackedFormat(Enum):
    """A compression that a producer applied itself, told by how the data begin; Snappy's blocks begin with anything."""

    GZIP = "gzip"
    ZSTD = "zstd"
    LZ4 = "lz4"
    SNAPPY = "snappy"


_MAGIC = {
    PackedFormat.GZIP: (b"\x1f\x8b\x08",),
    PackedFormat.ZSTD: (b"\x28\xb5\x2f\xfd",),
    PackedFormat.LZ4: (b"\x04\x22\x4d\x18",),
    PackedFormat.SNAPPY: (_XERIAL_MAGIC, b"\xff\x06\x00\x00sNaPpY"),
}


def packed_as(data: bytes) -> PackedFormat | None:
    """The compression whose mark the data begin with."""
    return next((form for form, marks in _MAGIC.items() if data.startswith(marks)), None)


def unpacked(data: bytes, form: PackedFormat, max_bytes: int = MAX_UNPACKED_BYTES) -> bytes:
    """A whole value unpacked.

    Raises:
        ValueError: it is not packed in this way, is not whole, or is larger than `max_bytes`.
    """
    if form is not PackedFormat.SNAPPY and not data.startswith(_MAGIC[form]):
        raise ValueError(f"not {form.value}: it does not begin like it")
    if form is PackedFormat.GZIP:
        return _gunzipped(data, max_bytes)
    import cramjam

    if form is PackedFormat.SNAPPY and not data.startswith(_MAGIC[form][1]):
        return _snappy_bounded(data, max_bytes)
    module = {PackedFormat.ZSTD: cramjam.zstd, PackedFormat.LZ4: cramjam.lz4, PackedFormat.SNAPPY: cramjam.snappy}[form]
    size = min(max_bytes, max(_FIRST_BUFFER_BYTES, 8 * len(data)))
    while True:
        buffer = bytearray(size)
        try:
            return bytes(memoryview(buffer)[: module.decompress_into(data, buffer)])
        except (cramjam.DecompressionError, OSError) as error:
            # Too small a buffer and broken data look alike: the largest buffer tells.
            if size >= max_bytes:
                raise ValueError(f"not {form.value}, or more than {max_bytes:,} bytes: {error}") from error
        size = min(max_bytes, size * 16)


def _gunzipped(data: bytes, max_bytes: int) -> bytes:
    parts, left = [], max_bytes
    while data:  # several files one after another are one
        member = zlib.decompressobj(wbits=31)
        try:
            parts.append(member.decompress(data, left + 1))
        except zlib.error as error:
            raise ValueError(f"not gzip: {error}") from error
        left -= len(parts[-1])
        if left < 0:
            raise ValueError(f"more than {max_bytes:,} bytes")
        if not member.eof:
            raise ValueError("not gzip: it ends too early")
        data = member.unused_data
    return b"".join(parts)


def _snappy_bounded(data: bytes, max_bytes: int) -> bytes:
    import cramjam

    try:
        if not data.startswith(_XERIAL_MAGIC) and cramjam.snappy.decompress_raw_len(data) > max_bytes:
            raise ValueError(f"more than {max_bytes:,} bytes")
        return _snappy(data)
    except (cramjam.DecompressionError, struct.error, OverflowError) as error:
        raise ValueError(f"not snappy: {error}") from error
