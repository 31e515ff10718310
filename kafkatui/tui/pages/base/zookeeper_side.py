"""What ZooKeeper has of a broker or a topic, beside what Kafka says."""

from __future__ import annotations

from abc import abstractmethod
from collections.abc import Sequence
from typing import Any

from textual import on

from kafkatui.insight.znode_changes import is_gone
from kafkatui.model.observed import Observed, ObservedState
from kafkatui.model.place import Place, PlaceKind
from kafkatui.model.presence import LinkState
from kafkatui.model.target import Target
from kafkatui.session.cluster_view import ClusterView
from kafkatui.session.feeds import METADATA, ZOOKEEPER, Feed, ZnodeFeed
from kafkatui.tui.pages.base.table_pane import TableContent, TablePane
from kafkatui.tui.pages.znode.zookeeper_absence import absence_of
from kafkatui.tui.widgets.messages import RowsShown
from kafkatui.view.span import Span, Tone
from kafkatui.view.zookeeper_side_table import ZOOKEEPER_SIDE_TABLE, SideZnode, side_znode

FIRST_READ = 10
"""Znodes read before it is known which rows are on screen."""


class ZookeeperSidePane(TablePane[SideZnode]):
    """Paths that belong to one object; those on screen are read and watched."""

    shows_without_kafka = True

    def __init__(self, session: ClusterView, place: Place) -> None:
        super().__init__(session, place, ZOOKEEPER_SIDE_TABLE)
        self._paths_shown: tuple[str, ...] = ()

    @abstractmethod
    def paths(self) -> dict[str, str]:
        """The znodes of the object, each with what it means that it is not there."""

    def feeds(self) -> tuple[Feed[Any], ...]:
        if self.session.profile.zookeeper is None:
            return (METADATA,)
        wanted = self._paths_shown or tuple(self.paths())[:FIRST_READ]
        return (METADATA, ZOOKEEPER, *(ZnodeFeed(path) for path in wanted))

    def content(self) -> TableContent[SideZnode]:
        link = self.session.link
        if link.state is LinkState.CONNECTING:
            return TableContent((), Observed.unknown())
        if link.state is not LinkState.LINKED:
            state = ObservedState.NOT_SUPPORTED if link.state is LinkState.NONE else ObservedState.FAILED
            return TableContent((), Observed(state, None, None, absence_of(self.session) or link.text))
        if len(self._held) <= 2:
            self.hold_feeds()
        metadata = self.session.metadata.value
        rows = []
        for path, absence in self.paths().items():
            znode = self.session.observed(ZnodeFeed(path))
            rows.append(side_znode(path, znode, metadata, absence=absence, is_absent=is_gone(znode)))
        return TableContent(rows, self.session.metadata, "Nothing of it is in ZooKeeper.")

    @on(RowsShown)
    def _read_shown(self, event: RowsShown) -> None:
        event.stop()
        if event.keys and event.keys != self._paths_shown:
            self._paths_shown = event.keys
            self.hold_feeds()

    def foot(self, rows: Sequence[SideZnode]) -> Sequence[Span]:
        differing = sum(row.said is not None and not row.said.is_same for row in rows)
        if differing:
            return [(f"{differing} differ from Kafka", Tone.BAD)]
        compared = sum(row.said is not None for row in rows)
        return [(f"{compared} as Kafka says", Tone.GOOD)] if compared else []

    def place_of(self, row: SideZnode) -> Place | None:
        return None if row.is_absent else Place(self.session.profile.name, PlaceKind.ZNODE, row.path)

    def target_of(self, row: SideZnode) -> Target | None:
        return None if row.is_absent else Target(PlaceKind.ZNODE, row.path)

    def counterpart(self) -> Place | None:
        row = self.cursor_row
        return self.place_of(row) if row is not None and self.is_linked else None


class BrokerZnodePane(ZookeeperSidePane):
    """A broker's registration, its configuration and the controller."""

    def paths(self) -> dict[str, str]:
        return {
            f"/brokers/ids/{self.place.name}": "not registered: ZooKeeper has no session of it",
            "/controller": "no controller is elected",
            f"/config/brokers/{self.place.name}": "no dynamic configuration",
            "/config/brokers/<default>": "no cluster-wide dynamic configuration",
        }


class TopicZnodePane(ZookeeperSidePane):
    """A topic's assignment, configuration and the state of every partition."""

    def paths(self) -> dict[str, str]:
        name = self.place.name
        metadata = self.session.metadata.value
        topic = metadata.topics.get(name) if metadata else None
        states = (
            f"/brokers/topics/{name}/partitions/{partition.id}/state"
            for partition in (topic.partitions if topic else ())
        )
        return {
            f"/brokers/topics/{name}": "no assignment: ZooKeeper does not know the topic",
            f"/config/topics/{name}": "no configuration of its own",
            f"/admin/delete_topics/{name}": "not waiting to be deleted",
            **dict.fromkeys(states, "no state: the controller has elected no leader yet"),
        }

    def topic_name(self) -> str | None:
        return self.place.name
