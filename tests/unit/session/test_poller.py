"""The clock that refreshes what is held: when it reads, when it does not, and what it says meanwhile."""

from __future__ import annotations

import threading
import time
from typing import Any

import pytest

from kafkatui.model.errors import NotSupported, RequestFailed
from kafkatui.model.observed import Observed, ObservedState
from kafkatui.model.refresh import BY_HAND
from kafkatui.session import poller as poller_module
from kafkatui.session.feeds import Feed
from kafkatui.session.poller import Poller
from tests.unit.session.polled import NO_CLIENTS, CountFeed, MinuteFeed, SlowFeed, Source, Updates, until


def test_what_nobody_asked_for_is_unknown_and_not_read(poller: Poller, source: Source) -> None:
    assert poller.observed(CountFeed(source)).state is ObservedState.UNKNOWN
    assert not poller.is_reading(CountFeed(source))
    assert source.read_count == 0


def test_what_is_held_is_read_at_once_and_again(poller: Poller, source: Source, updates: Updates) -> None:
    poller.hold(CountFeed(source))
    until(lambda: source.read_count >= 3)
    until(lambda: (poller.observed(CountFeed(source)).value or 0) >= 3 and len(updates) >= 2)
    first, second = updates[0], updates[1]
    assert (first[1].state, first[2].value) == (ObservedState.UNKNOWN, 1)
    assert (second[1].value, second[2].value) == (1, 2)


def test_what_is_released_is_read_no_more_but_stays_known(poller: Poller, source: Source) -> None:
    feed = SlowFeed(source)
    poller.hold(feed)
    poller.hold(feed)
    until(lambda: poller.observed(feed).has_value)
    poller.release(feed)
    poller.refresh(feed)
    until(lambda: poller.observed(feed).value == 2)
    poller.release(feed)
    assert poller.observed(feed).value == 2
    other = CountFeed(Source())
    poller.hold(other)
    until(lambda: other.source.read_count >= 3)
    assert source.read_count == 2


def test_two_holders_share_one_read(poller: Poller, source: Source) -> None:
    source.gate.clear()
    for _ in range(2):
        poller.hold(CountFeed(source))
        poller.refresh(CountFeed(source))
    until(lambda: poller.is_reading(CountFeed(source)) and source.read_count == 1)
    source.gate.set()
    until(lambda: source.read_count >= 4)
    assert source.most_running == 1


def test_a_refresh_while_reading_reads_once_more(poller: Poller, source: Source) -> None:
    feed = SlowFeed(source)
    source.gate.clear()
    poller.refresh(feed)
    until(lambda: source.running == 1)
    for _ in range(5):
        poller.refresh(feed)
    source.gate.set()
    until(lambda: poller.observed(feed).value == 2)
    until(lambda: not poller.is_reading(feed))
    assert source.read_count == 2


def test_a_quick_second_read_is_told_after_the_first(source: Source) -> None:
    told: list[tuple[int | None, int | None]] = []
    is_second_told = threading.Event()

    def listen(feed: Feed[Any], before: Observed[Any], after: Observed[Any]) -> None:
        if after.value == 1:
            until(lambda: source.read_count >= 2 and source.running == 0)
            is_second_told.wait(0.2)  # comes only where the order is wrong
        told.append((before.value, after.value))
        is_second_told.set()

    poller = Poller(NO_CLIENTS, listen)
    poller.start()
    poller.hold(CountFeed(source))
    until(lambda: len(told) >= 2)
    poller.close()
    assert told[:2] == [(None, 1), (1, 2)]


def test_a_failure_without_a_value_is_failed_and_with_one_stale(poller: Poller, source: Source) -> None:
    feed = SlowFeed(source)
    source.failure = RequestFailed("The broker said no.")
    poller.refresh(feed)
    until(lambda: poller.observed(feed).state is ObservedState.FAILED)
    assert "said no" in poller.observed(feed).reason
    source.failure = None
    poller.refresh(feed)
    until(lambda: poller.observed(feed).state is ObservedState.OK)
    known = poller.observed(feed)
    source.failure = RequestFailed("The broker said no.")
    poller.refresh(feed)
    until(lambda: poller.observed(feed).state is ObservedState.STALE)
    stale = poller.observed(feed)
    assert (stale.value, stale.as_of_seconds) == (known.value, known.as_of_seconds)


