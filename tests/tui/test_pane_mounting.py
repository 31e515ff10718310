"""What a pane does when it is mounted is done once, whatever it is derived from."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable
from typing import Any

import pytest

from kafkatui.model.place import PlaceKind
from kafkatui.tui.pages.base.pane import Pane
from tests.tui.fake_app import fake_app_at
from tests.tui.sample_cluster import known_session


@pytest.mark.parametrize(
    ("kind", "name", "tab", "timer_count"),
    [
        (PlaceKind.TOPIC, "orders", "messages", 5),
        (PlaceKind.TOPIC, "orders", "search", 4),
        (PlaceKind.TOPIC, "orders", "analysis", 1),
        (PlaceKind.ZNODE, "/brokers/ids/1", "data", 1),
    ],
)
async def test_feeds_are_held_and_timers_begun_once(
    kind: PlaceKind, name: str, tab: str, timer_count: int, monkeypatch: pytest.MonkeyPatch
) -> None:
    begun: Counter[tuple[int, str]] = Counter()
    held: Counter[int] = Counter()
    begin, hold = Pane.set_interval, Pane.hold_feeds

    def count_timer(self: Pane, interval: float, callback: Callable[[], Any], **rest: Any) -> Any:
        begun[id(self), f"{interval} {callback}"] += 1
        return begin(self, interval, callback, **rest)

    def count_hold(self: Pane) -> None:
        held[id(self)] += 1
        hold(self)

    monkeypatch.setattr(Pane, "set_interval", count_timer)
    monkeypatch.setattr(Pane, "hold_feeds", count_hold)
    async with fake_app_at(known_session(), kind, name, tab) as driver:
        await driver.wait_until(lambda: driver.main.pane is not None and driver.main.pane.place.tab == tab)
        await driver.pilot.pause()
        shown = id(driver.pane)
        assert held[shown] == 1
        assert len([1 for pane, _ in begun.elements() if pane == shown]) == timer_count
