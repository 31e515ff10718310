"""The panel below a topic's partitions: the one under the cursor, explained."""

from __future__ import annotations

import time

from textual.content import Content
from textual.widgets import Static

from kafkatui.model.offset_sample import OffsetSample
from kafkatui.model.presence import LinkState
from kafkatui.model.rate_history import RateHistory
from kafkatui.report.partition_groups import groups_at
from kafkatui.report.partitions import PartitionRow
from kafkatui.session.cluster_view import ClusterView
from kafkatui.session.feeds import GroupsFeed
from kafkatui.tui.content import to_content
from kafkatui.view.partition_detail import PartitionFacts, partition_lines

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
        key = (self._topic, row.partition.id)
        facts = PartitionFacts(
            row=row,
            brokers={presence.broker.id: presence for presence in self._session.brokers()},
            min_insync_replicas=int(min_isr) if min_isr else None,
            history=sample.rate_histories.get(key, NO_HISTORY) if sample else NO_HISTORY,
            groups=groups_at(key, self._session.observed(GroupsFeed())),
            last_known=sample.last_known.get(key) if sample else None,
            now_seconds=time.time(),
            changes=self._session.partition_histories.get(key, ()),
        )
        self.border_title = f"Partition {row.partition.id}"
        path = f"/brokers/topics/{self._topic}/partitions/{row.partition.id}/state"
        self.border_subtitle = f"x {path}" if self._session.link.state is LinkState.LINKED else ""
        lines = partition_lines(facts)
        self.update(Content("\n").join(to_content(line) for line in lines))
