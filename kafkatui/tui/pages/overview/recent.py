"""Where one was last in this cluster, in this run and in those before."""

from __future__ import annotations

import time
from collections.abc import Collection
from typing import Any, ClassVar

from kafkatui.model.observed import Observed
from kafkatui.model.place import Place, PlaceKind
from kafkatui.report.visited import VisitedRow, visited_rows
from kafkatui.session.cluster_view import ClusterView
from kafkatui.session.feeds import METADATA, Feed, GroupsFeed
from kafkatui.tui.pages.base.table_pane import TableContent, TablePane
from kafkatui.tui.pages.group.facts import OLD_CONSUMERS
from kafkatui.view.first_steps import first_topic_words
from kafkatui.view.visited_table import EMPTY, FIRST_STEP, VISITED_TABLE


class RecentPane(TablePane[VisitedRow]):
    """The places last visited, the newest first. Enter goes there; what is gone by then says so itself."""

    ages: ClassVar[bool] = True
    shows_without_kafka: ClassVar[bool] = True

    def __init__(self, session: ClusterView, place: Place) -> None:
        super().__init__(session, place, VISITED_TABLE)
        self._has_groups = False

    def feeds(self) -> tuple[Feed[Any], ...]:
        if not self._has_groups:
            return (METADATA,)
        has_zookeeper = self.session.profile.zookeeper is not None
        return (METADATA, GroupsFeed(), *((OLD_CONSUMERS,) if has_zookeeper else ()))

    def content(self) -> TableContent[VisitedRow]:
        visited = self.session.memory.visited
        if not visited.is_read:
            return TableContent((), Observed.unknown())
        rows = visited_rows(
            visited.visits,
            time.time(),
            metadata=self.session.metadata.current,
            brokers=self.session.brokers(),
            groups=self.session.observed(GroupsFeed()),
            old_groups=self._old_groups(),
        )
        return TableContent(rows, Observed.ok(rows, time.time()), EMPTY, self._first_step())

    def _old_groups(self) -> Collection[str] | None:
        if self.session.profile.zookeeper is None:
            return ()
        listing = self.session.observed(OLD_CONSUMERS).value
        return None if listing is None else listing.children.names

    def _first_step(self) -> str:
        metadata = self.session.metadata.value
        if metadata is not None and not metadata.topics:
            return first_topic_words(is_read_only=self.session.profile.read_only)
        return FIRST_STEP

    def show(self) -> None:
        super().show()
        has_groups = any(visit.place.kind is PlaceKind.GROUP for visit in self.session.memory.visited.visits)
        if has_groups != self._has_groups:
            self._has_groups = has_groups
            self.hold_feeds()

    def place_of(self, row: VisitedRow) -> Place | None:
        return row.place
