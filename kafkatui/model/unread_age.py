"""When the oldest record was written that a group has still to read."""

from __future__ import annotations

from msgspec import Struct


class UnreadPlace(Struct, frozen=True, order=True):
    """Where a group goes on reading, in a log that goes on behind it."""

    group_id: str
    topic: str
    partition: int
    offset: int
