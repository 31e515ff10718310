"""What record batches are packed with, undone: Kafka's codecs by their numbers, Snappy in Java's framing, too."""

from __future__ import annotations

import struct

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
