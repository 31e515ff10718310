"""What is typed of a cluster is tested in its dialog, before it is saved; the dialog goes on meanwhile."""

from __future__ import annotations

from pathlib import Path

from kafkatui.config.options import Options
from kafkatui.model.place import PlaceKind
from kafkatui.model.target import Target
from kafkatui.session.action_catalogue import catalogue
from kafkatui.session.application import Application
from kafkatui.session.settings_file import SettingsFile
from kafkatui.tui.screens.action import ActionScreen
from tests.drive.drawn import is_open
from tests.tui.fake_app import fake_app_at
from tests.tui.sample_cluster import known_session

TEXT = '[clusters.prod]\nbootstrap_servers = "127.0.0.1:9"\ntimeouts.request = {seconds}\n'


async def test_it_says_what_works_and_saves_nothing(tmp_path: Path) -> None:
    path = tmp_path / "config.toml"
    path.write_text(TEXT.format(seconds=1))
    application = Application(SettingsFile(Options(config=str(path)), {}))
    async with fake_app_at(known_session()) as driver:
        screen = ActionScreen(application, catalogue()["cluster.edit"], (Target(PlaceKind.CLUSTER, "prod"),))
        driver.app.push_screen(screen)
        await driver.wait_until(lambda: is_open(driver.app, ActionScreen) and screen._plan is not None)
        await driver.press("ctrl+t")
        await driver.wait_until(lambda: "Kafka and Kafka's second client: not connected." in driver.text_of(screen))
        assert "fails" in driver.text_of(screen)
        await driver.press("escape")
    assert path.read_text() == TEXT.format(seconds=1)


async def test_it_is_stopped_while_it_waits(tmp_path: Path) -> None:
    path = tmp_path / "config.toml"
    path.write_text(TEXT.format(seconds=300))
    application = Application(SettingsFile(Options(config=str(path)), {}))
    async with fake_app_at(known_session()) as driver:
        screen = ActionScreen(application, catalogue()["cluster.edit"], (Target(PlaceKind.CLUSTER, "prod"),))
        driver.app.push_screen(screen)
        await driver.wait_until(lambda: is_open(driver.app, ActionScreen) and screen._plan is not None)
        await driver.press("ctrl+t")
        await driver.wait_until(lambda: "again stops that" in driver.text_of(screen))
        await driver.press("ctrl+t")
        await driver.wait_until(lambda: "again stops that" not in driver.text_of(screen))
        assert "not connected" not in driver.text_of(screen)  # it was not its end
        await driver.press("escape")
