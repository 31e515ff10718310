"""How kafkatui is connected: addresses, properties in effect, what it costs and what went wrong."""

from __future__ import annotations

import time
from collections.abc import Sequence
from typing import Any

from textual.widget import Widget

from kafkatui.model.observed import Observed
from kafkatui.model.place import Place, PlaceKind
from kafkatui.model.secrets import MASK
from kafkatui.model.target import Target
from kafkatui.session.client_versions import client_versions
from kafkatui.session.cluster_view import ClusterView
from kafkatui.session.feeds import METADATA, ZOOKEEPER, CapabilitiesFeed, ClientTrafficFeed, Feed, RightsFeed
from kafkatui.session.masked_values import CONNECTION
from kafkatui.tui.pages.base.scrolled_detail import ScrolledDetail
from kafkatui.tui.pages.base.table_pane import TableContent, TablePane
from kafkatui.view import numbers
from kafkatui.view.connection_table import CONNECTION_TABLE, connection_facts, fact_lines
from kafkatui.view.facts_table import Fact
from kafkatui.view.span import Span, Tone

SIDES = ("Kafka", "ZooKeeper")


class ConnectionPane(TablePane[Fact]):
    """Always has something to say: what is not known stands there with its reason. Below it all of the cursor's row."""

    part = CONNECTION

    folds_details = has_row_detail = True

    shows_without_kafka = True

    def __init__(self, session: ClusterView, place: Place) -> None:
        super().__init__(session, place, CONNECTION_TABLE)
        self._versions = client_versions()
        self._detail = ScrolledDetail()

    def details(self) -> Sequence[Widget]:
        return (self._detail,)

    def show_details(self) -> None:
        row = self.cursor_row
        if row is None:
            self._detail.tell("")
        else:
            self._detail.tell(row.name, fact_lines(row, self.what_next(row)))

    def feeds(self) -> tuple[Feed[Any], ...]:
        zookeeper = (ZOOKEEPER,) if self.session.profile.zookeeper is not None else ()
        return (METADATA, *zookeeper, CapabilitiesFeed(), RightsFeed(), ClientTrafficFeed())

    def content(self) -> TableContent[Fact]:
        facts = connection_facts(
            self.session.profile,
            self.session.metadata,
            self.session.link,
            self.session.observed(CapabilitiesFeed()),
            self.session.observed(ClientTrafficFeed()),
            self._versions,
            self.session.last_errors(),
            self.session.observed(RightsFeed()),
        )
        return TableContent(facts, Observed.ok(facts, time.time()))

    def foot(self, rows: Sequence[Fact]) -> Sequence[Span]:
        return [(f"since {numbers.clock(self.session.started_at_seconds)}", Tone.DIM)]

    def place_of(self, row: Fact) -> Place | None:
        if row.section == "ZooKeeper" or row.name == "ZooKeeper":
            return Place(self.session.profile.name, PlaceKind.ZOOKEEPER)
        return None

    def target_of(self, row: Fact) -> Target | None:
        """A property that is masked; all else is nothing that could be acted on."""
        is_masked = row.section in SIDES and MASK in row.value
        return Target(PlaceKind.CLUSTER, row.name, part=CONNECTION, setting=row.section) if is_masked else None

    def copied(self) -> tuple[str, str] | None:
        row = self.cursor_row
        return (f"{row.name}={row.value}", row.name) if row is not None else None
