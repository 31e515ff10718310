"""The viewer of decoded values, without a cluster."""

from __future__ import annotations

import json
import time

import pytest
from textual.app import App, ComposeResult

from kafkatui.codec.decoded import Part
from kafkatui.codec.decoder import Reader
from kafkatui.session.decoding import Decoding
from kafkatui.tui.chrome.value_view import ValueView
from kafkatui.tui.theme import variables_for
from kafkatui.view.cell import cell
from kafkatui.view.span import Tone
from kafkatui.view.value_lines import value_text
from tests.drive.until import until


class ViewApp(App[None]):
    def get_theme_variable_defaults(self) -> dict[str, str]:
        return variables_for(self.current_theme)

    def compose(self) -> ComposeResult:
        yield ValueView()


def view_of(app: App[None]) -> ValueView:
    return app.query_one(ValueView)


def reader_of(name: str) -> Reader:
    decoding = Decoding()
    decoding.choose("", Part.VALUE, name)
    return decoding.reader("", Part.VALUE)


AUTO_READER = reader_of("auto")


async def shown(app: App[None], pilot: object) -> None:
    """Wait until a value is decoded."""
    await app.workers.wait_for_complete()
    await pilot.pause()  # type: ignore[attr-defined]


def test_short_lists_stand_on_one_line() -> None:
    data = b'{"isr":[1,2,3],"features":{},"deep":{"a":[1],"b":2}}'
    assert list(value_text(AUTO_READER.decode(data)).lines) == [
        "{",
        '  "isr": [1, 2, 3],',
        '  "features": {},',
        '  "deep": {',
        '    "a": [1],',
        '    "b": 2',
        "  }",
        "}",
    ]


def test_long_lists_are_left_as_they_are() -> None:
    lines = value_text(AUTO_READER.decode(json.dumps({"names": ["x" * 30, "y" * 30, "z" * 30]}).encode())).lines
    assert lines[1:3] == ['  "names": [', f'    "{"x" * 30}",']


async def test_json_shows_its_notes_at_the_right_of_their_fields() -> None:
    app = ViewApp()
    async with app.run_test(size=(80, 10)) as pilot:
        notes = {"jmx_port": (("no JMX", Tone.DIM),)}
        view_of(app).show_value(b'{"jmx_port":-1,"rack":"r2"}', AUTO_READER, notes)
        await pilot.pause()
        assert view_of(app).visible_text()[:4] == ["{", '  "jmx_port": -1,   no JMX', '  "rack": "r2"', "}"]


async def test_what_is_cut_off_ends_in_an_ellipsis_and_can_be_scrolled_to() -> None:
    app = ViewApp()
    note = "the universally unique id of the topic"
    async with app.run_test(size=(40, 10)) as pilot:
        view = view_of(app)
        view.show_value(
            b'{"topic_id":"x","long":"%s"}' % (b"y" * 60), AUTO_READER, notes={"topic_id": ((note, Tone.DIM),)}
        )
        await pilot.pause()
        assert view.visible_text()[1] == '  "topic_id": "x",   the universally un…'
        await pilot.resize_terminal(40, 3)
        assert view.show_vertical_scrollbar
        assert view.visible_text()[1] == '  "topic_id": "x",   the universally u…'
        await pilot.resize_terminal(40, 10)
        assert view.visible_text()[2].endswith("yyy…")
        view.focus()
        await pilot.press(*["right"] * 3)
        await pilot.pause()
        assert view.visible_text()[1].endswith("unique id of the topic")
        await pilot.resize_terminal(80, 10)
        await until(pilot, lambda: view.visible_text()[1] == f'  "topic_id": "x",   {note}')


async def test_how_to_decode_can_be_chosen() -> None:
    app = ViewApp()
    async with app.run_test(size=(90, 10)) as pilot:
        view_of(app).show_value(b'{"a":1}', reader_of("hex"))
        await pilot.pause()
        assert view_of(app).visible_text()[0].startswith("00000000  7b 22 61 22 3a 31 7d")
        view_of(app).show_value(b'{"a":1}', reader_of("text"))
        await pilot.pause()
        assert view_of(app).visible_text()[0] == '{"a":1}'


