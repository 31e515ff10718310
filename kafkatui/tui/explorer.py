"""The tree on the left: brokers, topics, groups and znodes of the cluster, and the other clusters beside it."""

from __future__ import annotations

from typing import Any

from textual import on
from textual.app import ComposeResult
from textual.containers import Vertical

from kafkatui.insight.counterparts import counterpart_of
from kafkatui.insight.filters import Filter
from kafkatui.model.kinds import KINDS
from kafkatui.model.place import Place, PlaceKind
from kafkatui.model.presence import LinkState, PresenceState
from kafkatui.model.target import Target
from kafkatui.model.znode_news import ChildrenNews
from kafkatui.session.cluster_view import ClusterView
from kafkatui.session.feeds import (
    METADATA,
    ZOOKEEPER,
    Feed,
    GroupsFeed,
    OldGroupsFeed,
    ZnodeChildrenFeed,
    ZnodeStatsFeed,
)
from kafkatui.session.notice import FeedUpdated, Notice
from kafkatui.tui.chrome.filter_bar import FilterBar
from kafkatui.tui.chrome.mark_bar import MarkBar
from kafkatui.tui.explorer_nodes import (
    BROKERS,
    CLUSTER,
    GROUPS,
    TOPICS,
    ZNODE_PREFIX,
    ZOOKEEPER_ROOT,
    broker_nodes,
    group_nodes,
    key_of,
    message_node,
    root_nodes,
    section_nodes,
    target_of,
    topic_nodes,
    znode_nodes,
)
from kafkatui.tui.held_feeds import HeldFeeds
from kafkatui.tui.key_command import KeyCommands
from kafkatui.tui.messages import GoTo
from kafkatui.tui.pages.base.surroundings import Surroundings
from kafkatui.tui.widgets.markable import Markable
from kafkatui.tui.widgets.messages import NodeCollapsed, NodeExpanded, NodeOpened, NodesMarked
from kafkatui.tui.widgets.tree_model import TreeNode
from kafkatui.tui.widgets.virtual_tree import VirtualTree

STATS_LIMIT = 200
"""Children of an unfolded znode whose own child counts are read."""

UNFOLDED_TOPICS_LIMIT = 100
"""Up to this many topics are unfolded from the start."""


