"""The panel below a topic's partitions: the one under the cursor, explained."""

from __future__ import annotations

import time
from collections.abc import Sequence

from textual.content import Content
from textual.widgets import Static

from kafkatui.model.offset_sample import OffsetSample
from kafkatui.model.presence import LinkState
from kafkatui.model.rate_history import RateHistory
from kafkatui.report.partition_groups import GroupAtPartition, groups_at
from kafkatui.report.partitions import PartitionRow
from kafkatui.session.cluster_view import ClusterView
from kafkatui.session.feeds import GroupsFeed
from kafkatui.tui.content import to_content
from kafkatui.view.next_steps import next_lines
from kafkatui.view.partition_detail import LABEL_WIDTH, PartitionFacts, partition_lines
from kafkatui.view.partitions_table import PARTITIONS_TABLE

NO_HISTORY = RateHistory()


class PartitionDetail(Static):
    """Leader, in-sync replicas, rate and groups of one partition.

    Args:
        topic: whose partitions these are.
    """

    DEFAULT_CSS = """
    PartitionDetail { height: 1fr; width: 1fr; border: round $border; border-title-color: $dim;
                      border-subtitle-color: $dim; padding: 0 1; }
    """

    def __init__(self, session: ClusterView, topic: str) -> None:
        super().__init__(markup=False)
        self._session = session
        self._topic = topic

    def show(self, row: PartitionRow, min_isr: str | None, sample: OffsetSample | None) -> None:
        """Show `row`; `sample` remembers its rates and what of it could be read last."""
        groups = groups_at((self._topic, row.partition.id), self._session.observed(GroupsFeed()))
        minimum = int(min_isr) if min_isr else None
        facts = partition_facts(self._session, row, minimum, sample, groups)
        step = PARTITIONS_TABLE.next_step(row)
        self.border_title = f"Partition {row.partition.id}"
        path = f"/brokers/topics/{self._topic}/partitions/{row.partition.id}/state"
        self.border_subtitle = f"x {path}" if self._session.link.state is LinkState.LINKED else ""
        lines = [*next_lines(step, LABEL_WIDTH, self.content_size.width), *partition_lines(facts)]
        self.update(Content("\n").join(to_content(line) for line in lines))


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
