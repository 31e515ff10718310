"""The configuration of topics as a page reads it: some topics at a time."""

from __future__ import annotations

from collections.abc import Iterable

from kafkatui.model.config_entry import ConfigEntry
from kafkatui.model.observed import Observed
from kafkatui.report.topics import Configs
from kafkatui.session.cluster_view import ClusterView
from kafkatui.session.feeds import TopicConfigsFeed


class LearnedConfigs:
    """What was read of topics so far, each as well known as it was when it was read last.

    Attributes:
        known: by topic; another mapping whenever something in it changed.
    """

    def __init__(self) -> None:
        self.known: Configs = {}
        self._seen: dict[TopicConfigsFeed, object] = {}

    def learn(self, session: ClusterView, feeds: Iterable[TopicConfigsFeed]) -> Configs:
        """Take over what `feeds` give now."""
        news: dict[str, Observed[tuple[ConfigEntry, ...]]] = {}
        seen: dict[TopicConfigsFeed, object] = {}
        for feed in feeds:
            observed = session.observed(feed)
            seen[feed] = observed
            if observed is self._seen.get(feed) or not (observed.has_value or observed.reason):
                continue
            for name in feed.topics:
                entries = observed.value.get(name) if observed.value is not None else None
                if entries is not None or name not in self.known:
                    news[name] = Observed(observed.state, entries, observed.as_of_seconds, observed.reason)
        self._seen = seen
        if news:
            self.known = {**self.known, **news}
        return self.known