@pytest.mark.usefixtures("uncollected")
async def test_a_megabyte_never_holds_the_loop_and_can_be_scrolled_to_its_end() -> None:
    app = ViewApp()
    data = json.dumps([{"number": number, "text": "x" * 40} for number in range(14_000)]).encode()
    assert AUTO_READER.decode(data).text  # what it takes to import the decoders is not the loop's
    async with app.run_test(size=(90, 20)) as pilot:
        started = time.thread_time()
        view_of(app).show_value(data, AUTO_READER)
        assert time.thread_time() - started < 0.25, "the loop's own work, on a busy machine"
        await shown(app, pilot)
        text = view_of(app).text
        assert text is not None
        assert text.decoded.type == "json"
        view_of(app).focus()
        await pilot.press("end")
        await pilot.pause()
        assert view_of(app).visible_text()[-1] == "]"
        await pilot.press("home", "pagedown")
        await pilot.pause()
        assert view_of(app).scroll_offset.y == 20


async def test_bytes_are_dumped_only_where_looked_at() -> None:
    app = ViewApp()
    async with app.run_test(size=(90, 20)) as pilot:
        view_of(app).show_value(bytes(range(256)) * 4096, AUTO_READER)
        await shown(app, pilot)
        assert view_of(app).line_count == 65_536
        view_of(app).focus()
        await pilot.press("end")
        await pilot.pause()
        assert view_of(app).visible_text()[-1].startswith("000ffff0  f0 f1")


async def test_wide_lines_scroll_sideways() -> None:
    app = ViewApp()
    async with app.run_test(size=(40, 5)) as pilot:
        view_of(app).show_value(b"0123456789" * 10, AUTO_READER)
        await pilot.pause()
        view_of(app).focus()
        await pilot.press("right")
        await pilot.pause()
        assert view_of(app).visible_text()[0].startswith("8901234567")


async def test_commanding_characters_are_shown_not_sent() -> None:
    app = ViewApp()
    async with app.run_test(size=(60, 5)) as pilot:
        view_of(app).show_value("a\x1b]0;title\x07b\u202ec".encode(), reader_of("text"))
        await pilot.pause()
        assert view_of(app).visible_text()[0] == "a␛]0;title␇b‹U+202E›c"


async def test_a_message_takes_the_place_of_a_value() -> None:
    app = ViewApp()
    async with app.run_test(size=(60, 5)) as pilot:
        view_of(app).show_value(b"something", AUTO_READER)
        view_of(app).show_message([cell("No data.", Tone.DIM)])
        await pilot.pause()
        assert view_of(app).visible_text()[0] == "No data."
        assert view_of(app).text is None


async def test_a_message_too_long_for_the_view_is_wrapped_at_words_and_again_when_the_view_changes() -> None:
    app = ViewApp()
    async with app.run_test(size=(30, 6)) as pilot:
        view_of(app).show_message([cell("No ZooKeeper is configured. Start kafkatui with one.", Tone.DIM)])
        await pilot.pause()
        assert view_of(app).visible_text()[:2] == ["No ZooKeeper is configured.", "Start kafkatui with one."]
        assert not view_of(app).show_horizontal_scrollbar
        await pilot.resize_terminal(60, 6)
        await pilot.pause()
        assert view_of(app).visible_text()[0] == "No ZooKeeper is configured. Start kafkatui with one."


async def test_everything_shown_can_be_selected() -> None:
    app = ViewApp()
    async with app.run_test(size=(60, 8)) as pilot:
        view_of(app).show_value(b'{"a":1}', AUTO_READER)
        await pilot.pause()
        view_of(app).text_select_all()
        await pilot.pause()
        assert app.screen.get_selected_text() == '{\n  "a": 1\n}'
