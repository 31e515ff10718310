"""An afternoon with Kafka, from the first look to a consumer and a producer side by side, in one window."""

from __future__ import annotations

import uuid
from collections.abc import Iterator

import pytest
from confluent_kafka.admin import AdminClient, NewTopic  # type: ignore[attr-defined]

from kafkatui.model.place import PlaceKind
from kafkatui.sandbox.cluster import Sandbox
from kafkatui.sandbox.records import WORDS
from kafkatui.tui.pages.topic.produce_panel import ProducePanel
from tests.cluster.app_driver import AppDriver, app_at, profile_of

pytestmark = pytest.mark.cluster

PARTITIONS = 3


@pytest.fixture
def admin(cluster: Sandbox) -> AdminClient:
    return AdminClient({"bootstrap.servers": cluster.bootstrap_servers, "log_level": 0})


@pytest.fixture
def topic(admin: AdminClient) -> Iterator[str]:
    name = f"pagetests-walk-{uuid.uuid4().hex[:8]}"
    admin.create_topics([NewTopic(name, PARTITIONS, 3)])[name].result(30)
    yield name
    admin.delete_topics([name])[name].result(30)


def reports(app: AppDriver) -> list[str]:
    """The delivery reports, the newest first."""
    return str(app.find(ProducePanel).query_one("#reports").render()).splitlines()


async def go_to(app: AppDriver, text: str) -> None:
    """Types where to go."""
    await app.press("colon", *text, "enter")


async def test_look_around_the_cluster_on_both_sides(cluster: Sandbox, topic: str) -> None:
    async with app_at(profile_of(cluster), PlaceKind.CLUSTER) as app:
        await app.wait_for_text("3 brokers ✓", "zk ")
        await app.press("2")
        await app.wait_for(lambda: app.place.kind is PlaceKind.BROKERS and len(app.rows) == 3)
        await app.wait_for(lambda: app.pane.counterpart() is not None)
        await app.press("x")
        await app.wait_for(lambda: app.place.name == "/brokers/ids/1")
        await app.wait_for_text("Broker registration.")
        await go_to(app, f"topic {topic}")
        await app.wait_for(lambda: app.place.name == topic and len(app.rows) == PARTITIONS)
        await app.wait_for(lambda: all(row["leader"] and row["replicas"] and row["isr"] for row in app.rows))
        await app.wait_for(lambda: app.pane.counterpart() is not None)
        await app.press("x")
        await app.wait_for(lambda: app.place.name == f"/brokers/topics/{topic}/partitions/0/state")
        await app.wait_for_text('"leader"', '"isr"')
        await go_to(app, "zk /controller")
        await app.wait_for(lambda: app.place.name == "/controller")
        await app.wait_for_text('"brokerid"')


async def test_the_words_of_the_walk_through_are_sent_and_seen_at_once(
    cluster: Sandbox, topic: str, admin: AdminClient
) -> None:
    async with app_at(profile_of(cluster)) as app:
        groups = {group.group_id for group in admin.list_consumer_groups().result(20).valid}
        await app.wait_for(lambda: app.row("name", topic))
        await go_to(app, f"topic {topic}")
        await app.wait_for(lambda: app.place.name == topic)
        await app.press("m")
        await app.wait_for(lambda: app.foot.startswith("following"))
        await app.press("p")
        for word in WORDS:
            await app.fill("value", word)
            await app.press("ctrl+s")
        await app.wait_for(lambda: len(reports(app)) == len(WORDS))
        assert all(line.startswith(f"✓ {topic}[") and "]@" in line for line in reports(app))
        await app.wait_for(lambda: sorted(row["value"] for row in app.rows) == sorted(WORDS))
        delivered = {line.split()[1] for line in reports(app)}
        assert {f"{topic}[{row['partition']}]@{row['offset']}" for row in app.rows} == delivered
        assert {group.group_id for group in admin.list_consumer_groups().result(20).valid} == groups


async def test_records_of_one_key_are_in_one_partition_in_order(cluster: Sandbox, topic: str) -> None:
    async with app_at(profile_of(cluster), PlaceKind.TOPIC, topic, "messages") as app:
        await app.wait_for(lambda: app.foot.startswith("following"))
        await app.press("p")
        await app.fill("key", "customer-7")
        await app.wait_for_text("murmur2 → ")
        for number in range(6):
            await app.fill("value", f"step {number}")
            await app.press("ctrl+s")
        await app.wait_for(lambda: len(app.rows) == 6)
        assert [row["value"] for row in app.rows] == [f"step {number}" for number in range(6)]
        assert [row["offset"] for row in app.rows] == [str(number) for number in range(6)]
        (partition,) = {row["partition"] for row in app.rows}
        assert f"murmur2 → {partition}" in app.screen_text


async def test_the_topic_page_counts_what_was_sent(cluster: Sandbox, topic: str) -> None:
    async with app_at(profile_of(cluster), PlaceKind.TOPIC, topic) as app:
        await app.wait_for(lambda: len(app.rows) == PARTITIONS and "0 messages" in app.foot)
        await app.press("p")
        await app.wait_for(lambda: app.place.tab == "messages")
        await app.fill("times", "9")
        await app.fill("value", "again")
        await app.press("ctrl+j")
        await app.wait_for(lambda: len(reports(app)) == 9)
        await app.press("escape", "left_square_bracket")
        await app.wait_for(lambda: app.pane.place.tab == "partitions" and "9 messages" in app.foot)
        assert sum(int(row["end"]) for row in app.rows) == 9
