"""The feeds that something on screen holds, and lets go while its screen is hidden."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from typing import Any

from kafkatui.session.cluster_view import ClusterView
from kafkatui.session.feeds import Feed


class HeldFeeds:
    """Every hold is given back once: when it is not wanted any more, or nobody looks.

    Args:
        session: whose feeds they are.
    """

    def __init__(self, session: ClusterView) -> None:
        self._session = session
        self._feeds: list[Feed[Any]] = []
        self._interval_seconds: float | None = None
        self.is_resting = False
        """Whether nothing is polled on their behalf now."""

    def __iter__(self) -> Iterator[Feed[Any]]:
        return iter(self._feeds)

    def __contains__(self, feed: object) -> bool:
        return feed in self._feeds

    def __len__(self) -> int:
        return len(self._feeds)

    def read_every(self, interval_seconds: float | None) -> None:
        """Read what is held so often from now on; None: as often as each feed is worth."""
        before, self._interval_seconds = self._interval_seconds, interval_seconds
        for feed in () if self.is_resting or before == interval_seconds else self._feeds:
            self._session.hold(feed, interval_seconds)
            self._session.release(feed, before)

    def hold(self, feed: Feed[Any]) -> None:
        """Keep `feed` fresh until `release`, whenever its screen is shown."""
        self._feeds.append(feed)
        if not self.is_resting:
            self._session.hold(feed, self._interval_seconds)

    def release(self, feed: Feed[Any]) -> None:
        """Give back one `hold`."""
        self._feeds.remove(feed)
        if not self.is_resting:
            self._session.release(feed, self._interval_seconds)

    def replace(self, wanted: Iterable[Feed[Any]]) -> None:
        """Hold `wanted` and nothing else; what stays is never let go meanwhile."""
        before = tuple(self._feeds)
        for feed in wanted:
            self.hold(feed)
        for feed in before:
            self.release(feed)

    def rest(self) -> None:
        """Let everything go, until `wake`."""
        if not self.is_resting:
            self.is_resting = True
            for feed in self._feeds:
                self._session.release(feed, self._interval_seconds)

    def wake(self) -> None:
        """Hold everything again."""
        if self.is_resting:
            self.is_resting = False
            for feed in self._feeds:
                self._session.hold(feed, self._interval_seconds)
