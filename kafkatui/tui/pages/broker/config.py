"""A broker's configuration."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from kafkatui.insight.counterparts import znode_place
from kafkatui.model.config_entry import ConfigEntry
from kafkatui.model.observed import Observed
from kafkatui.model.place import Place, PlaceKind
from kafkatui.model.setting import Settings
from kafkatui.report.config_explained import ExplainedRow, explained_rows
from kafkatui.session.cluster_view import ClusterView
from kafkatui.session.feeds import METADATA, BrokerConfigFeed, CapabilitiesFeed, Feed
from kafkatui.session.feeds.settings import BrokerDocumentationFeed, BrokerSettingsFeed
from kafkatui.tui.pages.base.config_pane import ConfigPane
from kafkatui.view.broker_absence import gone_sentence


class BrokerConfigPane(ConfigPane):
    """Each property with its source, read-only and sensitive ones marked."""

    def __init__(self, session: ClusterView, place: Place) -> None:
        super().__init__(session, place)
        self._gone = ""

    def feeds(self) -> tuple[Feed[Any], ...]:
        broker_id = int(self.place.name)
        told = (BrokerConfigFeed(broker_id), BrokerSettingsFeed(broker_id), BrokerDocumentationFeed(broker_id))
        return (METADATA, CapabilitiesFeed(), *self.registered(), *(() if self._gone else told))

    def show(self) -> None:
        """A broker that is gone is not asked: every request would wait for its time-out."""
        was_gone, self._gone = self._gone, gone_sentence(int(self.place.name), self.session.brokers())
        if bool(was_gone) != bool(self._gone):
            self.hold_feeds()
        super().show()

    def entries(self) -> Observed[Sequence[ConfigEntry]]:
        known = self.session.observed(BrokerConfigFeed(int(self.place.name))).map(_as_sequence)
        return known.failing(self._gone, self.session.metadata.as_of_seconds or 0.0) if self._gone else known

    def explained(self, entries: Sequence[ConfigEntry]) -> list[ExplainedRow]:
        layers, documentation = self.explained_from()
        return explained_rows(entries, "broker", self.generation, layers, documentation)

    def explained_from(self) -> tuple[Settings | None, Settings | None]:
        broker_id = int(self.place.name)
        layers = self.session.observed(BrokerSettingsFeed(broker_id)).value
        return layers, self.session.observed(BrokerDocumentationFeed(broker_id)).value

    def counterpart(self) -> Place | None:
        if not self.is_linked:
            return None
        return znode_place(self.session.profile.name, PlaceKind.BROKER, self.place.name)

    def command(self) -> str | None:
        servers = self.session.profile.bootstrap_servers
        return (
            f"kafka-configs.sh --bootstrap-server {servers} --entity-type brokers --entity-name {self.place.name} "
            "--describe --all"
        )


def _as_sequence(entries: Sequence[ConfigEntry]) -> Sequence[ConfigEntry]:
    return entries
