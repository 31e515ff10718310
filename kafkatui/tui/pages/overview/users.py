"""Who can log in with SCRAM."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from kafkatui.model.place import Place, PlaceKind
from kafkatui.model.scram import ScramCredential
from kafkatui.model.target import Target
from kafkatui.session.cluster_view import ClusterView
from kafkatui.session.feeds import Feed, ScramCredentialsFeed
from kafkatui.tui.pages.base.table_pane import TableContent, TablePane
from kafkatui.view.span import Span, Tone
from kafkatui.view.users_table import USERS_TABLE

EMPTY = "No SCRAM users; c sets one. (Who logs in with a certificate, PLAIN or a token is listed nowhere.)"


class UsersPane(TablePane[ScramCredential]):
    """One line for each mechanism of each user."""

    part = "SCRAM user"

    def __init__(self, session: ClusterView, place: Place) -> None:
        super().__init__(session, place, USERS_TABLE)

    def feeds(self) -> tuple[Feed[Any], ...]:
        return (ScramCredentialsFeed(),)

    def content(self) -> TableContent[ScramCredential]:
        observed = self.session.observed(ScramCredentialsFeed())
        return TableContent(observed.value or (), observed, EMPTY)

    def foot(self, rows: Sequence[ScramCredential]) -> Sequence[Span]:
        users = len({row.user for row in rows})
        return [(f"{users:,} user{'s' if users != 1 else ''}", Tone.DIM)]

    def target_of(self, row: ScramCredential) -> Target:
        return Target(PlaceKind.CLUSTER, row.text, part=self.part)

    def copied(self) -> tuple[str, str] | None:
        row = self.cursor_row
        return (row.user, "user") if row is not None else None

    def command(self) -> str | None:
        servers = self.session.profile.bootstrap_servers
        return f"kafka-configs.sh --bootstrap-server {servers} --describe --entity-type users"
