"""What was read of topics a few at a time stays known in the session, with its age, and goes with its topic."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

import pytest

from kafkatui.model.config_entry import ConfigEntry
from kafkatui.model.observed import Observed, ObservedState
from kafkatui.session.feeds import ALL_OFFSETS, OffsetsFeed, TopicConfigsFeed, TopicIdsFeed, TransactionsFeed
from kafkatui.session.learned import CURRENT_SECONDS, JUDGE_SECONDS, NOT_KEPT, Learned, is_of_any

ENTRIES = (ConfigEntry("retention.ms", "1000", "topic"),)
OTHERS = (ConfigEntry("retention.ms", "777", "topic"),)
BOTH = TopicConfigsFeed(("orders", "payments"))


class Clock:
    now = 1_800_000_000.0

    def __call__(self) -> float:
        return self.now


@pytest.fixture
def clock() -> Clock:
    return Clock()


@pytest.fixture
def learned(clock: Clock) -> Learned:
    return Learned(clock)


def read(clock: Clock, configs: Mapping[str, tuple[ConfigEntry, ...]]) -> Observed[Any]:
    return Observed.ok(configs, clock.now)


def test_what_several_feeds_gave_is_known_together(clock: Clock, learned: Learned) -> None:
    learned.see(TopicConfigsFeed(("orders",)), read(clock, {"orders": ENTRIES}))
    learned.see(TopicConfigsFeed(("payments",)), read(clock, {"payments": OTHERS}))
    assert {name: known.value for name, known in learned.configs.items()} == {"orders": ENTRIES, "payments": OTHERS}


def test_what_is_read_again_replaces_what_was_known(clock: Clock, learned: Learned) -> None:
    learned.see(BOTH, read(clock, {"orders": ENTRIES, "payments": ENTRIES}))
    before = learned.configs
    learned.see(TopicConfigsFeed(("orders",)), read(clock, {"orders": OTHERS}))
    assert learned.configs is not before
    assert learned.configs["orders"].value == OTHERS
    assert learned.configs["payments"].value == ENTRIES


def test_what_nobody_keeps_fresh_grows_old(clock: Clock, learned: Learned) -> None:
    learned.see(BOTH, read(clock, {"orders": ENTRIES, "payments": ENTRIES}))
    clock.now += CURRENT_SECONDS
    learned.see(TopicConfigsFeed(("orders",)), read(clock, {"orders": OTHERS}))
    clock.now += JUDGE_SECONDS + 1
    assert learned.configs["orders"].state is ObservedState.OK
    payments = learned.configs["payments"]
    assert (payments.state, payments.value, payments.reason) == (ObservedState.STALE, ENTRIES, NOT_KEPT)


def test_a_refresh_that_fails_says_why_and_leaves_nothing_unsaid(clock: Clock, learned: Learned) -> None:
    learned.see(BOTH, Observed.unknown().failing("refused", clock.now))
    assert learned.configs["orders"].reason == "refused"
    learned.see(BOTH, read(clock, {"orders": ENTRIES}))
    learned.see(BOTH, read(clock, {"orders": ENTRIES}).failing("timed out", clock.now))
    orders = learned.configs["orders"]
    assert (orders.state, orders.value, orders.reason) == (ObservedState.STALE, ENTRIES, "timed out")


def test_the_same_mapping_stays_while_nothing_changes(clock: Clock, learned: Learned) -> None:
    """Rows are made from it and kept by identity."""
    learned.see(BOTH, read(clock, {"orders": ENTRIES}))
    learned.see(TransactionsFeed(("orders",)), Observed.ok({"orders": True}, clock.now))
    configs, transactional = learned.configs, learned.transactional
    learned.see(ALL_OFFSETS, Observed.ok({"orders": ENTRIES}, clock.now))
    learned.see(TransactionsFeed(("orders",)), Observed.ok({"orders": True}, clock.now))
    assert learned.configs is configs
    assert learned.transactional is transactional


def test_what_was_known_of_a_topic_goes_with_it(clock: Clock, learned: Learned) -> None:
    learned.see(BOTH, read(clock, {"orders": ENTRIES, "payments": ENTRIES}))
    learned.see(TransactionsFeed(("orders",)), Observed.ok({"orders": True}, clock.now))
    learned.forget({"orders"})
    assert list(learned.configs) == ["payments"]
    assert learned.transactional == {}
    learned.forget_all()
    assert learned.configs == {}


def test_feeds_of_a_topic_are_told_from_others() -> None:
    for feed in (BOTH, TransactionsFeed(("orders",)), OffsetsFeed(("orders", "x")), TopicIdsFeed(("orders",))):
        assert is_of_any(feed, {"orders"})
        assert not is_of_any(feed, {"customers"})
    assert not is_of_any(ALL_OFFSETS, {"orders"})
