"""What has just come, changed or gone among a znode's children is told for a while, and then no more."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from kafkatui.model.observed import Observed
from kafkatui.model.replacing import replace
from kafkatui.model.znode import NamedChildren, ZnodeChildren, ZnodeStat
from kafkatui.model.znode_news import ZnodeNews
from kafkatui.session.feeds.zookeeper import ZnodeChildrenFeed, ZnodeStatsFeed
from kafkatui.session.znode_news import COMPARED_SECONDS, NEWS_SECONDS, NO_NEWS, TOLD_AT_MOST, ZnodeNewsBoard

STAT = ZnodeStat(1, 2, 3, 1_000, 2_000, 4, 5, 0, 0, 204, 0)
FEED = ZnodeChildrenFeed("/a")


class Clock:
    def __init__(self) -> None:
        self.now = 1_000.0

    def __call__(self) -> float:
        return self.now


def listing(names: Sequence[str]) -> ZnodeChildren:
    return ZnodeChildren("/a", NamedChildren("/a", list(names)))


def see(board: ZnodeNewsBoard, clock: Clock, before: Sequence[str], after: Sequence[str]) -> None:
    board.see(FEED, Observed.ok(listing(before), clock.now), Observed.ok(listing(after), clock.now))


def test_children_that_come_and_go_are_news_for_a_while() -> None:
    clock = Clock()
    board = ZnodeNewsBoard(clock)
    see(board, clock, ["x", "y"], ["y", "z"])
    news = board.of("/a")
    assert news.by_name == {"z": ZnodeNews.CAME, "x": ZnodeNews.GONE}
    assert [each.name for each in news.gone] == ["x"]
    clock.now += NEWS_SECONDS / 2
    see(board, clock, ["y", "z"], ["x", "y", "z"])
    assert board.of("/a").by_name == {"z": ZnodeNews.CAME, "x": ZnodeNews.CAME}
    assert board.of("/a").gone == ()
    clock.now += 1 + NEWS_SECONDS / 2
    assert board.of("/a").by_name == {"x": ZnodeNews.CAME}
    clock.now += NEWS_SECONDS
    assert board.of("/a") == NO_NEWS
    assert board.of("/b") == NO_NEWS


def test_a_stat_that_is_another_is_news_of_that_child() -> None:
    clock = Clock()
    board = ZnodeNewsBoard(clock)
    feed = ZnodeStatsFeed(("/x", "/a/y", "/a/z"))
    before: Mapping[str, ZnodeStat] = {"/x": STAT, "/a/y": STAT, "/a/z": STAT}
    after = {"/x": replace(STAT, mzxid=7), "/a/y": STAT, "/a/z": replace(STAT, czxid=8), "/a/new": STAT}
    board.see(feed, Observed.ok(before, clock.now), Observed.ok(after, clock.now))
    assert board.of("/").by_name == {"x": ZnodeNews.CHANGED}
    assert board.of("/a").by_name == {"z": ZnodeNews.CAME}


def test_what_was_read_first_or_long_ago_or_in_vain_is_compared_with_nothing() -> None:
    clock = Clock()
    board = ZnodeNewsBoard(clock)
    now = Observed.ok(listing(["y"]), clock.now)
    board.see(FEED, Observed.unknown(), now)
    board.see(FEED, Observed.ok(listing(["x"]), clock.now - COMPARED_SECONDS - 1), now)
    board.see(FEED, now, now.failing("no answer", clock.now))
    assert board.of("/a") == NO_NEWS


def test_very_many_at_once_are_marked_no_more() -> None:
    clock = Clock()
    board = ZnodeNewsBoard(clock)
    many = [f"n{number:06}" for number in range(TOLD_AT_MOST + 1)]
    see(board, clock, ["x"], [*many, "x"])
    see(board, clock, [*many, "x"], ["x"])
    assert board.of("/a") == NO_NEWS
    see(board, clock, ["x"], ["x", "y"])
    board.forget_all()
    assert board.of("/a") == NO_NEWS
