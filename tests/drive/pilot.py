"""Drives the app in this process, by Textual's pilot, and gives what it shows as data."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from typing import Any, TypeVar

from textual.content import Content
from textual.events import Paste
from textual.keys import _character_to_key
from textual.pilot import Pilot
from textual.widget import Widget
from textual.widgets import Input, TextArea

from kafkatui.model.place import Place
from kafkatui.tui.app import KafkatuiApp
from kafkatui.tui.explorer import Explorer
from kafkatui.tui.pages.base.pane import Pane
from kafkatui.tui.screens.main import MainScreen
from tests.drive.driver import place_of
from tests.drive.until import until

Row = dict[str, str]
"""The text of each cell by its column's id."""

W = TypeVar("W", bound=Widget)


class PilotDriver:
    """The app as a person uses it; beside what every driver can do, what is shown comes as data."""

    def __init__(self, app: KafkatuiApp, pilot: Pilot[int]) -> None:
        self.app = app
        self.pilot = pilot

    # What a person does

    async def press(self, *keys: str) -> None:
        """Press keys, one after another."""
        await self.pilot.press(*keys)

    async def type_text(self, text: str) -> None:
        """Press the keys of a text."""
        await self.pilot.press(*(_character_to_key(character) for character in text))

    async def paste(self, text: str) -> None:
        """Paste a text, as a terminal does."""
        self.app.post_message(Paste(text))
        await self.pilot.pause()

    async def click(self, text: str) -> None:
        """Click on the first place where `text` is on the screen."""
        await self.pilot.click(offset=place_of(text, self.screen_text))

    async def resize(self, columns: int, rows: int) -> None:
        """Make the terminal another size."""
        await self.pilot.resize_terminal(columns, rows)

    async def fill(self, field: str, text: str) -> None:
        """Put `text` into a field."""
        widget = self.app.screen.query_one(f"#{field}")
        if isinstance(widget, TextArea):
            widget.text = text
        elif isinstance(widget, Input):
            widget.value = text
        await self.pilot.pause()

    async def wait_until(self, wanted: str | Callable[[], object]) -> None:
        """Wait until a text is on the screen or a condition holds; a failure shows the screen."""
        holds = (lambda: wanted in self.screen_text) if isinstance(wanted, str) else wanted
        await until(self.pilot, holds, lambda: self.screen_text)

    # What is shown

    @property
    def screen_text(self) -> str:
        """Everything on the screen, line by line."""
        return "\n".join(strip.text for strip in self.app.screen._compositor.render_strips())

    @property
    def main(self) -> MainScreen:
        """The screen below every dialog."""
        return next(screen for screen in self.app.screen_stack if isinstance(screen, MainScreen))

    @property
    def place(self) -> Place:
        """Where the user is."""
        return self.main.navigator.here

    @property
    def pane(self) -> Pane:
        """The tab shown."""
        pane = self.main.frame.pane
        assert pane is not None
        return pane

    @property
    def explorer(self) -> Explorer:
        """The tree on the left."""
        return self.main.explorer

    def find(self, kind: type[W]) -> W:
        """The only widget of its kind."""
        return self.main.query_one(kind)

    @property
    def notices(self) -> list[str]:
        """What was said in the corner, title and text."""
        return [f"{note.title}: {note.message}" if note.title else note.message for note in self.app._notifications]

    @property
    def rows(self) -> Sequence[Row]:
        """The rows of the table shown, those out of sight included."""
        table = self.pane.table
        assert table is not None
        found: list[Any] = [table.row_at(index) for index in range(table.line_count)]
        columns = table.definition.columns
        return [{column.id: column.cell(row).text for column in columns} for row in found if row is not None]

    def row(self, column_id: str, text: str) -> Row:
        """The first row with `text` in that column; an empty one when there is none."""
        return next((row for row in self.rows if row[column_id] == text), {})

    @property
    def foot(self) -> str:
        """What the page's border says below."""
        return foot_of(self.main.frame.query_one("#page"))

    def text_of(self, widget: Widget) -> str:
        """What is on the screen where a widget is, line by line."""
        region = widget.region
        lines = self.screen_text.splitlines()[region.y : region.bottom]
        return "\n".join(line[region.x : region.right] for line in lines)

    @property
    def details(self) -> str:
        """The text of the panels below the page, line by line, as it is on the screen."""
        return self.text_of(self.main.frame.query_one("#details"))


def foot_of(widget: Widget) -> str:
    """What a widget's border says below, without its colours."""
    return Content.from_markup(widget.border_subtitle or "").plain
