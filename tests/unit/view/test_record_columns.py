"""Which columns a table of records has, how times are told, and what is written of it."""

from __future__ import annotations

import json
import time

import pytest

from kafkatui.codec.imported import ImportFormat, read_records
from kafkatui.model.mask import Mask, MaskRule, MaskWith
from kafkatui.model.record import Record
from kafkatui.model.replacing import replace
from kafkatui.session.decoding import Decoding
from kafkatui.view.output import json_line, render_csv
from kafkatui.view.record_columns import RecordColumns, all_columns, columns_of, exported_table, record_table
from kafkatui.view.record_time import TimeForm, ago_text, delta_text
from kafkatui.view.records_table import TOPIC_RECORDS_TABLE, RecordRow, record_row

BASE = TOPIC_RECORDS_TABLE
OWN = [column.id for column in BASE.columns]
RECORD = Record(
    "orders", 1, 7, 1_000, "create", b"k", b'{"n":1}', (("a", b"1"), ("b", None), ("a", b"x\x1b")), leader_epoch=4
)


def row(record: Record = RECORD, above_ms: int | None = None) -> RecordRow:
    return replace(record_row(record, Decoding().record_reader("orders")), above_ms=above_ms)


def ids(chosen: RecordColumns) -> list[str]:
    return [column.id for column in record_table(BASE, chosen).columns]


def test_nothing_chosen_is_the_table_as_it_is() -> None:
    assert record_table(BASE, RecordColumns()) is BASE
    assert columns_of({}) == RecordColumns()


def test_columns_come_in_the_order_chosen_without_those_hidden() -> None:
    chosen = RecordColumns(("value", "key", "header_values", "time"), frozenset({"time"}))
    assert ids(chosen)[:3] == ["value", "headers", "size"]
    assert "time" not in ids(chosen)
    assert ids(chosen).index("header_values") > ids(chosen).index("key")


def test_a_column_that_was_not_there_when_it_was_chosen_stands_where_the_table_has_it() -> None:
    chosen = RecordColumns(tuple(each for each in OWN if each != "offset"), frozenset({"key"}))
    assert ids(chosen) == [each for each in OWN if each != "key"]
    assert {"leader_epoch", "timestamp_type", "header_values"} <= {each.id for each in all_columns(BASE, chosen)}


def test_what_is_remembered_comes_back_and_nonsense_is_left_out() -> None:
    chosen = RecordColumns(("value", "time"), frozenset({"time"}), TimeForm.DELTA, ("value.n", "key.id"))
    assert columns_of(json.loads(json.dumps(chosen.plain()))) == chosen
    assert columns_of({"fields": ["value.n", "value", 5, "nonsense"]}).fields == ("value.n",)
    assert columns_of({"order": 7, "hidden": [1, "key"], "time": "soon"}) == RecordColumns((), frozenset({"key"}))
    assert ids(RecordColumns(("gone", "value"))) == ids(RecordColumns(("value",)))


def test_headers_epoch_and_stamp_are_shown_when_they_are_chosen() -> None:
    table = record_table(BASE, RecordColumns(("header_values", "leader_epoch", "timestamp_type")))
    shown = {each: table.column(each).cell(row()).text for each in ("header_values", "leader_epoch", "timestamp_type")}
    assert shown == {"header_values": "a=1 b=∅ null a=x␛", "leader_epoch": "4", "timestamp_type": "create"}
    unknown = row(RECORD._replace(leader_epoch=None, headers=()))
    assert table.column("leader_epoch").cell(unknown).text == table.column("header_values").cell(unknown).text == ""


@pytest.mark.parametrize(("form", "text"), [(TimeForm.RELATIVE, "3s ago"), (TimeForm.DELTA, "+1.500 s")])
def test_times_are_told_as_chosen_and_written_as_they_are(form: TimeForm, text: str) -> None:
    now_ms = int(time.time() * 1_000)
    found = row(RECORD._replace(timestamp_ms=now_ms - 3_400), above_ms=now_ms - 4_900)
    column = record_table(BASE, RecordColumns(time=form)).column("time")
    assert column.cell(found).text == text
    assert column.whole_line(found) == BASE.column("time").cell(found).text
    assert column.cell(row(RECORD._replace(timestamp_ms=None, timestamp_type=""))).text == "none"


def test_the_first_record_has_none_above() -> None:
    assert record_table(BASE, RecordColumns(time=TimeForm.DELTA)).column("time").cell(row()).text == ""


