"""The configurations that a page of the whole cluster goes by: other ones as topics come, go and lose replicas."""

from __future__ import annotations

from collections.abc import Callable

from kafkatui.session.feeds import TopicConfigsFeed


class FollowedConfigs:
    """What is read of them now.

    Attributes:
        feeds: the one feed that they are read by; none where nothing is wanted.
    """

    def __init__(self, hold_feeds: Callable[[], None]) -> None:
        """
        Args:
            hold_feeds: called once `feeds` are others.
        """
        self.feeds: tuple[TopicConfigsFeed, ...] = ()
        self._hold_feeds = hold_feeds

    def follow(self, topics: tuple[str, ...]) -> None:
        """Read those of `topics` from now on."""
        wanted = (TopicConfigsFeed(topics),) if topics else ()
        if wanted != self.feeds:
            self.feeds = wanted
            self._hold_feeds()
