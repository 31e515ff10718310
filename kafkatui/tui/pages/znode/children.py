"""The children of a znode; their stats are read for the rows on screen only."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from typing import Any

from textual import on

from kafkatui.insight.znode_news import with_gone
from kafkatui.model.observed import Observed, ObservedState
from kafkatui.model.place import Place, PlaceKind
from kafkatui.model.presence import LinkState
from kafkatui.model.replacing import replace
from kafkatui.model.target import Target
from kafkatui.model.znode import ZnodeChild, ZnodeChildren, ZnodeStat, child_path
from kafkatui.model.znode_news import ChildrenNews
from kafkatui.report.lazy_rows import LazyRows
from kafkatui.session.cluster_view import ClusterView
from kafkatui.session.feeds import ZOOKEEPER, Feed, ZnodeChildrenFeed, ZnodeFeed, ZnodeStatsFeed
from kafkatui.session.znode_news import NO_NEWS
from kafkatui.tui.pages.base.table_pane import TableContent, TablePane
from kafkatui.tui.pages.znode.page import ZnodePage
from kafkatui.tui.pages.znode.zookeeper_absence import absence_of
from kafkatui.tui.when_drawn import when_drawn
from kafkatui.tui.widgets.messages import LazySortRequested, RowsShown
from kafkatui.view.column import Column
from kafkatui.view.span import Span, Tone
from kafkatui.view.table import TableDefinition
from kafkatui.view.znodes_table import ZNODES_TABLE, news_column, subtree_columns

STATS_BATCH = 1_000
"""Children whose stats are read in one go when a sort needs all of them."""


class ZnodeChildrenPane(ZnodePage, TablePane[ZnodeChild]):
    """One row for each child, in the order of their names, which are the rows' keys.

    A row is made when it comes into view; what is known of its stat is looked up when a cell is drawn.
    """

    def __init__(self, session: ClusterView, place: Place) -> None:
        self._stats: dict[str, ZnodeStat] = {}
        self._hidden: set[str] = set()
        self._stat_feeds: tuple[ZnodeStatsFeed, ...] = ()
        self._seen_stats: dict[ZnodeStatsFeed, object] = {}
        self._rows: LazyRows[ZnodeChild] = LazyRows([], lambda _: ZnodeChild("", ""))
        self._made = self._rows
        self._listing: ZnodeChildren | None = None
        self._news = NO_NEWS
        self._is_drawn = False
        subtrees = session.actions.context.subtrees
        has_sizes = subtrees.size_of(place.name or "/") is not None
        name, *others = ZNODES_TABLE.columns
        news = news_column(lambda child: self._news.by_name.get(child))
        columns = [name, news, *others, *(subtree_columns(subtrees.size_of) if has_sizes else ())]
        table = replace(ZNODES_TABLE, key=lambda child: child.name, columns=columns)
        TablePane.__init__(self, session, place, with_known_stats(table, self._stats.get, self._hidden.__contains__))

    def feeds(self) -> tuple[Feed[Any], ...]:
        if self.session.profile.zookeeper is None:
            return ()
        if not self._is_drawn:
            return (ZnodeFeed(self.path),)
        return (ZnodeFeed(self.path), ZnodeChildrenFeed(self.path), *self._stat_feeds)

    def on_mount(self) -> None:
        when_drawn(self, self._be_drawn)
        self.set_interval(1.0, self._age_news)

    def _age_news(self) -> None:
        """What was news is none any more."""
        if self._news.by_name and self._news != self.session.learned.znode_news.of(self.path):
            self.show()

    def _be_drawn(self) -> None:
        """The page is on screen: parsing the names of very many children would take half the processor from that."""
        self._is_drawn = True
        self.hold_feeds()
        self.show()

    def show(self) -> None:
        self.learn()
        super().show()

    def content(self) -> TableContent[ZnodeChild]:
        listing = self.observed(ZnodeChildrenFeed(self.path))
        learned = self._learn_stats()
        if listing.value is None:
            return TableContent((), Observed(listing.state, None, listing.as_of_seconds, listing.reason))
        sorted_by = self.table.sort_column_id
        resorts = learned and sorted_by is not None and self.definition.column(sorted_by).is_lazy
        before, self._news = self._news, self.session.learned.znode_news.of(self.path)
        if listing.value is not self._listing or before.gone != self._news.gone:
            self._listing = listing.value
            self._rows = self._made = rows_of(listing.value, self._news)
        elif resorts:
            self._rows = LazyRows(self._made.keys, self._made.__getitem__)
        return TableContent(self._rows, listing, "No children.")

    def _learn_stats(self) -> bool:
        """Take over newly read stats; True when there were some."""
        learned = False
        for feed in self._stat_feeds:
            stats = self.session.observed(feed).value
            if stats is not None and self._seen_stats.get(feed) is not stats:
                self._seen_stats[feed] = stats
                self._stats.update(stats)
                self._hidden.difference_update(stats)
                self._hidden.update(path for path in feed.paths if path not in stats)
                learned = True
        return learned

    @on(RowsShown)
    def _load_stats(self, event: RowsShown) -> None:
        event.stop()
        if self.table.sort_column_id is None or not self.definition.column(self.table.sort_column_id).is_lazy:
            gone = self._gone_names
            paths = tuple(child_path(self.path, name) for name in event.keys if name not in gone)
            self._hold_stats((ZnodeStatsFeed(paths),) if paths else ())

    @on(LazySortRequested)
    def _load_all_stats(self, event: LazySortRequested) -> None:
        event.stop()
        gone = self._gone_names
        paths = [child_path(self.path, name) for name in self._made.keys if name not in gone]
        batches = (tuple(paths[start : start + STATS_BATCH]) for start in range(0, len(paths), STATS_BATCH))
        self._hold_stats(tuple(ZnodeStatsFeed(batch) for batch in batches))

    @property
    def _gone_names(self) -> frozenset[str]:
        return frozenset(each.name for each in self._news.gone)

    def count_words(self, shown: int, total: int) -> str:
        """Without those that are gone, which stand there for a while."""
        gone = len(self._made.keys) - len(self._listing.children) if self._listing is not None else 0
        return super().count_words(shown if self.table.is_filtered else shown - gone, total - gone)

    def _hold_stats(self, feeds: tuple[ZnodeStatsFeed, ...]) -> None:
        if feeds != self._stat_feeds:
            self._stat_feeds = feeds
            self._seen_stats = {feed: seen for feed, seen in self._seen_stats.items() if feed in feeds}
            self.hold_feeds()
            self.show()

    def place_of(self, row: ZnodeChild) -> Place | None:
        stat = self._stats.get(row.path)
        tab = "children" if stat is not None and stat.has_only_children else ""
        return Place(self.session.profile.name, PlaceKind.ZNODE, row.path, tab=tab)

    def target_of(self, row: ZnodeChild) -> Target:
        return Target(PlaceKind.ZNODE, row.path)

    def copied(self) -> tuple[str, str] | None:
        row = self.cursor_row
        return (row.path, "path") if row is not None else (self.path, "path")

    def foot(self, rows: Sequence[ZnodeChild]) -> Sequence[Span]:
        return self.foot_parts()


class RootChildrenPane(ZnodeChildrenPane):
    """The children of / on the ZooKeeper page, or why there is no ZooKeeper."""

    @property
    def path(self) -> str:
        return "/"

    def feeds(self) -> tuple[Feed[Any], ...]:
        return () if self.session.profile.zookeeper is None else (ZOOKEEPER, *super().feeds())

    def details(self) -> Sequence[Any]:
        return ()

    def counterpart(self) -> Place | None:
        return None

    def content(self) -> TableContent[ZnodeChild]:
        content = super().content()
        absence = absence_of(self.session) if not content.rows else ""
        if absence:
            is_none = self.session.link.state is LinkState.NONE
            state = ObservedState.NOT_SUPPORTED if is_none else ObservedState.FAILED
            return TableContent((), Observed(state, None, None, absence))
        return content

    def foot(self, rows: Sequence[ZnodeChild]) -> Sequence[Span]:
        status = self.session.zookeeper.value
        parts: list[Span] = [(f"ZooKeeper {status.version}".strip(), Tone.DIM)] if status else []
        if status is not None and status.chroot:
            parts.append((f"chroot {status.chroot}", Tone.ZOOKEEPER))
        return parts


def rows_of(listing: ZnodeChildren, news: ChildrenNews) -> LazyRows[ZnodeChild]:
    """A row for each child, those that have just gone in their places."""
    children = listing.children
    if not news.gone:
        return LazyRows(list(children.names), children.__getitem__)
    gone = {each.name for each in news.gone}
    names = with_gone(children.names, news.gone)

    def made(index: int) -> ZnodeChild:
        return ZnodeChild(names[index], child_path(listing.path, names[index]), is_gone=names[index] in gone)

    return LazyRows(names, made)


def with_known_stats(
    table: TableDefinition[ZnodeChild],
    stat_of: Callable[[str], ZnodeStat | None],
    is_hidden: Callable[[str], bool] = lambda _: False,
) -> TableDefinition[ZnodeChild]:
    """`table` of children without stats, each drawn, sorted and exported with the stat known of its path.

    Args:
        is_hidden: whether a path's stat was asked for and not told: it may not be read.
    """

    def known(child: ZnodeChild) -> ZnodeChild:
        stat = stat_of(child.path)
        if stat is None:
            return replace(child, is_hidden=True) if is_hidden(child.path) and not child.is_gone else child
        return replace(child, stat=stat)

    def of_known(value: Callable[[ZnodeChild], Any]) -> Callable[[ZnodeChild], Any]:
        return lambda child: value(known(child))

    def changed(column: Column[ZnodeChild]) -> Column[ZnodeChild]:
        return replace(
            column,
            cell=of_known(column.cell),
            sort_key=None if column.sort_key is None else of_known(column.sort_key),
            json_value=None if column.json_value is None else of_known(column.json_value),
            json_marks=tuple((name, of_known(mark)) for name, mark in column.json_marks),
        )

    return replace(table, columns=[changed(column) if column.is_lazy else column for column in table.columns])
