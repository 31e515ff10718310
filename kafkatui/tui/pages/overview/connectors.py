"""The connectors of the cluster's Kafka Connect."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from kafkatui.codec.decoded import Part
from kafkatui.model.connector import Connector, ConnectorDetail
from kafkatui.model.place import Place, PlaceKind
from kafkatui.model.target import Target
from kafkatui.report.registry_relations import connector_relations
from kafkatui.report.relations import RelationReadings, RelationRow
from kafkatui.session.cluster_view import ClusterView
from kafkatui.session.decoding import Reading
from kafkatui.session.feeds import METADATA, ConnectorsFeed, Feed, GroupsFeed, SubjectsFeed
from kafkatui.tui.pages.base.detailed_pane import DetailedPane
from kafkatui.tui.pages.base.row_detail import Detail
from kafkatui.tui.pages.base.table_pane import TableContent
from kafkatui.tui.pages.base.tied_pane import TiedPane
from kafkatui.tui.widgets.long_work import LongWork
from kafkatui.view.connector_detail import connector_lines
from kafkatui.view.connectors_table import CONNECTORS_TABLE
from kafkatui.view.span import Span, Tone

EMPTY = "No connectors; a creates the first."
PART = "connector"


class ConnectorsPane(TiedPane[Connector], DetailedPane[Connector]):
    """Enter shows all of a connector: tasks, the traces of what failed, configuration, offsets; below, its tasks."""

    shows_without_kafka = True

    ages = True

    ties_to = (GroupsFeed(), SubjectsFeed())

    def __init__(self, session: ClusterView, place: Place) -> None:
        super().__init__(session, place, CONNECTORS_TABLE)
        self.table.opens = True
        self._opening = LongWork(self)

    def feeds(self) -> tuple[Feed[Any], ...]:
        return (ConnectorsFeed(), METADATA, *self.tied_feeds)

    def content(self) -> TableContent[Connector]:
        observed = self.session.observed(ConnectorsFeed())
        return TableContent(observed.value.connectors if observed.value else (), observed, EMPTY)

    def detail(self, row: Connector) -> Detail:
        return Detail(row.address, connector_lines(row), "⏎ all of it", next_at=1)

    def foot(self, rows: Sequence[Connector]) -> Sequence[Span]:
        parts: list[Span] = []
        if failed := sum(row.is_failed for row in rows):
            parts.append((f"{failed} with failures: ⏎ says why, R restarts", Tone.BAD))
        known = self.session.observed(ConnectorsFeed()).value
        parts += [(f"{name}: {reason}", Tone.WARNING) for name, reason in (known.silent if known else {}).items()]
        return parts

    def targets(self) -> tuple[Target, ...]:
        """Without a connector, one that is still to be named."""
        return super().targets() if self.cursor_row is not None else (Target(PlaceKind.CLUSTER, part=PART),)

    def target_of(self, row: Connector) -> Target:
        return Target(PlaceKind.CLUSTER, row.address, part=PART)

    def relations_of(self, key: str, readings: RelationReadings) -> Sequence[RelationRow]:
        return connector_relations(key, readings)

    def topic_name(self) -> str | None:
        """The first topic of the connector under the cursor that the cluster has."""
        row, metadata = self.cursor_row, self.session.observed(METADATA).value
        if row is None or metadata is None:
            return None
        return next((topic for topic in row.topics if topic in metadata.topics), None)

    def open_row(self, row: Connector) -> None:
        """Read all of it in a task, and show it."""
        context = self.session.actions.context

        def show(detail: ConnectorDetail | None) -> None:
            if detail is not None:
                from kafkatui.tui.screens.connector import ConnectorScreen

                reader = self.session.decoding.reader_named(Reading("", Part.VALUE, "connector"), "text")
                self.app.push_screen(ConnectorScreen(detail, reader))

        self._opening.start(f"Read {row.address}", lambda _: context.connectors().detail(row.address), show)

    def command(self) -> str | None:
        return "kafkatui connect list"
