"""A transaction that is neither committed nor aborted, on one partition."""

from __future__ import annotations

from msgspec import Struct


class OpenTransaction(Struct, frozen=True):
    """What a partition's leader knows of it, and what the coordinator does.

    Attributes:
        start_offset: of its first record: readers of committed records stop there, or before.
        last_ms: Unix milliseconds at which its producer last wrote to the partition, by the records; −1 unknown.
        coordinator_epoch: that of the last marker on the partition; −1 without one.
        transactional_id: whose it is; None where no coordinator knows the producer.
        state: what the coordinator says of it: "Ongoing", "PrepareCommit" …; None where no coordinator knows it.
        coordinator_id: the broker that is its coordinator.
        started_ms: Unix milliseconds at which it began, as the coordinator tells.
        timeout_ms: after so long the coordinator aborts it.
        is_coordinated: whether its coordinator has this partition in it, and so will end it; None when it could not be
            asked.
        held_back: offsets from the last stable one to the high watermark; None when not known.
    """

    topic: str
    partition: int
    leader_id: int
    producer_id: int
    producer_epoch: int
    start_offset: int
    last_ms: int = -1
    coordinator_epoch: int = -1
    transactional_id: str | None = None
    state: str | None = None
    coordinator_id: int | None = None
    started_ms: int | None = None
    timeout_ms: int | None = None
    is_coordinated: bool | None = None
    held_back: int | None = None

    @property
    def text(self) -> str:
        """`orders-0@42 of producer 4001`."""
        return f"{self.topic}-{self.partition}@{self.start_offset} of producer {self.producer_id}"


class OpenTransactions(Struct, frozen=True):
    """All of them.

    Attributes:
        untold: partitions whose leader did not tell.
        reason: why, of one of them; or why coordinators could not all be asked.
    """

    transactions: tuple[OpenTransaction, ...] = ()
    untold: int = 0
    reason: str = ""
