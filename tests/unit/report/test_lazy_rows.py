"""Rows that are made when somebody looks at them."""

from __future__ import annotations

import pytest

from kafkatui.report.lazy_rows import LazyRows

KEYS = ["a", "b", "c", "d"]


class Maker:
    """Makes the row of an index and keeps account; some cannot be made."""

    def __init__(self, *broken: int) -> None:
        self.asked: list[int] = []
        self.broken = set(broken)

    def __call__(self, index: int) -> str:
        self.asked.append(index)
        if index in self.broken:
            raise ValueError(f"row {index}")
        return KEYS[index].upper()


def test_only_the_rows_looked_at_are_made_and_each_once() -> None:
    maker = Maker()
    rows = LazyRows(KEYS, maker)
    assert (len(rows), rows.keys, rows.made_count) == (4, KEYS, 0)
    assert rows[2] is rows[2]
    assert rows[-1] == "D"
    assert maker.asked == [2, 3]
    assert rows[1:3] == ["B", "C"]
    assert rows[::-2] == ["D", "B"]
    assert rows[4:] == []
    assert list(rows) == ["A", "B", "C", "D"]
    assert maker.asked == [2, 3, 1, 0]
    assert rows.made_count == 4


@pytest.mark.parametrize("index", [4, 400, -5])
def test_an_index_outside_makes_nothing(index: int) -> None:
    maker = Maker()
    rows = LazyRows(KEYS, maker)
    with pytest.raises(IndexError):
        rows[index]
    assert (maker.asked, rows.made_count) == ([], 0)


def test_a_row_that_cannot_be_made_is_tried_again_and_spoils_no_other() -> None:
    maker = Maker(1)
    rows = LazyRows(KEYS, maker)
    with pytest.raises(ValueError, match="row 1"):
        list(rows)
    assert rows.made_count == 1
    maker.broken.clear()
    assert list(rows) == ["A", "B", "C", "D"]
    assert maker.asked == [0, 1, 1, 2, 3]


def test_no_rows_are_false_and_empty() -> None:
    rows = LazyRows[str]([], Maker())
    assert not rows
    assert list(rows) == []
