"""What all tabs of a znode share: its feeds, its foot, its jump to Kafka and its history."""

from __future__ import annotations

import shlex
import time
from collections.abc import Sequence
from typing import Any, TypeVar

from textual.widget import Widget

from kafkatui.codec.sanitise import sanitise
from kafkatui.insight.znode_changes import is_gone
from kafkatui.insight.znode_meaning import ZnodeMeaning, ZnodeTarget, meaning
from kafkatui.model.observed import Observed, ObservedState
from kafkatui.model.place import Place, PlaceKind
from kafkatui.model.presence import LinkState
from kafkatui.model.znode import Znode, parent_of
from kafkatui.session.feeds import Feed, ZnodeChildrenFeed, ZnodeFeed, ZooKeeperClientsFeed
from kafkatui.session.znode_history import COMPARED_CHILDREN
from kafkatui.tui.pages.base.pane import Pane
from kafkatui.tui.pages.znode.history import ZnodeHistoryPanel
from kafkatui.tui.pages.znode.zookeeper_absence import absence_of
from kafkatui.view import numbers
from kafkatui.view.cell import Cell, cell
from kafkatui.view.span import Span, Tone

T = TypeVar("T")

EXPLAINED_BYTES = 65_536
"""The fields of larger data are not explained one by one."""


class ZnodePage(Pane):
    """A tab of a znode; goes before the other base where a tab is a table."""

    _history_panel: ZnodeHistoryPanel | None = None

    @property
    def path(self) -> str:
        """The znode's path below the chroot."""
        return self.place.name or "/"

    @property
    def znode(self) -> Observed[Znode]:
        """The znode as it was read last."""
        return self.observed(ZnodeFeed(self.path))

    def observed(self, feed: Feed[T]) -> Observed[T]:
        """What is known of something of ZooKeeper's; not supported where there is no ZooKeeper."""
        if self.session.profile.zookeeper is None:
            return Observed.not_supported(absence_of(self.session))
        return self.session.observed(feed)

    @property
    def is_gone(self) -> bool:
        """Whether it does not exist, or not any more."""
        return is_gone(self.znode)

    def feeds(self) -> tuple[Feed[Any], ...]:
        if self.session.profile.zookeeper is None:
            return ()
        return (ZnodeFeed(self.path), *self._children_feed())

    def _children_feed(self) -> tuple[Feed[Any], ...]:
        znode = self.znode.value
        if znode is None or znode.stat.is_ephemeral or znode.stat.children_count > COMPARED_CHILDREN:
            return ()
        return (ZnodeChildrenFeed(self.path),)

    def owner_feeds(self) -> tuple[Feed[Any], ...]:
        """What tells where the session of an ephemeral znode is held."""
        znode = self.znode.value
        return (ZooKeeperClientsFeed(),) if znode is not None and znode.stat.is_ephemeral else ()

    def owner_words(self) -> str:
        """Where the session of an ephemeral znode is held; empty when ZooKeeper does not tell."""
        znode, clients = self.znode.value, self.session.observed(ZooKeeperClientsFeed())
        if znode is None or clients.state is not ObservedState.OK or clients.value is None:
            return ""
        server, addresses = clients.value.server, clients.value.addresses
        if addresses is None or not znode.stat.is_ephemeral:
            return ""
        address = addresses.get(znode.stat.ephemeral_owner)
        return f"at {sanitise(address)}" if address else f"not at {server}, the server asked"

    def details(self) -> Sequence[Widget]:
        self._history_panel = ZnodeHistoryPanel(self.session, self.path)
        return (self._history_panel,)

    def learn(self) -> None:
        """Show what changed, and hold the children once it is known that they are few."""
        if set(self.feeds()) != set(self._held):
            self.hold_feeds()
        if self._history_panel is not None and self._history_panel.is_mounted:
            self._history_panel.show()

    def explain(self, data: bytes | None = None) -> ZnodeMeaning:
        """What the znode is to Kafka, and what the fields of `data` mean."""
        small = data if data is not None and len(data) <= EXPLAINED_BYTES else None
        return meaning(self.path, small, int(time.time() * 1000))

    # Where it leads

    @property
    def target(self) -> ZnodeTarget | None:
        """What of Kafka it belongs to; None when it belongs to nothing, or not surely to this cluster."""
        if not self.is_linked:
            return None
        znode = self.znode.value
        target = self.explain(znode.data if znode else None).target
        return None if target is None or target.kind is PlaceKind.ZOOKEEPER else target

    def counterpart(self) -> Place | None:
        target = self.target
        return target.place(self.session.profile.name) if target is not None else None

    def copied(self) -> tuple[str, str] | None:
        return self.path, "path"

    def command(self) -> str | None:
        settings = self.session.profile.zookeeper
        verb = {"stat": "stat", "acl": "getAcl", "children": "ls"}.get(self.place.tab, "get")
        if settings is None:
            return None
        return f"zookeeper-shell.sh {settings.connect} {verb} {shlex.quote(self.path)}"

    def foot_parts(self) -> list[Span]:
        """Ephemeral or not, version, size and where `x` leads."""
        znode = self.znode.value
        if znode is None:
            return []
        stat = znode.stat
        parts: list[Span] = [("deleted", Tone.BAD)] if self.is_gone else []
        if stat.is_ephemeral:
            parts.append(("ephemeral", Tone.ZOOKEEPER))
        parts += [(f"version {stat.version:,}", Tone.DIM), (numbers.size(stat.data_length), Tone.DIM)]
        target = self.target
        if target is not None:
            parts.append((f"x {target_words(target)}", Tone.KAFKA))
        return parts

    def gone_lines(self) -> list[Cell]:
        """What to say of a znode that was never there."""
        parent = parent_of(self.path)
        return [
            cell(f"There is no znode {self.path}.", Tone.BAD),
            cell(
                f"It was deleted, or never created. Its parent is {parent}; it is shown here when it appears.", Tone.DIM
            ),
        ]


def with_dots(parts: Sequence[Span]) -> list[Span]:
    """Parts of a border's foot with dots between them."""
    spans: list[Span] = []
    for part in parts:
        if spans:
            spans.append((" · ", Tone.DIM))
        spans.append(part)
    return spans


def target_words(target: ZnodeTarget) -> str:
    """ "broker 2", "orders-3", "config of topic orders"."""
    if not target.name:
        return "overview" if target.kind is PlaceKind.CLUSTER and not target.tab else target.tab or target.kind.value
    if target.kind is PlaceKind.TOPIC and target.cursor:
        return f"{target.name}-{target.cursor}"
    words = f"{target.kind.value} {target.name}"
    return f"{target.tab} of {words}" if target.tab else words


def link_warning(pane: Pane) -> str:
    """Why nothing here is compared with Kafka; empty when it is, or while connecting."""
    link = pane.session.link
    return "" if link.state in (LinkState.LINKED, LinkState.CONNECTING) else link.text
