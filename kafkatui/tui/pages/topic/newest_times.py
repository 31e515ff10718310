"""When the newest records of the topics in view were made; what was in view before stays known."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from kafkatui.model.capabilities import Capability
from kafkatui.model.observed import Observed
from kafkatui.session.cluster_view import ClusterView
from kafkatui.session.feeds import CapabilitiesFeed, Feed, NewestRecordsFeed

Times = Mapping[str, int | None]


class NewestTimes:
    """Asks for the topics in view, of brokers that can tell.

    Args:
        session: the cluster.
    """

    def __init__(self, session: ClusterView) -> None:
        self._session = session
        self._feed: NewestRecordsFeed | None = None
        self._seen: Observed[Times] = Observed.unknown()
        self._known: Observed[Times] = Observed.unknown()
        self._is_known_whether = False

    def ask(self, names: tuple[str, ...]) -> bool:
        """Read those of `names` from now on; whether that are others than before."""
        wanted = NewestRecordsFeed(names) if names else None
        is_other, self._feed = wanted != self._feed, wanted
        return is_other

    def has_become_known(self) -> bool:
        """Whether it is known only since the last call what the brokers can tell: then other feeds are to be held."""
        is_first = not self._is_known_whether and self._session.observed(CapabilitiesFeed()).value is not None
        self._is_known_whether = self._is_known_whether or is_first
        return is_first

    def feeds(self) -> tuple[Feed[Any], ...]:
        """What is read for it."""
        capabilities = self._session.observed(CapabilitiesFeed()).value
        can_tell = capabilities is not None and capabilities.has(Capability.NEWEST_TIMES)
        newest = (self._feed,) if self._feed is not None and can_tell else ()
        return (CapabilitiesFeed(), *newest)

    def times(self) -> Observed[Times]:
        """Unix milliseconds by topic; the same object again while nothing else was read."""
        capabilities = self._session.observed(CapabilitiesFeed()).value
        if capabilities is not None and (reason := capabilities.why_not(Capability.NEWEST_TIMES)):
            if self._known.reason != reason:
                self._known = Observed.not_supported(reason)
            return self._known
        observed: Observed[Times] = self._seen if self._feed is None else self._session.observed(self._feed)
        if observed is not self._seen and (observed.value is not None or observed.reason):
            self._seen = observed
            value = {**(self._known.value or {}), **(observed.value or {})}
            self._known = Observed(observed.state, value, observed.as_of_seconds, observed.reason)
        return self._known
