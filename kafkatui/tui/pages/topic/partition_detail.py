"""The panel below a topic's partitions: the one under the cursor, explained."""

from __future__ import annotations

import time
from collections.abc import Sequence

from kafkatui.model.offset_sample import OffsetSample
from kafkatui.model.presence import LinkState
from kafkatui.model.rate_history import RateHistory
from kafkatui.report.partition_groups import GroupAtPartition, groups_at
from kafkatui.report.partitions import PartitionRow
from kafkatui.session.cluster_view import ClusterView
from kafkatui.session.feeds import GroupsFeed
from kafkatui.tui.pages.base.row_detail import Detail, RowDetail
from kafkatui.view.partition_detail import LABEL_WIDTH, PartitionFacts, partition_lines
from kafkatui.view.partitions_table import PARTITIONS_TABLE

NO_HISTORY = RateHistory()


class PartitionDetail(RowDetail):
    """Leader, in-sync replicas, rate and groups of one partition.

    Args:
        topic: whose partitions these are.
    """

    def __init__(self, session: ClusterView, topic: str) -> None:
        super().__init__()
        self._session = session
        self._topic = topic

    def show_partition(self, row: PartitionRow, min_isr: str | None, sample: OffsetSample | None) -> None:
        """Show `row`; `sample` remembers its rates and what of it could be read last."""
        groups = groups_at((self._topic, row.partition.id), self._session.observed(GroupsFeed()))
        minimum = int(min_isr) if min_isr else None
        facts = partition_facts(self._session, row, minimum, sample, groups)
        step = PARTITIONS_TABLE.next_step(row)
        path = f"/brokers/topics/{self._topic}/partitions/{row.partition.id}/state"
        foot = f"x {path}" if self._session.link.state is LinkState.LINKED else ""
        title, lines = f"Partition {row.partition.id}", partition_lines(facts)
        self.show(Detail(title, lines, foot, next_step=step, label_width=LABEL_WIDTH))


def partition_facts(
    session: ClusterView,
    row: PartitionRow,
    min_isr: int | None,
    sample: OffsetSample | None,
    groups: Sequence[GroupAtPartition] | None,
) -> PartitionFacts:
    """What is known of a partition.

    Args:
        sample: remembers its rates and what of it could be read last.
        groups: that read it; None where that is not looked at.
    """
    key = (row.partition.topic, row.partition.id)
    return PartitionFacts(
        row=row,
        brokers={presence.broker.id: presence for presence in session.brokers()},
        min_insync_replicas=min_isr,
        history=sample.rate_histories.get(key, NO_HISTORY) if sample else NO_HISTORY,
        groups=groups,
        last_known=sample.last_known.get(key) if sample else None,
        now_seconds=time.time(),
        changes=session.partition_histories.get(key, ()),
    )
