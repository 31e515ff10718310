"""How large the batches are that producers write."""

from __future__ import annotations

from msgspec import Struct


class BatchSizes(Struct, frozen=True):
    """The newest batches of a partition: how many there were, and of how many records and bytes, all together."""

    batches: int
    records: int
    size_bytes: int
