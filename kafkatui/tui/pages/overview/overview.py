"""The cluster at a glance, on one screen."""

from __future__ import annotations

import time
from typing import Any, ClassVar, NamedTuple

from textual import events, on
from textual.app import ComposeResult
from textual.containers import Horizontal, Vertical, VerticalScroll

from kafkatui.insight.counterparts import znode_place
from kafkatui.model.cluster import ClusterMetadata
from kafkatui.model.observed import Observed, ObservedState
from kafkatui.model.place import Place, PlaceKind
from kafkatui.model.presence import PresenceState
from kafkatui.model.target import Target
from kafkatui.report.brokers import broker_rows
from kafkatui.report.cluster_health import ClusterHealth
from kafkatui.report.events import first_member_key
from kafkatui.report.group_list import GroupList
from kafkatui.report.groups import GroupKnowledge
from kafkatui.session.cluster_view import ClusterView
from kafkatui.session.feeds import (
    ALL_OFFSETS,
    EXAMINATION,
    METADATA,
    ZOOKEEPER,
    CapabilitiesFeed,
    Feed,
    GroupsFeed,
    LogDirsFeed,
    OldGroupsFeed,
    RegistrationsFeed,
)
from kafkatui.session.finding_steps import Step, named_step
from kafkatui.tui.content import to_content
from kafkatui.tui.group_target import group_target
from kafkatui.tui.messages import PlaceChanged
from kafkatui.tui.pages.base.next_line import NextLine
from kafkatui.tui.pages.base.pane import Pane
from kafkatui.tui.pages.group.facts import lag_words
from kafkatui.tui.pages.overview.followed_configs import FollowedConfigs
from kafkatui.tui.pages.overview.panel import LinesPanel, TablePanel
from kafkatui.tui.widgets.messages import RowHighlighted, RowOpened
from kafkatui.tui.widgets.table_view import TableView
from kafkatui.view import numbers
from kafkatui.view.cells import MISSING_MARK, text_cell
from kafkatui.view.findings_table import findings_words
from kafkatui.view.first_steps import no_traffic_words
from kafkatui.view.next_steps import NextStep
from kafkatui.view.overview_brokers import OVERVIEW_BROKERS, broker_lines
from kafkatui.view.overview_health import OVERVIEW_HEALTH, HealthLine, health_lines
from kafkatui.view.overview_side import (
    OVERVIEW_EVENTS,
    OVERVIEW_GROUPS,
    OVERVIEW_TOPICS,
    TOP_GROUPS,
    busiest_topics,
    no_busy_topic,
    traffic_line,
    zookeeper_lines,
)
from kafkatui.view.span import Span, Tone

MIDDLE_HEIGHT = 11
BOTTOM_HEIGHT = 6
TALL = 34
"""From this height on the busiest topics have a panel."""

BROKERS_SHOWN = 3
"""Brokers that always have a line; more where the screen is high enough, the rest by scrolling."""

EVENTS_SHOWN = 50


class _Said(NamedTuple):
    """What the line at the foot says to do.

    Attributes:
        place: where Enter on that line leads.
        target: what it is about.
        label: of which line of the health, where that has not the focus.
    """

    step: str
    place: Place | None
    target: Target | None
    label: str = ""


