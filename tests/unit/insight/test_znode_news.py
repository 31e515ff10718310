"""Which children came and went, and where those that went had stood."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from kafkatui.insight.znode_news import came_and_gone, news_of, with_gone
from kafkatui.model.replacing import replace
from kafkatui.model.znode import ZnodeStat
from kafkatui.model.znode_news import GoneChild, ZnodeNews

STAT = ZnodeStat(1, 2, 3, 1_000, 2_000, 4, 5, 0, 0, 204, 0)
NAMES = st.lists(st.sampled_from("abcdefghij"), unique=True).map(sorted)


def test_what_came_and_what_went_is_told_with_where_it_stood() -> None:
    came, gone = came_and_gone(["a", "b", "c", "d"], ["b", "d", "e"])
    assert came == ["e"]
    assert gone == [GoneChild("a", ""), GoneChild("c", "b")]
    assert with_gone(["b", "d", "e"], gone) == ["a", "b", "c", "d", "e"]


@given(NAMES, NAMES)
def test_what_went_stands_where_it_stood_among_what_is_there(before: list[str], after: list[str]) -> None:
    came, gone = came_and_gone(before, after)
    merged = with_gone(after, gone)
    assert sorted(merged) == sorted({*before, *after})
    assert [name for name in merged if name in after] == after
    assert [name for name in merged if name in before] == before
    assert {*came} == {*after} - {*before}


@given(NAMES, NAMES, NAMES)
def test_nothing_is_lost_when_what_stood_before_it_goes_later(one: list[str], two: list[str], three: list[str]) -> None:
    _, gone = came_and_gone(one, two)
    left = [each for each in gone if each.name not in three]
    assert sorted(with_gone(three, left)) == sorted({*three, *(each.name for each in left)})


@pytest.mark.parametrize(
    ("after", "news"),
    [
        (STAT, None),
        (replace(STAT, modified_ms=9), None),
        (replace(STAT, mzxid=9), ZnodeNews.CHANGED),
        (replace(STAT, pzxid=9), ZnodeNews.CHANGED),
        (replace(STAT, acl_version=1), ZnodeNews.CHANGED),
        (replace(STAT, czxid=9, mzxid=9), ZnodeNews.CAME),
    ],
)
def test_two_stats_tell_what_happened(after: ZnodeStat, news: ZnodeNews | None) -> None:
    assert news_of(STAT, after) is news
