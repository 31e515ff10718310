"""KRaft's quorum: who votes, who follows, how far each is."""

from __future__ import annotations

import time
from collections.abc import Sequence
from typing import Any

from kafkatui.model.place import Place, PlaceKind
from kafkatui.report.quorum import QuorumRow, quorum_rows
from kafkatui.session.cluster_view import ClusterView
from kafkatui.session.feeds import METADATA, Feed, QuorumFeed
from kafkatui.tui.pages.base.table_pane import TableContent, TablePane
from kafkatui.view.quorum_table import QUORUM_TABLE, metadata_version_text
from kafkatui.view.span import Span, Tone


class QuorumPane(TablePane[QuorumRow]):
    """The leader, the voters, the observers; the foot has the epoch and the level of the metadata."""

    ages = True

    def __init__(self, session: ClusterView, place: Place) -> None:
        super().__init__(session, place, QUORUM_TABLE)

    def feeds(self) -> tuple[Feed[Any], ...]:
        return (QuorumFeed(),)

    def content(self) -> TableContent[QuorumRow]:
        observed = self.session.observed(QuorumFeed())
        rows = quorum_rows(observed.value, time.time()) if observed.value is not None else ()
        return TableContent(rows, observed, "The quorum has told of no node.")

    def foot(self, rows: Sequence[QuorumRow]) -> Sequence[Span]:
        quorum = self.session.observed(QuorumFeed()).value
        if quorum is None:
            return ()
        leader: Span = (f"leader {quorum.leader_id}", Tone.KAFKA)
        if quorum.leader_id is None:
            leader = ("no leader: metadata cannot change", Tone.BAD)
        parts: list[Span] = [leader, (f"epoch {quorum.leader_epoch}", Tone.DIM)]
        if level := metadata_version_text(quorum.features):
            parts.append((level, Tone.DIM))
        return parts

    def place_of(self, row: QuorumRow) -> Place | None:
        """The broker, where the node is one."""
        metadata = self.session.observed(METADATA).value
        if metadata is None or row.replica.node_id not in metadata.brokers:
            return None
        return Place(self.session.profile.name, PlaceKind.BROKER, str(row.replica.node_id))

    def command(self) -> str | None:
        servers = self.session.profile.bootstrap_servers
        return f"kafka-metadata-quorum.sh --bootstrap-server {servers} describe --replication"