@pytest.mark.parametrize(
    ("milliseconds", "text"), [(12, "+0.012 s"), (-500, "-0.500 s"), (134_000, "+2m14s"), (-11_000, "-11s")]
)
def test_differences(milliseconds: int, text: str) -> None:
    assert delta_text(milliseconds) == text


@pytest.mark.parametrize(("seconds", "text"), [(0.4, "0s ago"), (134, "2m ago"), (-0.5, "0s ago"), (-130, "in 2m")])
def test_ages(seconds: float, text: str) -> None:
    assert ago_text(seconds) == text


def test_what_happened_to_the_topic_is_said_whatever_is_shown() -> None:
    note = row(Record("orders", -1, -1, None, "", None, None, note="made anew"))
    for chosen in (
        RecordColumns(),
        RecordColumns(("offset", "leader_epoch", "value"), frozenset({"value"}), TimeForm.DELTA),
        RecordColumns((*OWN, "leader_epoch"), frozenset({"value"})),
    ):
        cells = [column.cell(note).text for column in record_table(BASE, chosen).columns]
        assert [text for text in cells if text] == ["── made anew ──"]


def test_a_file_holds_the_whole_record_and_what_else_is_shown() -> None:
    chosen = RecordColumns(("leader_epoch", "value", "key"), frozenset({"key", "value"}), TimeForm.RELATIVE)
    fields = json.loads(json_line(exported_table(BASE, chosen), row()))
    assert fields["leader_epoch"] == 4
    assert "timestamp_type" not in fields
    del fields["leader_epoch"]
    assert fields == json.loads(json_line(BASE, row()))


def test_a_field_is_a_column_titled_with_its_name() -> None:
    chosen = RecordColumns((*OWN, "value.n"), fields=("value.n", "header.b", "value.gone"))
    table = record_table(BASE, chosen)
    shown = {column.title: column.cell(row()).text for column in table.columns if column.id not in OWN}
    assert shown == {"value.n": "1", "header.b": "∅ null", "value.gone": ""}
    assert table.column("value.n").whole_text(row()) == "1"


def test_a_field_of_a_large_value_is_in_the_file_only() -> None:
    large = row(RECORD._replace(value=b'{"n":1,"text":"%s"}' % (b"x" * 300_000)))
    chosen = RecordColumns(fields=("value.n",))
    assert record_table(BASE, chosen).column("value.n").cell(large).text == "…"
    assert json.loads(json_line(exported_table(BASE, chosen), large))["value.n"] == 1


def test_fields_that_are_shown_are_in_the_file_by_name_and_it_can_be_imported() -> None:
    chosen = RecordColumns(
        ("value.n", "value.gone", "header.a"), frozenset({"header.a"}), fields=("value.n", "value.gone", "header.a")
    )
    table = exported_table(BASE, chosen)
    line = json_line(table, row(RECORD._replace(headers=(("a", b"1"),))))
    fields = json.loads(line)
    assert (fields["value.n"], fields["value.gone"], fields["value"]) == (1, None, '{"n":1}')
    assert "header.a" not in fields
    [imported] = read_records([line.encode()], ImportFormat.JSON)
    assert (imported.key, imported.value, imported.headers) == (b"k", b'{"n":1}', (("a", b"1"),))
    text = render_csv(table, [row(RECORD._replace(headers=()))]).encode()
    [imported] = read_records(text.splitlines(keepends=True), ImportFormat.CSV)
    assert (imported.key, imported.value) == (b"k", b'{"n":1}')
    assert text.split(b"\r\n")[0].endswith(b",value.n,value.gone")


def test_what_the_settings_hide_is_hidden_in_its_column_and_in_the_file() -> None:
    rules = (
        MaskRule("orders", "value", "", Mask(("card",), MaskWith.STARS), "card"),
        MaskRule("orders", "header", "a", Mask((), MaskWith.STARS), ""),
    )
    record = RECORD._replace(value=b'{"card":"4929-1111","n":1}', headers=(("a", b"secret"), ("b", b"2")))
    hidden = record_row(record, Decoding(masks=rules).record_reader("orders"))
    chosen = RecordColumns((*OWN, "header_values"), fields=("value.card", "value.n", "header.a"))
    shown = {column.id: column.cell(hidden).text for column in record_table(BASE, chosen).columns}
    assert shown["value.n"] == "1"
    assert "b=2" in shown["header_values"]
    texts = [*shown.values(), *(column.whole_text(hidden) for column in record_table(BASE, chosen).columns)]
    told = " ".join([*texts, json_line(exported_table(BASE, chosen), hidden)])
    assert "4929" not in told
    assert "secret" not in told
