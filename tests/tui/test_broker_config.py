"""A broker's properties and loggers: the one under the cursor is explained, and edited from where it stands."""

from __future__ import annotations

import time

from textual.widgets import TextArea

from kafkatui.model.config_entry import ConfigEntry
from kafkatui.model.observed import Observed
from kafkatui.model.place import PlaceKind
from kafkatui.model.setting import Layer, Setting
from kafkatui.session.feeds import BrokerConfigFeed
from kafkatui.session.feeds.settings import BrokerSettingsFeed
from kafkatui.tui.screens.action import ActionScreen
from tests.drive.drawn import is_open
from tests.tui.fake_app import FakeDriver, fake_app_at
from tests.tui.fake_session import FakeSession
from tests.tui.sample_cluster import known_session

ENTRIES = (
    ConfigEntry("log.dirs", "/data", "broker (static)", is_read_only=True, is_own=True),
    ConfigEntry("log.retention.hours", "168", "default"),
    ConfigEntry("num.io.threads", "9", "broker (dynamic)", default="8", is_own=True),
)
LAYERS = (
    Layer("broker (dynamic)", "num.io.threads", "9"),
    Layer("cluster (dynamic)", "num.io.threads", "7"),
    Layer("default", "num.io.threads", "8"),
)


def session() -> FakeSession:
    found = known_session()
    now = time.time()
    found.answer(BrokerConfigFeed, lambda _: Observed.ok(ENTRIES, now))
    threads = Setting("num.io.threads", "9", LAYERS[0].source, layers=LAYERS)
    found.answer(BrokerSettingsFeed, lambda _: Observed.ok({threads.name: threads}, now))
    return found


async def typed(driver: FakeDriver) -> str:
    """What the dialog of `e` begins with."""
    await driver.press("e")
    await driver.wait_until(lambda: is_open(driver.app, ActionScreen))
    return driver.app.screen.query_one(TextArea).text


async def test_the_property_under_the_cursor_is_explained() -> None:
    async with fake_app_at(session(), PlaceKind.BROKER, "1", "config") as driver:
        driver.pane.table.move_cursor_to("num.io.threads")  # type: ignore[union-attr]
        words = (
            "The number of threads that the server uses for processing requests",
            "9  broker (dynamic)  before  7  cluster (dynamic)  before  8  default",
            "int, [1,...]",
            "at run time, for one broker or all",
        )
        await driver.wait_until(lambda: all(word in driver.screen_text for word in words))
        driver.pane.table.move_cursor_to("log.dirs")  # type: ignore[union-attr]
        await driver.wait_until(lambda: "when a broker starts" in driver.screen_text)


async def test_it_is_edited_from_where_it_stands_or_all_that_are_marked() -> None:
    async with fake_app_at(session(), PlaceKind.BROKER, "1", "config") as driver:
        driver.pane.table.move_cursor_to("num.io.threads")  # type: ignore[union-attr]
        assert await typed(driver) == "num.io.threads=9"
        await driver.press("escape", "home", "v", "v", "v")
        assert await typed(driver) == "num.io.threads=9\nlog.retention.hours=168", "the read-only one is left out"
        assert "Configure brokers: 1" in driver.screen_text


async def test_the_level_of_the_logger_under_the_cursor_is_set() -> None:
    async with fake_app_at(session(), PlaceKind.BROKER, "1", "log_levels") as driver:
        driver.pane.table.move_cursor_to("kafka.server.KafkaApis")  # type: ignore[union-attr]
        assert await typed(driver) == "kafka.server.KafkaApis=DEBUG"
        assert "Set log levels: 1" in driver.screen_text
