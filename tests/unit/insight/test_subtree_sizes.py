"""Every znode counts in each subtree that it is in, once; a rate is a number or none at all."""

from __future__ import annotations

import pytest

from kafkatui.insight.subtree_sizes import SubtreeSums
from kafkatui.insight.walk_rate import read_rate
from kafkatui.model.errors import FieldError
from kafkatui.model.subtree import DEFAULT_RATE, SubtreeSizes, VisitedZnode
from kafkatui.model.znode import ZnodeStat
from kafkatui.report.subtree_sizes import subtree_rows


def visited(path: str, size: int, modified_ms: int, *children: str) -> VisitedZnode:
    return VisitedZnode(path, ZnodeStat(1, 1, 1, 0, modified_ms, 0, 0, 0, 0, size, len(children)), children)


WALK = (
    visited("/", 0, 0, "a", "ab"),
    visited("/ab", 7, 30),
    visited("/a", 5, 10, "b", "hidden"),
    VisitedZnode("/a/hidden", None),
    visited("/a/b", 2, 20, "c"),
    visited("/a/b/c", 100, 5),
)


def sums(*walk: VisitedZnode) -> SubtreeSizes:
    added = SubtreeSums("/")
    for each in walk:
        added.add(each)
    return SubtreeSizes("/", added.sizes())


def test_sums_of_every_level() -> None:
    sizes = sums(*WALK).sizes
    assert sorted(sizes) == ["/", "/a", "/a/b"], "what has no children has its stat"
    whole, part = sizes["/"], sizes["/a"]
    assert (whole.nodes, whole.bytes, whole.unreadable, whole.children) == (5, 114, 1, 2)
    assert (part.nodes, part.bytes, part.unreadable) == (3, 107, 1)
    assert (whole.largest, whole.largest_bytes, whole.newest, whole.newest_ms) == ("/a/b/c", 100, "/ab", 30)
    assert part.newest == "/a/b"
    assert sizes["/a/b"].unreadable == 0


def test_rows_begin_with_the_whole_and_end_at_a_depth() -> None:
    sizes = sums(*WALK)
    assert [row.path for row in subtree_rows(sizes)] == ["/", "/a", "/a/b"]
    assert [row.path for row in subtree_rows(sizes, depth=1)] == ["/", "/a"]
    assert [row.path for row in subtree_rows(sizes, "/a")] == ["/a", "/a/b"]
    assert subtree_rows(sizes, "/ab") == [], "a name that begins alike is no part"


def test_a_rate_is_a_number_or_max() -> None:
    assert read_rate(None) == read_rate(" ") == DEFAULT_RATE
    assert read_rate("max") is None
    assert read_rate("1,500") == 1500
    for text in ("0", "-1", "fast", "inf", "nan"):
        with pytest.raises(FieldError):
            read_rate(text)
