"""JSON as lines that lie within each other: nothing is lost, and every value is found at its place."""

from __future__ import annotations

import json
import time

import msgspec
import pytest
from hypothesis import given
from hypothesis import strategies as st

from kafkatui.codec.json_outline import TOP, JsonOutline

SCALARS = st.one_of(st.none(), st.booleans(), st.integers(-(2**60), 2**60), st.text(max_size=8))
VALUES = st.recursive(
    SCALARS,
    lambda inner: st.one_of(st.lists(inner, max_size=4), st.dictionaries(st.text(max_size=5), inner, max_size=4)),
    max_leaves=20,
)


def outline_of(data: bytes) -> JsonOutline:
    outline = JsonOutline(data)
    for _ in outline.slices():
        pass
    return outline


def at(value: object, steps: list[str | int]) -> object:
    for step in steps:
        value = value[step]  # type: ignore[index]
    return value


@given(VALUES)
def test_every_value_is_at_its_place_and_whole(value: object) -> None:
    outline = outline_of(msgspec.json.encode(value))
    assert json.loads(outline.source(outline.children(TOP)[0])) == value
    for line in range(outline.line_count):
        if outline.is_value(line):
            assert json.loads(outline.source(line)) == at(value, outline.steps(line))
            parent = outline.parent(line)
            assert outline.children(parent)[outline.index(line)] == line
            if outline.is_container(line):
                children = outline.children(line)
                inner = [each for each in enumerate(children) if outline.is_container(each[1])]
                assert list(outline.containers_in(line)) == inner


def test_tokens_and_names_that_come_twice_are_as_they_were() -> None:
    outline = outline_of(b'{"a":1.50,"a":100000000000000000000000,"b":{"c":[]},"d\\"e":"x, {"}')
    top = outline.children(outline.outermost)
    assert [outline.token(line) for line in top] == ["1.50", "100000000000000000000000", "{", '"x, {"']
    assert [outline.name(line) for line in top] == ["a", "a", "b", 'd"e']
    assert outline.has_duplicates(outline.outermost)
    assert outline.source(top[2]) == '{\n  "c": []\n}'
    assert outline.steps(outline.children(top[2])[0]) == ["b", "c"]


def test_a_single_value_lies_in_nothing() -> None:
    for data in (b"42", b'"{"', b"[]", b"{}"):
        outline = outline_of(data)
        assert (outline.outermost, list(outline.children(TOP)), outline.steps(0)) == (TOP, [0], [])
        assert outline.source(0) == data.decode()


@pytest.mark.usefixtures("uncollected")
def test_a_megabyte_is_looked_through_in_small_steps() -> None:
    outline = JsonOutline(json.dumps([1] * 400_000).encode())
    slices, longest = outline.slices(), 0.0
    next(slices)  # indented in one go
    started = time.thread_time()
    for _ in slices:
        longest = max(longest, time.thread_time() - started)
        started = time.thread_time()
    assert longest < 0.05
    assert len(outline.children(0)) == 400_000
