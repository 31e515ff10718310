"""What the poller makes of reads that were restarted, left or grew old."""

from __future__ import annotations

import threading
import time
from collections.abc import Callable
from typing import ClassVar

import pytest

from kafkatui.model.observed import Observed, ObservedState
from kafkatui.session import poller as poller_module
from kafkatui.session.clients import Clients
from kafkatui.session.feeds import Feed
from kafkatui.session.poller import Poller
from tests.unit.session.polled import CountFeed, SlowFeed, Source, Updates, until


def test_a_read_that_waits_for_its_turn_is_not_asked_for_again_by_restarts(
    poller: Poller, source: Source, gate: threading.Event
) -> None:
    poller.hold(SlowFeed(source))
    until(lambda: poller.is_reading(SlowFeed(source)))
    for _ in range(3):
        poller.restart(["kafka"])
    last = Source()
    poller.hold(SlowFeed(last))
    until(lambda: poller.is_reading(SlowFeed(last)))
    gate.set()
    until(lambda: poller.observed(SlowFeed(last)).has_value and poller.observed(SlowFeed(source)).has_value)
    assert source.read_count == 1


def test_a_read_under_way_is_made_again_by_a_restart_and_its_answer_dropped(poller: Poller, source: Source) -> None:
    source.gate.clear()
    poller.hold(SlowFeed(source))
    until(lambda: source.running == 1)
    poller.restart(["kafka"])
    until(lambda: source.running == 2)
    source.gate.set()
    until(lambda: poller.observed(SlowFeed(source)).value == 2)


def test_a_lane_that_is_paused_reads_nothing_until_it_is_resumed(poller: Poller, source: Source) -> None:
    feed, other = CountFeed(source), CountFeed(Source())
    poller.hold(feed)
    until(lambda: poller.observed(feed).has_value)
    poller.pause([feed.lane], "closed by hand")
    until(lambda: poller.observed(feed).state is ObservedState.STALE and not poller.is_reading(feed))
    assert poller.observed(feed).reason == "closed by hand"
    count = source.read_count
    poller.hold(other)
    poller.refresh(feed)
    until(lambda: poller.observed(other).state is ObservedState.FAILED and not poller.is_reading(feed))
    assert source.read_count == count, "nobody may be asked"
    poller.resume([feed.lane])
    until(lambda: poller.observed(feed).state is ObservedState.OK and poller.observed(other).has_value)


def test_what_is_left_before_its_turn_comes_is_not_read(poller: Poller, source: Source, gate: threading.Event) -> None:
    poller.hold(SlowFeed(source))
    until(lambda: poller.is_reading(SlowFeed(source)))
    poller.release(SlowFeed(source))
    gate.set()
    until(lambda: not poller.is_reading(SlowFeed(source)))
    assert source.read_count == 0
    poller.hold(SlowFeed(source))
    until(lambda: poller.observed(SlowFeed(source)).value == 1)


def test_what_was_left_longer_than_its_interval_is_stale_until_it_is_read(poller: Poller, source: Source) -> None:
    feed = CountFeed(source)
    poller.hold(feed)
    until(lambda: poller.observed(feed).value is not None)
    poller.release(feed)
    until(lambda: not poller.is_reading(feed))
    until(lambda: poller.observed(feed).state is ObservedState.STALE)
    left = poller.observed(feed)
    source.gate.clear()
    poller.hold(feed)
    until(lambda: source.running == 1)
    shown = poller.observed(feed)
    assert (shown.state, shown.value, shown.as_of_seconds) == (ObservedState.STALE, left.value, left.as_of_seconds)
    source.gate.set()
    until(lambda: poller.observed(feed).state is ObservedState.OK)


def test_what_a_read_builds_on_is_stale_when_it_was_left(poller: Poller) -> None:
    given: list[Observed[int]] = []

    class RatesFeed(Feed[int], frozen=True):
        interval_seconds: ClassVar[float] = 0.05

        def read(self, clients: Clients, previous: Observed[int], publish: Callable[[int], None]) -> int:
            given.append(previous)
            return len(given)

    poller.hold(RatesFeed())
    until(lambda: len(given) >= 3)
    assert {each.state for each in given[1:]} == {ObservedState.OK}
    poller.release(RatesFeed())
    until(lambda: poller.observed(RatesFeed()).state is ObservedState.STALE)
    count = len(given)
    poller.hold(RatesFeed())
    until(lambda: len(given) > count)
    assert given[count].state is ObservedState.STALE


def test_a_machine_that_slept_has_only_old_values(
    poller: Poller, source: Source, monkeypatch: pytest.MonkeyPatch
) -> None:
    poller.hold(SlowFeed(source))
    until(lambda: poller.observed(SlowFeed(source)).state is ObservedState.OK)
    later = time.time() + SlowFeed.interval_seconds + 60
    monkeypatch.setattr("kafkatui.session.slot.time.time", lambda: later)
    assert poller.observed(SlowFeed(source)).state is ObservedState.STALE


def test_what_a_read_has_just_given_is_not_called_overdue(poller: Poller, source: Source, updates: Updates) -> None:
    """The clock found a read overdue; before it says so, that read ends and the next one begins."""
    feed = CountFeed(source)
    poller.hold(feed)
    until(lambda: source.read_count >= 2)
    source.gate.clear()
    until(lambda: source.running == 1)
    slot = poller._slots[feed]
    generation = slot.generation
    source.gate.set()
    until(lambda: slot.generation > generation)
    source.gate.clear()
    until(lambda: source.running == 1 and slot.is_running)
    count = len(updates)
    poller._conclude(slot, generation, poller_module._overdue, is_end=False)
    assert poller.observed(feed).state is ObservedState.OK
    assert len(updates) == count
    source.gate.set()


def test_what_is_fetched_is_current_for_its_interval(poller: Poller, source: Source) -> None:
    poller.fetch(SlowFeed(source))
    assert poller.observed(SlowFeed(source)).state is ObservedState.OK
    quick = CountFeed(Source())
    poller.fetch(quick)
    until(lambda: poller.observed(quick).state is ObservedState.STALE)


def test_what_was_of_another_cluster_is_dropped_and_read_again(poller: Poller, source: Source) -> None:
    held, left = SlowFeed(source), SlowFeed(Source())
    poller.hold(held)
    poller.refresh(left)
    until(lambda: poller.observed(left).has_value and poller.observed(held).has_value)
    source.gate.clear()
    poller.forget(["kafka"])
    assert poller.observed(left).state is ObservedState.UNKNOWN
    assert poller.observed(held).state is ObservedState.UNKNOWN
    source.gate.set()
    until(lambda: poller.observed(held).value == 2)
    assert left.source.read_count == 1
