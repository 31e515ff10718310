"""A record is one value: what is filtered, shown, marked, copied and written is decoded in one way, and whole."""

from __future__ import annotations

import base64
import csv
import io
import json
import struct
import time
from collections.abc import Iterable, Sequence
from types import SimpleNamespace
from typing import Any, cast

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from textual.app import App, ComposeResult
from textual.pilot import Pilot

from kafkatui.codec.decoded import Part
from kafkatui.codec.encode import encode
from kafkatui.codec.encoding import Encoding
from kafkatui.codec.sanitise import sanitise
from kafkatui.insight.filters import compile_filter
from kafkatui.model.record import Record
from kafkatui.session.decoding import Decoding
from kafkatui.tui.actions.copy import copy_choices
from kafkatui.tui.actions.write import rows_to_write
from kafkatui.tui.pages.base.pane import Pane
from kafkatui.tui.pages.topic.record_panel import RecordPanel
from kafkatui.tui.pages.topic.record_rows import RecordRows
from kafkatui.tui.pages.topic.record_table import RecordTable
from kafkatui.tui.theme import variables_for
from kafkatui.tui.widgets.tones import LineState
from kafkatui.view.records_table import TOPIC_RECORDS_TABLE, filter_text, record_row, shown_text
from kafkatui.view.row_file import write_rows
from tests.drive.until import until

BYTES = st.one_of(st.none(), st.binary(max_size=60), st.text(max_size=40).map(str.encode))


def record(
    offset: int, value: bytes | None, *, key: bytes | None = b"k", headers: Sequence[tuple[str, bytes | None]] = ()
) -> Record:
    return Record("t", 0, offset, 1, "create", key, value, tuple(headers))


class Ring:
    """A buffer with these records."""

    def __init__(self, records: Sequence[Record]) -> None:
        self._records = records
        self.first_serial, self.next_serial = 0, len(records)

    def record_at(self, serial: int) -> Record:
        return self._records[serial]


class RecordApp(App[None]):
    """The table and the panel of the Messages page over some records."""

    def __init__(self, records: Sequence[Record]) -> None:
        super().__init__()
        self.decoding = Decoding()
        self.ring = cast("Any", Ring(records))
        self.table = RecordTable(TOPIC_RECORDS_TABLE)
        self.panel = RecordPanel()

    def get_theme_variable_defaults(self) -> dict[str, str]:
        return variables_for(self.current_theme)

    def compose(self) -> ComposeResult:
        yield self.table
        yield self.panel

    def on_mount(self) -> None:
        self.table.set_source(self.rows())

    def rows(self) -> RecordRows:
        return RecordRows(self.ring, lambda _: self.decoding.record_reader("t"))

    def decode(self, name: str, part: Part = Part.VALUE) -> None:
        """As `t` and `T` do."""
        self.decoding.choose("t", part, name)
        self.table.reread(self.rows())

    def set_filter(self, text: str) -> None:
        chosen = compile_filter(text)
        self.table.set_filter(chosen.matches, text, chosen.find_parts)

    async def filter(self, pilot: Pilot[Any], text: str) -> list[int]:
        """The offsets that pass."""
        self.set_filter(text)
        return await self.shown(pilot)

    async def shown(self, pilot: Pilot[Any]) -> list[int]:
        """The offsets shown, once all were looked at."""
        await until(pilot, lambda: not self.table.is_scanning)
        return list(self.table.shown_serials)

    @property
    def pane(self) -> Pane:
        return cast(
            "Pane",
            SimpleNamespace(
                table=self.table,
                copied=lambda: None,
                counterpart=lambda: None,
                inner_choices=lambda: (),
                own_choices=lambda: (),
            ),
        )

    def written(self, ending: str) -> str:
        wanted = rows_to_write(self.pane)
        assert wanted is not None
        return written(ending, wanted.rows())


def written(ending: str, rows: Iterable[Any]) -> str:
    file = io.StringIO(newline="")
    write_rows(file, ending, TOPIC_RECORDS_TABLE, rows)
    return file.getvalue()


