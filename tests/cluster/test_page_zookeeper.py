"""The ZooKeeper pages on a real cluster: what a znode says, what happens to it, and where it leads."""

from __future__ import annotations

import json
from collections.abc import AsyncIterator, Callable, Iterator
from contextlib import asynccontextmanager

import pytest
from kazoo.client import KazooClient
from kazoo.security import OPEN_ACL_UNSAFE, make_digest_acl
from textual.pilot import Pilot

from kafkatui.config.settings import Settings
from kafkatui.model.place import Place, PlaceKind
from kafkatui.model.profile import Profile, ZooKeeperSettings
from kafkatui.model.znode import ZnodeChild
from kafkatui.report.lazy_rows import LazyRows
from kafkatui.sandbox.cluster import Sandbox
from kafkatui.sandbox.topics import ORDERS
from kafkatui.session.session import ClusterSession
from kafkatui.session.sessions import Sessions
from kafkatui.tui.app import KafkatuiApp
from kafkatui.tui.explorer import key_of_znode
from kafkatui.tui.messages import GoTo
from kafkatui.tui.pages.znode.children import ZnodeChildrenPane
from kafkatui.tui.pages.znode.data import ZnodeDataPane
from kafkatui.tui.screens.action import ActionScreen
from kafkatui.tui.screens.decoding import DecodingScreen
from kafkatui.tui.screens.main import MainScreen
from tests.drive.drawn import is_open
from tests.drive.until import contains, until

pytestmark = pytest.mark.cluster

ROOT = "/zkpages"


@pytest.fixture(scope="module")
def zookeeper(cluster: Sandbox) -> Iterator[KazooClient]:
    """A client of the tests' own, and an empty /zkpages."""
    client = KazooClient(hosts=cluster.zookeeper_connect)
    client.start(timeout=10)
    client.ensure_path(ROOT)
    yield client
    client.delete(ROOT, recursive=True)
    client.stop()
    client.close()


class Page:
    """The app at one place, with what is on its screen."""

    def __init__(self, app: KafkatuiApp, pilot: Pilot[int]) -> None:
        self.app = app
        self.pilot = pilot

    @property
    def main(self) -> MainScreen:
        screen = self.app.screen
        assert isinstance(screen, MainScreen)
        return screen

    @property
    def place(self) -> Place:
        return self.main.navigator.here

    def text(self) -> str:
        """Everything on the screen."""
        return "\n".join(strip.text for strip in self.app.screen._compositor.render_strips())

    async def until(self, condition: Callable[[], bool]) -> None:
        """Wait for `condition`; what is on the screen is the message of a failure."""
        await until(self.pilot, condition, self.text)

    async def until_shown(self, *texts: str) -> None:
        """Wait until every text is on the screen."""
        await self.until(lambda: contains(self.text(), texts))


@asynccontextmanager
async def page(
    cluster: Sandbox,
    kind: PlaceKind,
    name: str = "",
    tab: str = "",
    *,
    zookeeper: str | None = "",
    size: str = "160x50",
) -> AsyncIterator[Page]:
    """The app on the cluster, at a place; `zookeeper` None: not configured."""
    connect = cluster.zookeeper_connect if zookeeper == "" else zookeeper
    settings = None if connect is None else ZooKeeperSettings(connect)
    session = ClusterSession(Profile("test", {"bootstrap.servers": cluster.bootstrap_servers}, settings))
    session.start()
    width, height = (int(part) for part in size.split("x"))
    app = KafkatuiApp(Sessions.of(session), Settings(), Place("test", kind, name, tab))
    try:
        async with app.run_test(size=(width, height)) as pilot:
            yield Page(app, pilot)
    finally:
        session.close()


def put(client: KazooClient, path: str, data: bytes) -> None:
    """Create or write a znode."""
    if client.exists(path):
        client.set(path, data)
    else:
        client.create(path, data, makepath=True)


