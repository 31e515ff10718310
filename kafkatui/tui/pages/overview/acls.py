"""Who may do what to what."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from kafkatui.model.acl import ANY, Acl
from kafkatui.model.place import Place, PlaceKind
from kafkatui.model.target import Target
from kafkatui.session.cluster_view import ClusterView
from kafkatui.session.feeds import AclsFeed, Feed
from kafkatui.tui.pages.base.table_pane import TableContent, TablePane
from kafkatui.view.acls_table import ACLS_TABLE
from kafkatui.view.span import Span, Tone

EMPTY = "No ACLs. The brokers' allow.everyone.if.no.acl.found decides who may do what; c creates some."

_PAGES = {"TOPIC": PlaceKind.TOPIC, "GROUP": PlaceKind.GROUP}


class AclsPane(TablePane[Acl]):
    """Every entry, by resource; sorted by principal it is the list of what each may do."""

    part = "ACL"

    def __init__(self, session: ClusterView, place: Place) -> None:
        super().__init__(session, place, ACLS_TABLE)

    def feeds(self) -> tuple[Feed[Any], ...]:
        return (AclsFeed(),)

    def content(self) -> TableContent[Acl]:
        observed = self.session.observed(AclsFeed())
        return TableContent(observed.value or (), observed, EMPTY)

    def foot(self, rows: Sequence[Acl]) -> Sequence[Span]:
        principals = len({row.principal for row in rows})
        parts: list[Span] = [(f"{principals:,} principal{'s' if principals != 1 else ''}", Tone.DIM)]
        if malformed := sum(row.is_malformed for row in rows):
            parts.append((f"{malformed} of nobody", Tone.WARNING))
        return parts

    def place_of(self, row: Acl) -> Place | None:
        """The topic or the group, where it is one."""
        kind = _PAGES.get(row.resource_type)
        if kind is None or row.pattern_type != "LITERAL" or row.resource == ANY:
            return None
        return Place(self.session.profile.name, kind, row.resource)

    def target_of(self, row: Acl) -> Target:
        return Target(PlaceKind.CLUSTER, row.text, part=self.part)

    def command(self) -> str | None:
        return f"kafka-acls.sh --bootstrap-server {self.session.profile.bootstrap_servers} --list"
