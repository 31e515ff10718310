"""The list of brokers."""

from __future__ import annotations

import time
from typing import Any

from kafkatui.insight.counterparts import znode_place
from kafkatui.model.place import Place, PlaceKind
from kafkatui.model.target import Target
from kafkatui.report.brokers import BrokerRow, broker_rows
from kafkatui.session.cluster_view import ClusterView
from kafkatui.session.feeds import METADATA, Feed, LogDirsFeed, RegistrationsFeed
from kafkatui.tui.pages.base.table_pane import TableContent, TablePane
from kafkatui.view.brokers_table import BROKERS_TABLE


class BrokersPane(TablePane[BrokerRow]):
    """Every broker that is there or should be."""

    ages = True

    def __init__(self, session: ClusterView, place: Place) -> None:
        super().__init__(session, place, BROKERS_TABLE)

    def feeds(self) -> tuple[Feed[Any], ...]:
        has_zookeeper = self.session.profile.zookeeper is not None
        return (METADATA, LogDirsFeed(), *((RegistrationsFeed(),) if has_zookeeper else ()))

    def content(self) -> TableContent[BrokerRow]:
        metadata = self.session.metadata
        if metadata.value is None:
            return TableContent((), metadata)
        rows = broker_rows(
            metadata.value,
            self.session.brokers(),
            time.time(),
            log_dirs=self.session.observed(LogDirsFeed()),
            registrations=self.session.observed(RegistrationsFeed()),
            link=self.session.link,
        )
        return TableContent(rows, metadata, "The metadata names no broker.")

    def place_of(self, row: BrokerRow) -> Place | None:
        return Place(self.session.profile.name, PlaceKind.BROKER, str(row.id))

    def counterpart(self) -> Place | None:
        row = self.cursor_row
        if row is None or not self.is_linked:
            return None
        return znode_place(self.session.profile.name, PlaceKind.BROKER, str(row.id))

    def target_of(self, row: BrokerRow) -> Target:
        return Target(PlaceKind.BROKER, str(row.id))

    def command(self) -> str | None:
        return f"kafka-broker-api-versions.sh --bootstrap-server {self.session.profile.bootstrap_servers}"
