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
from kafkatui.view.partition_detail import KnownRange, PartitionFacts, partition_lines


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
        self._histories: dict[int, RateHistory] = {}
        self._last_known: dict[int, KnownRange] = {}
        self._seen_sample_seconds = 0.0

    def show(self, row: PartitionRow, min_isr: str | None, sample: OffsetSample | None) -> None:
        """Show `row`; `sample` feeds the sparkline, one step for each new sample."""
        if sample is not None and sample.read_at_seconds > self._seen_sample_seconds:
            self._learn(sample)
        facts = PartitionFacts(
            row=row,
            brokers={presence.broker.id: presence for presence in self._session.brokers()},
            min_insync_replicas=int(min_isr) if min_isr else None,
            history=self._histories.get(row.partition.id, RateHistory()),
            groups=groups_at((self._topic, row.partition.id), self._session.observed(GroupsFeed())),
            last_known=self._last_known.get(row.partition.id),
            now_seconds=time.time(),
        )
        self.border_title = f"Partition {row.partition.id}"
        path = f"/brokers/topics/{self._topic}/partitions/{row.partition.id}/state"
        self.border_subtitle = f"x {path}" if self._session.link.state is LinkState.LINKED else ""
        lines = partition_lines(facts)
        self.update(Content("\n").join(to_content(line) for line in lines))

    def _learn(self, sample: OffsetSample) -> None:
        self._seen_sample_seconds = sample.read_at_seconds
        for (topic, number), offsets in sample.ranges.items():
            if offsets.count is not None:
                self._last_known[number] = KnownRange(offsets, sample.read_at_seconds)
            if sample.rates or number in self._histories:
                rate = sample.rates.get((topic, number))
                self._histories[number] = self._histories.get(number, RateHistory()).append(rate)
