"""Kafka's default choice of a partition for a key."""

from __future__ import annotations

_SEED = 0x9747B28C
_MULTIPLIER = 0x5BD1E995
_ROTATION = 24
_MASK = 0xFFFFFFFF


def murmur2(data: bytes) -> int:
    """The 32-bit hash as an unsigned number (org.apache.kafka.common.utils.Utils.murmur2)."""
    hashed = _SEED ^ len(data)
    whole = len(data) & ~3
    for start in range(0, whole, 4):
        word = int.from_bytes(data[start : start + 4], "little") * _MULTIPLIER & _MASK
        word = (word ^ word >> _ROTATION) * _MULTIPLIER & _MASK
        hashed = hashed * _MULTIPLIER & _MASK ^ word
    if len(data) > whole:
        hashed = (hashed ^ int.from_bytes(data[whole:], "little")) * _MULTIPLIER & _MASK
    hashed = (hashed ^ hashed >> 13) * _MULTIPLIER & _MASK
    return hashed ^ hashed >> 15


def partition_for(key: bytes | None, partition_count: int) -> int | None:
    """The partition Kafka's own clients and ours give a record with this key.

    Returns:
        None without a key (any partition) or without partitions. An empty key is a key.
    """
    if key is None or partition_count < 1:
        return None
    return (murmur2(key) & 0x7FFFFFFF) % partition_count
