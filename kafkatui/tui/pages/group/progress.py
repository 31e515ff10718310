"""How far a group is, partition by partition, and how it does in all."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from textual.app import ComposeResult
from textual.content import Content
from textual.widgets import Static

from kafkatui.model.group_samples import GroupSample
from kafkatui.model.lag import PartitionProgress
from kafkatui.model.observed import ObservedState
from kafkatui.model.place import Place, PlaceKind
from kafkatui.model.replacing import replace
from kafkatui.report.consumption import ConsumptionRow, consumption_row
from kafkatui.report.progress import NO_RECORDS, consumed_per_second, sum_progress
from kafkatui.session.cluster_view import ClusterView
from kafkatui.session.feeds import Feed, UnreadRecordsFeed
from kafkatui.tui.content import to_content
from kafkatui.tui.pages.base.detailed_pane import DetailedPane
from kafkatui.tui.pages.base.row_detail import Detail
from kafkatui.tui.pages.base.table_pane import TableContent
from kafkatui.tui.pages.group.facts import lag_words
from kafkatui.tui.pages.group.group_pane import GroupPane
from kafkatui.tui.pages.topic.sought_record import place_cursor
from kafkatui.view import numbers
from kafkatui.view.column import COUNT_CELLS, RATE_CELLS
from kafkatui.view.next_steps import next_lines, verdict_step
from kafkatui.view.progress_detail import NO_PARTITION_TRACK, ProgressFacts, progress_lines
from kafkatui.view.progress_table import PROGRESS_EXPORT, PROGRESS_TABLE
from kafkatui.view.span import Span, Tone
from kafkatui.view.verdict_lines import verdict_lines

_ORDER = (
    "topic", "partition", "lag", "time_lag", "verdict", "committed", "end", "member", "eta", "rate", "produce_rate",
    "retained_share", "lost", "metadata",
)  # fmt: skip
"""What needs a person, and who reads, first: it is in view on narrow screens."""

NEXT_WIDTH = 6
"""Cells before what to do about the group."""

NAME_WIDTH = 20
"""Cells a topic's name keeps on a narrow screen."""

_TABLE = (
    replace(PROGRESS_TABLE, further=[PROGRESS_EXPORT.column(each) for each in ("backlog", "reason")])
    .with_columns(_ORDER)
    .with_min_width("topic", NAME_WIDTH)
    .reserving(
        lag=COUNT_CELLS, time_lag=8, verdict=16, committed=COUNT_CELLS, end=COUNT_CELLS, eta=6, rate=RATE_CELLS,
        produce_rate=RATE_CELLS,
    )
)  # fmt: skip


class GroupProgressPane(GroupPane[PartitionProgress], DetailedPane[PartitionProgress]):
    """Committed, end, lag, rates, verdict and member of every partition; above them the group's verdict, below them
    what is known of the partition under the cursor."""

    DEFAULT_CSS = """
    GroupProgressPane > .verdict { height: auto; max-height: 5; display: none;
                                 text-wrap: nowrap; text-overflow: ellipsis; }
    """

    def __init__(self, session: ClusterView, place: Place) -> None:
        super().__init__(session, place, _TABLE)
        self._unread = UnreadRecordsFeed(place.name)
        self._made: tuple[tuple[Any, ...], ConsumptionRow] | None = None
        self._summary = Static(markup=False, classes="verdict")

    def feeds(self) -> tuple[Feed[Any], ...]:
        return (*super().feeds(), self._unread)

    def compose(self) -> ComposeResult:
        yield self._summary
        yield from super().compose()

    def show(self) -> None:
        sample, self.said_above = self.sample.current, ""
        lines = self._summary_lines(sample) if sample is not None else []
        self._summary.update(Content("\n").join(to_content(line) for line in lines))
        self._summary.display = bool(lines)
        super().show()

    def _summary_lines(self, sample: GroupSample) -> Sequence[Sequence[Span]]:
        row = self._row(sample)
        first, *rest = verdict_lines(row, self.session.learned.groups.track(self.place.name).looks)
        self.said_above = step = verdict_step(row.verdict) if row.progress else ""
        return [first, *next_lines(step, NEXT_WIDTH, self.content_size.width), *rest]

    def detail(self, row: PartitionProgress) -> Detail:
        """What the row says, and what was seen of the partition since the group is looked at."""
        sample = self.sample.value
        track = self.session.learned.groups.track(self.place.name).partitions.get((row.topic, row.partition))
        facts = ProgressFacts(
            row,
            track or NO_PARTITION_TRACK,
            0 if row.member is None else len(row.member.assignment),
            sample.offsets.read_at_seconds if sample is not None else 0.0,
        )
        foot = "⏎ the partition · m records from here · e reset"
        return Detail(f"{row.topic}-{row.partition}", progress_lines(facts), foot, next_at=1)

    def content(self) -> TableContent[PartitionProgress]:
        observed = self.sample
        sample = observed.value
        if sample is None:
            return TableContent((), observed)
        rows = self._row(sample).progress
        empty = f"{self.place.name} has committed nothing and reads nothing."
        if sample.group.members:
            empty = f"{self.place.name} has members, but none of them reads a partition yet."
        return TableContent(rows, observed, empty)

    def _row(self, sample: GroupSample) -> ConsumptionRow:
        """Made once for the same readings: every repaint asks."""
        track = self.session.learned.groups.track(self.place.name)
        unread = self.session.observed(self._unread).value or NO_RECORDS
        sources = (sample, self.session.metadata.value, track, unread)
        if self._made is None or any(old is not new for old, new in zip(self._made[0], sources, strict=True)):
            self._made = (sources, consumption_row(*sources))
        return self._made[1]

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
