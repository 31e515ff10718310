"""How far a consumer group is in a partition, and in several together."""

from __future__ import annotations

from math import inf

from msgspec import Struct

from kafkatui.model.group import GroupMember
from kafkatui.model.time_lag import TimeLag
from kafkatui.model.verdict import Verdict

NEVER = inf
"""ETA of a lag that does not shrink."""

KEEPING_UP_SECONDS = 5.0
"""Kafka's default `auto.commit.interval.ms`: what a consumer that keeps up may be behind by its commits."""


class PartitionProgress(Struct, frozen=True):
    """A group's progress in one partition.

    Attributes:
        committed: next offset to read; None without a commit.
        begin, end: of the log; None when unknown.
        lag: end − committed, as Kafka's own tools count it, negative for a commit beyond the end; 0 where nothing is
            committed and nothing is there to read; None when it is unknown.
        backlog: end − begin where nothing is committed: what the group may have to read; None otherwise or unknown.
        reason: why `committed` or `lag` is None: "no commit", "topic is gone", or what failed.
        produce_rate, consume_rate: messages per second written and committed; None when unknown.
        member: who reads it now; None when nobody does.
        metadata: the text that was left with the commit; empty without one.
        time_lag: how old the oldest record still to be read is; None when unknown.
        verdict: how the group does here; None where nobody watched it.
    """

    topic: str
    partition: int
    committed: int | None
    begin: int | None
    end: int | None
    lag: int | None
    backlog: int | None
    reason: str
    produce_rate: float | None
    consume_rate: float | None
    member: GroupMember | None
    metadata: str = ""
    time_lag: TimeLag | None = None
    verdict: Verdict | None = None

    @property
    def eta_seconds(self) -> float | None:
        """Seconds until the lag is gone at the present rates; `NEVER` when it does not shrink, None when unknown."""
        return eta_seconds(self.lag, self.produce_rate, self.consume_rate)

    @property
    def beyond_end(self) -> int:
        """How far the commit lies beyond the end of the log: whoever goes on there begins anew or skips records."""
        return max(0, -self.lag) if self.lag is not None else 0

    @property
    def lost(self) -> int:
        """Records that were deleted before they were read: between the commit and where the log begins."""
        return 0 if self.committed is None or self.begin is None else max(0, self.begin - self.committed)

    @property
    def retained_share(self) -> float | None:
        """How much of what the log holds is still to be read, from 0 to 1; None when unknown, or it holds nothing."""
        if self.begin is None or self.end is None or self.end <= self.begin:
            return None
        start = self.begin if self.committed is None else max(self.begin, self.committed)
        return max(0, self.end - start) / (self.end - self.begin)

    @property
    def is_out_of_range(self) -> bool:
        """The commit points outside the log: records were deleted before they were read, or the topic was made anew."""
        if self.committed is None:
            return False
        return (self.begin is not None and self.committed < self.begin) or (
            self.end is not None and self.committed > self.end
        )


def eta_seconds(lag: int | None, produce_rate: float | None, consume_rate: float | None) -> float | None:
    """Seconds until `lag` is 0: 0 for none, `NEVER` when it does not shrink, None when a rate is unknown.

    A group that works off its lag within `KEEPING_UP_SECONDS` keeps up: it commits in steps, so there is always some.
    """
    if lag is None:
        return None
    if lag <= 0:
        return 0.0
    if produce_rate is None or consume_rate is None:
        return None
    keeps_up = lag <= consume_rate * KEEPING_UP_SECONDS
    closing = consume_rate - produce_rate
    if closing > 0:
        return min(lag / closing, KEEPING_UP_SECONDS) if keeps_up else lag / closing
    return lag / consume_rate if keeps_up else NEVER


class LagTotal(Struct, frozen=True):
    """The lag of several partitions.

    Attributes:
        known: what is left to read where that is known, added up; None when it is known nowhere.
        unknown: partitions whose lag is not known.
        backlog: end − begin of the partitions without a commit, which `known` leaves out.
        beyond_end: how far commits lie beyond the ends of their logs, added up.
    """

    known: int | None
    unknown: int
    backlog: int
    beyond_end: int = 0

    @property
    def exact(self) -> int | None:
        """What is left to read, or None while any partition's is unknown.

        A commit beyond the end of one log takes nothing from what is left to read in another, although Kafka's tool
        prints it as a lag below 0.
        """
        return None if self.unknown else self.known
