"""What the object of a page is tied to; Enter on a line goes there."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any, ClassVar

from kafkatui.insight.counterparts import counterpart_of
from kafkatui.model.observed import Observed, ObservedState
from kafkatui.model.place import Place
from kafkatui.model.replacing import replace
from kafkatui.report.broker_relations import broker_relations
from kafkatui.report.group_relations import group_relations
from kafkatui.report.relations import RelationReadings, RelationRow
from kafkatui.report.topic_relations import topic_relations
from kafkatui.report.znode_relations import znode_relations
from kafkatui.session.cluster_view import ClusterView
from kafkatui.session.feeds import (
    METADATA,
    AclsFeed,
    ConnectorsFeed,
    Feed,
    GroupFeed,
    GroupsFeed,
    OldGroupsFeed,
    QuotasFeed,
    SubjectsFeed,
)
from kafkatui.tui.pages.base.known_readings import known_readings
from kafkatui.tui.pages.base.table_pane import TableContent, TablePane
from kafkatui.tui.pages.znode.page import ZnodePage
from kafkatui.tui.pages.znode.stat import missing_znode
from kafkatui.view.relations_table import RELATIONS_TABLE
from kafkatui.view.span import Span, Tone

NOTHING = "It is tied to nothing."


class RelationsPane(TablePane[RelationRow]):
    """A line for each tie. What nobody has read is a line, too, with the reason."""

    ties_to: ClassVar[tuple[Feed[Any], ...]] = ()
    """What is read for it beside the object itself."""

    def __init__(self, session: ClusterView, place: Place) -> None:
        super().__init__(session, place, RELATIONS_TABLE)

    def feeds(self) -> tuple[Feed[Any], ...]:
        return (METADATA, *self.ties_to)

    def readings(self) -> RelationReadings:
        """What the session knows of all that it may be tied to."""
        return known_readings(self.session)

    def foot(self, rows: Sequence[RelationRow]) -> Sequence[Span]:
        wrong, unknown = sum(row.is_wrong for row in rows), sum(row.is_unknown for row in rows)
        parts = [(f"! {wrong:,} to look at", Tone.WARNING)] if wrong else []
        return [*parts, (f"? {unknown:,} not known", Tone.DIM)] if unknown else parts

    def place_of(self, row: RelationRow) -> Place | None:
        return row.place

    def copied(self) -> tuple[str, str] | None:
        row = self.cursor_row
        return (row.name, row.kind.value) if row is not None and row.name else None


class TopicRelationsPane(RelationsPane):
    """Brokers, groups, subjects, connectors, ACLs and znodes of a topic."""

    ties_to = (GroupsFeed(), SubjectsFeed(), ConnectorsFeed(), AclsFeed())

    def feeds(self) -> tuple[Feed[Any], ...]:
        has_zookeeper = self.session.profile.zookeeper is not None
        return (*super().feeds(), *((OldGroupsFeed(),) if has_zookeeper else ()))

    def content(self) -> TableContent[RelationRow]:
        metadata, name = self.session.metadata, self.place.name
        if metadata.value is None:
            return TableContent((), metadata)
        if name not in metadata.value.topics:
            reason = f"Topic {name} does not exist. Looking at it does not create it."
            return TableContent((), Observed(ObservedState.FAILED, None, metadata.as_of_seconds, reason))
        return TableContent(topic_relations(name, self.readings()), metadata, NOTHING)

    def topic_name(self) -> str | None:
        return self.place.name


class BrokerRelationsPane(RelationsPane):
    """Topics, groups and znodes of a broker."""

    ties_to = (GroupsFeed(),)

    def content(self) -> TableContent[RelationRow]:
        metadata, broker_id = self.session.metadata, int(self.place.name)
        if metadata.value is None:
            return TableContent((), metadata)
        if all(presence.broker.id != broker_id for presence in self.session.brokers()):
            reason = f"No broker {broker_id} is in the metadata or in any replica list."
            return TableContent((), Observed(ObservedState.FAILED, None, metadata.as_of_seconds, reason))
        return TableContent(broker_relations(broker_id, self.readings()), metadata, NOTHING)


class GroupRelationsPane(RelationsPane):
    """Topics, members, coordinator, connector, ACLs and quotas of a consumer group."""

    ties_to = (ConnectorsFeed(), AclsFeed(), QuotasFeed())

    def __init__(self, session: ClusterView, place: Place) -> None:
        super().__init__(session, place)
        self._feed = GroupFeed(place.name)

    def feeds(self) -> tuple[Feed[Any], ...]:
        return (*super().feeds(), self._feed)

    def content(self) -> TableContent[RelationRow]:
        group = self.session.observed(self._feed)
        if group.value is None:
            return TableContent((), group)
        readings = replace(self.readings(), group=group)
        return TableContent(group_relations(self.place.name, readings), group, NOTHING)


class ZnodeRelationsPane(ZnodePage, RelationsPane):
    """What of Kafka a znode belongs to, its other znodes, what is above and below it, and its session."""

    def feeds(self) -> tuple[Feed[Any], ...]:
        return ZnodePage.feeds(self)

    def show(self) -> None:
        self.learn()
        super().show()

    def content(self) -> TableContent[RelationRow]:
        znode = self.znode
        if znode.value is None:
            return TableContent((), missing_znode(self))
        rows = znode_relations(self.path, znode, self.readings(), counterpart_of(self.place))
        return TableContent(rows, znode, NOTHING)

    def foot(self, rows: Sequence[RelationRow]) -> Sequence[Span]:
        return self.foot_parts()
