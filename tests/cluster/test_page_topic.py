"""A topic's partitions and configuration on a real cluster."""

from __future__ import annotations

import pytest
from confluent_kafka.admin import AdminClient

from kafkatui.model.place import PlaceKind
from kafkatui.sandbox.cluster import Sandbox
from kafkatui.sandbox.topics import CUSTOMERS, ORDERS
from tests.cluster.app_driver import MEDIUM, SMALL, WIDE, app_at, profile_of
from tests.cluster.sharing import FreshTopic

pytestmark = pytest.mark.cluster


async def test_every_fact_of_a_partition_is_in_its_row(cluster: Sandbox) -> None:
    async with app_at(profile_of(cluster), PlaceKind.TOPIC, ORDERS) as app:
        await app.wait_for(lambda: len(app.rows) == 3 and "B" in app.rows[0]["size"])
        await app.wait_for(lambda: all(row["rate"] == "0.0" for row in app.rows))
        partitions = app.session.metadata.value.topics[ORDERS].partitions  # type: ignore[union-attr]
        for row, partition in zip(app.rows, partitions, strict=True):
            mark = " ★" if partition.leader == partition.replicas[0] else ""
            assert row["leader"] == f"{partition.leader}{mark}"
            assert row["replicas"] == ",".join(map(str, partition.replicas))
            assert row["begin"] == "0"
            assert row["messages"] == row["end"]
        assert sum(int(row["messages"]) for row in app.rows) == 600
        await app.wait_for(lambda: "RF 3 · 600 messages" in app.foot)


async def test_the_partition_under_the_cursor_is_explained(cluster: Sandbox) -> None:
    async with app_at(profile_of(cluster), PlaceKind.TOPIC, ORDERS) as app:
        await app.wait_for(lambda: len(app.rows) == 3)
        await app.press("down")
        await app.wait_for(lambda: "Partition 1" in app.details and "min.insync" in app.details)
        await app.wait_for(lambda: "warehouse" in app.details and "3 of 3" in app.details)
        await app.wait_for(lambda: f"x /brokers/topics/{ORDERS}/partitions/1/state" in app.details)


async def test_x_leads_to_the_partitions_state_and_back(cluster: Sandbox) -> None:
    async with app_at(profile_of(cluster), PlaceKind.TOPIC, ORDERS) as app:
        await app.wait_for(lambda: len(app.rows) == 3 and app.pane.counterpart() is not None)
        await app.press("down", "x")
        await app.wait_for(lambda: app.place.kind is PlaceKind.ZNODE)
        assert app.place.name == f"/brokers/topics/{ORDERS}/partitions/1/state"
        await app.wait_for_text("leader_epoch")


async def test_messages_of_a_compacted_topic_are_an_upper_bound(cluster: Sandbox) -> None:
    async with app_at(profile_of(cluster), PlaceKind.TOPIC, CUSTOMERS) as app:
        await app.wait_for(lambda: app.rows and all(row["messages"].startswith("≤") for row in app.rows))
        await app.wait_for(lambda: "≤" in app.foot)


async def test_overrides_are_told_apart_from_defaults(cluster: Sandbox) -> None:
    async with app_at(profile_of(cluster), PlaceKind.TOPIC, ORDERS, "config") as app:
        await app.wait_for(lambda: app.row("name", "min.insync.replicas"))
        override = app.row("name", "min.insync.replicas")
        assert (override["value"], override["source"], override["default"]) == ("2", "topic", "1")
        default = app.row("name", "cleanup.policy")
        assert (default["value"], default["source"], default["default"]) == ("delete", "default", "")
        await app.wait_for(lambda: app.foot.endswith("2 set here"))
        await app.press("exclamation_mark")
        await app.wait_for(lambda: {row["name"] for row in app.rows} == {"min.insync.replicas", "retention.ms"})


async def test_a_topic_deleted_while_looked_at_is_said_on_both_tabs_and_stays_deleted(
    cluster: Sandbox, fresh_topic: FreshTopic
) -> None:
    admin = AdminClient({"bootstrap.servers": cluster.bootstrap_servers, "log_level": 0})
    name = fresh_topic(cluster, 2, name="pagetests")
    async with app_at(profile_of(cluster), PlaceKind.TOPIC, name) as app:
        await app.wait_for(lambda: len(app.rows) == 2)
        admin.delete_topics([name])[name].result(30)
        await app.wait_for(lambda: "was deleted" in app.foot)
        assert len(app.rows) == 2
        for tab in ("messages", "search", "analysis", "groups", "config"):
            await app.press("right_square_bracket")
            await app.wait_for(lambda wanted=tab: app.place.tab == wanted)  # type: ignore[misc]
        await app.wait_for(lambda: "does not exist (any more)" in app.foot or not app.rows)
        await app.wait_for_text("does not exist (any more)")
        assert name not in admin.list_topics(timeout=10).topics


async def test_a_topic_that_never_was_is_said_and_not_made(cluster: Sandbox) -> None:
    name = "pagetests-never-was"
    async with app_at(profile_of(cluster), PlaceKind.TOPIC, name) as app:
        await app.wait_for_text(f"Topic {name} does not exist. Looking at it does not create it.")
        admin = AdminClient({"bootstrap.servers": cluster.bootstrap_servers, "log_level": 0})
        assert name not in admin.list_topics(timeout=10).topics


@pytest.mark.parametrize("size", [WIDE, MEDIUM, SMALL])
async def test_leader_replicas_and_isr_are_in_view_at_every_size(cluster: Sandbox, size: tuple[int, int]) -> None:
    async with app_at(profile_of(cluster), PlaceKind.TOPIC, ORDERS, size=size) as app:
        await app.wait_for_text("Leader", "Replicas", "ISR", "★")
