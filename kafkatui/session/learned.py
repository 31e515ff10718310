"""What was read of topics and znodes a few at a time, kept for the session: every page that comes back finds it."""

from __future__ import annotations

import threading
import time
from collections.abc import Callable, Collection, Mapping
from typing import Any

from kafkatui.model.config_entry import ConfigEntry
from kafkatui.model.observed import Observed, ObservedState
from kafkatui.report.topics import Configs
from kafkatui.session.feeds.base import Feed
from kafkatui.session.feeds.kafka import (
    OffsetsFeed,
    ReplicaSetsFeed,
    TopicConfigsFeed,
    TopicIdsFeed,
    TopicPropertiesFeed,
    TransactionsFeed,
)
from kafkatui.session.feeds.log_bounds import LogBoundsFeed
from kafkatui.session.feeds.newest import NewestRecordsFeed
from kafkatui.session.group_memory import GroupMemory
from kafkatui.session.znode_history import ZnodeHistory
from kafkatui.session.znode_news import ZnodeNewsBoard

CURRENT_SECONDS = 2 * TopicConfigsFeed.interval_seconds
"""What was read longer ago has not been kept fresh by anybody and does not pass as current."""

JUDGE_SECONDS = 5.0
"""Ages are judged at most so often: there may be tens of thousands."""

NOT_KEPT = "Not read since; it is read again when it is looked at."


def is_of_any(feed: Feed[Any], topics: Collection[str]) -> bool:
    """Whether a feed reads some topics and one of `topics` is among them."""
    match feed:
        case LogBoundsFeed(topic=name):
            return name in topics
        case (
            OffsetsFeed(topics=tuple(names))
            | ReplicaSetsFeed(topics=names)
            | TopicConfigsFeed(topics=names)
            | TopicIdsFeed(topics=names)
            | TopicPropertiesFeed(topics=names)
            | NewestRecordsFeed(topics=names)
            | TransactionsFeed(topics=names)
        ):
            return not set(topics).isdisjoint(names)
    return False


_UNKNOWN: Observed[Any] = Observed.unknown()


class Learned:
    """By topic: its configuration, and whether transactions are remembered in it. Thread-safe.

    Attributes:
        znodes: what happened to znodes since they were first read.
        groups: what was seen of groups over time.

    Args:
        clock: Unix seconds.
    """

    def __init__(self, clock: Callable[[], float] = time.time) -> None:
        self._lock = threading.Lock()
        self._clock = clock
        self._judged_seconds = 0.0
        self._configs: Configs = {}
        self._transactional: Mapping[str, bool] = {}
        self.znodes = ZnodeHistory(clock)
        self.znode_news = ZnodeNewsBoard(clock)
        self.groups = GroupMemory()

    @property
    def configs(self) -> Configs:
        """As well known as when it was read last, stale once that is too long ago; another mapping when it changed."""
        with self._lock:
            if self._clock() - self._judged_seconds > JUDGE_SECONDS:
                self._judge(self._clock())
            return self._configs

    @property
    def transactional(self) -> Mapping[str, bool]:
        """Whether transactions are remembered, of topics somebody told of; another mapping when it changed."""
        return self._transactional

    def see(self, feed: Feed[Any], observed: Observed[Any], before: Observed[Any] = _UNKNOWN) -> None:
        """Take over what a feed gives now; feeds of anything else are passed over.

        Args:
            before: what it gave before; unknown where nobody kept it.
        """
        if isinstance(feed, TopicConfigsFeed):
            self._see_configs(feed.topics, observed)
        elif isinstance(feed, TransactionsFeed) and observed.value:
            told: Mapping[str, bool] = observed.value
            with self._lock:
                if any(self._transactional.get(name) is not has for name, has in told.items()):
                    self._transactional = {**self._transactional, **told}
        else:
            self.znodes.see(feed, observed)
            self.znode_news.see(feed, before, observed)
            self.groups.see(feed, observed)

    def forget(self, names: Collection[str]) -> None:
        """Drop what was read of topics that are gone, or that are others now under the same name."""
        self.groups.forget_topics(names)
        with self._lock:
            if any(name in self._configs for name in names):
                self._configs = {name: known for name, known in self._configs.items() if name not in names}
            if any(name in self._transactional for name in names):
                self._transactional = {name: has for name, has in self._transactional.items() if name not in names}

    def forget_all(self) -> None:
        """Another cluster answers."""
        self.groups.forget_all()
        with self._lock:
            self._configs, self._transactional = {}, {}

    def _see_configs(self, names: Collection[str], observed: Observed[Mapping[str, tuple[ConfigEntry, ...]]]) -> None:
        if not (observed.has_value or observed.reason):
            return
        given = observed.value or {}
        with self._lock:
            news = {
                name: Observed(observed.state, given.get(name), observed.as_of_seconds, observed.reason)
                for name in names
                if name in given or name not in self._configs
            }
            if news:
                self._configs = {**self._configs, **news}

    def _judge(self, now: float) -> None:
        self._judged_seconds = now
        old = {
            name: known.failing(NOT_KEPT, now)
            for name, known in self._configs.items()
            if known.state is ObservedState.OK and now - (known.as_of_seconds or 0.0) > CURRENT_SECONDS
        }
        if old:
            self._configs = {**self._configs, **old}