class OverviewPane(Pane):
    """Brokers, health, traffic, groups by lag, ZooKeeper and the newest events. Enter on anything goes there."""

    DEFAULT_CSS = f"""
    OverviewPane {{
        & > #overview {{ height: 1fr; scrollbar-size: 1 1; }}
        & #middle {{ height: {MIDDLE_HEIGHT}; }}
        & #bottom {{ height: 1fr; min-height: {BOTTOM_HEIGHT}; }}
        & #health {{ width: 7fr; }}
        & #right {{ width: 6fr; }}
        & #traffic {{ height: 3; }}
        & #zookeeper {{ height: 1fr; }}
        & #topics {{ display: none; }}
        &.-tall #zookeeper {{ height: {BOTTOM_HEIGHT}; }}
        &.-tall #topics {{ display: block; }}
        & #left {{ width: 7fr; }}
        & #events {{ width: 6fr; }}
    }}
    """

    ages: ClassVar[bool] = True
    is_blank_without_kafka: ClassVar[bool] = True

    def __init__(self, session: ClusterView, place: Place) -> None:
        super().__init__(session, place)
        self._counts = ClusterHealth()
        self._group_list = GroupList()
        self._configs = FollowedConfigs(self.hold_feeds)
        cluster = session.profile.name
        self._brokers = TablePanel("Brokers", OVERVIEW_BROKERS, panel_id="brokers")
        self._health = TablePanel("Health", OVERVIEW_HEALTH, panel_id="health", has_header=False)
        self._traffic = LinesPanel("Messages", panel_id="traffic", place=Place(cluster, PlaceKind.TOPICS))
        self._groups = TablePanel("Groups by lag", OVERVIEW_GROUPS, panel_id="groups")
        self._zookeeper = LinesPanel(
            "ZooKeeper", panel_id="zookeeper", place=Place(cluster, PlaceKind.ZOOKEEPER), classes="-zookeeper"
        )
        self._events = TablePanel("Events", OVERVIEW_EVENTS, panel_id="events", has_header=False)
        self._topics = TablePanel("Busiest topics", OVERVIEW_TOPICS, panel_id="topics")
        self._next_line = NextLine()
        self._offered: tuple[_Said, tuple[Target, ...]] | None = None

    def compose(self) -> ComposeResult:
        with VerticalScroll(id="overview", can_focus=False):
            yield self._brokers
            with Horizontal(id="middle"):
                yield self._health
                with Vertical(id="right"):
                    yield self._traffic
                    yield self._groups
            with Horizontal(id="bottom"):
                with Vertical(id="left"):
                    yield self._zookeeper
                    yield self._topics
                yield self._events
        yield self._next_line

    def feeds(self) -> tuple[Feed[Any], ...]:
        zookeeper = (ZOOKEEPER, OldGroupsFeed()) if self.session.profile.zookeeper is not None else ()
        return (
            METADATA,
            EXAMINATION,
            ALL_OFFSETS,
            LogDirsFeed(),
            GroupsFeed(),
            CapabilitiesFeed(),
            *zookeeper,
            *self._configs.feeds,
        )

    def focus_main(self) -> None:
        panel_id, _, key = self.place.cursor.partition(":")
        panels = {panel.id: panel for panel in self._table_panels()}
        panel = panels.get(panel_id, self._brokers)
        panel.table.focus()
        if key:
            panel.table.move_cursor_to(key)

    def _table_panels(self) -> tuple[TablePanel, ...]:
        return (self._brokers, self._health, self._groups, self._topics, self._events)

    def show(self) -> None:
        metadata = self.session.metadata
        if metadata.value is None:  # the frame says so
            return
        self._configs.follow(self._counts.topics_to_configure(metadata.value))
        self._show_brokers(metadata.value, metadata)
        self._show_health(metadata.value, metadata)
        self._show_traffic(metadata.value)
        self._show_groups()
        self._show_zookeeper()
        self._show_events()
        self._say_foot(metadata)
        self._say_next()

    @on(RowHighlighted)
    @on(events.DescendantFocus)
    def _follow_cursor(self) -> None:
        """Another line is under the cursor, or another panel has it."""
        self._offered = None
        self._say_next()

    def _say_next(self) -> None:
        """What to do, below the panels; where that is another thing, or for another, the last line offers it anew."""
        said = self._said()
        self._next_line.show(f"{said.label}: {said.step}" if said.label and said.step else said.step)
        if (offered := (said, self.targets())) != self._offered:
            self._offered = offered
            self.refresh_bindings()

    def _said(self) -> _Said:
        """What to do about the line in focus; where nothing is wrong with it, about the worst of the health."""
        table = next((panel.table for panel in self._table_panels() if panel.table.has_focus), None)
        row = None if table is None else table.cursor_row
        step = "" if table is None or row is None else table.definition.next_step(row)
        is_up = table is self._brokers.table and row is not None and row.row.presence.state is PresenceState.UP
        worst = self._worst_line()
        if worst is not None and (is_up or not step):
            return _Said(worst.next_step, worst.place, self.own_target(), worst.label)
        place = self._place_of(table, row) if table is not None and row is not None else None
        return _Said(step, place, next(iter(self.targets()), None))

    def _worst_line(self) -> HealthLine | None:
        wrong = [line for line in self._health.table.rows if line.next_step]
        return next((line for line in wrong if line.tone is Tone.BAD), next(iter(wrong), None))

    def next_step(self) -> Step | None:
        said = self._said()
        return named_step(said.step.action, said.target) if isinstance(said.step, NextStep) else None

    def next_place(self) -> Place | None:
        said = self._said()
        if not isinstance(said.step, NextStep):
            return said.place if said.step else None
        return said.step.place(self.session.profile.name, () if said.place is None else (said.place,)) or said.place

    def _show_brokers(self, metadata: ClusterMetadata, source: Observed[ClusterMetadata]) -> None:
        rows = broker_rows(
            metadata,
            self.session.brokers(),
            time.time(),
            log_dirs=self.session.observed(LogDirsFeed()),
            registrations=self.session.observed(RegistrationsFeed()),
            link=self.session.link,
            loads=self._counts.loads(metadata),
        )
        width = self.size.width
        self._brokers.show(
            broker_lines(rows, 12 if width >= 110 else 4 if width >= 72 else 3),
            "The metadata names no broker.",
            is_stale=source.state is ObservedState.STALE,
        )
        room = max(BROKERS_SHOWN, self.size.height - MIDDLE_HEIGHT - BOTTOM_HEIGHT - 3)
        self._brokers.styles.height = min(len(rows), room) + 3

    def _show_health(self, metadata: ClusterMetadata, source: Observed[ClusterMetadata]) -> None:
        presences, configs = self.session.brokers(), self.session.learned.configs
        lines = health_lines(
            self.session.profile.name,
            metadata,
            self._counts.health(metadata, presences, configs),
            presences,
            self._counts.min_isr_unknown(metadata, configs),
            self._counts.min_isr_checked(metadata, configs),
        )
        self._health.show(lines, "", is_stale=source.state is ObservedState.STALE)
        examination = self.session.observed(EXAMINATION).value
        words = findings_words(examination) if examination is not None else []
        self._health.border_subtitle = to_content(words) if words else ""

    def _show_traffic(self, metadata: ClusterMetadata) -> None:
        offsets = self.session.observed(ALL_OFFSETS)
        history = offsets.map(lambda sample: sample.history)
        if metadata.topics:
            self._traffic.show([traffic_line(history, self._traffic.content_size.width)])
        else:
            self._traffic.show([[(no_traffic_words(is_read_only=self.session.profile.read_only), Tone.KAFKA)]])
        busiest = busiest_topics(offsets.value.rates) if offsets.value is not None else []
        is_stale = offsets.state is ObservedState.STALE
        self._topics.show(busiest, no_busy_topic(offsets), is_stale=is_stale)

    def _show_groups(self) -> None:
        observed = self.session.observed(GroupsFeed())
        if observed.value is None:
            words = f"✗ {observed.reason}" if observed.state is ObservedState.FAILED else "Loading …"
            self._groups.show((), words)
            return
        memory, old = self.session.learned.groups, self.session.observed(OldGroupsFeed())
        rows = self._group_list.rows(observed, old, GroupKnowledge(memory.track), (memory.version,))
        foot: tuple[Span, ...] = ()
        if rows:
            missing = f" {MISSING_MARK}" if observed.value.errors else ""
            count = f"{numbers.count(len(rows))}{missing} group{'s' if len(rows) != 1 else ''} · "
            foot = ((count, Tone.DIM), lag_words(self._group_list.told()[0]))
        is_stale = observed.state is ObservedState.STALE
        largest = self._group_list.with_most_lag(TOP_GROUPS)
        self._groups.show(largest, "No consumer group yet.", is_stale=is_stale, foot=foot)

    def _show_zookeeper(self) -> None:
        status, capabilities = self.session.zookeeper, self.session.observed(CapabilitiesFeed())
        self._zookeeper.show(zookeeper_lines(self.session.link, status, capabilities))
        server = text_cell(status.value.server).text if status.value is not None else ""
        self._zookeeper.border_subtitle = to_content([(server, Tone.DIM)]) if server else ""

    def _show_events(self) -> None:
        since = numbers.clock(self.session.started_at_seconds)
        self._events.show(self.session.events.newest(EVENTS_SHOWN), f"No change since {since}.")
        count = len(self.session.events)
        self._events.border_subtitle = f"{numbers.count(count)} · 6 all" if count else ""

    def _say_foot(self, metadata: Observed[ClusterMetadata]) -> None:
        if metadata.state is ObservedState.STALE and metadata.as_of_seconds is not None:
            clock = numbers.clock(metadata.as_of_seconds)
            self.set_foot((f"as of {clock}: {metadata.reason}", Tone.WARNING))
            return
        cluster_id = metadata.value.cluster_id if metadata.value else None
        generation = self.session.observed(CapabilitiesFeed()).value
        parts = [f"cluster id {cluster_id or '?'}"]
        if generation is not None:
            parts.insert(0, f"Kafka {generation.broker_generation}")
        self.set_foot((" · ".join(parts), Tone.DIM))

    def on_resize(self, event: events.Resize) -> None:
        self.set_class(event.size.height >= TALL, "-tall")
        self.show()

    @on(RowOpened)
    def _open(self, event: RowOpened) -> None:
        event.stop()
        place = self._place_of(event.table, event.row)
        if place is not None:
            panel = event.table.parent
            self.place = self.place.at(cursor=f"{panel.id if panel else ''}:{event.key}")
            self.post_message(PlaceChanged(self.place))
            self.go_to(place)

    def _place_of(self, table: TableView[Any], row: Any) -> Place | None:
        cluster = self.session.profile.name
        if table is self._brokers.table:
            return Place(cluster, PlaceKind.BROKER, str(row.row.id))
        if table is self._topics.table:
            return Place(cluster, PlaceKind.TOPIC, row.topic)
        if table is self._groups.table:
            return Place(cluster, PlaceKind.GROUP, row.group.id)
        if table is self._events.table and row.members:
            return Place(cluster, PlaceKind.CLUSTER, tab="events", cursor=first_member_key(row))
        place: Place | None = row.place
        return place

    def counterpart(self) -> Place | None:
        if not self.is_linked:
            return None
        row = self._brokers.table.cursor_row
        if self._brokers.table.has_focus and row is not None:
            return znode_place(self.session.profile.name, PlaceKind.BROKER, str(row.row.id))
        return Place(self.session.profile.name, PlaceKind.ZOOKEEPER)

    def targets(self) -> tuple[Target, ...]:
        brokers, topics, groups = self._brokers.table, self._topics.table, self._groups.table
        if brokers.has_focus and (broker := brokers.cursor_row) is not None:
            return (Target(PlaceKind.BROKER, str(broker.row.id)),)
        if topics.has_focus and (topic := topics.cursor_row) is not None:
            return (Target(PlaceKind.TOPIC, topic.topic),)
        if groups.has_focus and (group := groups.cursor_row) is not None:
            return (group_target(group.group),)
        return super().targets()

    def copied(self) -> tuple[str, str] | None:
        metadata = self.session.metadata.value
        return (metadata.cluster_id, "cluster id") if metadata is not None and metadata.cluster_id else None

    def command(self) -> str | None:
        servers = self.session.profile.bootstrap_servers
        return f"kafka-topics.sh --bootstrap-server {servers} --describe --under-replicated-partitions"
