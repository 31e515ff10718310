"""The `:` line asks for znodes it does not know once, and takes them up when they come."""

from __future__ import annotations

from typing import Any

import pytest
from textual.widgets import Input

from kafkatui.config.settings import Settings
from kafkatui.model.observed import Observed
from kafkatui.model.place import Place, PlaceKind
from kafkatui.model.profile import Profile, ZooKeeperSettings
from kafkatui.model.znode import NamedChildren, ZnodeChildren, ZooKeeperStatus
from kafkatui.session.feeds import ZOOKEEPER, Feed, ZnodeChildrenFeed
from kafkatui.session.session import ClusterSession
from kafkatui.session.sessions import Sessions
from kafkatui.tui.app import KafkatuiApp
from kafkatui.tui.messages import GoTo
from kafkatui.tui.screens.goto import GotoScreen
from kafkatui.tui.screens.main import MainScreen
from tests.drive.drawn import is_open
from tests.drive.until import until
from tests.tui.fake_session import NAME, FakeSession


def children_of(path: str, *names: str) -> Observed[ZnodeChildren]:
    return Observed.ok(ZnodeChildren(path, NamedChildren(path, names)), 1.0)


async def test_unknown_children_are_asked_for_once_and_offered_when_they_come(monkeypatch: pytest.MonkeyPatch) -> None:
    session = ClusterSession(Profile("dark", {"bootstrap.servers": "127.0.0.1:9"}, ZooKeeperSettings("")))
    known: dict[object, Observed[Any]] = {
        ZOOKEEPER: Observed.ok(ZooKeeperStatus("connected"), 1.0),
        ZnodeChildrenFeed("/"): children_of("/", "many"),
    }
    asked: list[Feed[Any]] = []
    monkeypatch.setattr(session._poller, "observed", lambda feed: known.get(feed, Observed.unknown()))
    monkeypatch.setattr(session._poller, "refresh", asked.append)
    app = KafkatuiApp(Sessions.of(session), Settings())
    async with app.run_test(size=(120, 40)) as pilot:
        await pilot.press("colon")
        await until(pilot, lambda: is_open(app, GotoScreen))
        screen = app.screen
        assert isinstance(screen, GotoScreen)
        screen.query_one(Input).value = "/many/n"
        await pilot.press("6", "backspace", "7")
        assert [feed for feed in asked if feed == ZnodeChildrenFeed("/many")] == [ZnodeChildrenFeed("/many")]
        assert [row.place.name for row in screen.table.shown_rows] == ["/many/n7"]
        known[ZnodeChildrenFeed("/many")] = children_of("/many", "n6", "n7", "n70")
        await until(pilot, lambda: [row.place.name for row in screen.table.shown_rows] == ["/many/n7", "/many/n70"])


async def test_empty_it_offers_where_one_was_and_tab_takes_what_is_longer(monkeypatch: pytest.MonkeyPatch) -> None:
    app = KafkatuiApp(Sessions.of(FakeSession()), Settings())
    async with app.run_test(size=(120, 40)) as pilot:
        main = app.screen
        assert isinstance(main, MainScreen)
        for kind, name in ((PlaceKind.GROUP, "billing"), (PlaceKind.TOPIC, "orders"), (PlaceKind.BROKERS, "")):
            main.post_message(GoTo(Place(NAME, kind, name)))
            await until(pilot, lambda kind=kind: main.navigator.here.kind is kind)  # type: ignore[misc]
        await pilot.press("colon")
        await until(pilot, lambda: is_open(app, GotoScreen))
        screen = app.screen
        assert isinstance(screen, GotoScreen)
        await until(pilot, lambda: len(screen.table.shown_rows) > 3)
        assert [row.text for row in screen.table.shown_rows[:2]] == ["topic orders", "group billing"]
        line = screen.query_one(Input)
        line.value = "zk /contr"
        monkeypatch.setattr(screen, "_known_znodes", lambda: {"/": ["controller", "controller_epoch"]})
        screen.show_choices(line.value)
        await pilot.press("tab")
        assert line.value == "zk /controller"
        await pilot.press("enter")
        await until(pilot, lambda: main.navigator.here.name == "/controller")
