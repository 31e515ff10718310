"""The group pages on a real cluster: what a group has read, who reads, and what is said when it goes."""

from __future__ import annotations

import threading
from collections.abc import Iterator

import pytest
from confluent_kafka import Consumer, TopicPartition

from kafkatui.model.place import PlaceKind
from kafkatui.sandbox.cluster import Sandbox
from kafkatui.sandbox.topics import ORDERS, PAYMENTS
from tests.cluster.as_found import delete_groups
from tests.cluster.screen import profile_of, screen_at

pytestmark = pytest.mark.cluster

MEMBER = "grouppages-member"
LIVE_GROUP = "grouppages-live"


def _client(cluster: Sandbox, **more: str | bool) -> dict[str, str | int | float | bool]:
    return {"bootstrap.servers": cluster.bootstrap_servers, "log_level": 0, **more}


def _commit(cluster: Sandbox, group: str, offsets: list[TopicPartition]) -> None:
    properties: dict[str, str | bool] = {"group.id": group, "enable.auto.commit": False}
    consumer = Consumer(_client(cluster, **properties))
    try:
        consumer.commit(offsets=offsets, asynchronous=False)
    finally:
        consumer.close()


def _delete(cluster: Sandbox, group: str) -> None:
    delete_groups(cluster, [group])


@pytest.fixture(scope="module")
def live_group(cluster: Sandbox) -> Iterator[str]:
    """A group with one member that reads payments, for as long as the tests run."""
    properties: dict[str, str | bool] = {"group.id": LIVE_GROUP, "client.id": MEMBER, "auto.offset.reset": "earliest"}
    consumer = Consumer(_client(cluster, **properties))
    assigned, stop = threading.Event(), threading.Event()
    consumer.subscribe([PAYMENTS], on_assign=lambda *_: assigned.set())

    def read() -> None:
        while not stop.is_set():
            consumer.poll(0.1)

    thread = threading.Thread(target=read, daemon=True)
    thread.start()
    assert assigned.wait(30)
    yield LIVE_GROUP
    stop.set()
    thread.join(10)
    consumer.close()
    _delete(cluster, LIVE_GROUP)


@pytest.mark.parametrize("size", [(160, 50), (100, 30), (80, 24)])
async def test_groups_show_state_and_lag_at_every_size(cluster: Sandbox, size: tuple[int, int]) -> None:
    async with screen_at(profile_of(cluster), PlaceKind.GROUPS, size=size) as screen:
        await screen.until_shown("warehouse", "nightly-report", "Lag", "Verdict")
        await screen.until(lambda: "not running, " in screen.line_with("warehouse "))
        if size[0] != 100:  # where the verdict needs the room
            await screen.until(lambda: "Empty" in screen.line_with("warehouse "))
        await screen.until_shown("groups · lag ")


async def test_enter_on_a_group_opens_its_progress_and_a_partition_opens_the_topic(cluster: Sandbox) -> None:
    async with screen_at(profile_of(cluster), PlaceKind.GROUPS) as screen:
        await screen.until_shown("warehouse")
        await screen.press("slash", *"warehouse", "enter")
        await screen.press("enter")
        await screen.until(lambda: screen.place.kind is PlaceKind.GROUP)
        await screen.until_shown("Committed", ORDERS, "nobody", "lag ")
        await screen.press("down", "enter")
        await screen.until(lambda: screen.place.kind is PlaceKind.TOPIC)
        assert (screen.place.name, screen.place.tab, screen.place.cursor) == (ORDERS, "partitions", "1")


async def test_an_uncommitted_partition_is_unknown_lag_not_none(cluster: Sandbox) -> None:
    group = "grouppages-partial"
    _commit(cluster, group, [TopicPartition(ORDERS, 0, 1)])
    try:
        async with screen_at(profile_of(cluster), PlaceKind.GROUP, group) as screen:
            await screen.until_shown("no commit", "unread)", " unknown", "unread without a commit")
    finally:
        _delete(cluster, group)


async def test_a_group_that_vanishes_while_open_keeps_its_last_rows_and_says_so(cluster: Sandbox) -> None:
    group = "grouppages-vanishing"
    _commit(cluster, group, [TopicPartition(ORDERS, 0, 1)])
    async with screen_at(profile_of(cluster), PlaceKind.GROUP, group) as screen:
        await screen.until_shown(ORDERS, "no commit")
        _delete(cluster, group)
        await screen.until_shown("does not exist (any more)", "as of ", ORDERS)


async def test_a_group_that_never_was_is_not_an_empty_one(cluster: Sandbox) -> None:
    async with screen_at(profile_of(cluster), PlaceKind.GROUP, "grouppages-never-was") as screen:
        await screen.until_shown("✗", "grouppages-never-was does not exist", "r tries now")


async def test_members_tell_who_reads_what_and_lead_to_their_partitions(cluster: Sandbox, live_group: str) -> None:
    async with screen_at(profile_of(cluster), PlaceKind.GROUP, live_group, "members") as screen:
        await screen.until_shown(MEMBER, f"{PAYMENTS}[0,", "127.0.0.1", "Stable", "coordinator ")
        await screen.press("enter")
        await screen.until(lambda: screen.place.tab == "progress")
        assert screen.place.filter == MEMBER
        await screen.until_shown("Committed", f"{MEMBER} @127.0.0.1")


async def test_a_group_without_members_says_so(cluster: Sandbox) -> None:
    async with screen_at(profile_of(cluster), PlaceKind.GROUP, "warehouse", "members") as screen:
        await screen.until_shown("Nobody is in warehouse now")


async def test_a_topic_names_its_groups_and_the_one_under_the_cursor_by_partition(
    cluster: Sandbox, live_group: str
) -> None:
    async with screen_at(profile_of(cluster), PlaceKind.TOPIC, PAYMENTS, "groups") as screen:
        await screen.until_shown("billing", "nightly-report", live_group, f"billing in {PAYMENTS}")
        assert "warehouse" not in screen.text()
        await screen.press("enter")
        await screen.until(lambda: screen.place.kind is PlaceKind.GROUP)
        assert screen.place.name == "billing"
        await screen.until_shown("Committed", PAYMENTS)


async def test_a_topic_nobody_reads_says_so(cluster: Sandbox) -> None:
    async with screen_at(profile_of(cluster), PlaceKind.TOPIC, "__consumer_offsets", "groups") as screen:
        await screen.until_shown("No group has committed for __consumer_offsets")
