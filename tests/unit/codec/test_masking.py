"""What the settings hide is in nothing that a reader gives, however the bytes are read; all else stays as it was."""

from __future__ import annotations

import base64
import csv
import gzip
import io
import json
from collections.abc import Callable
from datetime import UTC, datetime
from typing import Any

import cbor2
import msgspec
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from kafkatui.cli.record_lines import record_writer
from kafkatui.codec.decoded import Part
from kafkatui.codec.decoder import RecordReader
from kafkatui.codec.imported import ImportFormat, ImportProblem, read_records
from kafkatui.insight.search.search import compile_search
from kafkatui.insight.search.subject import SearchedRecord
from kafkatui.model.mask import MaskRule, mask_rule
from kafkatui.model.record import Record
from kafkatui.session.decoding import Decoding, Reading
from kafkatui.view.raw_values import write_raw_values
from kafkatui.view.record_copy import record_choices
from kafkatui.view.record_detail import record_lines, value_line
from kafkatui.view.record_diff import record_diff
from kafkatui.view.record_json import record_document, record_line
from kafkatui.view.records_table import RECORDS_TABLE, filter_text, record_row, shown_text
from kafkatui.view.row_file import write_rows
from kafkatui.view.value_lines import line_spans, value_text

SECRET = "zq7Xw9-secret-4711"
HEX = SECRET.encode().hex()
BASE64 = base64.b64encode(SECRET.encode()).decode()[:-4]

OTHER = Record("t", 0, 2, 5, "create", b"k", b"{}")
NAMES = st.sampled_from(["a", "b", "email", "Email", "card", "x.y", "", "\u00e9"])
NUMBERS = st.integers(-(2**63), 2**64 - 1) | st.floats(allow_nan=False, allow_infinity=False)
LEAVES = st.none() | st.booleans() | NUMBERS | st.text(max_size=6)
TREES = st.recursive(LEAVES, lambda inner: st.lists(inner, max_size=3) | st.dictionaries(NAMES, inner, max_size=3))
WAYS: tuple[Callable[[Any], bytes], ...] = (
    lambda value: json.dumps(value).encode(),
    lambda value: json.dumps(value, indent=2, ensure_ascii=False).encode(),
    msgspec.msgpack.encode,
    cbor2.dumps,
    lambda value: gzip.compress(json.dumps(value).encode()),
    lambda value: str(value).encode(),
    lambda value: b"\xff" + json.dumps(value).encode(),
)


def rule(field: str, how: str = "****", topic: str = "t*") -> MaskRule:
    return mask_rule(topic, field, how)


def decoding_of(*rules: MaskRule) -> Decoding:
    return Decoding(masks=rules)


def shown(value: Any, *rules: MaskRule, name: str = "auto") -> str:
    decoding = decoding_of(*rules)
    data = value if isinstance(value, bytes) else json.dumps(value).encode()
    return decoding.reader_named(Reading("t", Part.VALUE, ""), name).decode(data).text


def everything(record: Record, reader: RecordReader) -> str:
    """All that any screen, copy, file and verb makes of a record."""
    row = record_row(record, reader)
    out = [repr(row.key), repr(row.value), filter_text(row), shown_text(row), repr(record_lines(record, reader))]
    out.append(repr(value_line(record, row.value)))
    for text in (value_text(row.key), value_text(row.value)):
        out += ["".join(piece for piece, _ in line_spans(text, index)) for index in range(len(text.lines))]
    for column in RECORDS_TABLE.columns:
        out += [column.cell(row).text, repr(column.json_value(row)) if column.json_value else ""]
        out += [repr(make(row)) for _, make in column.json_remarks]
        out += [make(row) for make in (column.line, column.text) if make is not None]
    for ending in (".txt", ".csv", ".jsonl"):
        file = io.StringIO(newline="")
        write_rows(file, ending, RECORDS_TABLE, [row])
        out.append(file.getvalue())
    for kind in ("line", "value", "json", "csv"):
        for is_raw in (True, False):
            out.append(record_writer(kind, lambda _: reader, is_raw=is_raw)(record).decode("utf-8", "replace"))
    raw = io.BytesIO()
    write_raw_values(raw, [row])
    out += [raw.getvalue().decode("utf-8", "replace"), record_line(record, reader), record_document(record, reader)]
    out += [repr(record_choices(record, reader, "k:1")), repr(record_diff((record, reader), (OTHER, reader)))]
    searched = SearchedRecord(record, reader)
    out += [searched.line, repr(searched.key_json), repr(searched.value_json), repr(searched.headers)]
    return "\n".join(out)


def holds_secret(text: str) -> bool:
    folded = text.lower().replace(" ", "")
    return SECRET.lower() in folded or HEX in folded or BASE64.lower() in folded


