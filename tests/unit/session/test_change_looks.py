"""What neither watches nor the metadata tell of is read now and then, and what is otherwise becomes events."""

from __future__ import annotations

from collections import Counter
from types import SimpleNamespace
from typing import Any, cast

import pytest

from kafkatui.model.errors import NotSupported
from kafkatui.model.event import Event
from kafkatui.model.observed import Observed
from kafkatui.model.profile import Profile
from kafkatui.model.replica_sets import Reassignment
from kafkatui.session import change_looks
from kafkatui.session.change_looks import LEAST_SECONDS, ChangeLooks
from kafkatui.session.feeds import AclsFeed, Feed, ReassignmentsFeed
from kafkatui.session.timeline import Timeline


class FakePoller:
    """Gives what a test says; anything else is not supported."""

    def __init__(self) -> None:
        self.values: dict[Feed[Any], Any] = {}
        self.fetched: Counter[Feed[Any]] = Counter()
        self.refreshed = 0

    def observed(self, feed: Feed[Any]) -> Observed[Any]:
        return Observed.unknown()

    def fetch(self, feed: Feed[Any]) -> Any:
        self.fetched[feed] += 1
        if feed not in self.values:
            raise NotSupported("Nobody tells.")
        return self.values[feed]

    def refresh(self, feed: Feed[Any]) -> None:
        self.refreshed += 1


@pytest.fixture
def clock(monkeypatch: pytest.MonkeyPatch) -> SimpleNamespace:
    """Monotonic and Unix seconds that a test sets."""
    now = SimpleNamespace(seconds=0.0)
    both = SimpleNamespace(monotonic=lambda: now.seconds, time=lambda: now.seconds)
    monkeypatch.setattr(change_looks, "time", both)
    return now


def test_a_hint_has_it_read_at_once_but_never_again_and_again(clock: SimpleNamespace) -> None:
    told: list[Event] = []
    poller = FakePoller()
    clients = SimpleNamespace(profile=Profile("local", {}), is_zookeeper_disconnected=False)
    looks = ChangeLooks(cast("Any", clients), cast("Any", poller), Timeline("local", told.extend), lambda: True)
    moves = ReassignmentsFeed()
    poller.values[moves] = {}
    clock.seconds = 100.0
    looks.look()
    assert (poller.fetched[moves], poller.fetched[AclsFeed()], told) == (1, 1, [])
    poller.values[moves] = {("orders", 1): Reassignment((3,), (1,))}
    for _ in range(5):
        looks.hint("moves")
        looks.look()
    assert (poller.fetched[moves], poller.refreshed) == (1, 5)
    clock.seconds += LEAST_SECONDS
    looks.look()
    assert [(event.subject, event.within_seconds) for event in told] == [("orders-1", LEAST_SECONDS)]
    clock.seconds += 60.0
    looks.look()
    assert poller.fetched[AclsFeed()] == 1, "what is not supported is left alone for long"
    assert poller.fetched[moves] == 3
