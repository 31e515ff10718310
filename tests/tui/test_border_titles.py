"""A title that is set is drawn, in its border's line alone."""

from __future__ import annotations

from textual.app import App, ComposeResult
from textual.containers import Vertical
from textual.content import Content
from textual.geometry import Region
from textual.widgets import Static

from kafkatui.tui.border_titles import draw_borders_alone


class Boxed(App[None]):
    CSS = "Vertical { border: round green; padding: 1 2; width: 30; height: 8; }"

    def __init__(self) -> None:
        super().__init__()
        draw_borders_alone()

    def compose(self) -> ComposeResult:
        with Vertical():
            yield Static("within")


def drawn(app: Boxed) -> list[str]:
    return [strip.text for strip in app.screen._compositor.render_strips()]


async def test_a_title_is_drawn_with_its_line_alone_and_only_when_it_is_another() -> None:
    async with Boxed().run_test(size=(40, 10)) as pilot:
        app = pilot.app
        assert isinstance(app, Boxed)
        box = app.query_one(Vertical)
        for title, foot in (("Topics", "10 topics"), ("Topics", "11 topics"), ("Brokers", "11 topics"), ("", "")):
            box.border_title, box.border_subtitle = title, foot
            await pilot.pause()
            lines = drawn(app)
            assert (title in lines[0], foot in lines[7]) == (True, True)
            assert title or lines[0].startswith("╭─────")
            assert any("within" in line for line in lines)
        box.border_title, box.border_subtitle = "Topics", "10 topics"
        await pilot.pause()
        assert not box._repaint_regions
        box.border_title, box.border_subtitle = "Topics", Content("10 topics")
        assert not box._repaint_regions, "it says what it said"
        box.border_subtitle = Content.styled("10 topics", "red")
        assert box._repaint_regions == {Region(0, 7, 30, 1)}, "the same words in another colour"
        box.border_title = None
        assert box._repaint_regions == {Region(0, 7, 30, 1), Region(0, 0, 30, 1)}
        await pilot.pause()
        assert "Topics" not in drawn(app)[0]


async def test_a_title_that_is_set_before_there_is_room_is_there_when_there_is() -> None:
    app = Boxed()
    async with app.run_test(size=(40, 10)) as pilot:
        late = Vertical(Static("late"))
        late.border_title = "Late"
        await app.screen.mount(late)
        await pilot.pause()
        assert any("Late" in line for line in drawn(app))
