"""What a search has looked at, and what is left: told while it runs and at its end."""

from __future__ import annotations

from collections.abc import Mapping

from msgspec import Struct, field

from kafkatui.model.cluster import TopicPartition


class ScanState(Struct, frozen=True):
    """How far a search is, all figures of one moment.

    Attributes:
        scanned: records looked at, those passed over because their batch cannot hold what is meant among them.
        matched: of them are meant.
        undecodable: records of batches that could not be taken apart.
        passed, total: offsets behind the search, and in all; compacted away and markers among them.
        remaining: offsets left, by partition; those done are not in it.
        unread: what will not be read to its end, with the reason.
        stopped: why it ended before its end: "limit", "cancelled", "full" (no more can be kept); empty when it did not.
    """

    scanned: int = 0
    matched: int = 0
    undecodable: int = 0
    passed: int = 0
    total: int = 0
    seconds: float = 0.0
    remaining: Mapping[TopicPartition, int] = field(default_factory=dict)
    unread: Mapping[TopicPartition, str] = field(default_factory=dict)
    stopped: str = ""

    @property
    def is_complete(self) -> bool:
        """Whether everything that was to be looked at has been."""
        return not self.stopped and not self.unread and not self.undecodable and not self.remaining

    @property
    def records_per_second(self) -> float:
        """Records looked at a second, from the beginning on."""
        return self.scanned / self.seconds if self.seconds else 0.0

    @property
    def eta_seconds(self) -> float | None:
        """How long the rest takes as fast as it went; None when nobody knows."""
        if not self.passed or not self.seconds:
            return None
        return (self.total - self.passed) * self.seconds / self.passed