async def test_a_registration_is_explained_and_compared_with_kafka(cluster: Sandbox) -> None:
    async with page(cluster, PlaceKind.ZNODE, "/brokers/ids/2") as shown:
        await shown.until_shown("Broker registration.", '"jmx_port": -1', "no JMX", "When the broker registered: 20")
        await shown.until_shown(
            "Kafka says", "broker 2 at", "— same", "broker 2's", "ephemeral · version", "x broker 2"
        )


async def test_x_goes_to_the_broker_and_to_the_partition(cluster: Sandbox) -> None:
    async with page(cluster, PlaceKind.ZNODE, "/brokers/ids/2") as shown:
        await shown.until_shown("x broker 2")
        await shown.pilot.press("x")
        await shown.until(lambda: shown.place.kind is PlaceKind.BROKER)
        assert shown.place.name == "2"
    async with page(cluster, PlaceKind.ZNODE, f"/brokers/topics/{ORDERS}/partitions/1/state") as shown:
        await shown.until_shown(f"x {ORDERS}-1", f"{ORDERS}-1 leader", "— same")
        await shown.pilot.press("x")
        await shown.until(lambda: shown.place.kind is PlaceKind.TOPIC)
        assert (shown.place.name, shown.place.cursor) == (ORDERS, "1")


async def test_an_ephemeral_znode_tells_where_its_session_is_held(cluster: Sandbox, zookeeper: KazooClient) -> None:
    path = f"{ROOT}/lock"
    zookeeper.create(path, b"mine", ephemeral=True)
    connection = zookeeper._connection._socket.getsockname()
    address = f"{connection[0]}:{connection[1]}"
    session = f"{zookeeper.client_id[0]:#x}"
    async with page(cluster, PlaceKind.ZNODE, path) as shown:
        await shown.until_shown(f"{session}  at {address}")
        await shown.pilot.press("right_square_bracket")
        await shown.until_shown("session's client", f"at {address}", f"ephemeral, session {session}")
    async with page(cluster, PlaceKind.ZNODE, "/brokers/ids/1") as shown:
        await shown.until_shown("broker 1's  at 127.0.0.1:")
    zookeeper.delete(path)


async def test_what_happens_to_an_open_znode_is_told(cluster: Sandbox, zookeeper: KazooClient) -> None:
    path = f"{ROOT}/state"
    put(zookeeper, path, json.dumps({"leader": 3, "isr": [3, 1, 2]}).encode())
    async with page(cluster, PlaceKind.ZNODE, path) as shown:
        await shown.until_shown('"leader": 3', "No change seen since", "Not Kafka's.")
        zookeeper.set(path, json.dumps({"leader": 1, "isr": [1, 2]}).encode())
        await shown.until_shown(f"{path} changed", "leader 3 → 1, isr 3,1,2 → 1,2", '"leader": 1')
        zookeeper.create(f"{path}/below", b"")
        await shown.until_shown(f"{path} children", "+below")
        zookeeper.delete(path, recursive=True)
        await shown.until_shown(f"{path} deleted", "the data is what it held last", '"leader": 1')
        pane = shown.main.pane
        assert isinstance(pane, ZnodeDataPane)
        assert pane.value.is_stale
        zookeeper.create(path, b"back again")
        await shown.until_shown(f"{path} created", "back again")
        assert not pane.value.is_stale
        await shown.pilot.press("right_square_bracket")
        await shown.until_shown("data version", "Never written since it was created.", f"{path} deleted")


async def test_another_kind_of_decoding_can_be_asked_for(cluster: Sandbox, zookeeper: KazooClient) -> None:
    put(zookeeper, f"{ROOT}/bytes", bytes(range(64)))
    async with page(cluster, PlaceKind.ZNODE, f"{ROOT}/bytes") as shown:
        await shown.until_shown("00000030  30 31 32 33")
    put(zookeeper, f"{ROOT}/json", b'{"a": 1}')
    async with page(cluster, PlaceKind.ZNODE, f"{ROOT}/json") as shown:
        await shown.until_shown('"a": 1')
        await decode_as(shown, "text")
        await shown.until_shown('{"a": 1}', "as text")
        await decode_as(shown, "hex")
        await shown.until_shown("7b 22 61 22", "as hex")


