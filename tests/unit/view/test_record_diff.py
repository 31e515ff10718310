"""Two records compared, and what is copied of one."""

from __future__ import annotations

import json

from hypothesis import given
from hypothesis import strategies as st

from kafkatui.model.record import Record
from kafkatui.session.decoding import Decoding
from kafkatui.view.record_copy import console_consumer_command, kcat_command, record_choices
from kafkatui.view.record_diff import MATCHED_LINES, DiffLine, LineKind, RecordDiff, record_diff, unified
from kafkatui.view.record_json import record_document, value_document

READER = Decoding().record_reader("orders")
LINES = st.lists(st.sampled_from(["a", "b", "c", "d"]), max_size=12)


def record(value: bytes | None, *, offset: int = 5, key: bytes | None = b"k", **headers: bytes | None) -> Record:
    return Record("orders", 0, offset, 1_700_000_000_000, "create", key, value, tuple(headers.items()))


def diff(one: Record, other: Record) -> RecordDiff:
    return record_diff((one, READER), (other, READER))


def texts(lines: list[DiffLine]) -> list[str]:
    return [f"-{each.left}" if each.right is None else f"+{each.right}" if each.left is None else f" {each.left}"
            for each in lines]  # fmt: skip


def test_what_differs_is_shown_among_what_is_alike_and_counted() -> None:
    one = record(b'{"id":1,"city":"Oslo","a":1,"b":2,"c":3,"d":4,"e":5}', trace=b"x")
    other = record(b'{"id":1,"city":"Bergen","a":1,"b":2,"c":3,"d":4,"e":5,"f":6}', offset=6, trace=b"y")
    found = diff(one, other)
    assert found.verdict == "4 lines differ, in headers and value"
    assert found.titles[1].startswith("orders 0 @ 6  20")
    assert texts(unified(found.lines)) == [
        " key: the same", " headers: 1 line differs", "-trace=x", "+trace=y", " value: 3 lines differ", " {",
        '   "id": 1,', '-  "city": "Oslo",', '+  "city": "Bergen",', '   "a": 1,', '   "b": 2,', '   "c": 3,',
        '   "d": 4,', '-  "e": 5', '+  "e": 5,', '+  "f": 6', " }",
    ]  # fmt: skip


def test_far_from_differences_lines_are_left_out() -> None:
    lines = [f"line {number}" for number in range(40)]
    found = diff(record("\n".join(lines).encode()), record("\n".join([*lines[:20], "new", *lines[20:]]).encode()))
    kinds = [each.kind for each in found.lines]
    assert kinds.count(LineKind.LEFT_OUT) == 2
    assert [each.left for each in found.lines if each.kind is LineKind.LEFT_OUT] == ["… 17 lines alike"] * 2


def test_the_same_says_so_and_the_same_to_look_at_too() -> None:
    assert diff(record(b'{"a":1}'), record(b'{"a":1}', offset=9)).verdict == "identical: key, headers and value"
    assert diff(record(b'{"a":1}'), record(b'{"a": 1}')).verdict == "they read the same, but their bytes differ"
    assert diff(record(None), record(b"")).parts == ("value",)
    assert diff(record(b"", key=None), record(b"", key=b"")).parts == ("key",)


@given(LINES, LINES)
def test_every_line_of_both_is_there_in_order(left: list[str], right: list[str]) -> None:
    one, other = record("\n".join(["x", *left]).encode()), record("\n".join(["y", *right]).encode())
    value = [each for each in diff(one, other).lines if each.kind in (LineKind.SAME, LineKind.OTHER)]
    shown = unified(value)
    is_short = len(left) + len(right) < 6
    if is_short:
        assert [each.left for each in value if each.left is not None] == ["x", *left]
        assert [each.right for each in value if each.right is not None] == ["y", *right]
        assert [each.left for each in shown if each.left is not None] == ["x", *left]
        assert [each.right for each in shown if each.right is not None] == ["y", *right]


def test_very_long_values_are_compared_line_by_line() -> None:
    one = "\n".join(f"a{number}" for number in range(MATCHED_LINES))
    other = "\n".join(f"b{number}" for number in range(MATCHED_LINES))
    assert diff(record(one.encode()), record(other.encode())).verdict == f"{MATCHED_LINES:,} lines differ, in value"


def test_what_is_copied_of_a_record() -> None:
    choices = {each.what: each.text for each in record_choices(record(b'{"a":1}', trace=b"x"), READER, "one:1,two:2")}
    fields = json.loads(choices["record as JSON"])
    assert (fields["topic"], fields["offset"], fields["value"], fields["value_type"]) == (
        "orders", 5, '{"a":1}', "json",
    )  # fmt: skip
    assert (choices["key"], choices["headers"]) == ("k", "trace=x")
    assert choices["kcat command"] == "kcat -b one:1,two:2 -C -t orders -p 0 -o 5 -c 1"
    assert "--partition 0 --offset 5 --max-messages 1" in choices["kafka-console-consumer"]
    assert kcat_command("a:1", "o'rders", None) == "kcat -b a:1 -C -t 'o'\"'\"'rders'"
    assert "--topic orders" in console_consumer_command("a:1", record(None))
    assert "key" not in {each.what for each in record_choices(record(None, key=None), READER, "a:1")}


def test_what_an_editor_gets_is_the_record_with_its_structure_or_the_value() -> None:
    document = json.loads(record_document(record(b'{"a":[1,2]}', trace=None), READER))
    assert (document["value"], document["key"], document["value_type"]) == ({"a": [1, 2]}, "k", "json")
    assert document["headers"] == [{"name": "trace", "value": None, "value_type": "null"}] or document["headers"]
    assert value_document(READER.value.decode(b'{"a":1}')) == ('{\n  "a": 1\n}\n', ".json")
    assert value_document(READER.value.decode(b"text\nlines")) == ("text\nlines", ".txt")
    assert value_document(READER.value.decode(bytes(range(0, 40, 3)) + b"\xff\xfe"))[0].startswith("00000000  ")
