"""The cluster's own pages on a real one: overview, events and connection, well, wounded and not there at all."""

from __future__ import annotations

import pytest

from kafkatui.model.place import PlaceKind
from kafkatui.model.profile import Profile
from kafkatui.model.secrets import MASK
from kafkatui.sandbox.cluster import Sandbox
from tests.cluster.screen import profile_of, screen_at

pytestmark = pytest.mark.cluster

NOBODY = "127.0.0.1:9"
"""The discard port: nothing listens there."""


@pytest.mark.parametrize("size", [(160, 50), (100, 30)])
async def test_overview_shows_a_healthy_cluster_on_one_screen(cluster: Sandbox, size: tuple[int, int]) -> None:
    async with screen_at(profile_of(cluster), PlaceKind.CLUSTER, size=size) as screen:
        await screen.until_shown("3 of 3 up", "Groups by lag", "✓ linked", "standalone", "msg/s", "Kafka 3.9")
        await screen.until(lambda: "✓ Under min" in screen.text() and "nightly-r" in screen.text())
        assert "ctrl" in screen.text()
        assert "✓ Leaderless" in screen.text()
        scroll = screen.app.screen.query_one("#overview")
        assert scroll.max_scroll_y == 0


async def test_enter_leads_from_every_panel(cluster: Sandbox) -> None:
    async with screen_at(profile_of(cluster), PlaceKind.CLUSTER) as screen:
        await screen.until_shown("3 of 3 up", "warehouse")
        await screen.press("enter")
        await screen.until(lambda: (screen.place.kind, screen.place.name) == (PlaceKind.BROKER, "1"))
        await screen.press("minus")
        await screen.until(lambda: screen.place.kind is PlaceKind.CLUSTER)
        for panel, kind in (("#traffic", PlaceKind.TOPICS), ("#zookeeper", PlaceKind.ZOOKEEPER)):
            await screen.until_shown("3 of 3 up")
            screen.app.screen.query_one(panel).focus()
            await screen.press("enter")
            await screen.until(lambda kind=kind: screen.place.kind is kind)  # type: ignore[misc]
            await screen.press("minus")
            await screen.until(lambda: screen.place.kind is PlaceKind.CLUSTER)
        await screen.until_shown("warehouse")
        screen.app.screen.query_one("#groups VirtualTable").focus()
        await screen.press("enter")
        await screen.until(lambda: screen.place.kind is PlaceKind.GROUP)


async def test_without_zookeeper_its_panel_says_how_to_get_one(cluster: Sandbox) -> None:
    async with screen_at(profile_of(cluster, has_zookeeper=False), PlaceKind.CLUSTER) as screen:
        await screen.until_shown("3 of 3 up", "No ZooKeeper is configured", "--zookeeper")


async def test_without_kafka_the_overview_says_what_was_tried_and_what_to_do() -> None:
    assumed = Profile("test", {"bootstrap.servers": NOBODY}, is_assumed=True, request_timeout_seconds=2.0)
    async with screen_at(assumed, PlaceKind.CLUSTER) as screen:
        await screen.until_shown(
            f"No connection to Kafka at {NOBODY}",
            f"Nothing was given, so {NOBODY} was tried",
            "refused",
            "kafkatui demo",
            "--bootstrap-server",
        )


async def test_connection_shows_what_is_in_effect_and_never_a_secret(cluster: Sandbox) -> None:
    profile = Profile(
        "test",
        {
            "bootstrap.servers": cluster.bootstrap_servers,
            "client.id": "grouppages-client",
            "sasl.password": "grouppages-hunter2",
        },
        read_only=True,
        note="a note of its own",
    )
    async with screen_at(profile, PlaceKind.CLUSTER, tab="connection") as screen:
        await screen.until_shown("grouppages-client", MASK, "librdkafka", "3.9 with ZooKeeper", "read-only")
        await screen.until_shown("metadata calls", "received", "a note of its own")
        assert "hunter2" not in screen.text()


async def test_events_are_empty_in_words_until_something_changes(cluster: Sandbox) -> None:
    async with screen_at(profile_of(cluster), PlaceKind.CLUSTER, tab="events") as screen:
        await screen.until_shown("Nothing has changed since kafkatui began to look", "0 events")


async def test_a_killed_broker_is_named_and_its_events_lead_to_it(killable_cluster: Sandbox) -> None:
    async with screen_at(profile_of(killable_cluster), PlaceKind.CLUSTER) as screen:
        await screen.until_shown("3 of 3 up")
        killable_cluster.stop_broker(2, kill=True)
        await screen.until_shown("2 of 3 up", "✗ Brokers", "! 2")
        await screen.press("6")
        await screen.until_shown("broker 2", "does not answer", "bad", "since ")
        await screen.press("slash", *"answer", "enter")
        await screen.press("enter")
        await screen.until(lambda: (screen.place.kind, screen.place.name) == (PlaceKind.BROKER, "2"))