async def decode_as(shown: Page, name: str) -> None:
    """Choose how the data are read."""
    await shown.pilot.press("t")
    await shown.until(lambda: is_open(shown.app, DecodingScreen))
    await shown.pilot.press(*name, "enter")


async def test_secrets_do_not_reach_the_screen(cluster: Sandbox, zookeeper: KazooClient) -> None:
    path = "/config/users/zkpages-alice"
    credential = "salt=c2FsdA==,stored_key=c3RvcmVk,server_key=c2VydmVy,iterations=4096"
    put(zookeeper, path, json.dumps({"version": 1, "config": {"SCRAM-SHA-256": credential}}).encode())
    try:
        async with page(cluster, PlaceKind.ZNODE, path) as shown:
            await shown.until_shown("SCRAM-SHA-256", "iterations=4096")
            await shown.pilot.press("t")
            await shown.until(lambda: is_open(shown.app, DecodingScreen))
            assert not any(secret in shown.text() for secret in ("c2FsdA==", "c3RvcmVk", "c2VydmVy"))
            await shown.pilot.press(*"text", "enter")
            await shown.until_shown("as text")
            for secret in ("c2FsdA==", "c3RvcmVk", "c2VydmVy"):
                assert secret not in shown.text()
            assert isinstance(shown.main.pane, ZnodeDataPane)
            assert "c3RvcmVk" not in shown.main.pane.value.view.plain_text()
    finally:
        zookeeper.delete(path)


async def test_what_may_not_be_read_says_so_on_every_tab(cluster: Sandbox, zookeeper: KazooClient) -> None:
    """ZooKeeper 3.8.4 answers neither exists nor getACL to who may not read; older servers tell the stat."""
    path = f"{ROOT}/secret"
    zookeeper.create(path, b"only demo may read this", acl=[make_digest_acl("demo", "demo", all=True)])
    try:
        for tab in ("data", "stat", "acl", "children"):
            async with page(cluster, PlaceKind.ZNODE, path, tab) as shown:
                await shown.until_shown("✗ Could not", "ACL does not allow this session to")
                assert "only demo" not in shown.text()
    finally:
        zookeeper.delete(path)  # the permission to delete is the parent's


async def test_the_acl_is_told_in_letters_and_words_without_the_hash(cluster: Sandbox, zookeeper: KazooClient) -> None:
    path = f"{ROOT}/acl"
    entry = make_digest_acl("demo", "demo", read=True, write=True)
    zookeeper.create(path, b"", acl=[*OPEN_ACL_UNSAFE, entry])
    async with page(cluster, PlaceKind.ZNODE, path, "acl") as shown:
        await shown.until_shown("world", "anyone", "demo:••••", "rw", "read, write", "cdrwa", "everything")
        assert entry.id.id.partition(":")[2] not in shown.text()


async def test_children_come_with_their_stats_and_follow_the_znode(cluster: Sandbox, zookeeper: KazooClient) -> None:
    path = f"{ROOT}/parent"
    for number in (1, 2, 10):
        put(zookeeper, f"{path}/child-{number}", b"x" * number)
    async with page(cluster, PlaceKind.ZNODE, path, "children") as shown:
        await shown.until_shown("child-1 ", "child-2", "10 B", "3 znodes")
        pane = shown.main.pane
        assert isinstance(pane, ZnodeChildrenPane)
        assert [child.name for child in pane.table.shown_rows] == ["child-1", "child-2", "child-10"]
        put(zookeeper, f"{path}/child-11", b"")
        await shown.until_shown("child-11", "4 znodes", "+child-11")
        await shown.pilot.press("enter")
        await shown.until(lambda: shown.place.name == f"{path}/child-1")


