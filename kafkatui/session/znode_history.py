"""What happened to the znodes that were read, kept for the session."""

from __future__ import annotations

import threading
import time
from collections import OrderedDict, deque
from collections.abc import Callable
from dataclasses import dataclass, field
from typing import Any

from kafkatui.insight.znode_changes import (
    COMPARED_BYTES,
    children_change,
    children_count_change,
    created,
    deleted,
    is_gone,
    znode_changes,
)
from kafkatui.model.observed import Observed, ObservedState
from kafkatui.model.replacing import replace
from kafkatui.model.znode import Znode, ZnodeChildren
from kafkatui.model.znode_history import ZnodeHistoryEntry
from kafkatui.session.feeds.base import Feed
from kafkatui.session.feeds.zookeeper import ZnodeChildrenFeed, ZnodeFeed
from kafkatui.session.znode_values import ZnodeValues

ENTRIES_KEPT = 500
"""Changes of all znodes together; the oldest fall out."""

ZNODES_KEPT = 500
"""So many znodes' last readings are compared with the next; those read longest ago are forgotten."""

COMPARED_CHILDREN = 1_000
"""Up to this many children it is told by name which came and went; of more, how many there are."""


@dataclass(slots=True)
class _Known:
    """What was read of a znode last."""

    since_seconds: float
    znode: Znode | None = None
    children: ZnodeChildren | None = None
    is_gone: bool = False
    entries: deque[ZnodeHistoryEntry] = field(default_factory=lambda: deque(maxlen=ENTRIES_KEPT))


class ZnodeHistory:
    """Compares each reading of a znode with the one before, whoever asked for it. Thread-safe.

    Args:
        clock: Unix seconds.
    """

    def __init__(self, clock: Callable[[], float] = time.time) -> None:
        self._lock = threading.Lock()
        self._clock = clock
        self._known: OrderedDict[str, _Known] = OrderedDict()
        self.values = ZnodeValues()

    def of(self, path: str) -> tuple[ZnodeHistoryEntry, ...]:
        """What happened to the znode since it was first read, newest first."""
        with self._lock:
            known = self._known.get(path)
            return () if known is None else tuple(known.entries)

    def since_seconds(self, path: str) -> float:
        """Unix time at which it was first read; now when it has not been."""
        with self._lock:
            known = self._known.get(path)
            return self._clock() if known is None else known.since_seconds

    def see(self, feed: Feed[Any], observed: Observed[Any]) -> None:
        """Take note of what a feed gives now; feeds of anything but znodes are passed over."""
        if isinstance(feed, ZnodeFeed):
            with self._lock:
                self._see_znode(self._of(feed.path), observed)
        elif isinstance(feed, ZnodeChildrenFeed):
            with self._lock:
                self._see_children(self._of(feed.path), observed)

    def forget_all(self) -> None:
        """Another ZooKeeper answers: its znodes are no later state of those."""
        with self._lock:
            self._known.clear()
        self.values.forget_all()

    def _of(self, path: str) -> _Known:
        known = self._known.setdefault(path, _Known(self._clock()))
        self._known.move_to_end(path)
        if len(self._known) > ZNODES_KEPT:
            self._known.popitem(last=False)
        return known

    def _see_znode(self, known: _Known, observed: Observed[Znode]) -> None:
        now = self._clock()
        if is_gone(observed):
            if known.znode is not None and not known.is_gone:
                known.entries.appendleft(deleted(known.znode, now))
            known.is_gone, known.children = True, None
        elif observed.value is not None and observed.state is ObservedState.OK:
            self.values.see(observed.value, now)
            before, known.znode = known.znode, _without_large_data(observed.value)
            was_gone, known.is_gone = known.is_gone, False
            if was_gone:
                known.entries.appendleft(created(observed.value, now))
            elif before is not None:
                known.entries.extendleft(znode_changes(before, known.znode, now))
                change = children_count_change(before, known.znode, now) if known.children is None else None
                if change is not None:
                    known.entries.appendleft(change)

    def _see_children(self, known: _Known, observed: Observed[ZnodeChildren]) -> None:
        after = observed.value
        if after is None or observed.state is not ObservedState.OK:
            return
        before, known.children = known.children, after if len(after.children) <= COMPARED_CHILDREN else None
        if before is not None and known.children is not None:
            change = children_change(before, after, self._clock())
            if change is not None:
                known.entries.appendleft(change)


def _without_large_data(znode: Znode) -> Znode:
    """What is compared by its size alone is not kept."""
    return znode if len(znode.data or b"") <= COMPARED_BYTES else replace(znode, data=None)
