"""The list of topics on a real cluster, in every state a list can be in."""

from __future__ import annotations

import math
import re
from typing import Any

import pytest

from kafkatui.model.config_entry import ConfigEntry
from kafkatui.model.observed import Observed, ObservedState
from kafkatui.model.place import PlaceKind
from kafkatui.model.profile import Profile
from kafkatui.model.task import TaskPhase
from kafkatui.sandbox.cluster import Sandbox, SandboxSettings
from kafkatui.sandbox.topics import CLICKS, CUSTOMERS, MY_TOPIC, ORDERS, PAYMENTS
from kafkatui.session.tasks import Task
from kafkatui.tui.widgets.virtual_table import VirtualTable
from tests.cluster.app_driver import MEDIUM, SMALL, WIDE, AppDriver, app_at, profile_of
from tests.cluster.conftest import running

pytestmark = pytest.mark.cluster


async def test_a_topic_is_told_in_one_row(cluster: Sandbox) -> None:
    async with app_at(profile_of(cluster)) as app:
        await app.wait_for(lambda: app.row("name", ORDERS).get("messages") == "600")
        await app.wait_for(lambda: app.row("name", ORDERS)["groups"] == "3")
        await app.wait_for(lambda: app.row("name", ORDERS)["retention"] == "7d00h")
        await app.wait_for(lambda: "B" in app.row("name", ORDERS)["size"])
        row = app.row("name", ORDERS)
        assert (row["partitions"], row["replication_factor"], row["isr"], row["cleanup"]) == ("3", "3", "ok", "delete")
        await app.wait_for(lambda: app.row("name", ORDERS)["rate"] == "0.0")
        await app.wait_for(lambda: re.fullmatch(r"\d+[smhd]", app.row("name", ORDERS)["newest"]))


async def test_messages_of_a_compacted_topic_are_an_upper_bound(cluster: Sandbox) -> None:
    async with app_at(profile_of(cluster)) as app:
        await app.wait_for(lambda: app.row("name", CUSTOMERS).get("messages", "").startswith("≤"))
        await app.wait_for(lambda: app.row("name", PAYMENTS)["cleanup"] == "delete")
        assert app.row("name", PAYMENTS)["messages"] == "900"


async def test_internal_topics_are_hidden_until_asked_for(cluster: Sandbox) -> None:
    async with app_at(profile_of(cluster)) as app:
        await app.wait_for(lambda: app.row("name", ORDERS))
        assert not any(row["name"].startswith("__") for row in app.rows)
        await app.press("I")
        await app.wait_for(lambda: app.row("name", "__consumer_offsets"))
        await app.wait_for(lambda: app.row("name", "__consumer_offsets")["messages"].startswith("≤"))


async def test_a_filter_is_remembered_where_it_was_typed(cluster: Sandbox) -> None:
    async with app_at(profile_of(cluster)) as app:
        await app.wait_for(lambda: app.row("name", ORDERS))
        await app.press("slash", *"/^a.*[Tt]opic/", "enter")
        await app.wait_for(lambda: len(app.rows) == 2)
        await app.wait_for(lambda: app.foot.startswith("2 of "))
        await app.press("enter")
        await app.wait_for(lambda: app.place.kind is PlaceKind.TOPIC)
        await app.press("minus")
        await app.wait_for(lambda: app.place.kind is PlaceKind.TOPICS and len(app.rows) == 2)


async def test_x_leads_to_the_topics_znode_and_back(cluster: Sandbox) -> None:
    async with app_at(profile_of(cluster)) as app:
        await app.wait_for(lambda: app.row("name", CLICKS) and app.pane.is_linked)
        await app.wait_for(lambda: app.pane.topic_name() is not None)
        name = app.pane.topic_name()
        await app.press("x")
        await app.wait_for(lambda: app.place.kind is PlaceKind.ZNODE)
        assert app.place.name == f"/brokers/topics/{name}"
        await app.wait_for(lambda: app.pane.counterpart() is not None)
        await app.press("x")
        await app.wait_for(lambda: (app.place.kind, app.place.name) == (PlaceKind.TOPIC, name))


