"""A broker's loggers and their levels."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from kafkatui.model.capabilities import Capability
from kafkatui.model.observed import Observed
from kafkatui.model.place import Place, PlaceKind
from kafkatui.model.target import Target
from kafkatui.report.log_levels import LogLevelRow, log_level_rows
from kafkatui.session.cluster_view import ClusterView
from kafkatui.session.feeds import METADATA, CapabilitiesFeed, Feed
from kafkatui.session.feeds.settings import LogLevelsFeed
from kafkatui.tui.pages.base.table_pane import TableContent, TablePane
from kafkatui.view.broker_absence import gone_sentence
from kafkatui.view.log_levels_table import LOG_LEVELS_TABLE


class BrokerLogLevelsPane(TablePane[LogLevelRow]):
    """Loggers with the level in effect; none are asked for where brokers cannot tell."""

    def __init__(self, session: ClusterView, place: Place) -> None:
        super().__init__(session, place, LOG_LEVELS_TABLE)
        self._levels = LogLevelsFeed(int(place.name))
        self._is_asked = False

    def feeds(self) -> tuple[Feed[Any], ...]:
        return (METADATA, CapabilitiesFeed(), *((self._levels,) if self._is_asked else ()))

    def show(self) -> None:
        """A broker that is gone or too old is not asked."""
        was_asked, self._is_asked = self._is_asked, not self._gone and self._why_not == ""
        if was_asked != self._is_asked:
            self.hold_feeds()
        super().show()

    @property
    def _gone(self) -> str:
        return gone_sentence(int(self.place.name), self.session.brokers())

    @property
    def _why_not(self) -> str | None:
        """Why brokers cannot tell; empty when they can, None while that is not known."""
        known = self.session.observed(CapabilitiesFeed()).value
        return None if known is None else known.why_not(Capability.LOG_LEVELS)

    def content(self) -> TableContent[LogLevelRow]:
        levels: Observed[Mapping[str, str]] = self.session.observed(self._levels)
        if why_not := self._why_not:
            levels = Observed.not_supported(why_not)
        elif gone := self._gone:
            levels = levels.failing(gone, self.session.metadata.as_of_seconds or 0.0)
        elif self._why_not is None:
            capabilities = self.session.observed(CapabilitiesFeed())
            levels = Observed(capabilities.state, None, capabilities.as_of_seconds, capabilities.reason)
        empty = (
            "The broker tells of no loggers: it logs with something other than log4j, which is what Kafka can change."
        )
        return TableContent(log_level_rows(levels.value or {}), levels, empty)

    def target_of(self, row: LogLevelRow) -> Target:
        return Target(PlaceKind.BROKER, self.place.name, part="logger", setting=row.logger)

    def command(self) -> str | None:
        servers = self.session.profile.bootstrap_servers
        return (
            f"kafka-configs.sh --bootstrap-server {servers} --entity-type broker-loggers "
            f"--entity-name {self.place.name} --describe"
        )
