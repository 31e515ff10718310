"""What of some topics is read: from where, until where, of which partitions."""

from __future__ import annotations

from msgspec import Struct, field

from kafkatui.model.tail_start import TailStart
from kafkatui.model.tail_stop import TailStop


class TailRange(Struct, frozen=True):
    """What is read of topics.

    Attributes:
        partitions: of each topic; None for all, those that are added later included.
    """

    start: TailStart
    stop: TailStop = field(default_factory=TailStop.never)
    partitions: frozenset[int] | None = None

    def has(self, partition: int) -> bool:
        """Whether a partition of this number is read."""
        return self.partitions is None or partition in self.partitions
