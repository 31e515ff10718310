"""The ZooKeeper server in use, the session, and whether this is the cluster's ZooKeeper."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from kafkatui.model.observed import Observed
from kafkatui.model.place import Place
from kafkatui.session.cluster_view import ClusterView
from kafkatui.session.feeds import METADATA, ZOOKEEPER, Feed
from kafkatui.tui.pages.base.table_pane import TableContent, TablePane
from kafkatui.tui.pages.znode.zookeeper_absence import absence_of
from kafkatui.view import numbers
from kafkatui.view.facts_table import Fact
from kafkatui.view.span import Span, Tone
from kafkatui.view.zookeeper_facts import ZOOKEEPER_TABLE, zookeeper_facts


class ZooKeeperServerPane(TablePane[Fact]):
    """One fact a line, with what it means."""

    def __init__(self, session: ClusterView, place: Place) -> None:
        super().__init__(session, place, ZOOKEEPER_TABLE)

    def feeds(self) -> tuple[Feed[Any], ...]:
        return () if self.session.profile.zookeeper is None else (ZOOKEEPER, METADATA)

    def content(self) -> TableContent[Fact]:
        status = self.session.zookeeper
        metadata = self.session.metadata.value
        facts = zookeeper_facts(status, self.session.link, metadata.cluster_id if metadata else None)
        if facts:
            return TableContent(facts, status)
        if self.session.profile.zookeeper is None:
            return TableContent((), Observed.not_supported(absence_of(self.session)))
        return TableContent((), Observed(status.state, None, status.as_of_seconds, status.reason))

    def foot(self, rows: Sequence[Fact]) -> Sequence[Span]:
        as_of = self.session.zookeeper.as_of_seconds
        return [(f"as of {numbers.clock(as_of)}", Tone.DIM)] if rows and as_of else []

    def copied(self) -> tuple[str, str] | None:
        row = self.cursor_row
        return (row.value, row.name) if row is not None else None

    def command(self) -> str | None:
        status = self.session.zookeeper.value
        if status is None or not status.server:
            return None
        host, _, port = status.server.rpartition(":")
        return f"echo srvr | nc {host} {port}"