@settings(max_examples=40)
@given(TREES, st.sampled_from(WAYS), st.sampled_from(["****", "hash"]), st.data())
def test_what_is_hidden_is_in_nothing_that_is_shown(
    around: Any, write: Callable[[Any], bytes], how: str, data: st.DataObject
) -> None:
    path: list[Any] = data.draw(st.lists(st.sampled_from(["user", "a", 0, 1]), max_size=3))
    value: Any = {"email": data.draw(st.sampled_from([SECRET, [SECRET], {"inner": SECRET}])), "rest": around}
    for step in reversed(path):
        value = {step: value, "rest": around} if isinstance(step, str) else [around] * step + [value]
    names = ".".join(step for step in path if isinstance(step, str))
    field = data.draw(st.sampled_from([f"value.{names}.email" if names else "value.email", "value.**.email", "value"]))
    written = write(value)
    record = Record("t", 0, 1, 5, "create", SECRET.encode(), written, (("token", SECRET.encode()), ("n", b"1")))
    decoding = decoding_of(rule(field, how), rule("key", how), rule("header.TOK*", how))
    for name in (*decoding.names, "pack:s", "pack:c$ s"):
        decoding.choose_everywhere(dict.fromkeys((Part.KEY, Part.VALUE, Part.HEADERS), name))
        assert not holds_secret(everything(record, decoding.record_reader("t"))), name
        assert not holds_secret(repr(decoding.reader_named(Reading("t", Part.VALUE, ""), name).preview(written)))
    assert holds_secret(everything(record._replace(topic="other"), decoding.record_reader("other")))


@given(TREES)
def test_what_is_not_hidden_stays_as_it_was_written(value: Any) -> None:
    for text in (
        json.dumps([value]),
        json.dumps({"v": value}, indent=1, ensure_ascii=False),
        f" [ {json.dumps(value)} ] ",
    ):
        assert shown(text.encode(), rule("value.nothing.at.all")) == text
    hidden = json.loads(shown({"email": "x", "v": value}, rule("value.email")))
    assert hidden == {"email": "****", "v": json.loads(json.dumps(value))}


@pytest.mark.parametrize(
    ("field", "value", "expected"),
    [
        ("value.email", {"email": "a@b", "n": 1}, {"email": "****", "n": 1}),
        ("value.EMAIL", {"Email": "a@b"}, {"Email": "****"}),
        ("value.email", {"email": None}, {"email": None}),
        ("value.email", {"email": {"a": [1]}, "to": {"email": 5}}, {"email": "****", "to": {"email": 5}}),
        ("value.email", [{"email": 1}, [{"email": 2}], 3], [{"email": "****"}, [{"email": "****"}], 3]),
        ("value.*.card", {"a": {"card": 1}, "b": [{"card": 2}], "card": 3}, {
            "a": {"card": "****"}, "b": [{"card": "****"}], "card": 3,
        }),
        ("value.*", {"a": 1, "b": [2, {"c": 3}]}, {"a": "****", "b": "****"}),
        ("value.**.card", {"card": 1, "a": [{"b": {"card": 2, "c": 3}}]}, {
            "card": "****", "a": [{"b": {"card": "****", "c": 3}}],
        }),
        ("value.a.**.c", {"a": {"c": 1, "b": {"c": 2}}, "c": 3}, {"a": {"c": "****", "b": {"c": "****"}}, "c": 3}),
        ('value."x.y".z', {"x.y": {"z": 1}, "x": {"y": 2}}, {"x.y": {"z": "****"}, "x": {"y": 2}}),
    ],
)  # fmt: skip
def test_fields(field: str, value: Any, expected: Any) -> None:
    assert json.loads(shown(value, rule(field))) == expected


def test_several_rules_and_the_ways_to_hide() -> None:
    value = {"card": "4111111111111111", "pin": "1234567", "id": 12345678901234567890, "price": "x"}
    text = shown(value, rule("value.card", "last4"), rule("value.pin", "last4"), rule("value.id", "last4"))
    assert json.loads(text) == {"card": "****1111", "pin": "****", "id": "****7890", "price": "x"}
    hashes = [json.loads(shown({"a": each}, rule("value.a", "hash")))["a"] for each in ("x", "x", "y")]
    assert hashes[0] == hashes[1] != hashes[2]
    assert shown(b"4111111111111111", rule("value", "last4"), name="text") == "****1111"
    assert shown(b"4111111111111111", rule("value", "last4"), name="hex") == "****"
    assert (
        shown(b'{"email": 1.10, "n": 1.10, "n": 1E400}', rule("value.email"))
        == '{"email": "****", "n": 1.10, "n": 1E400}'
    )


