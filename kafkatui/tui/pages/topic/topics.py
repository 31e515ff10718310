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
from kafkatui.report.topics import TopicReadings, TopicRow
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
from kafkatui.tui.messages import Failed
from kafkatui.tui.pages.base.detailed_pane import DetailedPane
from kafkatui.tui.pages.base.row_detail import Detail
from kafkatui.tui.pages.base.table_pane import TableContent
from kafkatui.tui.pages.topic.newest_times import NewestTimes
from kafkatui.tui.pages.topic.topic_detail import TopicDetails
from kafkatui.tui.widgets.messages import LazySortRequested, RowsShown
from kafkatui.view import numbers
from kafkatui.view.first_steps import first_topic_words
from kafkatui.view.span import Span, Tone
from kafkatui.view.topics_table import TOPICS_PAGE

ALL_OFTEN_PARTITIONS = 2_000
"""Up to here the offsets of all partitions are read every two seconds; that costs 0.1 s of processor time."""

SHOW_SECONDS = 0.25
"""The list follows what is read at most so often."""

CONFIG_BATCH = 500
"""Topics whose configuration is asked for in one request when a sort needs all of them."""

CONFIG_FEEDS = 4
"""Scrolling asks for the rows that came into view; in more pieces than these, for all in view together."""

SORTED_BY_CONFIGS = ("cleanup", "retention")
"""Columns that say something of the configuration."""


class TopicsPane(DetailedPane[TopicRow]):
    """Every topic; sizes, groups and configuration are read for the rows on screen only.

    Rows are made when they come into view, so that a refresh costs the same at 10 and at 10,000 topics. Where reading
    all offsets takes long, those of the rows in view are read beside them, as often as on a small cluster.
    """

    def __init__(self, session: ClusterView, place: Place) -> None:
        super().__init__(session, place, TOPICS_PAGE)
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
        super().show()

    def _begin_with_rest(self) -> None:
        """Once the messages are counted, read what takes long: it would hold up the count and the first frames."""
        offsets = self.session.observed(ALL_OFFSETS)
        if not self._is_counted and (offsets.reason or (offsets.value is not None and offsets.value.is_complete)):
            self._is_counted = True
            self.hold_feeds()

    def content(self) -> TableContent[TopicRow]:
        metadata = self.session.metadata
        if metadata.value is None:
            return TableContent((), metadata)
        self._begin_with_rest()
        if self._newest.has_become_known():
            self.hold_feeds()
        unknown: Observed[OffsetSample] = Observed.unknown()
        readings = TopicReadings(
            offsets=self.session.observed(ALL_OFFSETS),
            in_view=unknown if self._in_view is None else self.session.observed(self._in_view),
            sizes=self._sizes.of(self.session.observed(LogDirsFeed())),
            groups=self._groups.of(self.session.observed(GroupsFeed())),
            configs=self.session.learned.configs,
            transactional=self.session.learned.transactional,
            unreachable=frozenset(self.session.unreachable),
            newest=self._newest.times(),
        )
        rows = self._list.rows(metadata.value, readings, shows_internal=self.surroundings.shows_internal)
        empty = "This cluster has no topics yet."
        if self._list.listed.hidden_count:
            empty = f"No topics but {self._list.listed.hidden_count} internal ones; I shows them."
        return TableContent(rows, metadata, empty, first_topic_words(is_read_only=self.session.profile.read_only))

    def row_feeds(self, key: str) -> tuple[Feed[Any], ...]:
        return self._details.feeds(key)

    def detail(self, row: TopicRow) -> Detail:
        return self._details.of(row, has_rested=self.has_rested(row.name))

    @on(RowsShown)
    def _load_for_view(self, event: RowsShown) -> None:
        event.stop()
        self._count_in_view(event.keys)
        self._ask_configs(event.keys)
        self._ask_transactions(event.keys)
        if self._newest.ask(event.keys):
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

    def foot(self, rows: Sequence[TopicRow]) -> Sequence[Span]:
        partitions = self._list.listed.partition_count
        shown = self._list.listed.partitions_of(self.table.shown_keys) if self.table.is_filtered else partitions
        parts: list[Span] = [(numbers.counted(shown, "partition"), Tone.DIM)]
        sample = self.session.observed(ALL_OFFSETS).value
        if sample is not None and not sample.is_complete:
            parts.append((f"counting {numbers.count(len(sample.ranges))}/{numbers.count(partitions)}", Tone.KAFKA))
        return parts

    def place_of(self, row: TopicRow) -> Place | None:
        return Place(self.session.profile.name, PlaceKind.TOPIC, row.name)

    def counterpart(self) -> Place | None:
        row = self.cursor_row
        if row is None or not self.is_linked:
            return None
        return znode_place(self.session.profile.name, PlaceKind.TOPIC, row.name)

    def topic_name(self) -> str | None:
        return self.cursor_row.name if self.cursor_row else None

    def target_of(self, row: TopicRow) -> Target:
        return Target(PlaceKind.TOPIC, row.name)

    def command(self) -> str | None:
        return f"kafka-topics.sh --bootstrap-server {self.session.profile.bootstrap_servers} --list"
