"""What a node of a value says, where it is, and the condition that means it."""

from __future__ import annotations

from datetime import UTC, datetime

import msgspec
import pytest
from hypothesis import given
from hypothesis import strategies as st

from kafkatui.codec.json_outline import JsonOutline
from kafkatui.insight.search.search import compile_search
from kafkatui.insight.search.subject import SearchedRecord
from kafkatui.insight.search.writing import path_text
from kafkatui.model.record import Record
from kafkatui.session.decoding import Decoding
from kafkatui.view.value_find import MOST_MATCHES, Match, find_slices, found_words, pattern_of
from kafkatui.view.value_tree import node_condition, node_label, node_text
from tests.unit.codec.test_json_outline import VALUES, outline_of


def labels(outline: JsonOutline) -> list[str]:
    return [node_label(outline, line).text for line in range(outline.line_count) if outline.is_value(line)]


def test_a_node_names_what_it_holds() -> None:
    outline = outline_of(b'{"user":{"id":42,"name":"a\\u001bb"},"items":[1,{"sku":null}],"none":[]}')
    assert labels(outline)[1:] == [
        "user {2}", "id: 42", 'name: "a\\u001bb"', "items [2]", "[0]: 1", "[1] {1}", "sku: null", "none: []",
    ]  # fmt: skip
    assert labels(outline_of(b'"alone"')) == ['"alone"']


@pytest.mark.parametrize(("steps", "path"), [
    ([], "value"),
    (["user", "items", 0, "sku"], "value.user.items[0].sku"),
    (["a.b", 'say "x\\"'], 'value["a.b"]["say \\"x\\\\\\""]'),
    (["", "ü", "$ref"], 'value[""].ü.$ref'),
])  # fmt: skip
def test_a_path_is_as_an_expression_has_it(steps: list[str | int], path: str) -> None:
    assert path_text("value", steps) == path


def test_what_is_copied_of_a_node_is_its_text_or_its_json() -> None:
    outline = outline_of(b'{"text":"a\\nb","list":[1,{"a":2}]}')
    assert node_text(outline, 1) == "a\nb"
    assert node_text(outline, 2) == '[\n  1,\n  {\n    "a": 2\n  }\n]'


@given(st.dictionaries(st.text(max_size=5), VALUES, min_size=1, max_size=4))
def test_the_condition_of_every_node_means_its_record(value: dict[str, object]) -> None:
    data = msgspec.json.encode(value)
    outline = outline_of(data)
    reader = Decoding().record_reader("t")
    subject = SearchedRecord(Record("t", 0, 0, 1, "create", None, data), reader)
    for line in range(1, outline.line_count):
        if outline.is_value(line):
            condition = node_condition(outline, line, "value")
            assert compile_search(condition, datetime.now(UTC)).holds(subject), condition


def found(lines: list[str], text: str) -> list[Match]:
    matches: list[Match] = []
    for _ in find_slices(len(lines), lines.__getitem__, pattern_of(text), matches):
        pass
    return matches


def test_a_text_is_found_in_any_case_wherever_it_stands() -> None:
    assert found(["an Oslo, oslo", "", "OSLO"], "oslo") == [Match(0, 3, 7), Match(0, 9, 13), Match(2, 0, 4)]
    assert found(["a.c abc"], "a.c") == [Match(0, 0, 3)]
    assert found(["␛[31m"], "\x1b[3") == [Match(0, 0, 3)]
    many = found(["aaaa"] * MOST_MATCHES, "a")
    assert len(many) == MOST_MATCHES
    assert found_words(many, 2) == "3 of 10,000+"
    assert [found_words(many[:17], None), found_words([], None)] == ["17 found", "not found"]
