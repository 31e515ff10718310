"""The tab of Kafka Connect's connectors, and what Enter shows: tasks, traces whole, configuration, offsets."""

from __future__ import annotations

from collections.abc import Iterator
from types import SimpleNamespace

import pytest
from textual.widgets import TextArea

from kafkatui.kafka.connect_worker.requests import WorkerRequests
from kafkatui.kafka.connect_worker.settings import worker_settings
from kafkatui.model.connector import Connectors
from kafkatui.model.place import PlaceKind
from kafkatui.model.replacing import replace
from kafkatui.session.feeds import ConnectorsFeed
from kafkatui.tui.screens.action import ActionScreen
from kafkatui.tui.screens.connector import ConnectorScreen
from tests.drive.drawn import is_open
from tests.tui.fake_app import SMALL, WIDE, fake_app_at
from tests.tui.fake_session import FakeSession, fake_profile
from tests.tui.sample_cluster import CONNECTORS, known_session
from tests.unit.kafka.connect_server import connect_server

TRACE = "java.lang.Error: cannot log in with hunter22\n\tat org.example.Sink.put(Sink.java:7)\nCaused by: the end"


@pytest.fixture
def session() -> Iterator[FakeSession]:
    with connect_server() as (url, contents):
        for each in CONNECTORS.connectors:
            failed = {"id": 1, "state": "FAILED", "worker_id": "w:8083", "trace": TRACE}
            contents.add(each.name, dict(each.config), each.state, *([failed] if each.failed else []))
        profile = fake_profile()
        made = known_session(FakeSession(replace(profile, kafka={**profile.kafka, "connect.url": url})))
        connects = {each.name: WorkerRequests(each, 5.0) for each in worker_settings(made.profile.kafka)}
        made.actions.context._clients = SimpleNamespace(connects=lambda: connects)  # type: ignore[assignment]
        yield made


@pytest.mark.parametrize("size", [WIDE, SMALL])
async def test_enter_shows_a_trace_whole_and_no_secret(session: FakeSession, size: tuple[int, int]) -> None:
    async with fake_app_at(session, PlaceKind.CLUSTER, tab="connectors", size=size) as driver:
        await driver.wait_until(lambda: "archive" in driver.screen_text)
        await driver.press("home", "enter")
        await driver.wait_until(lambda: is_open(driver.app, ConnectorScreen))
        shown = driver.app.screen
        await driver.wait_until(lambda: "archive · source · RUNNING · tasks 0/1, 1 failed" in driver.text_of(shown))
        await driver.wait_until(lambda: "Task 1 failed" in driver.text_of(shown))
        await driver.press("ctrl+y")
        copied = driver.app.clipboard
        assert copied.startswith(
            "Task 1 failed\njava.lang.Error: cannot log in with ••••••\n    at org.example.Sink.put"
        )
        assert copied.endswith("Caused by: the end")
        await driver.press("end", "ctrl+end")
        await driver.wait_until(lambda: '{"position": 7}' in driver.text_of(shown))
        assert '"connection.password": "••••••"' in driver.text_of(shown)
        await driver.press("escape")
        await driver.wait_until(lambda: not isinstance(driver.app.screen, ConnectorScreen))


@pytest.mark.parametrize(
    ("key", "title"),
    [
        ("e", "Configure a connector"), ("P", "Pause connectors"), ("U", "Resume connectors"),
        ("R", "Restart connectors"), ("d", "Delete connectors"),
    ],
)  # fmt: skip
async def test_keys_act_on_the_connector_under_the_cursor(session: FakeSession, key: str, title: str) -> None:
    async with fake_app_at(session, PlaceKind.CLUSTER, tab="connectors", size=WIDE) as driver:
        await driver.wait_until(lambda: "archive" in driver.screen_text)
        await driver.press("home", key)
        await driver.wait_until(lambda: is_open(driver.app, ActionScreen))
        await driver.wait_until(lambda: title in driver.text_of(driver.app.screen))
        await driver.wait_until(lambda: "archive" in driver.text_of(driver.app.screen))
        assert "hunter22" not in driver.text_of(driver.app.screen)


async def test_m_shows_the_records_of_its_topic(session: FakeSession) -> None:
    async with fake_app_at(session, PlaceKind.CLUSTER, tab="connectors", size=WIDE) as driver:
        await driver.wait_until(lambda: "archive" in driver.screen_text)
        await driver.press("home", "m")
        await driver.wait_until(lambda: driver.place.kind is PlaceKind.TOPIC)
        assert (driver.place.name, driver.place.tab) == ("orders", "messages")


async def test_the_first_is_created_from_an_empty_list_and_a_silent_connect_is_told(session: FakeSession) -> None:
    session.ok(ConnectorsFeed(), Connectors((), {"billing": "The Connect worker cannot be reached."}))
    async with fake_app_at(session, PlaceKind.CLUSTER, tab="connectors", size=WIDE) as driver:
        await driver.wait_until(lambda: "No connectors; a creates the first." in driver.screen_text)
        assert "billing: The Connect worker cannot be reached." in driver.screen_text
        await driver.press("a", *"Create a connector")
        await driver.press("enter")
        await driver.wait_until(lambda: is_open(driver.app, ActionScreen))
        await driver.wait_until(lambda: "connector.class" in driver.text_of(driver.app.screen))


async def test_the_offsets_that_there_are_stand_in_the_dialog_to_be_edited(session: FakeSession) -> None:
    async with fake_app_at(session, PlaceKind.CLUSTER, tab="connectors", size=WIDE) as driver:
        await driver.wait_until(lambda: "archive" in driver.screen_text)
        await driver.press("home", "a", *"Set a connector's offsets")
        await driver.press("enter")
        await driver.wait_until(lambda: is_open(driver.app, ActionScreen))
        document = driver.app.screen.query_one(TextArea)
        told = '[\n  {"partition": {"file": "a"}, "offset": {"position": 7}}\n]\n'
        await driver.wait_until(lambda: document.text == told)
        await driver.wait_until(lambda: "Stop it first" in driver.text_of(driver.app.screen))
