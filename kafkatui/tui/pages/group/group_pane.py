"""What a group's tabs share: one feed, and what is said when the group is gone."""

from __future__ import annotations

import shlex
from typing import Any, TypeVar

from kafkatui.model.group import OLD
from kafkatui.model.group_samples import GroupSample
from kafkatui.model.observed import Observed
from kafkatui.model.place import Place, PlaceKind
from kafkatui.model.target import Target
from kafkatui.session.cluster_view import ClusterView
from kafkatui.session.feeds import METADATA, CapabilitiesFeed, Feed, GroupFeed
from kafkatui.tui.group_target import OLD_PART
from kafkatui.tui.pages.base.table_pane import TablePane
from kafkatui.tui.pages.group.facts import OLD_CONSUMERS, old_consumer_place
from kafkatui.view.group_columns import state_cell
from kafkatui.view.span import Span, Tone
from kafkatui.view.table import TableDefinition

R = TypeVar("R")


class GroupPane(TablePane[R]):
    """A table about one group. When it vanishes or its coordinator is down, the last rows stay, dimmed."""

    def __init__(self, session: ClusterView, place: Place, definition: TableDefinition[R]) -> None:
        super().__init__(session, place, definition)
        self.feed = GroupFeed(place.name)

    def feeds(self) -> tuple[Feed[Any], ...]:
        has_zookeeper = self.session.profile.zookeeper is not None
        return (METADATA, self.feed, CapabilitiesFeed(), *((OLD_CONSUMERS,) if has_zookeeper else ()))

    @property
    def sample(self) -> Observed[GroupSample]:
        """The group as last read."""
        return self.session.observed(self.feed)

    def state_spans(self) -> list[Span]:
        """State and coordinator, for the foot."""
        sample = self.sample.value
        if sample is None:
            return []
        group = sample.group
        spans: list[Span] = list(state_cell(group).spans)
        if group.coordinator is not None:
            spans.append((f"coordinator {group.coordinator}", Tone.DIM))
        return spans

    def group_place(self, tab: str, filter_text: str = "") -> Place:
        """Another tab of this group."""
        return Place(self.session.profile.name, PlaceKind.GROUP, self.place.name, tab=tab, filter=filter_text)

    def targets(self) -> tuple[Target, ...]:
        """Of a group in ZooKeeper the group alone: nothing of it can be changed by Kafka's requests."""
        sample = self.sample.value
        if sample is not None and sample.group.type == OLD:
            return (Target(PlaceKind.GROUP, self.place.name, part=OLD_PART),)
        return super().targets()

    def counterpart(self) -> Place | None:
        return old_consumer_place(self.session, self.place.name, self.is_linked)

    def command(self) -> str | None:
        servers = self.session.profile.bootstrap_servers
        return (
            f"kafka-consumer-groups.sh --bootstrap-server {servers} --describe --group {shlex.quote(self.place.name)}"
        )
