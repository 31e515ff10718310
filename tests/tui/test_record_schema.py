"""A record read by a registered schema says which, where that is registered, and shows it."""

from __future__ import annotations

import struct
import threading
from collections.abc import Callable

import pytest
from textual.app import App, ComposeResult

from kafkatui.codec.formats.schema import SchemaDecoder
from kafkatui.codec.registered_schema import RegisteredSchema
from kafkatui.model.record import Record
from kafkatui.session.decoding import Decoding
from kafkatui.tui.chrome.value_pane import ValuePane
from kafkatui.tui.pages.topic.record_panel import RecordPanel
from kafkatui.tui.screens.schema import SchemaScreen
from kafkatui.tui.theme import variables_for
from tests.drive.until import until
from tests.tui.test_znode_value_view import AUTO_READER

pytest.importorskip("fastavro")

TEXT = '{"type":"record","name":"Order","fields":[{"name":"city","type":"string"}]}'
SCHEMA = RegisteredSchema(7, "AVRO", TEXT, places=(("orders-value", 3),))


def in_thread(job: Callable[[], None]) -> None:
    threading.Thread(target=job, daemon=True).start()


class PanelApp(App[None]):
    def __init__(self, submit: Callable[[Callable[[], None]], None] = in_thread) -> None:
        super().__init__()
        self.decoding = Decoding(schemas=SchemaDecoder(lambda _: SCHEMA, submit))
        self.panel = RecordPanel(schemas=lambda: self.decoding.schemas)

    def get_theme_variable_defaults(self) -> dict[str, str]:
        return variables_for(self.current_theme)

    def compose(self) -> ComposeResult:
        yield self.panel

    def head(self) -> list[str]:
        return str(self.panel.query_one("VerticalScroll Static").render()).splitlines()


async def test_the_panel_says_which_schema_and_where_it_is_registered() -> None:
    app = PanelApp()
    async with app.run_test(size=(100, 20)) as pilot:
        value = b"\0" + struct.pack(">i", 7) + b"\x08Oslo"
        shown = Record("orders", 0, 1, 1, "create", b"k", value)
        app.panel.show(shown, app.decoding.record_reader("orders"))
        await until(pilot, lambda: app.decoding.arrivals)
        app.panel.show(shown, app.decoding.record_reader("orders"))  # as the page does again and again
        await until(pilot, lambda: "schema   avro schema 7 · orders-value version 3  M shows it" in app.head())
        assert app.panel.schema_id == 7
        app.panel.show(Record("orders", 0, 2, 1, "create", b"k", b"plain"), app.decoding.record_reader("orders"))
        await until(pilot, lambda: not any(line.startswith("schema") for line in app.head()))
        assert app.panel.schema_id is None


async def test_a_value_that_is_pending_is_decoded_again_when_something_has_come() -> None:
    waiting: list[Callable[[], None]] = []
    app = PanelApp(waiting.append)
    async with app.run_test(size=(100, 20)) as pilot:
        shown = Record("orders", 0, 1, 1, "create", b"k", b"\0" + struct.pack(">i", 7) + b"\x08Oslo")
        reader = app.decoding.record_reader("orders")
        app.panel.show(shown, reader)
        await until(pilot, lambda: app.panel.value.view.is_pending)
        pending = app.panel.value.text
        app.panel.show(shown, reader, has_arrived=False)
        assert app.panel.value.text is pending
        waiting.pop()()
        app.panel.show(shown, reader, has_arrived=True)
        await until(pilot, lambda: app.panel.value.text is not None and "Oslo" in app.panel.value.view.plain_text())


async def test_a_schema_is_read_like_a_value() -> None:
    app = PanelApp()
    async with app.run_test(size=(100, 20)) as pilot:
        app.push_screen(SchemaScreen(SCHEMA, AUTO_READER))
        await until(pilot, lambda: app.screen.query(ValuePane))
        value = app.screen.query_one(ValuePane)
        await until(pilot, lambda: value.view.visible_text()[:1] == ["{"])
        await pilot.press("v", "slash", *"city", "enter")
        await until(pilot, lambda: value.is_tree and value.copy_choices())
        assert value.copy_choices()[1].text == "schema.fields[0].name"
        await pilot.press("escape", "escape")
        await until(pilot, lambda: not isinstance(app.screen, SchemaScreen))
