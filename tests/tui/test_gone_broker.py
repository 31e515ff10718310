"""The pages of a broker that is gone say since when, ask it nothing, and show what it tells once it is back."""

from __future__ import annotations

from kafkatui.model.place import PlaceKind
from kafkatui.model.replacing import replace
from kafkatui.session.feeds import METADATA, BrokerConfigFeed, LogDirsFeed
from tests.tui.fake_app import fake_app_at
from tests.tui.sample_cluster import BROKERS, CLUSTER, known_session

WITHOUT_3 = replace(CLUSTER, brokers={number: broker for number, broker in BROKERS.items() if number != 3})


async def test_its_configuration_is_marked_as_old_and_not_asked_for_until_it_is_back() -> None:
    session = known_session()
    async with fake_app_at(session, PlaceKind.BROKER, "3", "config") as driver:
        await driver.wait_until("min.insync.replicas")
        assert session.held[BrokerConfigFeed(3)]
        session.ok(METADATA, WITHOUT_3)
        await driver.wait_until("Broker 3 is gone since ")
        assert not session.held[BrokerConfigFeed(3)]
        assert "bootstrap.servers" not in driver.screen_text
        session.ok(METADATA, CLUSTER)
        await driver.wait_until(lambda: session.held[BrokerConfigFeed(3)])
        await driver.wait_until(lambda: "is gone" not in driver.screen_text)


async def test_its_log_dirs_say_since_when_it_is_gone() -> None:
    session = known_session()
    session.ok(METADATA, WITHOUT_3)
    session.ok(
        LogDirsFeed(), tuple(each for each in session.observed(LogDirsFeed()).value or () if each.broker_id != 3)
    )
    async with fake_app_at(session, PlaceKind.BROKER, "3", "log_dirs") as driver:
        await driver.wait_until("Broker 3 is gone")
        assert "…" not in driver.foot
