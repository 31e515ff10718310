"""How far a group is, partition by partition."""

from __future__ import annotations

from collections.abc import Sequence

from kafkatui.model.lag import PartitionProgress
from kafkatui.model.observed import ObservedState
from kafkatui.model.place import Place, PlaceKind
from kafkatui.report.progress import consumed_per_second, progress_rows, sum_progress
from kafkatui.session.cluster_view import ClusterView
from kafkatui.tui.pages.base.table_pane import TableContent
from kafkatui.tui.pages.group.facts import lag_words
from kafkatui.tui.pages.group.group_pane import GroupPane
from kafkatui.tui.pages.topic.sought_record import place_cursor
from kafkatui.view import numbers
from kafkatui.view.progress_table import PROGRESS_TABLE
from kafkatui.view.span import Span, Tone

_ORDER = ("topic", "partition", "committed", "end", "lag", "eta", "rate", "produce_rate", "member", "metadata")

NAME_WIDTH = 20
"""Cells a topic's name keeps on a narrow screen."""

_TABLE = PROGRESS_TABLE.with_columns(_ORDER).with_min_width("topic", NAME_WIDTH)


class GroupProgressPane(GroupPane[PartitionProgress]):
    """Committed, end, lag, rates and member of every partition the group has to do with."""

    def __init__(self, session: ClusterView, place: Place) -> None:
        super().__init__(session, place, _TABLE)

    def content(self) -> TableContent[PartitionProgress]:
        observed = self.sample
        sample = observed.value
        if sample is None:
            return TableContent((), observed)
        rows = progress_rows(sample, self.session.metadata.value)
        empty = f"{self.place.name} has committed nothing and reads nothing."
        if sample.group.members:
            empty = f"{self.place.name} has members, but none of them reads a partition yet."
        return TableContent(rows, observed, empty)

    def foot(self, rows: Sequence[PartitionProgress]) -> Sequence[Span]:
        if self.sample.state is ObservedState.STALE:
            return ()  # why the rows are old needs the room
        parts: list[Span] = []
        if rows:
            total = sum_progress(rows)
            parts.append(lag_words(total))
            if total.backlog:
                parts.append((f"{numbers.count(total.backlog)} unread without a commit", Tone.WARNING))
        sample = self.sample.value
        rate = consumed_per_second(sample) if sample is not None else None
        if rate is not None:
            parts.append((f"{numbers.rate(rate)} msg/s", Tone.DIM))
        return [*parts, *self.state_spans()]

    def place_of(self, row: PartitionProgress) -> Place | None:
        cluster = self.session.profile.name
        return Place(cluster, PlaceKind.TOPIC, row.topic, tab="partitions", cursor=str(row.partition))

    def records_cursor(self) -> str:
        """The first record that the group has not committed yet."""
        row = self.cursor_row
        return "" if row is None or row.committed is None else place_cursor(row.partition, row.committed)

    def topic_name(self) -> str | None:
        return self.cursor_row.topic if self.cursor_row else None
