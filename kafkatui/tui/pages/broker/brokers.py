"""The list of brokers."""

from __future__ import annotations

import time
from typing import Any

from kafkatui.insight.counterparts import znode_place
from kafkatui.model.place import Place, PlaceKind
from kafkatui.model.target import Target
from kafkatui.report.broker_detail import broker_detail, troubles_by_broker
from kafkatui.report.brokers import BrokerRow, broker_rows
from kafkatui.report.derived import Derived
from kafkatui.session.cluster_view import ClusterView
from kafkatui.session.feeds import METADATA, Feed, LogDirsFeed, RegistrationsFeed
from kafkatui.tui.pages.base.detailed_pane import DetailedPane
from kafkatui.tui.pages.base.row_detail import Detail
from kafkatui.tui.pages.base.table_pane import TableContent
from kafkatui.view.broker_detail import LABEL_WIDTH, broker_lines
from kafkatui.view.brokers_table import BROKERS_TABLE, state_text

_ORDER = (
    "id", "address", "state", "controller", "leaders", "under_replicated", "out_of_sync", "replicas", "rack", "size",
    "registered",
)  # fmt: skip
"""Whether it is there, and what is wrong with it, first: that is in view on narrow screens."""

_TABLE = BROKERS_TABLE.with_columns(_ORDER).reserving(state=11, size=8, registered=19)


class BrokersPane(DetailedPane[BrokerRow]):
    """Every broker that is there or should be; below, the share of the one under the cursor and what is wrong."""

    ages = True

    def __init__(self, session: ClusterView, place: Place) -> None:
        super().__init__(session, place, _TABLE)
        self._troubles = Derived(troubles_by_broker)
        self._readings: tuple[object, object] = (None, None)
        self._made: tuple[tuple[int, str], Detail] = ((-1, ""), Detail())

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

    def detail(self, row: BrokerRow) -> Detail:
        """Made once for the same readings: all replicas on the broker are looked at, and ages drawn every second."""
        troubles = self._troubles.of(self.session.metadata).value
        log_dirs = self.session.observed(LogDirsFeed()).value
        readings, state = (troubles, log_dirs), (row.id, state_text(row))
        if any(old is not new for old, new in zip(self._readings, readings, strict=True)) or self._made[0] != state:
            self._readings = readings
            found = broker_detail(row, list(self.table.rows), log_dirs or (), troubles or {})
            lines, foot = broker_lines(found), "⏎ open · e configure"
            self._made = (state, Detail(f"broker {row.id}", lines, foot, next_at=1, label_width=LABEL_WIDTH))
        return self._made[1]

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