async def test_a_filter_sees_whole_keys_values_and_headers() -> None:
    records = [
        record(0, b"x" * 150 + b" needle"),
        record(1, b"x" * 300_000 + b" needle"),
        record(2, b"v", headers=[("trace-id", b"a needle")]),
        record(3, b"v", headers=[("needle", None)]),
        record(4, b"v", key=b"x" * 1_000 + b"needle"),
        record(5, b"v", headers=[("n", struct.pack(">i", 4242))]),
        record(6, b"other"),
        record(7, None, key=None),
    ]
    app = RecordApp(records)
    async with app.run_test(size=(100, 20)) as pilot:
        assert await app.filter(pilot, "needle") == [0, 1, 2, 3, 4]
        assert await app.filter(pilot, "trace-id=a") == [2]
        assert await app.filter(pilot, "4242") == [5]
        assert await app.filter(pilot, "!needle") == [5, 6, 7]
        assert await app.filter(pilot, "null") == []


async def test_another_decoding_filters_again_and_keeps_cursor_and_marks() -> None:
    records = [record(0, struct.pack(">q", 4242)), record(1, b"4242"), record(2, b"text"), record(3, b"\x00\x10")]
    app = RecordApp(records)
    async with app.run_test(size=(100, 20)) as pilot:
        assert await app.filter(pilot, "4242") == [0, 1]
        app.table.mark([1])
        app.table.move_cursor_to_serial(1)
        app.decode("hex")
        assert await app.shown(pilot) == []
        await app.filter(pilot, "34323432")
        assert await app.shown(pilot) == [1]
        app.decode("auto")
        assert await app.shown(pilot) == []
        assert await app.filter(pilot, "4242") == [0, 1]
        assert (app.table.mark_count, app.table.cursor_serial) == (1, 1)
        app.decode("hex")
        await pilot.pause()
        row = app.table.definition.column("value").cell(record_row(records[2], app.decoding.record_reader("t")))
        assert row.text == "hex 74657874"
        await app.filter(pilot, "0000")
        await pilot.pause()
        assert any("hex 0000000000001092" in line for line in app.table.visible_text())


async def test_keys_are_decoded_apart_from_values() -> None:
    app = RecordApp([record(0, b"abcd", key=b"efgh")])
    async with app.run_test(size=(100, 20)) as pilot:
        app.decode("hex", Part.KEY)
        assert await app.filter(pilot, "65666768 abcd") == [0]
        app.decode("int32")
        assert await app.filter(pilot, "65666768 1633837924") == [0]


async def test_a_match_is_highlighted_in_what_a_row_shows_of_a_long_value() -> None:
    app = RecordApp([record(0, b"needle " + b"x" * 100_000 + b" other")])
    async with app.run_test(size=(100, 20)) as pilot:
        assert await app.filter(pilot, "needle other") == [0]
        line = app.table.line_at(0)
        assert line is not None
        app.table.build_line(0, LineState.NORMAL)
        value = [column.id for column in TOPIC_RECORDS_TABLE.columns].index("value")
        assert line.matches[value] == ((0, 6),)


@settings(max_examples=200)
@given(BYTES, BYTES, st.lists(st.tuples(st.text(max_size=5), BYTES), max_size=3))
def test_the_filter_sees_what_is_shown(key: bytes | None, value: bytes | None, headers: list[Any]) -> None:
    for name in Decoding().names:
        decoding = Decoding()
        decoding.choose_everywhere({Part.KEY: name, Part.VALUE: name, Part.HEADERS: name})
        row = record_row(record(0, value, key=key, headers=headers), decoding.record_reader("t"))
        seen = filter_text(row)
        assert seen == sanitise(seen)
        assert seen.startswith(shown_text(row))  # nothing here is long enough to be cut
        for column in ("key", "value"):
            for text, _ in TOPIC_RECORDS_TABLE.column(column).cell(row).spans:
                is_own_word = text.startswith("∅") or text.split()[:1] in [[each] for each in decoding.names]
                assert text in seen or is_own_word or json.loads(text) in seen


@settings(max_examples=300)
@given(BYTES, BYTES, st.sampled_from(Decoding().names), st.sampled_from(Decoding().names))
def test_json_lines_and_csv_that_are_written_tell_the_very_bytes(
    key: bytes | None, value: bytes | None, key_name: str, value_name: str
) -> None:
    decoding = Decoding()
    decoding.choose_everywhere({Part.KEY: key_name, Part.VALUE: value_name, Part.HEADERS: value_name})
    row = record_row(record(0, value, key=key, headers=[("h", value)]), decoding.record_reader("t"))
    fields = json.loads(written(".jsonl", [row]))
    assert (read_back(fields, "key"), read_back(fields, "value")) == (key, value)
    assert read_back(fields["headers"][0], "value") == value
    [cells] = csv.DictReader(io.StringIO(written(".csv", [row]), newline=""))
    assert (read_back(cells, "key"), read_back(cells, "value")) == (key, value)


