"""The Explorer on a real cluster: what it lists, what it unfolds, and that it is there at every size."""

from __future__ import annotations

import uuid
from collections.abc import Iterator

import pytest
from kazoo.client import KazooClient

from kafkatui.model.place import PlaceKind
from kafkatui.model.profile import Profile, ZooKeeperSettings
from kafkatui.sandbox.cluster import Sandbox
from kafkatui.sandbox.topics import MY_TOPIC, ORDERS
from kafkatui.session.feeds import GroupsFeed, ZnodeChildrenFeed
from kafkatui.tui.widgets.virtual_tree import SYNC_NODES
from tests.cluster.app_driver import SMALL, AppDriver, app_at, profile_of

pytestmark = pytest.mark.cluster


def label(app: AppDriver, key: str) -> tuple[str, str]:
    """What a node is called and what stands beside it; empty when it is not there."""
    node = app.explorer.outline.node(key)
    return (node.label.text, node.suffix.text) if node is not None else ("", "")


async def open_node(app: AppDriver, key: str) -> None:
    """Puts the cursor on a node and unfolds it."""
    await app.wait_for(lambda: app.explorer.outline.node(key) is not None)
    app.explorer.focus_main()
    app.explorer.outline.move_cursor_to(key)
    await app.press("right")


async def test_brokers_and_topics_stand_there_with_their_counts(cluster: Sandbox) -> None:
    async with app_at(profile_of(cluster)) as app:
        await app.wait_for(lambda: label(app, "cluster") == ("test", "● 3/3"))
        await app.wait_for(lambda: label(app, f"topic:{ORDERS}") == (ORDERS, "3×3"))
        shown = [topic for topic in app.session.metadata.value.topics.values() if not topic.is_internal]  # type: ignore[union-attr]
        assert label(app, "topics") == ("Topics", str(len(shown)))
        assert label(app, "brokers") == ("Brokers", "3")
        suffixes = [label(app, f"broker:{number}")[1] for number in (1, 2, 3)]
        await app.wait_for(lambda: sum("ctrl" in label(app, f"broker:{number}")[1] for number in (1, 2, 3)) == 1)
        assert len(suffixes) == 3


async def test_groups_are_read_only_while_unfolded(cluster: Sandbox) -> None:
    async with app_at(profile_of(cluster), PlaceKind.TOPIC, MY_TOPIC, "config") as app:
        await app.wait_for(lambda: app.rows)
        assert label(app, "groups")[1] == ""
        assert not app.session.observed(GroupsFeed()).has_value
        await open_node(app, "groups")
        await app.wait_for(lambda: label(app, "group:myGroup") == ("myGroup", "empty"))
        assert int(label(app, "groups")[1]) >= 5


async def test_znodes_unfold_one_level_at_a_time(cluster: Sandbox) -> None:
    async with app_at(profile_of(cluster)) as app:
        await app.wait_for(lambda: "ok" in label(app, "zookeeper")[1])
        await open_node(app, "zookeeper")
        await app.wait_for(lambda: label(app, "znode:/brokers")[1] == "3")
        assert not app.session.observed(ZnodeChildrenFeed("/brokers")).has_value
        await open_node(app, "znode:/brokers")
        await open_node(app, "znode:/brokers/ids")
        await app.wait_for(lambda: label(app, "znode:/brokers/ids/1")[0] == "1 ◌")
        await app.press("enter")
        await app.wait_for(lambda: app.place.name == "/brokers/ids")


async def test_enter_opens_m_and_p_mean_the_topic_under_the_cursor(cluster: Sandbox) -> None:
    async with app_at(profile_of(cluster)) as app:
        await app.wait_for(lambda: label(app, f"topic:{MY_TOPIC}")[0])
        app.explorer.focus_main()
        app.explorer.outline.move_cursor_to(f"topic:{MY_TOPIC}")
        await app.press("enter")
        await app.wait_for(lambda: (app.place.name, app.pane.place.tab) == (MY_TOPIC, "partitions"))
        app.explorer.focus_main()
        app.explorer.outline.move_cursor_to(f"topic:{ORDERS}")
        await app.press("m")
        await app.wait_for(lambda: (app.place.name, app.place.tab) == (ORDERS, "messages"))


