"""Reads held feeds again and again: one read of a feed in flight, intervals scaled to cost, back-off on failure."""

from __future__ import annotations

import logging
import threading
import time
from collections import Counter
from collections.abc import Callable, Collection, Mapping
from typing import Any, TypeVar, cast

from kafkatui.model.errors import KafkatuiError, NotSupported, RequestFailed
from kafkatui.model.observed import Observed, ObservedState
from kafkatui.session.clients import Clients
from kafkatui.session.feeds.base import Feed
from kafkatui.session.lane import Lane
from kafkatui.session.slot import Slot

T = TypeVar("T")
Change = Callable[[Observed[Any]], Observed[Any]]
""""What is known" before and after something was heard of it."""

CACHE_LIMIT = 512
"""Feeds nobody holds are forgotten, oldest first, beyond this many."""

BACKOFF_LIMIT_SECONDS = 15.0
"""A failing feed is tried at least this often while it is held."""

COST_LIMIT_SECONDS = 30.0
"""However long a read took, the next one begins at most so much later: a dead broker makes reads long, not dear."""

LANES: Mapping[str, int] = {
    "metadata": 1,
    "kafka": 3,
    "log dirs": 1,
    "zookeeper": 2,
    "registry": 1,
    "connect": 1,
    "jmx": 2,
    "changes": 1,
}
"""Threads by lane. The metadata's own thread keeps it punctual behind slow reads."""

log = logging.getLogger(__name__)


