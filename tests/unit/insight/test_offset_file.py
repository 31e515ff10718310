from __future__ import annotations

import pytest

from kafkatui.insight.offset_file import offset_file, parse_offset_file, parse_partition_offsets
from kafkatui.insight.reset import ResetTo, moves
from kafkatui.model.cluster import OffsetRange


def test_a_file_of_one_group_or_several_is_written_and_read_back() -> None:
    one, two = {("b", 1): 2, ("a,b", 0): 1}, {("a", 0): 7}
    assert offset_file([("g", one)]) == '"a,b",0,1\nb,1,2\n'
    assert parse_offset_file(offset_file([("g", one)]), "anybody") == one
    both = offset_file([("g", one), ("h", two)])
    assert both.splitlines()[-1] == "h,a,0,7"
    assert parse_offset_file(both, "g") == one
    assert parse_offset_file("\ufeff" + both.replace("\n", "\r\n\r\n"), "h") == two
    assert parse_offset_file(both, "nobody") == {}


@pytest.mark.parametrize(
    ("text", "words"),
    [
        ("a,0,1\na,0", "line 2: not topic"),
        ("a,0,-1", "line 1: “a,0,-1” has no"),
        ("a,zero,1", "has no partition"),
        ("a,0,1\na,0,2", "line 2: a-0 is there twice"),
        ("TOPIC,PARTITION,OFFSET", "has no partition"),
    ],
)
def test_a_line_that_is_none_is_told_by_its_number(text: str, words: str) -> None:
    with pytest.raises(ValueError, match=words):
        parse_offset_file(text, "g")


def test_an_offset_for_each_partition_is_typed() -> None:
    assert parse_partition_offsets("a:0=1,1=2 b:3=4") == {("a", 0): 1, ("a", 1): 2, ("b", 3): 4}
    assert parse_partition_offsets("0=1", "a") == {("a", 0): 1}
    for text in ("0=1", "a:0", "a:x=1", "a:0=1,0=2", ""):
        with pytest.raises(ValueError, match=r"names no topic|PARTITION=OFFSET|twice|no offset"):
            parse_partition_offsets(text)


def test_what_is_not_named_stays_and_what_is_outside_is_brought_in() -> None:
    a, b = ("a", 0), ("a", 1)
    ranges = {a: OffsetRange(5, 10), b: OffsetRange(0, 10)}
    for to, words in ((ResetTo.FILE, "not in the file"), (ResetTo.OFFSETS, "no offset is named")):
        first, second = moves(to, [a, b], {a: 7, b: 7}, ranges, offsets={a: 2})
        assert (first.new, first.note) == (5, "2 is before the log: its beginning")
        assert second.new is None
        assert words in second.problem
    stays, ends = moves(ResetTo.CURRENT, [a, b], {a: 7}, ranges)
    assert (stays.is_change, ends.new) == (False, 10)