@pytest.mark.parametrize("way", ["list", "tree", "unread"])
async def test_a_znode_with_nothing_but_children_opens_on_them(
    cluster: Sandbox, zookeeper: KazooClient, way: str
) -> None:
    """From the list and the tree, where its stat is known, and by name, where it is read first."""
    folder = f"{ROOT}/folder"
    zookeeper.ensure_path(f"{folder}/inside")
    zookeeper.set(f"{folder}/inside", b"data")
    async with page(cluster, PlaceKind.ZNODE, ROOT, "children") as shown:
        await shown.until_shown("folder")
        if way == "list":
            pane = shown.main.pane
            assert isinstance(pane, ZnodeChildrenPane)
            opened = Place("test", PlaceKind.ZNODE, folder, tab="children")
            await shown.until(lambda: pane.place_of(ZnodeChild("folder", folder)) == opened)
            pane.table.move_cursor_to("folder")
            await shown.pilot.press("enter")
        elif way == "tree":
            tree, key = shown.main.explorer.outline, key_of_znode(folder)
            await shown.until(lambda: tree.expand_node(key_of_znode(ROOT)))
            await shown.until(lambda: (node := tree.node(key)) is not None and node.suffix.text == "1")
            tree.focus()
            tree.move_cursor_to(key)
            await shown.pilot.press("enter")
        else:
            shown.main.post_message(GoTo(Place("test", PlaceKind.ZNODE, folder)))
        await shown.until(lambda: (shown.place.name, shown.place.tab) == (folder, "children"))
        await shown.until_shown("inside")
        await shown.pilot.press("right_square_bracket")
        await shown.until_shown("No data. It has 1 child: [ shows it.")
        assert shown.place.tab == "data"
        await shown.pilot.press("left_square_bracket")
        await shown.until(lambda: shown.place.tab == "children")
        await shown.pilot.press("minus", "minus", "minus")
        await shown.until(lambda: shown.place.name == ROOT)
        shown.main.post_message(GoTo(Place("test", PlaceKind.ZNODE, f"{folder}/inside")))
        await shown.until(lambda: (shown.place.name, shown.place.tab) == (f"{folder}/inside", "data"))


async def test_of_very_many_children_only_those_in_view_are_made(cluster: Sandbox, zookeeper: KazooClient) -> None:
    """How long it takes is measured by `benchmarks/znodes.py`: a machine that runs tests is no place for that."""
    path, count = f"{ROOT}/many", 20_000
    zookeeper.ensure_path(path)
    for start in range(0, count, 500):
        transaction = zookeeper.transaction()
        for number in range(start, start + 500):
            transaction.create(f"{path}/n{number:06}", b"1")
        transaction.commit()
    async with page(cluster, PlaceKind.ZNODE, path, "children") as shown:
        await shown.until_shown(f"{count:,} znodes", "n000000", "1 B")
        pane, outline = shown.main.pane, shown.main.explorer.outline
        assert isinstance(pane, ZnodeChildrenPane)
        assert isinstance(pane.table.rows, LazyRows)
        assert pane.table.rows.made_count < 200
        await shown.pilot.press("G")
        await shown.until_shown(f"n{count - 1:06}")
        assert pane.table.rows.made_count < 400
        await shown.until(lambda: outline.cursor_key == key_of_znode(path))
        outline.expand_node(key_of_znode(path))
        await shown.until(lambda: outline.loaded_count > count)
        node = outline.node(key_of_znode(f"{path}/n{count - 1:06}"))
        assert node is not None
        assert node.label.text == f"n{count - 1:06}"
        await shown.pilot.press("enter")
        await shown.until(lambda: shown.place.name == f"{path}/n{count - 1:06}")
    for start in range(0, count, 500):  # one after another they would take half a minute
        transaction = zookeeper.transaction()
        for number in range(start, start + 500):
            transaction.delete(f"{path}/n{number:06}")
        transaction.commit()


