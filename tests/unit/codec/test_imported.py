"""Records that were written to a file are read back, byte for byte."""

from __future__ import annotations

import io

import pytest
from hypothesis import given
from hypothesis import strategies as st

from kafkatui.cli.record_lines import header_line, marker_line, record_writer
from kafkatui.codec.imported import ImportedRecord, ImportFormat, ImportProblem, read_records
from kafkatui.model.record import Record
from kafkatui.model.transaction import TransactionMarker
from kafkatui.session.decoding import REMEMBERED_PARTS as PARTS
from kafkatui.session.decoding import Decoding
from kafkatui.view.raw_values import write_raw_values
from kafkatui.view.records_table import TOPIC_RECORDS_TABLE, record_row
from kafkatui.view.row_file import write_rows

BYTES = st.none() | st.binary(max_size=12) | st.text(max_size=8).map(str.encode) | st.just(b'{"a": [1, null]}')
NAMES = st.text(alphabet=st.characters(exclude_categories=["Cs"]), max_size=6)
RECORDS = st.builds(
    lambda key, value, headers, timestamp_ms, partition: Record(
        "t", partition, 7, timestamp_ms, "create", key, value, tuple(headers)
    ),
    BYTES, BYTES, st.lists(st.tuples(NAMES, BYTES), max_size=3), st.none() | st.integers(1, 10**13), st.integers(0, 5),
)  # fmt: skip


def read(text: bytes, how: ImportFormat) -> list[ImportedRecord]:
    return list(read_records(text.splitlines(keepends=True), how))


@given(st.lists(RECORDS, max_size=4), st.sampled_from(Decoding().names))
def test_json_lines_give_back_the_very_records(records: list[Record], name: str) -> None:
    decoding = Decoding()
    decoding.choose_everywhere(dict.fromkeys(PARTS, name))
    line = record_writer("json", decoding.record_reader)
    written = b"".join(map(line, records))
    assert [
        (each.key, each.value, each.headers, each.timestamp_ms, each.partition)
        for each in read_records(written.split(b"\n"), ImportFormat.JSON)
    ] == [(each.key, each.value, each.headers, each.timestamp_ms, each.partition) for each in records]


@given(st.lists(RECORDS, min_size=1, max_size=4), st.sampled_from(Decoding().names))
def test_csv_gives_back_keys_and_values(records: list[Record], name: str) -> None:
    decoding = Decoding()
    decoding.choose_everywhere(dict.fromkeys(PARTS, name))
    line = record_writer("csv", decoding.record_reader)
    written = header_line("csv") + b"".join(map(line, records))
    found = list(read_records(written.splitlines(keepends=True), ImportFormat.CSV))
    assert [(each.key, each.value, each.partition) for each in found] == [
        (each.key, each.value, each.partition) for each in records
    ]


@pytest.mark.parametrize("kind", ["json", "csv"])
def test_markers_of_transactions_are_passed_over(kind: str) -> None:
    marker = marker_line(kind, ("t", 0), TransactionMarker(8, True, 4001, 2, 3, 5_000))
    line = record_writer(kind, Decoding().record_reader)
    written = header_line(kind) + marker + line(Record("t", 0, 9, 5_000, "create", b"k", b"v")) + marker
    assert [each.value for each in read(written, ImportFormat(kind))] == [b"v"]


@given(st.lists(RECORDS, max_size=4), st.sampled_from(Decoding().names), st.sampled_from([".jsonl", ".json", ".csv"]))
def test_what_w_writes_gives_back_the_very_records(records: list[Record], name: str, ending: str) -> None:
    decoding = Decoding()
    decoding.choose_everywhere(dict.fromkeys(PARTS, name))
    file = io.StringIO(newline="")
    reader = decoding.record_reader("t")
    count = write_rows(file, ending, TOPIC_RECORDS_TABLE, [record_row(each, reader) for each in records])
    lines = (
        file.getvalue().encode().splitlines(keepends=True)
        if ending == ".csv"
        else file.getvalue().encode().split(b"\n")
    )
    how = ImportFormat.CSV if ending == ".csv" else ImportFormat.JSON
    assert count == len(records)
    assert [
        (each.key, each.value, each.headers, each.timestamp_ms, each.partition) for each in read_records(lines, how)
    ] == [(each.key, each.value, each.headers, each.timestamp_ms, each.partition) for each in records]