def read_back(fields: dict[str, Any], name: str) -> bytes | None:
    """The bytes that an export tells."""
    if fields.get(f"{name}_base64"):
        return base64.b64decode(fields[f"{name}_base64"])
    kind = fields.get(f"{name}_type") or "text"
    if fields[name] is None or kind == "null":
        return None
    return str(fields[name]).encode() if kind in ("text", "json", "empty") else encode(fields[name], Encoding(kind))


async def test_what_is_copied_and_written_is_what_is_shown_and_whole() -> None:
    long = b'{"text": "' + b"y" * 5_000 + b'"}'
    app = RecordApp(
        [record(0, struct.pack(">q", 4242), key=struct.pack(">i", 7)), record(1, long), record(2, b"a\x1bb")]
    )
    async with app.run_test(size=(100, 20)):
        for name, texts in {
            "auto": ["4242", long.decode(), "a\x1bb"],
            "hex": ["0000000000001092", long.hex(), "611b62"],
        }.items():
            app.decode(name)
            fields = [json.loads(line) for line in app.written(".jsonl").splitlines()]
            assert [each["value"] for each in fields] == texts
            assert (fields[0]["key"], fields[0]["key_type"]) == ("7", "int32")
            rows = list(csv.DictReader(io.StringIO(app.written(".csv"), newline="")))
            assert [row["value"] for row in rows] == texts
            assert all(sanitise(text) in app.written(".txt") for text in texts)
            for serial, text in enumerate(texts):
                app.table.move_cursor_to_serial(serial)
                choices = {choice.what: choice.text for choice in copy_choices(app.pane)}
                assert choices["Value"] == text, "the true value, not the symbols that stand for it"
                assert json.loads(choices["record as JSON"])["value"] == text
            app.table.mark([0, 1, 2])
            assert copy_choices(app.pane)[0].text == "\n".join(texts)
            app.table.clear_marks()


async def test_a_file_keeps_to_one_decoding_though_another_is_chosen_meanwhile() -> None:
    app = RecordApp([record(offset, b"abcd") for offset in range(3)])
    async with app.run_test(size=(100, 20)):
        wanted = rows_to_write(app.pane)
        assert wanted is not None
        rows = iter(wanted.rows())
        lines = [written(".jsonl", [next(rows)])]
        app.decode("hex")
        lines += [written(".jsonl", [row]) for row in rows]
        assert [json.loads(line)["value"] for line in lines] == ["abcd"] * 3


@pytest.mark.usefixtures("uncollected")
async def test_large_values_are_filtered_in_slices() -> None:
    value = (b'{\n  "a": "' + b"z" * 90 + b'"\n}') * 10_000
    app = RecordApp([record(offset, value) for offset in range(60)])
    async with app.run_test(size=(100, 20)) as pilot:
        began = time.thread_time()
        app.set_filter("needle")
        held = time.thread_time() - began
        assert app.table.is_scanning, "all 60 MB were looked at in one go"
        assert held < 0.5
        await until(pilot, lambda: not app.table.is_scanning)


async def test_a_record_shows_every_header_and_what_its_parts_are() -> None:
    headers = [(f"header-{number:02}", b"value %d" % number) for number in range(14)]
    odd = [("null", None), ("empty", b""), ("int", struct.pack(">i", 7)), ("text", b"a\x00b")]
    shown = record(5, b"ab\x00c", key=None, headers=[*headers, *odd])
    app = RecordApp([shown])
    async with app.run_test(size=(60, 40)) as pilot:
        app.panel.show(shown, app.decoding.record_reader("t"))
        await pilot.pause()
        await pilot.pause()
        assert app.panel.border_title == "Record 0 @ 5 · 18 headers"
        head = app.panel.query_one("VerticalScroll")
        lines = str(head.query_one("Static").render()).splitlines()
        assert lines[0] == "key      ∅ null"
        assert [f"header-{number:02}=value {number}" in lines[2 + number] for number in range(14)] == [True] * 14
        assert [line.strip() for line in lines[16:20]] == ["null=∅ null", "empty=∅ empty", "int=int32 7", "text=a␀b"]
        assert lines[20] == "value    text  4 B  1 control character, shown as symbols"
        assert head.max_scroll_y > 0
        await until(pilot, lambda: head.can_focus)
        head.focus()
        await pilot.press("end")
        await until(pilot, lambda: head.scroll_y == head.max_scroll_y)