@pytest.mark.parametrize("size", [WIDE, MEDIUM, SMALL])
async def test_names_and_messages_are_in_view_at_every_size(cluster: Sandbox, size: tuple[int, int]) -> None:
    async with app_at(profile_of(cluster), size=size) as app:
        await app.wait_for_text("Name", ORDERS, MY_TOPIC)
        await app.wait_for_text("Messages", "600")


async def test_an_empty_cluster_says_so(virgin_cluster: Sandbox) -> None:
    async with app_at(profile_of(virgin_cluster)) as app:
        await app.wait_for_text("This cluster has no topics yet.")
        await app.wait_for(lambda: app.foot.startswith("0 topics"))


async def test_a_cluster_that_does_not_answer_is_told_instead_of_a_list() -> None:
    nowhere = Profile("test", {"bootstrap.servers": "127.0.0.1:1"}, request_timeout_seconds=2)
    async with app_at(nowhere) as app:
        await app.wait_for_text("✗ No connection to Kafka at 127.0.0.1:1", "r tries now")
        assert app.rows == []


async def test_what_was_known_stays_with_its_age_when_the_cluster_goes() -> None:
    with running(SandboxSettings(brokers=1)) as sandbox:
        profile = Profile("test", {"bootstrap.servers": sandbox.bootstrap_servers}, request_timeout_seconds=3)
        async with app_at(profile, PlaceKind.BROKERS) as app:
            await app.wait_for(lambda: len(app.rows) == 1 and app.rows[0]["state"] == "up")
            sandbox.stop()
            await app.wait_for(lambda: app.session.metadata.state is ObservedState.STALE)
            await app.wait_for(lambda: " · as of " in app.foot and len(app.rows) == 1)
            await app.wait_for(lambda: app.rows[0]["state"].startswith("unreachable"))
            await app.press("3")
            await app.wait_for(lambda: app.place.kind is PlaceKind.TOPICS)
            await app.wait_for(lambda: " · as of " in app.foot)


async def test_a_list_that_hides_every_row_says_so_and_not_that_there_is_none(cluster: Sandbox) -> None:
    async with app_at(profile_of(cluster), PlaceKind.TOPICS) as app:
        await app.wait_for(lambda: app.row("name", "orders"))
        count = len(app.rows)
        await app.press("slash", *"zzzz")
        await app.wait_for_text(f"None of {count} topics matches the filter; Esc clears it.")
        await app.press("escape", "escape")
        await app.wait_for(lambda: app.row("name", "orders"))
        await app.press("exclamation_mark")
        await app.wait_for_text(f"! keeps none of {count} topics; again: all.")
        await app.press("exclamation_mark")
        await app.wait_for(lambda: app.row("name", "orders"))


async def test_sorting_by_retention_reads_the_configuration_of_all_topics_as_a_task(cluster: Sandbox) -> None:
    async with app_at(profile_of(cluster), size=SMALL) as app:
        await app.wait_for(lambda: app.row("name", ORDERS).get("messages") == "600")
        table = app.pane.table
        assert isinstance(table, VirtualTable)
        table.sort_by("retention")
        await app.wait_for(lambda: begun(app))
        (task,) = begun(app)
        await app.wait_for(lambda: task.state.phase is TaskPhase.DONE)
        metadata = app.session.metadata.value
        assert metadata is not None
        configs = app.session.learned.configs
        assert set(metadata.topics) <= set(configs)
        assert task.state.progress.done == task.state.progress.total == len(metadata.topics)
        await app.wait_for(lambda: not any(row["retention"] in ("…", "?") for row in app.rows))
        retentions = [retention_ms(configs[row["name"]]) for row in app.rows]
        assert retentions == sorted(retentions)


def begun(app: AppDriver) -> list[Task[Any]]:
    """The tasks but for what a session looks for by itself when it starts."""
    return [task for task in app.session.tasks.all() if not task.state.title.startswith("Look for what")]


def retention_ms(entries: Observed[tuple[ConfigEntry, ...]]) -> float:
    """A topic's `retention.ms`; infinite where it is −1."""
    value = next(int(entry.value or 0) for entry in entries.value or () if entry.name == "retention.ms")
    return value if value >= 0 else math.inf