async def test_the_filter_keeps_what_matches_and_what_leads_to_it(cluster: Sandbox) -> None:
    async with app_at(profile_of(cluster)) as app:
        await app.wait_for(lambda: label(app, f"topic:{MY_TOPIC}")[0])
        app.explorer.focus_main()
        everything = app.explorer.outline.line_count
        await app.press("slash", *MY_TOPIC, "enter")
        await app.wait_for(lambda: app.explorer.outline.line_count < everything)
        assert MY_TOPIC in app.screen_text
        await app.press("escape")
        await app.wait_for(lambda: app.explorer.outline.line_count == everything)


async def test_another_clusters_zookeeper_is_said_and_not_linked(cluster: Sandbox, virgin_cluster: Sandbox) -> None:
    assert virgin_cluster.zookeeper_connect is not None
    settings = ZooKeeperSettings(virgin_cluster.zookeeper_connect)
    profile = Profile("test", {"bootstrap.servers": cluster.bootstrap_servers}, settings)
    async with app_at(profile) as app:
        await app.wait_for(lambda: label(app, "zookeeper")[1] == "other cluster")
        assert app.pane.counterpart() is None


async def test_without_zookeeper_it_says_none(cluster: Sandbox) -> None:
    async with app_at(profile_of(cluster, has_zookeeper=False)) as app:
        await app.wait_for(lambda: label(app, "zookeeper")[1] == "none")


async def test_in_a_small_terminal_it_opens_over_the_page(cluster: Sandbox) -> None:
    async with app_at(profile_of(cluster), size=SMALL) as app:
        await app.wait_for(lambda: app.rows)
        assert not app.explorer.display or app.explorer.region.width == 0
        await app.press("0")
        await app.wait_for(lambda: app.explorer.region.width == SMALL[0] and app.explorer.has_focus_within)
        app.explorer.outline.move_cursor_to(f"topic:{ORDERS}")
        await app.press("enter")
        await app.wait_for(lambda: app.place.name == ORDERS and app.explorer.region.width == 0)


MANY = SYNC_NODES + 500


@pytest.fixture
def many_znodes(cluster: Sandbox) -> Iterator[str]:
    """A znode with more children than a filter looks at in one go."""
    path = f"/many-{uuid.uuid4().hex[:8]}"
    client = KazooClient(cluster.zookeeper_connect)
    client.start(30)
    try:
        client.create(path)
        for begin in range(0, MANY, 500):
            transaction = client.transaction()
            for number in range(begin, min(begin + 500, MANY)):
                transaction.create(f"{path}/node-{number:05}")
            transaction.commit()
        yield path
    finally:
        client.delete(path, recursive=True)
        client.stop()
        client.close()


async def test_the_filter_of_very_many_znodes_is_a_task_and_finds_what_zookeeper_has(
    cluster: Sandbox, many_znodes: str
) -> None:
    async with app_at(profile_of(cluster)) as app:
        await app.wait_for(lambda: "ok" in label(app, "zookeeper")[1])
        await open_node(app, "zookeeper")
        await open_node(app, f"znode:{many_znodes}")
        outline = app.explorer.outline
        await app.wait_for(lambda: outline.loaded_count > MANY)
        begun = []
        start = app.session.tasks.start
        app.session.tasks.start = lambda title, *args, **kwargs: begun.append(title) or start(title, *args, **kwargs)  # type: ignore[method-assign, func-returns-value]
        await app.press("slash")
        await app.type_text("node-00777")
        await outline.wait_settled()
        await app.wait_for(lambda: "node-00777" in app.screen_text and "node-00778" not in app.screen_text)
        assert any(title.startswith("Filter ") and title.endswith(" nodes") for title in begun)
        assert not app.session.tasks.all(), "what ended well is of no interest"
        await app.press("escape", "escape")
        await app.wait_for(lambda: "node-00001" in app.screen_text)