async def test_a_znode_that_never_was_is_said_to_be_missing(cluster: Sandbox) -> None:
    async with page(cluster, PlaceKind.ZNODE, "/zkpages/never") as shown:
        await shown.until_shown("There is no znode /zkpages/never.", "Its parent is /zkpages")


async def test_the_server_and_the_link_are_described(cluster: Sandbox) -> None:
    async with page(cluster, PlaceKind.ZOOKEEPER, tab="server") as shown:
        await shown.until_shown("connected", "standalone", "latency", "linked", "is this cluster's")


async def test_without_zookeeper_the_panes_say_how_to_connect(cluster: Sandbox) -> None:
    for kind, name, tab in (
        (PlaceKind.ZOOKEEPER, "", "children"),
        (PlaceKind.ZOOKEEPER, "", "server"),
        (PlaceKind.BROKER, "1", "zookeeper"),
    ):
        async with page(cluster, kind, name, tab, zookeeper=None) as shown:
            await shown.until_shown("No ZooKeeper is configured.", "--zookeeper HOST:PORT")


async def test_a_zookeeper_that_is_not_known_to_be_the_clusters_is_not_linked(
    cluster: Sandbox, zookeeper: KazooClient
) -> None:
    put(zookeeper, f"{ROOT}/brokers/ids/2", b"{}")
    connect = f"{cluster.zookeeper_connect}{ROOT}"
    async with page(cluster, PlaceKind.ZNODE, "/brokers/ids/2", zookeeper=connect) as shown:
        await shown.until_shown("Broker registration.", "has no /cluster/id")
        assert shown.main.pane is not None
        assert shown.main.pane.counterpart() is None
        assert "x broker" not in shown.text()


async def test_a_topics_znodes_say_the_same_as_kafka_and_open(cluster: Sandbox) -> None:
    for size in ("160x50", "100x30"):
        async with page(cluster, PlaceKind.TOPIC, ORDERS, "zookeeper", size=size) as shown:
            await shown.until_shown(f"/brokers/topics/{ORDERS}", "…/partitions/0/state", "● same", "leader ")
            await shown.pilot.press("enter")
            await shown.until(lambda: shown.place.name == f"/brokers/topics/{ORDERS}")
            await shown.until_shown("Topic assignment.", "replication factor", "— same")


async def test_a_brokers_znodes_tell_what_is_not_there(cluster: Sandbox) -> None:
    async with page(cluster, PlaceKind.BROKER, "1", "zookeeper") as shown:
        await shown.until_shown("/brokers/ids/1", "● same", "/config/brokers/<default>", "no dynamic configuration")


async def test_the_znode_of_a_row_is_edited_from_what_it_holds(cluster: Sandbox, zookeeper: KazooClient) -> None:
    """Only its name was known before: what stands in the dialog, and the version that is overwritten, are read."""
    folder = f"{ROOT}/rows"
    put(zookeeper, f"{folder}/one", b'{"kept": "as it is"}')
    async with page(cluster, PlaceKind.ZNODE, folder, "children") as shown:
        await shown.until_shown("one")
        await shown.until(lambda: shown.main.pane is not None and shown.main.focused is not None)
        await shown.pilot.press("home", "e")
        await shown.until_shown(f"Edit a znode: {folder}/one", '{"kept": "as it is"}', "It holds that already")
        assert isinstance(shown.app.screen, ActionScreen)
        assert shown.app.screen.values()["version"] == zookeeper.exists(f"{folder}/one").version
        await shown.pilot.press("escape")
    put(zookeeper, f"{folder}/nothing", b"")
    zookeeper.delete(f"{folder}/one")
    async with page(cluster, PlaceKind.ZNODE, folder, "children") as shown:
        await shown.until_shown("nothing")
        await shown.pilot.press("home", "e")
        await shown.until_shown(f"Edit a znode: {folder}/nothing", "[empty]", "It holds that already")
