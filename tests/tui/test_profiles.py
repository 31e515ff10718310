"""`C`: profiles are added, edited, tested, cloned, removed and put back from the list of clusters."""

from __future__ import annotations

import asyncio
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from pathlib import Path

import pytest
from textual.widgets import Button, Input

from kafkatui.config import keyring_secrets
from kafkatui.config.file import load_config_file
from kafkatui.config.options import Options
from kafkatui.config.profiles import Profiles
from kafkatui.config.resolve import resolve
from kafkatui.config.settings import Settings
from kafkatui.model.place import PlaceKind
from kafkatui.model.profile import Profile
from kafkatui.session.application import Application
from kafkatui.session.sessions import Sessions
from kafkatui.session.settings_file import SettingsFile
from kafkatui.tui.app import KafkatuiApp
from kafkatui.tui.dialog.fields import FieldEditor
from kafkatui.tui.screens.action import ActionScreen
from kafkatui.tui.screens.action_menu import ActionMenuScreen
from kafkatui.tui.screens.clusters import ClustersScreen
from kafkatui.tui.screens.undo import UndoScreen
from tests.drive.drawn import is_open
from tests.drive.pilot import PilotDriver
from tests.tui.fake_session import FakeSession
from tests.tui.sample_cluster import known_session
from tests.unit.config.fake_keyring import KEPT, FakeKeyring

SHORT = "[clusters.other.timeouts]\nrequest = 0.5\n"

TEXT = '# mine\n\n[clusters.prod]\nbootstrap_servers = "a:1"   # first\n[clusters.other]\nbootstrap_servers = "b:1"\n'


class ProfilesDriver(PilotDriver):
    """The app at prod, of a settings file of its own."""

    path: Path
    sessions: list[FakeSession]

    @property
    def text(self) -> str:
        return self.path.read_text()

    async def list_clusters(self, name: str = "") -> None:
        await self.press("C")
        await self.wait_until(lambda: is_open(self.app, ClustersScreen))
        await self.type_text(name)

    async def dialog(self, key: str) -> ActionScreen:
        await self.press(key)
        await self.wait_until(lambda: is_open(self.app, ActionScreen))
        screen = self.app.screen
        assert isinstance(screen, ActionScreen)
        return screen

    async def fill_in(self, screen: ActionScreen, **values: str) -> None:
        """Type into fields by name, then wait until what is typed can be done."""
        for editor in screen.query(FieldEditor):
            if editor.field.name in values:
                editor.query_one(Input).value = values[editor.field.name]
        await self.wait_until(lambda: not screen.query_one("#do", Button).disabled)

    async def do(self) -> None:
        await self.press("ctrl+s")
        await self.wait_until(lambda: is_open(self.app, ClustersScreen))


@asynccontextmanager
async def at_prod(path: Path, size: tuple[int, int] = (160, 50)) -> AsyncIterator[ProfilesDriver]:
    options = Options(cluster="prod", config=str(path))
    file = load_config_file({}, str(path))
    first, _ = resolve(options, {}, file)
    opened: list[FakeSession] = []

    def start(profile: Profile) -> FakeSession:
        opened.append(known_session(FakeSession(profile)))
        return opened[-1]

    profiles = Profiles(options, {}, file, first, is_read_only=False)
    sessions = Sessions(profiles, start, Application(SettingsFile(options, {}, profiles.reload)))
    sessions.open("prod")
    app = KafkatuiApp(sessions, Settings())
    async with app.run_test(size=size, notifications=True) as pilot:
        driver = ProfilesDriver(app, pilot)
        driver.path, driver.sessions = path, opened
        await driver.wait_until("orders")
        yield driver
    assert not any(session.held for session in opened)


