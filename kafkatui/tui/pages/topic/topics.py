"""The list of topics."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from time import monotonic
from typing import Any

from textual import on
from textual.timer import Timer

from kafkatui.insight.counterparts import znode_place
from kafkatui.insight.messages import count_messages
from kafkatui.insight.rates import total_rate
from kafkatui.insight.topic_totals import TopicSize, groups_by_topic, size_by_topic
from kafkatui.model.cluster import Topic
from kafkatui.model.config_entry import ConfigEntry, LogDir
from kafkatui.model.group_samples import GroupsSample
from kafkatui.model.observed import Observed, ObservedState
from kafkatui.model.offset_sample import OffsetSample
from kafkatui.model.place import Place, PlaceKind
from kafkatui.model.target import Target
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
from kafkatui.tui.pages.base.table_pane import TableContent, TablePane
from kafkatui.tui.pages.topic.facts import (
    Derived,
    ListedTopics,
    newest_of,
    part,
)
from kafkatui.tui.widgets.lazy_rows import LazyRows
from kafkatui.tui.widgets.messages import LazySortRequested, RowsShown
from kafkatui.view import numbers
from kafkatui.view.span import Span, Tone
from kafkatui.view.topics_table import TOPICS_TABLE, TopicRow, topic_row

ALL_OFTEN_PARTITIONS = 2_000
"""Up to here the offsets of all partitions are read every two seconds; that costs 0.1 s of processor time."""

SHOW_SECONDS = 0.25
"""The list follows what is read at most so often."""

CONFIG_BATCH = 500
"""Topics whose configuration is asked for in one request when a sort needs all of them."""


@dataclass(frozen=True, slots=True)
class _Facts:
    """What rows are made of, as it was when they were asked for: rows are made later, and must then tell the same."""

    offsets: Observed[OffsetSample]
    in_view: Observed[OffsetSample]
    sizes: Observed[Mapping[str, TopicSize]]
    groups_read: Observed[GroupsSample]
    groups: Observed[Mapping[str, int]]
    configs: Mapping[str, tuple[ConfigEntry, ...]]
    config_failure: str
    transactional: Mapping[str, bool]
    unreachable: frozenset[int]

    def row(self, topic: Topic) -> TopicRow:
        config = self.configs.get(topic.name)
        values = {entry.name: entry.value for entry in config} if config else {}
        offsets = newest_of(topic, self.in_view, self.offsets)
        rate = part(offsets, lambda sample: _rate(topic, sample))
        return topic_row(
            topic,
            messages=part(offsets, lambda sample: count_messages(topic, sample.ranges)),
            rate=rate if rate.has_value else part(self.offsets, lambda sample: _rate(topic, sample)),
            size=part(self.sizes, lambda by_topic: by_topic.get(topic.name)),
            groups=part(self.groups, lambda by_topic: by_topic.get(topic.name, 0)),
            are_groups_missing=self.groups_read.value is not None and bool(self.groups_read.value.errors),
            cleanup_policy=self._config_value(values.get("cleanup.policy")),
            retention_ms=self._config_value(values.get("retention.ms")).map(int),
            has_transactions=self.transactional.get(topic.name, False),
            unreachable=self.unreachable,
        )

    def _config_value(self, value: str | None) -> Observed[str]:
        if value is not None:
            return Observed.ok(value, 0.0)
        if self.config_failure:
            return Observed(ObservedState.FAILED, None, None, self.config_failure)
        return Observed.unknown()


class TopicsPane(TablePane[TopicRow]):
    """Every topic; sizes, groups and configuration are read for the rows on screen only.

    Rows are made when they come into view, so that a refresh costs the same at 10 and at 10,000 topics. Where reading
    all offsets takes long, those of the rows in view are read beside them, as often as on a small cluster.
    """

    def __init__(self, session: ClusterView, place: Place) -> None:
        super().__init__(session, place, TOPICS_TABLE)
        self._configs: Mapping[str, tuple[ConfigEntry, ...]] = {}
        self._config_feeds: tuple[TopicConfigsFeed, ...] = ()
        self._config_failure = ""
        self._transactional: Mapping[str, bool] = {}
        self._transactions_feed: TransactionsFeed | None = None
        self._in_view: OffsetsFeed | None = None
        self._is_counted = False
        self._sizes: Derived[tuple[LogDir, ...], Mapping[str, TopicSize]] = Derived(size_by_topic)
        self._groups: Derived[GroupsSample, Mapping[str, int]] = Derived(_groups_by_topic)
        self._listed = ListedTopics()
        self._facts: _Facts | None = None
        self._rows: Sequence[TopicRow] = ()
        self._shown_at = 0.0
        self._show_timer: Timer | None = None

    def feeds(self) -> tuple[Feed[Any], ...]:
        first: tuple[Feed[Any], ...] = (METADATA, ALL_OFFSETS)
        if self._in_view is not None:
            first = (*first, self._in_view)
        if not self._is_counted:
            return first
        transactions = () if self._transactions_feed is None else (self._transactions_feed,)
        return (*first, LogDirsFeed(), GroupsFeed(), *self._config_feeds, *transactions)

    def on_notice(self, notice: Notice) -> None:
        """Show what came, at most every `SHOW_SECONDS`: half a dozen feeds are held here."""
        if isinstance(notice, FeedUpdated) and not self.concerns(notice.feed):
            return
        wait = self._shown_at + SHOW_SECONDS - monotonic()
        if wait <= 0:
            self.show()
        elif self._show_timer is None:
            self._show_timer = self.set_timer(wait, self.show)

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
        self._learn_configs()
        self._learn_transactions()
        unknown: Observed[OffsetSample] = Observed.unknown()
        groups = self.session.observed(GroupsFeed())
        facts = _Facts(
            self.session.observed(ALL_OFFSETS),
            unknown if self._in_view is None else self.session.observed(self._in_view),
            self._sizes.of(self.session.observed(LogDirsFeed())),
            groups,
            self._groups.of(groups),
            self._configs,
            self._config_failure,
            self._transactional,
            frozenset(self.session.unreachable),
        )
        listed = self._listed.of(metadata.value, self.surroundings.shows_internal)
        if listed is not self._listed or not _same(facts, self._facts):
            self._listed, self._facts = listed, facts
            topics = listed.topics
            self._rows = LazyRows(listed.names, lambda index: facts.row(topics[index]))
        empty = "This cluster has no topics yet."
        if listed.hidden_count:
            empty = f"No topics but {listed.hidden_count} internal ones; I shows them."
        return TableContent(self._rows, metadata, empty)

    def _learn_configs(self) -> None:
        self._config_failure = ""
        for feed in self._config_feeds:
            observed = self.session.observed(feed)
            if observed.value is not None:
                if any(self._configs.get(name) is not entries for name, entries in observed.value.items()):
                    self._configs = {**self._configs, **observed.value}
            elif observed.reason:
                self._config_failure = observed.reason

    def _learn_transactions(self) -> None:
        told = self.session.observed(self._transactions_feed).value if self._transactions_feed is not None else None
        if told and any(self._transactional.get(name) is not has for name, has in told.items()):
            self._transactional = {**self._transactional, **told}

    @on(RowsShown)
    def _load_for_view(self, event: RowsShown) -> None:
        event.stop()
        self._count_in_view(event.keys)
        self._ask_configs(event.keys)
        self._ask_transactions(event.keys)

    def _count_in_view(self, names: Sequence[str]) -> None:
        """Read the offsets of `names` often, where reading all of them takes too long for that."""
        is_large = self._listed.partition_count > ALL_OFTEN_PARTITIONS
        wanted = OffsetsFeed(tuple(names)) if is_large and names else None
        if wanted != self._in_view:
            self._in_view = wanted
            self.hold_feeds()

    @on(LazySortRequested)
    def _load_all_configs(self, event: LazySortRequested) -> None:
        event.stop()
        if event.column_id in ("cleanup", "retention"):
            metadata = self.session.metadata.value
            self._ask_configs(tuple(metadata.topics) if metadata else ())

    def _ask_configs(self, names: Sequence[str]) -> None:
        missing = [name for name in names if name not in self._configs]
        if not missing:
            return
        batches = [tuple(missing[start : start + CONFIG_BATCH]) for start in range(0, len(missing), CONFIG_BATCH)]
        self._config_feeds = tuple(TopicConfigsFeed(batch) for batch in batches)
        self.hold_feeds()
        if any(self.session.observed(feed).value is not None for feed in self._config_feeds):
            self.show()  # known from an earlier visit

    def _ask_transactions(self, names: Sequence[str]) -> None:
        if any(name not in self._transactional for name in names):
            self._transactions_feed = TransactionsFeed(tuple(names))
            self.hold_feeds()

    def foot(self, rows: Sequence[TopicRow]) -> Sequence[Span]:
        partitions = self._listed.partition_count
        parts: list[Span] = [(f"{numbers.count(partitions)} partitions", Tone.DIM)]
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


def _groups_by_topic(sample: GroupsSample) -> Mapping[str, int]:
    return groups_by_topic(sample.groups, sample.committed)


def _rate(topic: Topic, sample: OffsetSample) -> float | None:
    return total_rate(sample.rates, ((topic.name, partition.id) for partition in topic.partitions))


def _same(facts: _Facts, before: _Facts | None) -> bool:
    """Whether rows of both look the same; told by identity, as comparing samples costs more than making rows."""
    return (
        before is not None
        and all(
            getattr(facts, name) is getattr(before, name)
            for name in ("offsets", "in_view", "sizes", "groups_read", "groups", "configs", "transactional")
        )
        and facts.config_failure == before.config_failure
        and facts.unreachable == before.unreachable
    )
