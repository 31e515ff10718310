"""What is known of one feed, and for how long it passes as current."""

from __future__ import annotations

import threading
import time
from collections import Counter
from dataclasses import dataclass, field
from typing import Any

from kafkatui.model.observed import Observed, ObservedState
from kafkatui.model.refresh import BY_HAND, SELDOM_SECONDS
from kafkatui.session.feeds.base import Feed
from kafkatui.session.lane import Job

OVERDUE_SECONDS = 3.0
"""A read without an answer for so long, and for twice as long as the last one took, makes the value stale."""

NOT_KEPT = "Not read since; it is being read again."
BY_HAND_ONLY = "Refresh is off here; r reads it again."


@dataclass(slots=True)
class Slot:
    """One feed's value, who wants it, and how its reads go. Changed under the poller's lock only."""

    feed: Feed[Any]
    observed: Observed[Any] = field(default_factory=Observed.unknown)
    aged: tuple[Observed[Any], Observed[Any]] | None = None
    """The value, and how it is told once it is too old: the same at every look, as what is made of it is kept for as
    long as it is no other."""
    holders: int = 0
    wishes: Counter[float | None] = field(default_factory=Counter)
    """How many holders want it read so often, in seconds; None: as often as the feed is worth."""
    held_since_seconds: float = 0.0
    due_seconds: float = 0.0
    interval_seconds: float = 0.0
    """Time between the last read and the next one, as it was set after the last."""
    ended_seconds: float = 0.0
    """When (monotonic) the last read ended; 0 before that."""
    read_seconds: float = 0.0
    """When (monotonic) the value was read."""
    is_running: bool = False
    is_asked: bool = False
    """Wanted once, held or not."""
    is_wanted_again: bool = False
    failures: int = 0
    cost_seconds: float = 0.0
    started_seconds: float = 0.0
    generation: int = 0
    """Grows with every read begun: what an abandoned or a late one has to say is told apart by it."""
    job: Job | None = None
    telling: threading.RLock = field(default_factory=threading.RLock)
    """Held while what is new is taken and told, so that a quick next read is told after this one. Taken before the
    poller's lock, never within it."""

    @property
    def is_wanted(self) -> bool:
        """Whether a read that waits for its turn is still of use."""
        return self.holders > 0 or self.is_asked

    @property
    def can_be_overdue(self) -> bool:
        """Whether a value passes as current that a slow read would make stale; parts of a first one still arrive."""
        return self.observed.state is ObservedState.OK and self.cost_seconds > 0

    @property
    def patience_seconds(self) -> float:
        """How long a read may take before the value it is to replace counts as old."""
        return max(OVERDUE_SECONDS, 2 * self.cost_seconds)

    @property
    def overdue_at_seconds(self) -> float:
        """When (monotonic) the read under way has taken too long for the old value to pass as current."""
        return self.started_seconds + self.patience_seconds

    def known(self) -> Observed[Any]:
        """The value with its age judged: what is older than its interval is stale.

        While it is held without a break the next read has its patience; a value that was left has only its interval.
        The calendar counts too: a machine that was suspended has slept over a value. One that is read by hand is as
        old as it would be if it were not.
        """
        observed = self.observed
        if observed.state is not ObservedState.OK or observed.as_of_seconds is None:
            return observed
        if self.is_running and self.cost_seconds == 0:
            return observed  # parts of the first value
        was_kept = self.holders > 0 and self.held_since_seconds <= self.read_seconds
        is_by_hand = self.interval_seconds == BY_HAND
        interval = self.feed.interval_seconds if is_by_hand else self.interval_seconds
        allowed = interval + (self.patience_seconds + OVERDUE_SECONDS if was_kept else 0.0)
        age = max(time.monotonic() - self.read_seconds, time.time() - observed.as_of_seconds)
        if age <= allowed:
            return observed
        return self._aged(observed, BY_HAND_ONLY if is_by_hand and not self.is_running else NOT_KEPT)

    def _aged(self, observed: Observed[Any], reason: str) -> Observed[Any]:
        if self.aged is None or self.aged[0] is not observed or self.aged[1].reason != reason:
            self.aged = (observed, observed.failing(reason, time.time()))
        return self.aged[1]

    def wanted_seconds(self, own: float, *, is_least: bool = False) -> float:
        """Between the end of one read and the next, as its holders want it; the one that wants it soonest decides.

        Args:
            own: what the feed is worth.
            is_least: whether it is not to be read more often than that.
        """
        is_least = is_least or own > SELDOM_SECONDS
        wishes = [own if wish is None or (is_least and wish < own) else wish for wish in self.wishes]
        return min(wishes, default=own)

    def take(self, value: Observed[Any]) -> None:
        """Remember what was read just now."""
        self.observed = value
        if value.state is ObservedState.OK:
            self.read_seconds = time.monotonic()
