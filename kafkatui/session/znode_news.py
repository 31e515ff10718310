"""What has just come, changed or gone among the children of znodes that somebody looks at."""

from __future__ import annotations

import threading
import time
from collections import OrderedDict
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from typing import Any

from kafkatui.insight.znode_news import came_and_gone, news_of
from kafkatui.model.observed import Observed
from kafkatui.model.znode import ZnodeChildren, ZnodeStat, parent_of
from kafkatui.model.znode_news import ChildrenNews, GoneChild, ZnodeNews
from kafkatui.session.feeds.base import Feed
from kafkatui.session.feeds.zookeeper import ZnodeChildrenFeed, ZnodeStatsFeed

NEWS_SECONDS = 15.0
"""So long something is news."""

COMPARED_SECONDS = 90.0
"""A listing older than this is not compared: nobody has looked at it meanwhile."""

TOLD_AT_MOST = 500
"""Children of one znode that came, or that went, together; of more nobody reads the marks."""

ZNODES_KEPT = 100

NO_NEWS = ChildrenNews({})


@dataclass(slots=True)
class _Known:
    by_name: dict[str, tuple[ZnodeNews, float]] = field(default_factory=dict)
    gone: dict[str, GoneChild] = field(default_factory=dict)


class ZnodeNewsBoard:
    """Compares readings of children and of their stats with those before. Thread-safe.

    Args:
        clock: Unix seconds.
    """

    def __init__(self, clock: Callable[[], float] = time.time) -> None:
        self._lock = threading.Lock()
        self._clock = clock
        self._known: OrderedDict[str, _Known] = OrderedDict()

    def of(self, parent: str) -> ChildrenNews:
        """What is news of the children of a znode now."""
        with self._lock:
            known = self._known.get(parent)
            if known is None:
                return NO_NEWS
            self._age(known)
            if not known.by_name:
                del self._known[parent]
                return NO_NEWS
            return ChildrenNews({name: news for name, (news, _) in known.by_name.items()}, tuple(known.gone.values()))

    def see(self, feed: Feed[Any], before: Observed[Any], after: Observed[Any]) -> None:
        """Compare two readings of a feed; those of anything but children are passed over."""
        if not isinstance(feed, ZnodeChildrenFeed | ZnodeStatsFeed):
            return
        if after.current is None or before.value is None or after.value is before.value:
            return
        if self._clock() - (before.as_of_seconds or 0.0) > COMPARED_SECONDS:
            return
        if isinstance(feed, ZnodeChildrenFeed):
            self._see_children(feed.path, before.value, after.current)
        else:
            self._see_stats(before.value, after.current)

    def forget_all(self) -> None:
        """Another ZooKeeper answers: its znodes are no later state of those."""
        with self._lock:
            self._known.clear()

    def _see_children(self, path: str, before: ZnodeChildren, after: ZnodeChildren) -> None:
        came, gone = came_and_gone(before.children.names, after.children.names)
        if not came and not gone:
            return
        now = self._clock()
        with self._lock:
            known = self._of(path)
            for name in came:
                known.gone.pop(name, None)
            if len(came) <= TOLD_AT_MOST:
                known.by_name.update((name, (ZnodeNews.CAME, now)) for name in came)
            if len(gone) <= TOLD_AT_MOST:
                known.by_name.update((each.name, (ZnodeNews.GONE, now)) for each in gone)
                known.gone.update((each.name, each) for each in gone)

    def _see_stats(self, before: Mapping[str, ZnodeStat], after: Mapping[str, ZnodeStat]) -> None:
        now = self._clock()
        for path, stat in after.items():
            news = news_of(before[path], stat) if path in before else None
            if news is None:
                continue
            with self._lock:
                known, name = self._of(parent_of(path)), path.rpartition("/")[2]
                known.gone.pop(name, None)
                known.by_name[name] = (news, now)

    def _of(self, parent: str) -> _Known:
        known = self._known.setdefault(parent, _Known())
        self._known.move_to_end(parent)
        if len(self._known) > ZNODES_KEPT:
            self._known.popitem(last=False)
        return known

    def _age(self, known: _Known) -> None:
        since = self._clock() - NEWS_SECONDS
        for name in [name for name, (_, at_seconds) in known.by_name.items() if at_seconds < since]:
            del known.by_name[name]
            known.gone.pop(name, None)
