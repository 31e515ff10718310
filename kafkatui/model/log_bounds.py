"""Where a partition's log begins and ends."""

from __future__ import annotations

from msgspec import Struct


class LogBounds(Struct, frozen=True):
    """As the leader tells them.

    Attributes:
        start: the oldest offset that can be read.
        last_stable: what a reader of committed records does not get beyond: the first offset of an open transaction.
        end: the high watermark; the two are the same where no transaction is open.
    """

    start: int
    last_stable: int
    end: int

    @property
    def has_open(self) -> bool:
        """Whether a transaction is open."""
        return self.last_stable < self.end