def test_what_a_server_does_not_know_is_not_supported_and_no_failure(poller: Poller, source: Source) -> None:
    source.failure = NotSupported("Needs Kafka 2.8; this cluster speaks 2.3.")
    poller.hold(CountFeed(source))
    until(lambda: poller.observed(CountFeed(source)).state is ObservedState.NOT_SUPPORTED)
    assert poller.observed(CountFeed(source)).reason == "Needs Kafka 2.8; this cluster speaks 2.3."


def test_an_error_of_a_library_is_a_failure_and_the_reader_lives_on(poller: Poller, source: Source) -> None:
    source.failure = OSError("boom")
    poller.hold(CountFeed(source))
    until(lambda: poller.observed(CountFeed(source)).state is ObservedState.FAILED)
    assert "OSError: boom" in poller.observed(CountFeed(source)).reason
    source.failure = None
    until(lambda: poller.observed(CountFeed(source)).state is ObservedState.OK)


def test_failures_are_tried_again_ever_more_rarely(poller: Poller, source: Source) -> None:
    source.failure = RequestFailed("no")
    poller.hold(CountFeed(source))
    until(lambda: source.read_count >= 5)
    gaps = [later - earlier for earlier, later in zip(source.read_at, source.read_at[1:], strict=False)]
    assert gaps[1] >= 0.02 * 2
    assert gaps[3] >= 0.02 * 2**3  # the fourth failure waits eight intervals


def test_a_costly_read_is_repeated_more_rarely(poller: Poller, source: Source) -> None:
    source.gate.clear()
    poller.hold(CountFeed(source))
    until(lambda: source.read_count == 1)
    time.sleep(0.02)  # the cost itself is what is tested
    source.gate.set()
    until(lambda: source.read_count == 2)
    cost = 0.02
    assert source.read_at[1] - source.read_at[0] >= cost + CountFeed.cost_factor * cost


def test_a_part_is_known_before_all_of_it(poller: Poller, source: Source) -> None:
    source.part = 77
    source.gate.clear()
    poller.refresh(SlowFeed(source))
    until(lambda: poller.observed(SlowFeed(source)).value == 77)
    assert poller.is_reading(SlowFeed(source))
    source.gate.set()
    until(lambda: poller.observed(SlowFeed(source)).value == 1)


def test_fetch_reads_here_and_remembers_and_lets_errors_through(poller: Poller, source: Source) -> None:
    assert poller.fetch(SlowFeed(source)) == 1
    assert poller.observed(SlowFeed(source)).value == 1
    source.failure = RequestFailed("no")
    with pytest.raises(RequestFailed):
        poller.fetch(SlowFeed(source))


def test_nothing_is_read_or_told_after_closing(poller: Poller, source: Source, updates: Updates) -> None:
    source.gate.clear()
    poller.hold(CountFeed(source))
    until(lambda: source.running == 1)
    poller.close()
    source.gate.set()
    until(lambda: source.running == 0)
    poller.refresh(SlowFeed(Source()))
    assert source.read_count == 1
    assert updates == []


