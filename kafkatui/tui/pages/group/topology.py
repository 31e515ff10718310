"""What a streams group's application is made of."""

from __future__ import annotations

from collections.abc import Sequence

from kafkatui.model.observed import ObservedState
from kafkatui.model.place import Place, PlaceKind
from kafkatui.report.topology import TopologyRow, no_topology_words, topology_rows
from kafkatui.session.cluster_view import ClusterView
from kafkatui.tui.pages.base.table_pane import TableContent
from kafkatui.tui.pages.group.group_pane import GroupPane
from kafkatui.view.span import Span, Tone
from kafkatui.view.topology_table import TOPOLOGY_TABLE


class GroupTopologyPane(GroupPane[TopologyRow]):
    """Subtopologies with the topics they read, write and keep state in."""

    def __init__(self, session: ClusterView, place: Place) -> None:
        super().__init__(session, place, TOPOLOGY_TABLE)

    def content(self) -> TableContent[TopologyRow]:
        observed = self.sample
        if observed.value is None:
            return TableContent((), observed)
        group = observed.value.group
        return TableContent(topology_rows(group, self.session.metadata.value), observed, no_topology_words(group))

    def foot(self, rows: Sequence[TopologyRow]) -> Sequence[Span]:
        if self.sample.state is ObservedState.STALE:
            return ()  # why the rows are old needs the room
        missing = sum(row.is_missing for row in rows)
        parts: list[Span] = [(f"✗ {missing:,} missing", Tone.BAD)] if missing else []
        sample = self.sample.value
        if sample is not None and (topology := sample.group.topology) is not None:
            count = len(topology.subtopologies)
            parts.append((f"{count:,} {'subtopology' if count == 1 else 'subtopologies'}", Tone.DIM))
            parts.append((f"epoch {topology.epoch}", Tone.DIM))
        return [*self.state_spans(), *parts]

    def place_of(self, row: TopologyRow) -> Place | None:
        return Place(self.session.profile.name, PlaceKind.TOPIC, row.topic.name)

    def topic_name(self) -> str | None:
        return self.cursor_row.topic.name if self.cursor_row else None
