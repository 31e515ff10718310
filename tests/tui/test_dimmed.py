"""What is below a dialog is dimmed as Textual does it, and only where it changed."""

from __future__ import annotations

from collections.abc import Iterable

import pytest
from textual.app import App, ComposeResult
from textual.color import Color
from textual.screen import ModalScreen
from textual.strip import Strip
from textual.widgets import Label, Static

from kafkatui.tui.screens.dimmed import DimmedScreen

WORDS = "[red on blue]a[/] [b]bold[/] plain 日本 é"
CSS = "ModalScreen { align: center middle; background: black 50%; } ModalScreen > Label { width: 12; height: 3; }"


class Ours(DimmedScreen[None]):
    """A dialog of ours."""

    def compose(self) -> ComposeResult:
        yield Label("here")


class Textuals(ModalScreen[None]):
    """The same of Textual's."""

    def compose(self) -> ComposeResult:
        yield Label("here")


class Below(App[None]):
    """Lines that change."""

    CSS = CSS

    def compose(self) -> ComposeResult:
        for number in range(20):
            yield Static(f"{number} {WORDS}", id=f"line{number}")


def drawn(app: App[None]) -> list[list[tuple[str, str]]]:
    """Text and colours of every cell, whatever pieces they were drawn in."""
    return [
        [(character, str(segment.style)) for segment in strip for character in segment.text]
        for strip in app.screen._compositor.render_strips()
    ]


async def looks(screens: Iterable[ModalScreen[None]]) -> list[list[list[tuple[str, str]]]]:
    """How it looks at first, after a line below changed, and after the terminal did, smaller and larger."""
    app = Below()
    async with app.run_test(size=(60, 24)) as pilot:
        for screen in screens:
            await app.push_screen(screen)
        await pilot.pause()
        found = [drawn(app)]
        app.screen_stack[0].query_one("#line1", Static).update("[green]another[/] line")
        await pilot.pause()
        found.append(drawn(app))
        for columns, rows in ((40, 18), (90, 40)):
            await pilot.resize_terminal(columns, rows)
            await pilot.pause()
            found.append(drawn(app))
        return found


async def test_it_looks_as_textuals_own() -> None:
    assert await looks([Ours()]) == await looks([Textuals()])


async def test_one_over_another_dims_both() -> None:
    first, changed, *resized = await looks([Ours(), Ours()])
    textuals_first, _, *textuals_resized = await looks([Textuals(), Textuals()])  # which is late below two
    assert (first, resized) == (textuals_first, textuals_resized)
    assert "".join(character for character, _ in changed[1]).startswith("another line")


async def test_a_line_that_changes_is_dimmed_alone(monkeypatch: pytest.MonkeyPatch) -> None:
    dimmed: list[str] = []
    original = DimmedScreen._dim

    def counted(screen: DimmedScreen[None], strip: Strip, background: Color) -> Strip:
        dimmed.append(strip.text)
        return original(screen, strip, background)

    app = Below()
    async with app.run_test(size=(60, 24)) as pilot:
        await app.push_screen(Ours())
        await pilot.pause()
        monkeypatch.setattr(DimmedScreen, "_dim", counted)
        app.screen_stack[0].query_one("#line3", Static).update("another line")
        await pilot.pause()
        assert [text.strip() for text in dimmed] == ["another line"]