@pytest.mark.parametrize("name", ["text", "hex", "base64", "xml", "protobuf-fields", "int64", "pack:s"])
def test_what_is_not_read_by_names_is_hidden_whole(name: str) -> None:
    assert shown(b'{"email": "a"}', rule("value.email"), name=name) == "****"
    reader = decoding_of(rule("value.email")).reader_named(Reading("t", Part.VALUE, ""), name)
    assert (reader.decode(b"x").type, reader.decode(b"x").reason) == ("masked", "masked by the settings")
    assert reader.decode(None).type == "null"


def test_a_search_finds_what_is_shown_and_not_what_is_hidden() -> None:
    decoding = decoding_of(rule("value.email"), rule("header.token"))
    record = Record("t", 0, 1, 5, "create", b"k", b'{"email": "ann", "n": 5}', (("token", b"ben"), ("h", b"cy")))
    found = {
        text: compile_search(text, datetime.now(UTC)).holds(SearchedRecord(record, decoding.record_reader("t")))
        for text in (
            "ann",
            "value.email = ann",
            "ben",
            "header.token = ben",
            "value.n = 5",
            "cy",
            "value.email = '****'",
        )
    }
    assert [text for text, is_found in found.items() if is_found][:2] == ["value.n = 5", "cy"]
    assert not any(found[text] for text in ("ann", "value.email = ann", "ben", "header.token = ben"))


@pytest.mark.parametrize(
    ("kind", "how", "field"),
    [
        ("json", ImportFormat.JSON, "value.email"),
        ("csv", ImportFormat.CSV, "value.email"),
        ("json", ImportFormat.JSON, "key"),
        ("csv", ImportFormat.CSV, "value"),
        ("json", ImportFormat.JSON, "header.h"),
    ],
)
def test_what_was_written_masked_is_not_imported(kind: str, how: ImportFormat, field: str) -> None:
    record = Record("t", 0, 1, 5, "create", b"k", b'{"email": "ann"}', (("h", b"x"),))
    for rules, is_refused in (((rule(field),), True), ((), False)):
        row = record_row(record, decoding_of(*rules).record_reader("t"))
        file = io.StringIO(newline="")
        write_rows(file, f".{kind}l" if kind == "json" else ".csv", RECORDS_TABLE, [row])
        by_verb = record_writer(kind, decoding_of(*rules).record_reader)(record)
        heading = "topic,partition,offset,timestamp,key,value,key_type,value_type,key_base64,value_base64\n"
        verb_lines = io.BytesIO((heading.encode() if kind == "csv" else b"") + by_verb)
        for lines in (io.BytesIO(file.getvalue().encode()), verb_lines):
            if is_refused:
                with pytest.raises(ImportProblem, match="masked by the settings"):
                    list(read_records(lines, how))
            else:
                assert len(list(read_records(lines, how))) == 1


def test_a_large_value_is_hidden_in_its_preview_too() -> None:
    value = json.dumps({"email": SECRET, "pad": "x" * 100_000}).encode()
    reader = decoding_of(rule("value.email")).reader("t", Part.VALUE)
    assert (reader.preview(value).text, reader.preview(value).type) == ("", "masked")
    assert SECRET not in reader.decode(value).text
    deep = b"[" * 5_000 + b'"' + SECRET.encode() + b'"' + b"]" * 5_000
    assert SECRET not in reader.decode(deep).text


@pytest.mark.parametrize(
    "field", ["", "email", "values", "key.", "header", "header.", "value..a", "value.a.", "value.**", "topic.a"]
)
def test_what_is_no_field_says_what_there_is(field: str) -> None:
    with pytest.raises(ValueError, match=r"is no field: it is key, value, header.NAME"):
        rule(field)
    with pytest.raises(ValueError, match=r"with is one of \*\*\*\*, hash, last4, not stars"):
        rule("value", "stars")


def test_records_are_not_passed_on_to_where_they_would_be_seen() -> None:
    here = decoding_of(rule("value.email", topic="users*"), rule("key", "last4", topic="users"))
    assert here.shown_by(here, "users", "users-copy") == ("key",)
    assert here.shown_by(here, "users-copy", "users") == ()
    assert here.shown_by(Decoding(), "users", "users") == ("value.email", "key")
    assert here.shown_by(here, "orders", "anything") == ()


def test_csv_of_masked_records_has_no_base64() -> None:
    reader = decoding_of(rule("value.a")).record_reader("t")
    line = record_writer("csv", lambda _: reader)(Record("t", 0, 1, 5, "create", b"k", b'{"a": 1}')).decode()
    assert next(csv.reader([line]))[-4:] == ["text", "json masked", "", ""]