@pytest.fixture
def path(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    monkeypatch.setenv("KAFKATUI_STATE_DIR", str(tmp_path / "state"))
    monkeypatch.setattr(keyring_secrets, "_keyring", FakeKeyring)
    KEPT.clear()
    file = tmp_path / "config.toml"
    file.write_text(TEXT)
    return file


async def test_a_cluster_is_added_listed_and_opened(path: Path) -> None:
    async with at_prod(path) as driver:
        await driver.list_clusters()
        screen = await driver.dialog("ctrl+n")
        await driver.fill_in(screen, name="fresh", bootstrap_servers="c:1", password="s3cret")
        assert "s3cret" not in driver.text_of(screen)
        await driver.wait_until(lambda: "goes to the keyring" in driver.text_of(screen))
        await driver.do()
        assert "[clusters.fresh]" in driver.text
        assert "s3cret" not in driver.text
        assert driver.text.startswith(TEXT)
        await driver.type_text("fresh")
        await driver.press("enter")
        await driver.wait_until(lambda: driver.place.cluster == "fresh")
        assert driver.sessions[-1].profile.kafka["sasl.password"] == "s3cret"


async def test_an_open_cluster_is_edited_and_connected_to_anew_where_it_was(path: Path) -> None:
    async with at_prod(path) as driver:
        await driver.press("2")
        await driver.wait_until(lambda: driver.place.kind is PlaceKind.BROKERS)
        await driver.list_clusters("prod")
        screen = await driver.dialog("ctrl+e")
        await driver.fill_in(screen, zookeeper="zk:2181")
        await driver.do()
        assert 'bootstrap_servers = "a:1"   # first\nzookeeper = "zk:2181"' in driver.text
        await driver.wait_until(lambda: any("Ctrl+R connects anew" in notice for notice in driver.notices))
        await driver.press("ctrl+r")
        await driver.wait_until(lambda: driver.app.screen is driver.main and len(driver.sessions) == 2)
        await driver.wait_until(lambda: driver.main.session is driver.sessions[1])
        assert driver.place.subject == ("prod", PlaceKind.BROKERS, "")
        zookeeper = driver.main.session.profile.zookeeper
        assert zookeeper is not None
        assert zookeeper.connect == "zk:2181"
        assert not driver.sessions[0].held
        await driver.press("3")
        await driver.wait_until(lambda: driver.place.kind is PlaceKind.TOPICS)


async def test_the_connection_page_edits_its_profile_and_connects_anew(path: Path) -> None:
    async with at_prod(path) as driver:
        await driver.press("1")
        await driver.wait_until(lambda: driver.place.kind is PlaceKind.CLUSTER)
        assert "e edit profile" not in driver.screen_text.splitlines()[-1]
        while driver.place.tab != "connection":
            await driver.press("right_square_bracket")
        await driver.wait_until(lambda: "e edit profile" in driver.screen_text.splitlines()[-1])
        screen = await driver.dialog("e")
        await driver.fill_in(screen, bootstrap_servers="z:9")
        await driver.press("ctrl+s")
        await driver.wait_until(lambda: len(driver.sessions) == 2 and driver.main.session is driver.sessions[1])
        assert driver.sessions[1].profile.bootstrap_servers == "z:9"
        await driver.wait_until(lambda: driver.place.tab == "connection")
        assert 'bootstrap_servers = "z:9"   # first' in driver.text


async def test_a_cluster_that_does_not_answer_is_told_by_a_test(path: Path) -> None:
    async with at_prod(path) as driver:
        await asyncio.to_thread(path.write_text, TEXT.replace("b:1", "127.0.0.1:9") + SHORT)
        await driver.list_clusters("other")
        screen = await driver.dialog("ctrl+t")
        await driver.wait_until(lambda: "✗ fails" in driver.text_of(screen))
        assert "Kafka and Kafka's second client: not connected." in driver.text_of(screen)
        assert "The profile names none." in driver.text_of(screen)
        assert screen.query_one("#do", Button).disabled


async def test_the_menu_clones_removes_and_undoes(path: Path) -> None:
    async with at_prod(path) as driver:
        await driver.list_clusters("other")

        async def choose(word: str) -> None:
            await driver.press("ctrl+o")
            await driver.wait_until(lambda: is_open(driver.app, ActionMenuScreen))
            await driver.type_text(word)
            await driver.press("enter")

        await choose("clone")
        await driver.wait_until(lambda: is_open(driver.app, ActionScreen))
        await driver.wait_until(lambda: not driver.app.screen.query_one("#do", Button).disabled)
        await driver.do()
        assert "[clusters.other-2]" in driver.text
        await choose("remove")
        await driver.wait_until(lambda: is_open(driver.app, ActionScreen))
        await driver.wait_until(lambda: not driver.app.screen.query_one("#do", Button).disabled)
        await driver.do()
        assert "[clusters.other]" not in driver.text
        await driver.wait_until(lambda: "b:1" not in driver.text or "other-2" in driver.screen_text)
        await choose("undo")
        await driver.wait_until(lambda: is_open(driver.app, UndoScreen))
        await driver.press("enter")
        await driver.wait_until(lambda: is_open(driver.app, ActionScreen))
        await driver.wait_until(lambda: not driver.app.screen.query_one("#do", Button).disabled)
        await driver.do()
        assert "[clusters.other]" in driver.text


@pytest.mark.parametrize("size", [(160, 50), (100, 30), (80, 24)])
async def test_the_dialog_fits_every_screen(path: Path, size: tuple[int, int]) -> None:
    async with at_prod(path, size) as driver:
        await driver.list_clusters("prod")
        screen = await driver.dialog("ctrl+e")
        await driver.wait_until(lambda: "Nothing of prod is changed." in driver.text_of(screen) or size[1] < 50)
        shown = driver.text_of(screen)
        assert "Edit a cluster: prod" in shown
        assert all(len(line) <= size[0] for line in shown.splitlines())
