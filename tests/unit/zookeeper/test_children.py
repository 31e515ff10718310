"""Children are kept as names in reading order, and a child is made when it is looked at."""

from __future__ import annotations

import re

import pytest
from hypothesis import given
from hypothesis import strategies as st

from kafkatui.model.znode import NamedChildren, ZnodeChild
from kafkatui.zookeeper.tree import sort_names


@given(st.lists(st.from_regex(r"[a-c][0-9]{2}-[0-9]", fullmatch=True), max_size=30))
def test_names_of_one_shape_sort_by_their_numbers(names: list[str]) -> None:
    def by_value(name: str) -> list[object]:
        return [int(part) if part.isdigit() else part for part in re.split(r"(\d+)", name)]

    assert sort_names(names) == sorted(names, key=by_value)


def test_names_of_one_shape_but_for_one_sort_by_value_too() -> None:
    names = [f"n{number:05}" for number in range(12_000, 0, -1)]
    assert sort_names([*names, "n7"])[:8] == [*(f"n{number:05}" for number in range(1, 7)), "n00007", "n7"]


@pytest.mark.parametrize("numbers", [(7, (1 << 31) - 1, -(1 << 31), -10, -2), (-30, -4, -1)])
def test_sequential_names_are_listed_as_they_were_made_when_the_counter_has_turned_negative(
    numbers: tuple[int, ...],
) -> None:
    created = [f"lock-{number:010d}" for number in numbers]
    assert sort_names(created[::-1]) == created


def test_a_child_has_its_path_below_the_parent() -> None:
    children = NamedChildren("/brokers/ids", ["1", "2", "10"])
    assert children[2] == ZnodeChild("10", "/brokers/ids/10")
    assert [child.path for child in children[1:]] == ["/brokers/ids/2", "/brokers/ids/10"]
    assert NamedChildren("/", ["brokers"])[-1].path == "/brokers"


def test_listings_are_equal_when_parent_and_names_are() -> None:
    assert NamedChildren("/a", ["1"]) == NamedChildren("/a", ["1"])
    assert NamedChildren("/a", ["1"]) != NamedChildren("/a", ["2"])
    assert NamedChildren("/a", ["1"]) != NamedChildren("/b", ["1"])
