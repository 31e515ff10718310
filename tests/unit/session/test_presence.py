"""Which brokers are there, and when one went and came back."""

from __future__ import annotations

import time

from kafkatui.model.cluster import Broker, ClusterMetadata
from kafkatui.model.presence import PresenceState
from kafkatui.session.presence import Presences

BROKERS = {number: Broker(number, "kafka", 9092) for number in (1, 2)}


def test_a_broker_that_went_is_told_with_when_it_came_back() -> None:
    presences, begun = Presences(), time.time()
    whole = ClusterMetadata("id", 1, BROKERS, {})
    for metadata in (whole, ClusterMetadata("id", 1, {1: BROKERS[1]}, {})):
        presences.learn(metadata)
    first, second = presences.all({})
    assert (first.state, second.state) == (PresenceState.UP, PresenceState.GONE)
    assert second.since_seconds is not None
    presences.learn(whole)
    first, second = presences.all({2: begun})
    assert (first.back_at_seconds, second.state) == (None, PresenceState.UNREACHABLE)
    assert second.back_at_seconds is not None
    assert begun <= second.back_at_seconds <= time.time()
    presences.forget()
    presences.learn(whole)
    assert [each.back_at_seconds for each in presences.all({})] == [None, None]
