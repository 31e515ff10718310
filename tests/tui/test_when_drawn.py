"""A call that waits for a refresh is made on a screen and on a widget, and not when that has gone meanwhile."""

from __future__ import annotations

from textual.app import App, ComposeResult
from textual.containers import Vertical
from textual.widgets import Static

from kafkatui.tui.when_drawn import when_drawn


class Page(App[None]):
    def compose(self) -> ComposeResult:
        with Vertical():
            yield Static("value")


async def test_it_is_called_once_drawn() -> None:
    called: list[str] = []
    async with Page().run_test() as pilot:
        when_drawn(pilot.app.query_one(Vertical), lambda: called.append("widget"))
        when_drawn(pilot.app.screen, lambda: called.append("screen"))
        await pilot.pause()
        assert sorted(called) == ["screen", "widget"]


async def test_what_was_closed_meanwhile_is_not_called() -> None:
    called: list[str] = []
    async with Page().run_test() as pilot:
        panel = pilot.app.query_one(Vertical)
        when_drawn(panel, lambda: called.append(str(panel.query_one(Static))))
        await panel.remove()
        await pilot.pause()
    assert called == []


async def test_ending_the_program_calls_nothing_of_what_is_taken_down() -> None:
    called: list[str] = []
    async with Page().run_test() as pilot:
        panel = pilot.app.query_one(Vertical)
        when_drawn(panel, lambda: called.append(str(panel.query_one(Static))))
        pilot.app.exit()
    assert called == []
