"""How much clients may."""

from __future__ import annotations

from typing import Any

from kafkatui.model.place import Place, PlaceKind
from kafkatui.model.quota import Quota
from kafkatui.model.target import Target
from kafkatui.session.cluster_view import ClusterView
from kafkatui.session.feeds import Feed, QuotasFeed
from kafkatui.tui.pages.base.table_pane import TableContent, TablePane
from kafkatui.view.quotas_table import QUOTAS_TABLE

EMPTY = "No quotas: clients may send and fetch as much as they can; c sets some."


class QuotasPane(TablePane[Quota]):
    """One line for each quota that is set."""

    part = "quota"

    def __init__(self, session: ClusterView, place: Place) -> None:
        super().__init__(session, place, QUOTAS_TABLE)

    def feeds(self) -> tuple[Feed[Any], ...]:
        return (QuotasFeed(),)

    def content(self) -> TableContent[Quota]:
        observed = self.session.observed(QuotasFeed())
        return TableContent(observed.value or (), observed, EMPTY)

    def target_of(self, row: Quota) -> Target:
        return Target(PlaceKind.CLUSTER, row.text, part=self.part)

    def command(self) -> str | None:
        servers = self.session.profile.bootstrap_servers
        return f"kafka-configs.sh --bootstrap-server {servers} --describe --entity-type users --entity-type clients"
