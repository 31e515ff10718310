"""A broker's configuration."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from kafkatui.insight.counterparts import znode_place
from kafkatui.model.config_entry import ConfigEntry
from kafkatui.model.observed import Observed
from kafkatui.model.place import Place, PlaceKind
from kafkatui.session.feeds import BrokerConfigFeed, Feed
from kafkatui.tui.pages.base.config_pane import ConfigPane


class BrokerConfigPane(ConfigPane):
    """Each property with its source, read-only and sensitive ones marked."""

    def feeds(self) -> tuple[Feed[Any], ...]:
        return (BrokerConfigFeed(int(self.place.name)),)

    def entries(self) -> Observed[Sequence[ConfigEntry]]:
        return self.session.observed(BrokerConfigFeed(int(self.place.name))).map(tuple)

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