class Explorer(Vertical):
    """A bordered tree. Enter opens; what is folded is not polled."""

    DEFAULT_CSS = """
    Explorer {
        width: 30; height: 1fr; border: round $border; padding: 0; border-title-color: $dim;
        border-subtitle-color: $foreground;
        &:focus-within { border: round $kafka; border-title-color: $kafka; }
    }
    """

    can_filter = True

    def __init__(self, session: ClusterView, surroundings: Surroundings) -> None:
        super().__init__()
        self.border_title = "Explorer"
        self._surroundings = surroundings
        self._session = session
        self.outline = VirtualTree()
        self.outline.marks.can_mark = is_thing
        self._shown: dict[str, object] = {}
        self._unfolded_znodes: dict[str, ZnodeStatsFeed | None] = {}
        self._news: dict[str, ChildrenNews] = {}
        self._held = HeldFeeds(session)
        self._sought: Place | None = None

    def compose(self) -> ComposeResult:
        yield self.outline
        yield FilterBar()

    def on_mount(self) -> None:
        self._show_roots()
        self.outline.expand_node(CLUSTER)
        self.show()
        self.set_interval(1.0, self._show_ages)

    def on_unmount(self) -> None:
        self._held.replace(())

    def rest(self) -> None:
        """The screen is hidden behind another cluster's: nothing is polled for it."""
        self._held.rest()

    def wake(self) -> None:
        """The screen is shown again."""
        self._held.wake()
        self.show()
        for path in list(self._unfolded_znodes):
            self._show_znodes(ZnodeChildrenFeed(path))

    # What is shown

    def on_notice(self, notice: Notice) -> None:
        """Take a notice of the session."""
        if isinstance(notice, FeedUpdated):
            feed = notice.feed
            if feed in (METADATA, ZOOKEEPER) or (feed in self._group_feeds and feed in self._held):
                self.show()
            elif isinstance(feed, ZnodeChildrenFeed | ZnodeStatsFeed):
                self._show_znodes(feed)
        else:
            self._show_sizes()
            self.show()

    def _show_sizes(self) -> None:
        """Sizes that were collected meanwhile, beside the znodes that are unfolded."""
        results = self._session.actions.context.subtrees.results
        if results is not self._shown.get("sizes", {}):
            self._shown["sizes"] = results
            for path in list(self._unfolded_znodes):
                self._show_znodes(ZnodeChildrenFeed(path))

    def show(self) -> None:
        """Bring every unfolded section up to date."""
        self._show_roots()
        is_first = "started" not in self._shown
        self.outline.set_children(CLUSTER, section_nodes(self._session, self._surroundings.shows_internal))
        metadata = self._session.metadata.value
        if is_first and metadata is not None:
            self._shown["started"] = True
            self.outline.expand_node(BROKERS)
            if len(metadata.topics) <= UNFOLDED_TOPICS_LIMIT:
                self.outline.expand_node(TOPICS)
        for key in (BROKERS, TOPICS, GROUPS):
            if key in self.outline.expanded_keys:
                self._fill(key)
        if not self.has_focus_within:
            self._seek()  # what was sought before ZooKeeper had answered

    def _show_roots(self) -> None:
        roots = root_nodes(self._session, self._surroundings.clusters.rows())
        if self._shown.get(CLUSTER) != roots:
            self._shown[CLUSTER] = roots
            self.outline.set_roots(roots)

    def _show_ages(self) -> None:
        """Since when a broker is missing grows by itself, and other clusters come, go and fall ill.

        The topics are drawn with the roots where they are not as the session knows them by now: one tree, one moment.
        """
        self._show_roots()
        self._age_news()
        if TOPICS in self.outline.expanded_keys:
            self._fill(TOPICS)
        is_age_shown = any(broker.state is not PresenceState.UP for broker in self._session.brokers())
        if is_age_shown and BROKERS in self.outline.expanded_keys:
            self._fill(BROKERS)

    def _age_news(self) -> None:
        """What was news of a znode's children is none any more."""
        for path, news in list(self._news.items()):
            if path not in self._unfolded_znodes:
                del self._news[path]
            elif news.by_name and news != self._session.learned.znode_news.of(path):
                self._show_znodes(ZnodeChildrenFeed(path))

    def _fill(self, key: str) -> None:
        if key == BROKERS:
            self.outline.set_children(BROKERS, broker_nodes(self._session))
        elif key == TOPICS:
            metadata = self._session.metadata.value
            seen = (metadata, self._surroundings.shows_internal, frozenset(self._session.unreachable))
            if metadata is not None and self._shown.get(TOPICS) != seen:
                self._shown[TOPICS] = seen
                self.outline.set_children(TOPICS, topic_nodes(self._session, self._surroundings.shows_internal))
        elif key == GROUPS:
            self.outline.set_children(GROUPS, group_nodes(self._session))

    def _show_znodes(self, feed: ZnodeChildrenFeed | ZnodeStatsFeed) -> None:
        paths = (
            [feed.path]
            if isinstance(feed, ZnodeChildrenFeed)
            else [path for path, stats in self._unfolded_znodes.items() if stats == feed]
        )
        for path in paths:
            if path not in self._unfolded_znodes:
                continue
            observed = self._session.observed(ZnodeChildrenFeed(path))
            if observed.value is None:
                if observed.reason:
                    self.outline.set_children(key_of_znode(path), [message_node(path, observed.reason)])
                continue
            self._hold_stats(path, tuple([child.path for child in observed.value.children[:STATS_LIMIT]]))
            stats_feed = self._unfolded_znodes[path]
            stats = self._session.observed(stats_feed).value if stats_feed else None
            news = self._news[path] = self._session.learned.znode_news.of(path)
            self.outline.set_children(key_of_znode(path), znode_nodes(self._session, observed.value, stats or {}, news))
            self._seek()

    def _hold_stats(self, path: str, children: tuple[str, ...]) -> None:
        wanted = ZnodeStatsFeed(children) if children else None
        held = self._unfolded_znodes[path]
        if wanted == held:
            return
        if wanted is not None:
            self._held.hold(wanted)
        if held is not None:
            self._held.release(held)
        self._unfolded_znodes[path] = wanted

    # What the user does

    @property
    def _group_feeds(self) -> tuple[Feed[Any], ...]:
        """What tells of groups: Kafka, and ZooKeeper of the old ones."""
        return (GroupsFeed(), *((OldGroupsFeed(),) if self._session.profile.zookeeper is not None else ()))

    @on(NodeExpanded)
    def _unfold(self, event: NodeExpanded) -> None:
        event.stop()
        if event.key == GROUPS and GroupsFeed() not in self._held:
            for feed in self._group_feeds:
                self._held.hold(feed)
        if event.key == ZOOKEEPER_ROOT or event.key.startswith(ZNODE_PREFIX):
            path = event.node.payload.name if isinstance(event.node.payload, Place) else "/"
            self._unfold_znode(path or "/")
        else:
            self._shown.pop(event.key, None)
            self._fill(event.key)

    def _unfold_znode(self, path: str) -> None:
        if path in self._unfolded_znodes:
            return
        self._unfolded_znodes[path] = None
        self._held.hold(ZnodeChildrenFeed(path))
        self._show_znodes(ZnodeChildrenFeed(path))

    @on(NodeCollapsed)
    def _fold(self, event: NodeCollapsed) -> None:
        event.stop()
        if event.key == GROUPS and GroupsFeed() in self._held:
            for feed in self._group_feeds:
                self._held.release(feed)
        path = "/" if event.key == ZOOKEEPER_ROOT else event.key.removeprefix(ZNODE_PREFIX)
        if path in self._unfolded_znodes and event.key.startswith((ZNODE_PREFIX, ZOOKEEPER_ROOT)):
            stats = self._unfolded_znodes.pop(path)
            self._held.release(ZnodeChildrenFeed(path))
            if stats is not None:
                self._held.release(stats)

    @on(NodeOpened)
    def _open(self, event: NodeOpened) -> None:
        event.stop()
        if isinstance(event.node.payload, Place):
            self.post_message(GoTo(event.node.payload))

    def point_at(self, place: Place) -> None:
        """Put the cursor on the node of `place`; znodes above it are unfolded on the way, as their children come."""
        self._sought = place
        self._seek()

    def _seek(self) -> None:
        place = self._sought
        if place is None:
            return
        if self.outline.node(key_of(place)) is not None:
            self.outline.move_cursor_to(key_of(place))
            self._sought = None
        elif place.kind is PlaceKind.ZNODE and self._session.zookeeper.has_value:
            for path in ancestors(place.name):
                key = key_of_znode(path)
                if self.outline.node(key) is not None and key not in self.outline.expanded_keys:
                    self.outline.expand_node(key)

    def counterpart(self) -> Place | None:
        """The node under the cursor on the other side, for `x`."""
        place = self.cursor_place()
        if place is None or self._session.link.state is not LinkState.LINKED:
            return None
        return counterpart_of(place) if place.cluster == self._session.profile.name else None

    def topic_name(self) -> str | None:
        """The topic under the cursor, for `m` and `p`."""
        place = self.cursor_place()
        return place.name if place is not None and place.kind is PlaceKind.TOPIC else None

    def copied(self) -> tuple[str, str] | None:
        """The names of what is marked, else of what the cursor is on."""
        marked = [place.name for place in self._marked_places()]
        if marked:
            return "\n".join(marked), f"names of {len(marked):,} marked"
        place = self.cursor_place()
        return (place.name, "name") if place is not None and place.name else None

    def targets(self) -> tuple[Target, ...]:
        """What is marked, else what the cursor is on, where that is one thing."""
        if marked := self._marked_places():
            return tuple(target_of(self._session, place) for place in marked)
        place = self.cursor_place()
        if place is None or place.cluster != self._session.profile.name:  # another cluster's root
            return ()
        return (target_of(self._session, place),) if KINDS[place.kind].is_thing else ()

    def _marked_places(self) -> list[Place]:
        return [node.payload for node in self.outline.marks.nodes if isinstance(node.payload, Place)]

    @property
    def markable(self) -> Markable:
        """What `*` marks."""
        return self.outline.marks

    @on(NodesMarked)
    def _tell_marks(self, event: NodesMarked) -> None:
        event.stop()
        self.border_subtitle = f"{event.count:,} marked" if event.count else ""

    def open_mark_bar(self) -> None:
        """Ask for the regular expression of the nodes to mark."""
        if not self.query(MarkBar):
            self.mount(MarkBar(self.markable))

    def commands(self) -> KeyCommands:
        """The tree takes its own keys."""
        return {}

    def cursor_place(self) -> Place | None:
        """What the cursor is on."""
        node = self.outline.cursor_node
        return node.payload if node is not None and isinstance(node.payload, Place) else None

    # Filter

    def start_filter(self) -> None:
        """Open the filter."""
        self.query_one(FilterBar).open()

    @on(FilterBar.Changed)
    def _apply_filter(self, event: FilterBar.Changed) -> None:
        event.stop()
        compiled: Filter = event.filter
        self.outline.set_filter(None if compiled.is_empty else compiled.matches, compiled.text, compiled.find)

    @on(FilterBar.Left)
    def _leave_filter(self, event: FilterBar.Left) -> None:
        event.stop()
        self.outline.focus()

    def leave(self) -> bool:
        """Esc: clear the filter, else the marks; False when there were none."""
        bar = self.query_one(FilterBar)
        if bar.text:
            bar.clear()
            return True
        if not len(self.outline.marks):
            return False
        self.outline.marks.clear()
        return True

    def focus_main(self) -> None:
        """Focus the tree."""
        self.outline.focus()

    def refresh_feeds(self) -> None:
        """Read everything unfolded again."""
        self._session.refresh(METADATA)
        for path in self._unfolded_znodes:
            self._session.refresh(ZnodeChildrenFeed(path))


def is_thing(node: TreeNode) -> bool:
    """Whether a node is one thing with a name, and not a heading."""
    return isinstance(node.payload, Place) and bool(node.payload.name) and KINDS[node.payload.kind].is_thing


def ancestors(path: str) -> list[str]:
    """ "/a/b/c" → "/", "/a", "/a/b"."""
    parts = path.strip("/").split("/")
    return ["/", *("/" + "/".join(parts[:length]) for length in range(1, len(parts)))]


def key_of_znode(path: str) -> str:
    """The key of a znode's node."""
    return key_of(Place("", PlaceKind.ZNODE, path))
