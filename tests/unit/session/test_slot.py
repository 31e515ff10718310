"""What a feed's value is told as when it has grown old."""

from __future__ import annotations

import time

from kafkatui.model.observed import Observed, ObservedState
from kafkatui.model.refresh import BY_HAND
from kafkatui.session.slot import BY_HAND_ONLY, NOT_KEPT, Slot
from tests.unit.session.polled import CountFeed, Source


def old_slot() -> Slot:
    slot = Slot(CountFeed(Source()))
    slot.take(Observed.ok(7, time.time()))
    slot.read_seconds -= 3600.0
    return slot


def test_an_old_value_is_the_same_at_every_look_while_nothing_changed() -> None:
    slot = old_slot()
    stale = slot.known()
    assert (stale.state, stale.value, stale.reason) == (ObservedState.STALE, 7, NOT_KEPT)
    assert slot.known() is stale
    slot.interval_seconds = BY_HAND
    by_hand = slot.known()
    assert by_hand.reason == BY_HAND_ONLY
    assert slot.known() is by_hand
    slot.take(Observed.ok(7, time.time()))
    slot.read_seconds -= 3600.0
    assert slot.known() is not by_hand, "it was read again since"


def test_what_was_never_read_is_one_and_the_same() -> None:
    assert Slot(CountFeed(Source())).known() is Slot(CountFeed(Source())).known() is Observed.unknown()
