"""What one broker leads and follows."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from kafkatui.insight.counterparts import znode_place
from kafkatui.model.observed import Observed, ObservedState
from kafkatui.model.place import Place, PlaceKind
from kafkatui.model.target import Target
from kafkatui.report.broker_partitions import BrokerPartitionRow, broker_partition_rows, led_count
from kafkatui.session.cluster_view import ClusterView
from kafkatui.session.feeds import METADATA, Feed, LogDirsFeed
from kafkatui.tui.pages.base.table_pane import TableContent, TablePane
from kafkatui.view.broker_partitions_table import BROKER_PARTITIONS_TABLE
from kafkatui.view.column import SIZE_CELLS
from kafkatui.view.span import Span, Tone


class BrokerPartitionsPane(TablePane[BrokerPartitionRow]):
    """Replicas on one broker, with what it leads set off."""

    def __init__(self, session: ClusterView, place: Place) -> None:
        super().__init__(session, place, BROKER_PARTITIONS_TABLE.reserving(size=SIZE_CELLS, role=11, isr=7))
        self._broker_id = int(place.name)

    def feeds(self) -> tuple[Feed[Any], ...]:
        return (METADATA, LogDirsFeed())

    def content(self) -> TableContent[BrokerPartitionRow]:
        metadata = self.session.metadata
        if metadata.value is None:
            return TableContent((), metadata)
        if all(presence.broker.id != self._broker_id for presence in self.session.brokers()):
            reason = f"No broker {self._broker_id} is in the metadata or in any replica list."
            return TableContent((), Observed(ObservedState.FAILED, None, metadata.as_of_seconds, reason))
        rows = broker_partition_rows(
            metadata.value,
            self._broker_id,
            log_dirs=self.session.observed(LogDirsFeed()),
            unreachable=self.session.unreachable,
        )
        return TableContent(rows, metadata, f"Broker {self._broker_id} keeps no partitions.")

    def foot(self, rows: Sequence[BrokerPartitionRow]) -> Sequence[Span]:
        led = led_count(rows)
        return [(f"leads {led:,}", Tone.DIM), (f"follows {len(rows) - led:,}", Tone.DIM)]

    def place_of(self, row: BrokerPartitionRow) -> Place | None:
        partition = row.partition
        return Place(self.session.profile.name, PlaceKind.TOPIC, partition.topic, cursor=str(partition.id))

    def counterpart(self) -> Place | None:
        if not self.is_linked:
            return None
        return znode_place(self.session.profile.name, PlaceKind.BROKER, self.place.name)

    def target_of(self, row: BrokerPartitionRow) -> Target:
        return Target(PlaceKind.TOPIC, row.partition.topic, row.partition.id)

    def topic_name(self) -> str | None:
        return self.cursor_row.partition.topic if self.cursor_row else None
