"""What a znode held at some time while somebody looked at it."""

from __future__ import annotations

from msgspec import Struct


class SeenValue(Struct, frozen=True):
    """One value of a znode.

    Attributes:
        at_seconds: Unix time at which it was first seen.
        version: of the data, as ZooKeeper counts: numbers that are left out were not seen.
        mzxid: the transaction that wrote it.
        data: as they were read; None for null.
    """

    at_seconds: float
    version: int
    mzxid: int
    data: bytes | None
