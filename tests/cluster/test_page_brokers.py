"""The list of brokers and a broker's tabs on a real cluster."""

from __future__ import annotations

import pytest

from kafkatui.model.place import PlaceKind
from kafkatui.sandbox.cluster import Sandbox
from tests.cluster.app_driver import MEDIUM, SMALL, WIDE, app_at, profile_of

pytestmark = pytest.mark.cluster


async def test_every_broker_has_its_share_and_one_is_the_controller(cluster: Sandbox) -> None:
    async with app_at(profile_of(cluster), PlaceKind.BROKERS) as app:
        await app.wait_for(lambda: len(app.rows) == 3 and all("B" in row["size"] for row in app.rows))
        await app.wait_for(lambda: all(row["registered"].startswith("20") for row in app.rows))
        assert [row["id"] for row in app.rows] == ["1", "2", "3"]
        assert [row["address"] for row in app.rows] == cluster.bootstrap_servers.split(",")
        assert sum(bool(row["controller"]) for row in app.rows) == 1
        assert all(row["state"] == "up" and row["under_replicated"] == "0" for row in app.rows)
        topics = app.session.metadata.value.topics.values()  # type: ignore[union-attr]
        leaders = [partition.leader for topic in topics for partition in topic.partitions]
        assert [int(row["leaders"].split("/")[0]) for row in app.rows] == [leaders.count(id_) for id_ in (1, 2, 3)]


async def test_without_zookeeper_the_registration_is_not_told_rather_than_wrong(cluster: Sandbox) -> None:
    async with app_at(profile_of(cluster, has_zookeeper=False), PlaceKind.BROKERS) as app:
        await app.wait_for(lambda: len(app.rows) == 3 and all("B" in row["size"] for row in app.rows))
        assert {row["registered"] for row in app.rows} == {"n/a"}
        assert app.pane.counterpart() is None


async def test_a_broker_lists_what_it_leads_and_follows_and_leads_to_the_topic(cluster: Sandbox) -> None:
    async with app_at(profile_of(cluster), PlaceKind.BROKER, "2") as app:
        await app.wait_for(lambda: app.rows and all(row["size"] != "…" for row in app.rows))
        roles = [row["role"] for row in app.rows]
        assert set(roles) == {"leader", "follower"}
        assert all(row["leader"].startswith("2") == (row["role"] == "leader") for row in app.rows)
        counts = f"leads {roles.count('leader')} · follows {roles.count('follower')}"
        await app.wait_for(lambda: counts in app.foot)
        first = app.rows[0]
        await app.press("enter")
        await app.wait_for(lambda: (app.place.kind, app.place.name) == (PlaceKind.TOPIC, first["topic"]))


async def test_configuration_has_sources_and_marks(cluster: Sandbox) -> None:
    async with app_at(profile_of(cluster), PlaceKind.BROKER, "1", "config") as app:
        await app.wait_for(lambda: app.row("name", "broker.id"))
        assert app.row("name", "broker.id")["source"] == "broker (static)"
        assert "read-only" in app.row("name", "broker.id")["marks"]
        assert app.row("name", "compression.type")["source"] == "default"
        secret = app.row("name", "ssl.keystore.password")
        assert "sensitive" in secret["marks"]
        assert set(secret["value"]) <= {"*", "•"}


async def test_log_directories_have_a_size_and_the_room_left(cluster: Sandbox) -> None:
    async with app_at(profile_of(cluster), PlaceKind.BROKER, "3", "log_dirs") as app:
        await app.wait_for(lambda: len(app.rows) == 1)
        row = app.rows[0]
        assert row["path"].startswith("/")
        assert (row["broker"], row["state"]) == ("3", "ok")
        assert "B" in row["size"]
        assert "%" in row["free"]


async def test_an_old_broker_cannot_tell_the_room_left(kafka_2_3: Sandbox) -> None:
    async with app_at(profile_of(kafka_2_3), PlaceKind.BROKER, "1", "log_dirs") as app:
        await app.wait_for(lambda: len(app.rows) == 1)
        assert (app.rows[0]["free"], app.rows[0]["total"]) == ("n/a", "n/a")


async def test_a_broker_that_never_was_is_said(cluster: Sandbox) -> None:
    async with app_at(profile_of(cluster), PlaceKind.BROKER, "77") as app:
        await app.wait_for_text("No broker 77 is in the metadata")
        await app.press("right_square_bracket")
        await app.wait_for_text("✗ ", "r tries now")


async def test_x_leads_to_the_registration_and_back(cluster: Sandbox) -> None:
    async with app_at(profile_of(cluster), PlaceKind.BROKERS) as app:
        await app.wait_for(lambda: len(app.rows) == 3 and app.pane.counterpart() is not None)
        await app.press("down", "x")
        await app.wait_for(lambda: app.place.name == "/brokers/ids/2")
        await app.wait_for(lambda: app.pane.counterpart() is not None)
        await app.press("x")
        await app.wait_for(lambda: (app.place.kind, app.place.name) == (PlaceKind.BROKER, "2"))


@pytest.mark.parametrize("size", [WIDE, MEDIUM, SMALL])
async def test_brokers_are_in_view_at_every_size(cluster: Sandbox, size: tuple[int, int]) -> None:
    async with app_at(profile_of(cluster), PlaceKind.BROKERS, size=size) as app:
        await app.wait_for_text("Host:port", "127.0.0.1:", "Leaders", "Under-repl")