def test_the_oldest_that_nobody_holds_are_forgotten(
    poller: Poller, source: Source, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(poller_module, "CACHE_LIMIT", 2)
    held, forgotten = SlowFeed(source), SlowFeed(Source())
    poller.hold(held)
    poller.refresh(forgotten)
    until(lambda: poller.observed(forgotten).has_value and poller.observed(held).has_value)
    until(lambda: not poller.is_reading(forgotten))
    poller.hold(SlowFeed(Source()))
    assert poller.observed(forgotten).state is ObservedState.UNKNOWN
    assert poller.observed(held).has_value


def test_what_is_held_last_is_read_however_much_is_held(
    poller: Poller, source: Source, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(poller_module, "CACHE_LIMIT", 1)
    poller.hold(SlowFeed(Source()))
    last = SlowFeed(source)
    poller.hold(last)
    until(lambda: poller.observed(last).has_value)


def test_an_interval_of_the_settings_goes_before_the_feeds_own(source: Source) -> None:
    feed = SlowFeed(source)
    poller = Poller(NO_CLIENTS, lambda feed, before, after: None, {feed: 0.01})
    poller.start()
    try:
        poller.hold(feed)
        until(lambda: source.read_count >= 3)
    finally:
        poller.close()


def test_a_holder_may_want_it_read_as_often_as_it_likes_and_the_soonest_decides(poller: Poller, source: Source) -> None:
    feed = MinuteFeed(source)
    poller.hold(feed, 0.01)
    until(lambda: source.read_count >= 3)
    poller.hold(feed, 30.0)
    seen = source.read_count
    until(lambda: source.read_count >= seen + 2)
    poller.release(feed, 0.01)
    until(lambda: not poller.is_reading(feed))
    seen = source.read_count
    other = CountFeed(Source())
    poller.hold(other)
    until(lambda: other.source.read_count >= 5)
    assert source.read_count == seen
    poller.hold(feed, 0.01)
    until(lambda: source.read_count >= seen + 2)


def test_what_is_read_by_hand_is_read_once_and_when_it_is_asked_for_and_grows_old(
    poller: Poller, source: Source, monkeypatch: pytest.MonkeyPatch
) -> None:
    feed = CountFeed(source)
    poller.hold(feed, BY_HAND)
    until(lambda: poller.observed(feed).value == 1 and not poller.is_reading(feed))
    poller.refresh(feed)
    until(lambda: poller.observed(feed).value == 2 and not poller.is_reading(feed))
    other = CountFeed(Source())
    poller.hold(other)
    until(lambda: other.source.read_count >= 5)
    assert source.read_count == 2
    now = time.monotonic()
    monkeypatch.setattr(time, "monotonic", lambda: now + 60.0)
    known = poller.observed(feed)
    assert (known.state, known.value) == (ObservedState.STALE, 2)
    assert "r reads it again" in known.reason
    monkeypatch.undo()
    poller.release(feed, BY_HAND)
    poller.hold(feed)
    until(lambda: source.read_count >= 4)


def test_a_page_that_is_opened_by_hand_reads_what_is_not_fresh(poller: Poller, source: Source) -> None:
    feed = CountFeed(source)
    poller.hold(feed)
    until(lambda: poller.observed(feed).has_value)
    poller.release(feed)
    until(lambda: not poller.is_reading(feed))
    seen = source.read_count
    poller.hold(feed, BY_HAND)
    until(lambda: source.read_count == seen + 1)


def test_what_hardly_changes_is_not_read_more_often_for_a_page_that_is(poller: Poller, source: Source) -> None:
    feed = SlowFeed(source)
    poller.hold(feed, 0.01)
    other = CountFeed(Source())
    poller.hold(other)
    until(lambda: other.source.read_count >= 5)
    assert source.read_count == 1


def test_a_wish_asks_no_sooner_than_the_cluster_answers(poller: Poller, source: Source) -> None:
    source.gate.clear()
    poller.hold(MinuteFeed(source), 0.01)
    until(lambda: source.read_count == 1)
    time.sleep(0.02)  # the cost itself is what is tested
    source.gate.set()
    until(lambda: source.read_count == 2)
    assert source.read_at[1] - source.read_at[0] >= 0.02 + MinuteFeed.cost_factor * 0.02


def test_a_doubt_is_told_of_the_first_read_only_for_a_failed_one_said_more(poller: Poller, source: Source) -> None:
    feed = CountFeed(source)
    source.failure = RequestFailed("The broker refused the login.", "Check the password.")
    source.gate.clear()
    poller.hold(feed)
    until(lambda: source.running == 1)
    poller.doubt(feed, "No answer.")
    assert poller.observed(feed).reason == "No answer."
    source.gate.set()
    until(lambda: poller.observed(feed).reason == "The broker refused the login. Check the password.")
    source.gate.clear()
    until(lambda: source.running == 1)
    poller.doubt(feed, "No answer.")
    assert poller.observed(feed).reason == "The broker refused the login. Check the password."
    source.gate.set()