@given(st.lists(RECORDS, max_size=4))
def test_raw_values_are_the_very_bytes_and_are_imported_as_lines(records: list[Record]) -> None:
    file = io.BytesIO()
    reader = Decoding().record_reader("t")
    assert write_raw_values(file, [record_row(each, reader) for each in records]) == len(records)
    assert file.getvalue() == b"".join((each.value or b"") + b"\n" for each in records)
    if not any(b"\n" in (each.value or b"") or (each.value or b"").endswith(b"\r") for each in records):
        found = read_records(io.BytesIO(file.getvalue()), ImportFormat.LINES)
        assert [each.value for each in found] == [each.value or b"" for each in records]


def test_what_people_write_is_read() -> None:
    text = b'{"value": "a"}\n\n{"key": 5, "value": {"n": 1}, "headers": {"h": "x", "none": null}}\n{"value": null}\n'
    assert read(text, ImportFormat.JSON) == [
        ImportedRecord(None, b"a"),
        ImportedRecord(b"5", b'{"n":1}', (("h", b"x"), ("none", None))),
        ImportedRecord(None, None),
    ]
    assert read(b"one\r\ntwo\n\nlast", ImportFormat.LINES) == [
        ImportedRecord(None, value) for value in (b"one", b"two", b"", b"last")
    ]
    assert read(b"key,value,timestamp\nk,v,1970-01-01T00:00:01Z\n", ImportFormat.CSV) == [
        ImportedRecord(b"k", b"v", (), 1_000)
    ]


@pytest.mark.parametrize(
    ("text", "how", "said"),
    [
        (b'{"value": "a"}\n{"value"\n', ImportFormat.JSON, "Line 2: not JSON"),
        (b"[1]", ImportFormat.JSON, "Line 1: no JSON object."),
        (b'{"value_base64": "!"}', ImportFormat.JSON, "Line 1: what should be base64 is none."),
        (b'{"value": "x", "value_type": "int64"}', ImportFormat.JSON, "Line 1: value: 'x' is not a whole number."),
        (b'{"value": "x", "timestamp_ms": "soon"}', ImportFormat.JSON, "timestamp_ms is no number"),
        (b'{"value": "x", "timestamp": "soon"}', ImportFormat.JSON, "timestamp is no time"),
        (b'{"value": "x", "headers": 5}', ImportFormat.JSON, "its headers are no list"),
        (b'{"value": "x", "headers": [{"value": "y"}]}', ImportFormat.JSON, "a header has no name"),
        (b'{"value": "", "value_type": "pending"}', ImportFormat.JSON, "could not be read when it was written"),
        (b"a,b\n1,2\n", ImportFormat.CSV, "names no column value"),
        (b"key,value\n1\n", ImportFormat.CSV, "Line 2: it has more or fewer columns"),
        (b'key,value\n"1,2\n', ImportFormat.CSV, "not CSV"),
    ],
)
def test_a_line_that_is_no_record_is_named(text: bytes, how: ImportFormat, said: str) -> None:
    with pytest.raises(ImportProblem) as caught:
        read(text, how)
    assert said in caught.value.what


@given(st.binary(max_size=60), st.sampled_from(ImportFormat))
def test_any_bytes_are_records_or_a_sentence(data: bytes, how: ImportFormat) -> None:
    try:
        records = read(data, how)
    except ImportProblem:
        return
    assert all(isinstance(each, ImportedRecord) for each in records)
