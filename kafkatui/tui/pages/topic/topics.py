"""The list of topics."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from time import monotonic
from typing import Any

from textual import on
from textual.timer import Timer

from kafkatui.insight.counterparts import znode_place
from kafkatui.model.observed import Observed
from kafkatui.model.offset_sample import OffsetSample
from kafkatui.model.place import Place, PlaceKind
from kafkatui.model.target import Target
from kafkatui.model.task import TaskPhase
from kafkatui.report.topic_list import TopicList, derived_groups, derived_sizes
from kafkatui.report.topic_prefixes import PrefixRow
from kafkatui.report.topics import TopicReadings
from kafkatui.session.cluster_view import ClusterView
from kafkatui.session.feeds import (
    ALL_OFFSETS,
    METADATA,
    Feed,
    GroupsFeed,
    LogDirsFeed,
    OffsetsFeed,
    TopicConfigsFeed,
    TransactionsFeed,
)
from kafkatui.session.notice import FeedUpdated, Notice
from kafkatui.session.tasks import Task
from kafkatui.tui.chrome.filter_bar import FilterBar
from kafkatui.tui.chrome.mark_bar import MarkBar
from kafkatui.tui.key_command import KeyCommand, KeyCommands
from kafkatui.tui.messages import Failed, Hint
from kafkatui.tui.pages.base.detailed_pane import DetailedPane
from kafkatui.tui.pages.base.row_detail import Detail
from kafkatui.tui.pages.base.table_pane import TableContent
from kafkatui.tui.pages.topic.folding_table import FoldingTable
from kafkatui.tui.pages.topic.newest_times import NewestTimes
from kafkatui.tui.pages.topic.topic_detail import TopicDetails
from kafkatui.tui.pages.topic.topic_folds import TopicFolds
from kafkatui.tui.when_drawn import when_drawn
from kafkatui.tui.widgets.messages import LazySortRequested, RowsShown
from kafkatui.view import numbers
from kafkatui.view.first_steps import first_topic_words
from kafkatui.view.span import Span, Tone
from kafkatui.view.table import TableDefinition
from kafkatui.view.topic_prefixes_table import TOPIC_LINES_TABLE, TopicLine, prefix_lines

ALL_OFTEN_PARTITIONS = 2_000
"""Up to here the offsets of all partitions are read every two seconds; that costs 0.1 s of processor time."""

SHOW_SECONDS = 0.25
"""The list follows what is read at most so often."""

CONFIG_BATCH = 500
"""Topics whose configuration is asked for in one request when a sort needs all of them."""

CONFIG_FEEDS = 4
"""Scrolling asks for the rows that came into view; in more pieces than these, for all in view together."""

FOLDED_NAME_WIDTH = 28
"""Cells that a prefix with its count has on a narrow screen."""

NOTHING_FOLDS = "No two topics begin alike up to a . - or _ in their names."

SORTED_BY_CONFIGS = ("cleanup", "retention")
"""Columns that say something of the configuration."""


class TopicsPane(DetailedPane[TopicLine]):
    """Every topic; sizes, groups and configuration are read for the rows on screen only.

    Rows are made when they come into view, so that a refresh costs the same at 10 and at 10,000 topics. Where reading
    all offsets takes long, those of the rows in view are read beside them, as often as on a small cluster.

    Folded by prefix a line stands for many topics. While the list is looked through, by a filter or `!`, or for what to
    mark, all topics are listed, so that nothing is passed over.
    """

    def __init__(self, session: ClusterView, place: Place) -> None:
        super().__init__(session, place, TOPIC_LINES_TABLE)
        self._config_feeds: tuple[TopicConfigsFeed, ...] = ()
        self._sort_feeds: tuple[TopicConfigsFeed, ...] = ()
        self._loading: Task[None] | None = None
        self._transactions_feed: TransactionsFeed | None = None
        self._in_view: OffsetsFeed | None = None
        self._is_counted = False
        self._sizes = derived_sizes()
        self._groups = derived_groups()
        self._list = TopicList()
        self._details = TopicDetails(session)
        self._newest = NewestTimes(session)
        self._shown_at = 0.0
        self._show_timer: Timer | None = None
        self._folds = TopicFolds(self, session.memory, self.show)
        self._targeted: tuple[object, object, tuple[Target, ...]] = (None, None, ())

    _is_folded = False
    """Whether the lines on screen are folded."""

    def columned(self) -> TableDefinition[TopicLine]:
        table = super().columned()
        return table.with_min_width("name", FOLDED_NAME_WIDTH) if self._is_folded else table

    def make_table(self) -> FoldingTable:
        table = FoldingTable(self.columned())
        table.fold_of = lambda key: self._folds.line_for(key, self._list.listed.names)
        return table

    def feeds(self) -> tuple[Feed[Any], ...]:
        first: tuple[Feed[Any], ...] = (METADATA, ALL_OFFSETS)
        if self._in_view is not None:
            first = (*first, self._in_view)
        if not self._is_counted:
            return first
        first = (*first, *self.cursor_feeds, *self._newest.feeds())
        transactions = () if self._transactions_feed is None else (self._transactions_feed,)
        return (*first, LogDirsFeed(), GroupsFeed(), *self._config_feeds, *self._sort_feeds, *transactions)

    def on_notice(self, notice: Notice) -> None:
        """Show what came, at most every `SHOW_SECONDS`: half a dozen feeds are held here."""
        if isinstance(notice, FeedUpdated) and not self.concerns(notice.feed):
            return
        wait = self._shown_at + SHOW_SECONDS - monotonic()
        if wait <= 0:
            self.show()
        elif self._show_timer is None:
            self._show_timer = self.set_timer(wait, self.show)

    def concerns(self, feed: Feed[Any]) -> bool:
        is_loaded = self._loading is not None and isinstance(feed, TopicConfigsFeed)
        return is_loaded or super().concerns(feed)

    def show(self) -> None:
        if self._show_timer is not None:
            self._show_timer.stop()
            self._show_timer = None
        self._shown_at = monotonic()
        self._fold_or_list()
        super().show()

    def _begin_with_rest(self) -> None:
        """Once the messages are counted and drawn, read what takes long: it would hold up both."""
        offsets = self.session.observed(ALL_OFFSETS)
        if not self._is_counted and (offsets.reason or (offsets.value is not None and offsets.value.is_complete)):
            when_drawn(self, self._read_rest)

    def _read_rest(self) -> None:
        if not self._is_counted:
            self._is_counted = True
            self.hold_feeds()

    def content(self) -> TableContent[TopicLine]:
        metadata = self.session.metadata
        if metadata.value is None:
            return TableContent((), metadata)
        self._begin_with_rest()
        if self._newest.has_become_known():
            self.hold_feeds()
        readings = self._readings()
        rows: Sequence[TopicLine] = self._list.rows(
            metadata.value, readings, shows_internal=self.surroundings.shows_internal
        )
        if self._is_folded:
            rows = self._folds.rows(self._list.listed, readings)
        empty = "This cluster has no topics yet."
        if self._list.listed.hidden_count:
            empty = f"No topics but {self._list.listed.hidden_count} internal ones; I shows them."
        return TableContent(rows, metadata, empty, first_topic_words(is_read_only=self.session.profile.read_only))

    def _readings(self) -> TopicReadings:
        unknown: Observed[OffsetSample] = Observed.unknown()
        return TopicReadings(
            offsets=self.session.observed(ALL_OFFSETS),
            in_view=unknown if self._in_view is None else self.session.observed(self._in_view),
            sizes=self._sizes.of(self.session.observed(LogDirsFeed())),
            groups=self._groups.of(self.session.observed(GroupsFeed())),
            configs=self.session.learned.configs,
            transactional=self.session.learned.transactional,
            unreachable=frozenset(self.session.unreachable),
            newest=self._newest.times(),
        )

    # Folded by prefix

    def commands(self) -> KeyCommands:
        return {**super().commands(), "prefixes": KeyCommand(self.fold_next)}

    def fold_next(self) -> None:
        """Fold the topics at the next separator, or no more."""
        if not self._folds.fold_next(self._list.listed.names):
            self.post_message(Hint(NOTHING_FOLDS))
        self.show()

    @property
    def _is_looked_through(self) -> bool:
        """Whether something is sought in all topics, so that they are listed one by one."""
        is_filtered = bool(self.query_one(FilterBar).text) if self.is_mounted else False
        return is_filtered or self.table.only_wrong or any(bar.has_focus_within for bar in self.query(MarkBar))

    def _fold_or_list(self) -> None:
        """Whether the list is to be folded from now on; no mark is lost by it, nor folded away unseen."""
        wanted = bool(self._folds.separator) and not self._is_looked_through
        marks = self.table.marks
        if marks and wanted:
            self._folds.open_around([key for key in marks if not key.endswith("*")], self._list.listed.names)
        elif marks and self._is_folded:
            self.table.mark(self._folds.names_in(marks))
        if wanted != self._is_folded:
            self._is_folded = wanted
            self.show_columns()

    def on_filter(self, text: str) -> None:
        super().on_filter(text)
        self._reshape()

    def toggle_only_wrong(self) -> None:
        super().toggle_only_wrong()
        self._reshape()

    def on_descendant_focus(self) -> None:
        self._reshape()

    def _reshape(self) -> None:
        """List all topics, or fold them again, where that is not what is on screen."""
        if self._folds.separator and self._is_folded == self._is_looked_through:
            self.show()

    @on(FoldingTable.Turned)
    def _turned(self, event: FoldingTable.Turned) -> None:
        event.stop()
        self._turn(event.row, is_open=event.is_open)

    def open_row(self, row: TopicLine) -> None:
        if isinstance(row, PrefixRow):
            self._turn(row, is_open=not row.prefix.is_open)
        else:
            super().open_row(row)

    def _turn(self, row: TopicLine, *, is_open: bool) -> None:
        """Open the prefix, or fold it; of a line within one fold that, and the cursor goes to it."""
        if isinstance(row, PrefixRow) and (is_open or row.prefix.is_open):
            prefix = row.prefix.text
        else:
            name = row.prefix.text if isinstance(row, PrefixRow) else row.name
            prefix = self._folds.around(name, self._list.listed.names)
        if not is_open and self._folds.names_in([f"{prefix}*"]) & self.table.marks:
            self.post_message(Hint(f"{prefix} has marked topics: Esc takes the marks away."))
            return
        self._folds.turn(prefix, is_open=is_open)
        self.show()
        self.table.move_cursor_to(f"{prefix}*")

    def count_words(self, shown: int, total: int) -> str:
        if not self._is_folded:
            return super().count_words(shown, total)
        topics, prefixes = len(self._list.listed.topics), self._folds.prefix_count
        noun = "prefix" if prefixes == 1 else "prefixes"
        return f"{numbers.counted(topics, 'topic')}, {numbers.count(prefixes)} {noun} at {self._folds.separator}"

    def marked_spans(self) -> Sequence[Span]:
        marks = self.table.marks
        if not any(key.endswith("*") for key in marks):
            return super().marked_spans()
        return [(f" · {numbers.counted(len(self._folds.names_in(marks)), 'topic')} marked", Tone.BRIGHT)]

    # What is read for what is in view

    def row_feeds(self, key: str) -> tuple[Feed[Any], ...]:
        return () if key.endswith("*") else self._details.feeds(key)

    def detail(self, row: TopicLine) -> Detail:
        if isinstance(row, PrefixRow):
            title = f"{row.prefix.text} {numbers.counted(row.prefix.count, 'topic')}"
            return Detail(title, prefix_lines(row), "⏎ opens it")
        return self._details.of(row, has_rested=self.has_rested(row.name))

    @on(RowsShown)
    def _load_for_view(self, event: RowsShown) -> None:
        event.stop()
        names = tuple(key for key in event.keys if not key.endswith("*"))
        self._count_in_view(names)
        self._ask_configs(names)
        self._ask_transactions(names)
        if self._newest.ask(names):
            self.hold_feeds()

    def _count_in_view(self, names: Sequence[str]) -> None:
        """Read the offsets of `names` often, where reading all of them takes too long for that."""
        is_large = self._list.listed.partition_count > ALL_OFTEN_PARTITIONS
        wanted = OffsetsFeed(tuple(names)) if is_large and names else None
        if wanted != self._in_view:
            self._in_view = wanted
            self.hold_feeds()

    @on(LazySortRequested)
    def _load_all_configs(self, event: LazySortRequested) -> None:
        """All are read, as a task, and then kept fresh for as long as the list is sorted by them."""
        event.stop()
        metadata = self.session.metadata.value
        if event.column_id not in SORTED_BY_CONFIGS or metadata is None or self._loading is not None:
            return
        names = tuple(metadata.topics)
        batches = (names[start : start + CONFIG_BATCH] for start in range(0, len(names), CONFIG_BATCH))
        feeds: dict[Feed[Any], int] = {TopicConfigsFeed(batch): len(batch) for batch in batches}

        def ended(task: Task[None]) -> None:
            self.call_later(self._keep_sorted, task, feeds)

        title = f"Read the configuration of {numbers.count(len(names))} topics"
        self._loading = self.session.load(title, feeds, "topics", ended)

    def _keep_sorted(self, task: Task[None], feeds: Iterable[Feed[Any]]) -> None:
        if task is not self._loading:
            return
        self._loading = None
        if task.error is not None:
            self.post_message(Failed(task.error))
        elif task.state.phase is TaskPhase.DONE and self.table.sort_column_id in SORTED_BY_CONFIGS:
            self._sort_feeds = tuple(feed for feed in feeds if isinstance(feed, TopicConfigsFeed))
            self.hold_feeds()
            self.show()

    def _stop_loading(self) -> None:
        if self._loading is not None:
            self._loading.cancel()
            self._loading = None

    def on_unmount(self) -> None:
        self._stop_loading()
        self._folds.cancel()

    def _ask_configs(self, names: Sequence[str]) -> None:
        """Keep what is in view fresh; what was in view before stays known, with its age."""
        if self.table.sort_column_id not in SORTED_BY_CONFIGS:
            self._sort_feeds = ()
            self._stop_loading()
        feeds = tuple(feed for feed in self._config_feeds if not set(names).isdisjoint(feed.topics))
        covered = {name for feed in (*feeds, *self._sort_feeds) for name in feed.topics}
        missing = tuple(name for name in names if name not in covered)
        if missing:
            feeds = (*feeds, TopicConfigsFeed(missing))
        if len(feeds) > CONFIG_FEEDS:
            feeds = (TopicConfigsFeed(tuple(names)),)
        if feeds != self._config_feeds:
            self._config_feeds = feeds
            self.hold_feeds()

    def _ask_transactions(self, names: Sequence[str]) -> None:
        known = self.session.learned.transactional
        if any(name not in known for name in names):
            self._transactions_feed = TransactionsFeed(tuple(names))
            self.hold_feeds()

    def foot(self, rows: Sequence[TopicLine]) -> Sequence[Span]:
        partitions = self._list.listed.partition_count
        shown = self._list.listed.partitions_of(self.table.shown_keys) if self.table.is_filtered else partitions
        parts: list[Span] = [(numbers.counted(shown, "partition"), Tone.DIM)]
        sample = self.session.observed(ALL_OFFSETS).value
        if sample is not None and not sample.is_complete:
            parts.append((f"counting {numbers.count(len(sample.ranges))}/{numbers.count(partitions)}", Tone.KAFKA))
        return parts

    def place_of(self, row: TopicLine) -> Place | None:
        return None if isinstance(row, PrefixRow) else Place(self.session.profile.name, PlaceKind.TOPIC, row.name)

    def counterpart(self) -> Place | None:
        name = self.topic_name()
        if name is None or not self.is_linked:
            return None
        return znode_place(self.session.profile.name, PlaceKind.TOPIC, name)

    def topic_name(self) -> str | None:
        row = self.cursor_row
        return None if row is None or isinstance(row, PrefixRow) else row.name

    def target_of(self, row: TopicLine) -> Target | None:
        return None if isinstance(row, PrefixRow) else Target(PlaceKind.TOPIC, row.name)

    def targets(self) -> tuple[Target, ...]:
        """What is marked: a prefix that is marked stands for all its topics, one that is not for none of them."""
        marks = self.table.marks
        if not marks:
            name = self.topic_name()
            return () if name is None else (Target(PlaceKind.TOPIC, name),)
        if self._targeted[:2] != (marks, self.table.rows):
            names = sorted(self._folds.names_in(marks))
            self._targeted = (marks, self.table.rows, tuple(Target(PlaceKind.TOPIC, name) for name in names))
        return self._targeted[2]

    def command(self) -> str | None:
        return f"kafka-topics.sh --bootstrap-server {self.session.profile.bootstrap_servers} --list"
