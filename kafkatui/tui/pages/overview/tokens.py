"""Delegation tokens: logins that users have handed to others."""

from __future__ import annotations

from typing import Any

from kafkatui.model.delegation_token import DelegationToken
from kafkatui.model.place import Place, PlaceKind
from kafkatui.model.target import Target
from kafkatui.session.cluster_view import ClusterView
from kafkatui.session.feeds import DelegationTokensFeed, Feed
from kafkatui.tui.pages.base.table_pane import TableContent, TablePane
from kafkatui.view.tokens_table import TOKENS_TABLE

EMPTY = "No delegation tokens that this login may see; c makes one."


class TokensPane(TablePane[DelegationToken]):
    """One line for each token, the next to expire first."""

    part = "token"

    def __init__(self, session: ClusterView, place: Place) -> None:
        super().__init__(session, place, TOKENS_TABLE)

    def feeds(self) -> tuple[Feed[Any], ...]:
        return (DelegationTokensFeed(),)

    def content(self) -> TableContent[DelegationToken]:
        observed = self.session.observed(DelegationTokensFeed())
        return TableContent(observed.value or (), observed, EMPTY)

    def target_of(self, row: DelegationToken) -> Target:
        return Target(PlaceKind.CLUSTER, row.token_id, part=self.part)

    def copied(self) -> tuple[str, str] | None:
        row = self.cursor_row
        return (row.token_id, "token's id") if row is not None else None

    def command(self) -> str | None:
        servers = self.session.profile.bootstrap_servers
        return f"kafka-delegation-tokens.sh --bootstrap-server {servers} --command-config client.properties --describe"