class Poller:
    """The cache of everything read from one cluster, and the clock that refreshes what is held.

    Args:
        clients: the connections the feeds read from.
        on_update: called from a reader's thread with a feed, what was known of it before and what is known now.
        interval_seconds: by feed, in place of its kind's own.
    """

    def __init__(
        self,
        clients: Clients,
        on_update: Callable[[Feed[Any], Observed[Any], Observed[Any]], None],
        interval_seconds: Mapping[Feed[Any], float] | None = None,
    ) -> None:
        self._intervals = interval_seconds or {}
        self._clients = clients
        self._on_update = on_update
        self._slots: dict[Feed[Any], Slot] = {}
        self._lock = threading.Lock()
        self._wake = threading.Condition(self._lock)
        self._lanes = {name: Lane(name, threads) for name, threads in LANES.items()}
        self._clock: threading.Thread | None = None
        self._is_closed = False
        self._paused: dict[str, str] = {}
        """Lanes that nothing is read in, and why."""

    def start(self) -> None:
        """Start the clock."""
        self._clock = threading.Thread(target=self._run_clock, name="poll-clock", daemon=True)
        self._clock.start()

    def close(self) -> None:
        """Start no further read. Returns at once."""
        with self._wake:
            self._is_closed = True
            self._wake.notify_all()
        for lane in self._lanes.values():
            lane.close()

    def observed(self, feed: Feed[T]) -> Observed[T]:
        """What is known of `feed` now, without asking anybody; stale when it is older than its interval."""
        slot = self._slots.get(feed)
        return cast("Observed[T]", slot.known()) if slot else Observed.unknown()

    def is_reading(self, feed: Feed[Any]) -> bool:
        """Whether a read of `feed` is under way."""
        slot = self._slots.get(feed)
        return slot is not None and slot.is_running

    def hold(self, feed: Feed[Any], interval_seconds: float | None = None) -> None:
        """Keep `feed` fresh until as many `release` calls follow; reads at once what is not fresh.

        Args:
            interval_seconds: between two reads, in place of the feed's own, or of what others want that want it sooner;
                a cluster that is slow to answer is still asked less often. `BY_HAND`: read once and then when asked to.
        """
        with self._wake:
            slot = self._slots.get(feed)
            if slot is None:
                slot = self._slots[feed] = Slot(feed)
            if slot.holders == 0:
                slot.held_since_seconds = time.monotonic()
            slot.holders += 1
            slot.wishes[interval_seconds] += 1
            self._retime(slot, is_first=slot.holders == 1)
            self._forget_oldest()
            self._wake.notify()

    def release(self, feed: Feed[Any], interval_seconds: float | None = None) -> None:
        """Give back one `hold` with the same interval. The value stays cached."""
        with self._wake:
            slot = self._slots.get(feed)
            if slot is not None and slot.holders:
                slot.holders -= 1
                slot.wishes[interval_seconds] -= 1
                slot.wishes += Counter()  # without those that nobody has any more
                self._retime(slot)
                self._wake.notify()

    def _retime(self, slot: Slot, *, is_first: bool = False) -> None:
        """When the next read is due, now that others hold it; called with the lock. Whoever comes first waits no longer
        than without a wish: what is not fresh is read at once.
        """
        if slot.is_running or slot.failures or not slot.ended_seconds or not slot.due_seconds:
            return
        if slot.feed.lane in self._paused:
            return
        interval = self._interval_after(slot, slot.cost_seconds)
        due = slot.ended_seconds + interval
        slot.due_seconds = min(slot.due_seconds, due) if is_first else due
        slot.interval_seconds = interval

    def refresh(self, feed: Feed[Any]) -> None:
        """Read `feed` as soon as possible, held or not; once more if a read is under way."""
        with self._wake:
            slot = self._slots.setdefault(feed, Slot(feed))
            slot.due_seconds = 0.0
            slot.is_asked = True
            if slot.is_running:
                slot.is_wanted_again = True
            elif slot.holders == 0:
                self._begin(slot)
            self._wake.notify()

    def fetch(self, feed: Feed[T]) -> T:
        """Read `feed` in the calling thread and remember the value.

        Raises:
            KafkatuiError: it could not be read.
        """
        value = feed.read(self._clients, self.observed(feed), lambda _: None)
        with self._lock:
            slot = self._slots.setdefault(feed, Slot(feed))
            slot.take(Observed.ok(value, time.time()))
            slot.interval_seconds = self._interval(slot)
            slot.ended_seconds = time.monotonic()
            slot.due_seconds = max(slot.due_seconds, slot.ended_seconds + slot.interval_seconds)
        return value

    def doubt(self, feed: Feed[Any], reason: str) -> None:
        """Say of a value that nobody has seen yet why it does not come, while the first read of it goes on.

        A read that has failed said more, and that stands while it is tried again.
        """
        slot = self._slots.get(feed)
        if slot is None or not slot.is_running or slot.failures or slot.observed.has_value:
            return
        if slot.observed.reason == reason:
            return
        self._conclude(slot, slot.generation, _failed(reason), is_end=False)

    def restart(self, lanes: Collection[str]) -> None:
        """Read everything held in `lanes` again at once, because something it depends on came or went.

        Reads under way are left to their time-outs and their answers dropped: they may wait for what is no more. One
        that has not begun yet will see what is there now.
        """
        with self._wake:
            for slot in self._slots.values():
                if slot.feed.lane in lanes:
                    self._begin_anew(slot)
            self._wake.notify()

    def pause(self, lanes: Collection[str], reason: str) -> None:
        """Read nothing in `lanes` until `resume`; whatever is held or asked for there fails with `reason`."""
        with self._wake:
            self._paused.update(dict.fromkeys(lanes, reason))
        self.restart(lanes)

    def resume(self, lanes: Collection[str]) -> None:
        """Read in `lanes` again, at once what is held."""
        with self._wake:
            for lane in lanes:
                self._paused.pop(lane, None)
        self.restart(lanes)

    def _begin_anew(self, slot: Slot) -> None:
        slot.due_seconds = 0.0
        if slot.is_running and slot.job is not None and self._lanes[slot.feed.lane].abandon(slot.job):
            slot.is_running = False
            if slot.is_wanted:
                self._begin(slot)

    def forget(self, lanes: Collection[str], but: Collection[Feed[Any]] = ()) -> None:
        """Drop everything read in `lanes`, because it is of another cluster, and read at once what is held."""
        with self._wake:
            for slot in self._slots.values():
                if slot.feed.lane in lanes and slot.feed not in but:
                    slot.observed, slot.cost_seconds = Observed.unknown(), 0.0
        self.restart(lanes)

    def forget_where(self, is_meant: Callable[[Feed[Any]], bool]) -> None:
        """Drop what was read of something that is another by now, and read at once what is held."""
        with self._wake:
            for slot in self._slots.values():
                if is_meant(slot.feed):
                    slot.observed, slot.cost_seconds = Observed.unknown(), 0.0
                    self._begin_anew(slot)
            self._wake.notify()

    def _run_clock(self) -> None:
        while True:
            with self._wake:
                if self._is_closed:
                    return
                now = time.monotonic()
                overdue, next_seconds = self._go_round(now)
                if not overdue:
                    self._wake.wait(max(0.01, next_seconds - now))
            for slot, generation in overdue:
                self._conclude(slot, generation, _overdue, is_end=False)

    def _go_round(self, now: float) -> tuple[list[tuple[Slot, int]], float]:
        """Begin what is due; the reads that are overdue with their generation, and when to look again (monotonic)."""
        overdue: list[tuple[Slot, int]] = []
        next_seconds = now + 60.0
        for slot in list(self._slots.values()):
            if slot.is_running and slot.can_be_overdue:
                if slot.overdue_at_seconds <= now:
                    overdue.append((slot, slot.generation))
                next_seconds = min(next_seconds, slot.overdue_at_seconds)
            elif slot.holders and not slot.is_running:
                if slot.due_seconds <= now:
                    self._begin(slot)
                else:
                    next_seconds = min(next_seconds, slot.due_seconds)
        return overdue, next_seconds

    def _begin(self, slot: Slot) -> None:
        slot.is_running = True
        slot.is_wanted_again = False
        slot.started_seconds = time.monotonic()
        slot.generation += 1
        generation = slot.generation
        slot.job = lambda: self._read(slot, generation)
        self._lanes[slot.feed.lane].submit(slot.job)
        self._wake.notify()  # the clock has to know when this will be overdue

    def _read(self, slot: Slot, generation: int) -> None:
        with self._lock:
            if generation != slot.generation:
                return
            if not slot.is_wanted:  # it was left while it waited for its turn
                slot.is_running = False
                return
            before = slot.known()
            paused = self._paused.get(slot.feed.lane)
            started = slot.started_seconds = time.monotonic()

        def publish(value: Any) -> None:
            self._conclude(slot, generation, _given(value), is_end=False)

        if paused is not None:
            self._conclude(slot, generation, _failed(paused))
            return
        try:
            heard = _given(slot.feed.read(self._clients, before, publish))
        except NotSupported as error:
            heard = _not_supported(str(error))
        except KafkatuiError as error:
            heard = _failed(str(error))
        except Exception as error:  # a client library may raise anything; the pane says so and the log keeps the trace
            log.exception("reading %r failed", slot.feed)
            heard = _failed(str(RequestFailed(f"{type(error).__name__}: {error}.")))
        self._conclude(slot, generation, heard, cost_seconds=time.monotonic() - started)

    def _conclude(
        self, slot: Slot, generation: int, change: Change, *, is_end: bool = True, cost_seconds: float = 0.0
    ) -> None:
        """Change what is known by what a read gave, unless the read was abandoned or is over."""
        with slot.telling:
            with self._wake:
                if generation != slot.generation or not slot.is_running:
                    return
                before = slot.observed
                after = change(before)
                if after is before:
                    return
                slot.take(after)
                if is_end:
                    self._schedule(slot, after, cost_seconds)
            if not self._is_closed:
                self._on_update(slot.feed, before, after)

    def _interval(self, slot: Slot) -> float:
        own = self._intervals.get(slot.feed, slot.feed.interval_seconds)
        return slot.wanted_seconds(own, is_least=slot.feed in self._intervals)

    def _interval_after(self, slot: Slot, cost_seconds: float) -> float:
        """Seconds from the end of a read that took so long to the next one."""
        return max(self._interval(slot), min(COST_LIMIT_SECONDS, cost_seconds * slot.feed.cost_factor))

    def _schedule(self, slot: Slot, after: Observed[Any], cost_seconds: float) -> None:
        """When the next read is due; called with the lock."""
        slot.is_running = False
        slot.is_asked = slot.is_wanted_again
        slot.cost_seconds = cost_seconds
        if after.reason:
            slot.failures += 1
            interval = min(BACKOFF_LIMIT_SECONDS, self._interval(slot) * 2 ** min(slot.failures - 1, 5))
        else:
            slot.failures = 0
            slot.interval_seconds = interval = self._interval_after(slot, cost_seconds)
        slot.ended_seconds = time.monotonic()
        slot.due_seconds = 0.0 if slot.is_wanted_again else slot.ended_seconds + interval
        if slot.feed.lane in self._paused:
            slot.due_seconds = float("inf")  # until `resume` begins it anew
        if slot.is_wanted_again and slot.holders == 0:
            self._begin(slot)
        self._wake.notify()

    def _forget_oldest(self) -> None:
        if len(self._slots) <= CACHE_LIMIT:
            return
        for feed, slot in list(self._slots.items()):
            if slot.holders == 0 and not slot.is_running:
                del self._slots[feed]
                if len(self._slots) <= CACHE_LIMIT:
                    return


def _given(value: Any) -> Change:
    """A read gave `value` just now."""
    observed: Observed[Any] = Observed.ok(value, time.time())
    return lambda _: observed


def _failed(reason: str) -> Change:
    """A read failed just now."""
    now = time.time()
    return lambda known: known.failing(reason, now)


def _not_supported(reason: str) -> Change:
    """A read found that nobody there can tell."""
    observed: Observed[Any] = Observed.not_supported(reason)
    return lambda _: observed


def _overdue(known: Observed[Any]) -> Observed[Any]:
    """A value whose refresh takes too long; one that a read has just given, or that is stale already, stays."""
    return known.failing("No answer yet.", time.time()) if known.state is ObservedState.OK else known
