"""What every action's dialog is held to, whatever its size."""

from __future__ import annotations

from textual.containers import Vertical
from textual.widget import Widget
from textual.widgets import Button

from kafkatui.tui.dialog.choice_line import ChoiceLine
from kafkatui.tui.dialog.document import DocumentEditor
from kafkatui.tui.screens.action import ActionScreen
from tests.drive.drawn import is_open
from tests.tui.fake_app import FakeDriver


def check_look(shown: ActionScreen) -> None:
    """No choice is cut, no label touches what is typed, and there are no two scroll bars."""
    box = shown.query(Vertical).first()
    assert box.region.width <= shown.region.width
    name = shown._action.spec.id
    for line in shown.query(ChoiceLine):
        assert isinstance(line.parent, Widget)
        assert line.virtual_region.right <= line.parent.size.width, f"{name}: choices are cut"
    for label in shown.query(".field--label"):
        is_beside = not isinstance(label.parent, DocumentEditor)
        words = str(label.render())
        assert len(words) < label.size.width or not is_beside, f"{name}: {words!r} touches what is typed, or is wrapped"
    notes = shown.query_one("#notes")
    assert not (notes.show_vertical_scrollbar and box.show_vertical_scrollbar), f"{name}: two scroll bars"


async def check_that_it_fits(driver: FakeDriver, shown: ActionScreen) -> None:
    """Opens a dialog, sees its buttons within the screen, and leaves it."""
    driver.app.push_screen(shown)
    await driver.wait_until(lambda: is_open(driver.app, ActionScreen) and driver.app.screen is shown)
    await driver.pilot.pause()
    do = shown.query_one("#do", Button)

    def is_reached() -> bool:  # what a plan comes to moves the buttons, whenever it comes
        do.scroll_visible(animate=False, immediate=True)
        return shown.region.contains_region(do.region)

    await driver.wait_until(is_reached)
    check_look(shown)
    await driver.press("escape")
    await driver.wait_until(lambda: driver.app.screen is not shown)
