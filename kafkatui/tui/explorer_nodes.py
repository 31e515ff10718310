"""The Explorer's nodes: what the session knows, as labels, counts and Places."""

from __future__ import annotations

import time
from collections.abc import Collection, Mapping, Sequence

from kafkatui.codec.sanitise import sanitise
from kafkatui.insight.znode_news import with_gone
from kafkatui.model.cluster import Topic
from kafkatui.model.observed import ObservedState
from kafkatui.model.place import Place, PlaceKind
from kafkatui.model.presence import BrokerPresence, LinkState, PresenceState
from kafkatui.model.subtree import SubtreeSize
from kafkatui.model.target import Target
from kafkatui.model.znode import ZnodeChild, ZnodeChildren, ZnodeStat, child_path
from kafkatui.model.znode_news import ChildrenNews, ZnodeNews
from kafkatui.model.znode_type import lifetime_words
from kafkatui.report.cluster_list import ClusterRow
from kafkatui.report.groups import every_group
from kafkatui.session.cluster_view import ClusterView
from kafkatui.session.feeds import GroupsFeed, OldGroupsFeed
from kafkatui.tui.group_target import group_target
from kafkatui.tui.widgets.tree_model import LazyNodes, PrefixedKeys, TreeNode
from kafkatui.view import numbers
from kafkatui.view.cell import EMPTY_CELL, Cell, cell
from kafkatui.view.groups_table import listed_count
from kafkatui.view.span import Span, Tone, name_span
from kafkatui.view.subtree_table import size_words
from kafkatui.view.znode_name import visible_name
from kafkatui.view.znodes_table import MARKS, NEWS_CELLS

CLUSTER, BROKERS, TOPICS, GROUPS, ZOOKEEPER_ROOT = "cluster", "brokers", "topics", "groups", "zookeeper"
ZNODE_PREFIX = "znode:"
OTHER_PREFIX = "cluster:"
"""Before the name of a cluster that is not on this screen, in the key of its node."""


def key_of(place: Place) -> str:
    """The key of the node that stands for `place`."""
    match place.kind:
        case PlaceKind.BROKER | PlaceKind.TOPIC | PlaceKind.GROUP | PlaceKind.ZNODE:
            if place.kind is PlaceKind.ZNODE and place.name in ("", "/"):
                return ZOOKEEPER_ROOT
            return f"{place.kind.value}:{place.name}"
        case _:
            return str(place.kind.value)


def root_nodes(session: ClusterView, clusters: Sequence[ClusterRow] = ()) -> list[TreeNode]:
    """The cluster itself, with how many of its brokers are there, among the others, which Enter opens.

    Args:
        clusters: all that there are, in their order.
    """
    name = session.profile.name
    suffix = _presence_cell(session.brokers(), session.metadata.state)
    label = cell(*name_span(sanitise(name), session.profile.colour, Tone.BRIGHT))
    own = TreeNode(CLUSTER, label, suffix, True, Place(name, PlaceKind.CLUSTER))
    if not any(row.name == name for row in clusters):
        return [own, *map(_other_root, clusters)]
    return [own if row.name == name else _other_root(row) for row in clusters]


def _presence_cell(brokers: Sequence[BrokerPresence], state: ObservedState) -> Cell:
    up = sum(broker.state is PresenceState.UP for broker in brokers)
    if brokers:
        return cell(f"● {up}/{len(brokers)}", Tone.GOOD if up == len(brokers) else Tone.BAD)
    return cell("✗", Tone.BAD) if state is ObservedState.FAILED else EMPTY_CELL


def _other_root(row: ClusterRow) -> TreeNode:
    """A cluster that is not on this screen: how it is when it is open, else that it is closed, or cannot be opened."""
    if row.opened is not None:
        suffix = _presence_cell(row.opened.brokers, row.opened.metadata.state)
    else:
        suffix = cell("✗ broken", Tone.BAD) if row.problem else cell("closed", Tone.DIM)
    place = Place(row.name, PlaceKind.CLUSTER)
    label = cell(*name_span(sanitise(row.name), row.known.colour, Tone.PLAIN))
    return TreeNode(f"{OTHER_PREFIX}{row.name}", label, suffix, False, place)


def section_nodes(session: ClusterView, shows_internal: bool) -> list[TreeNode]:
    """Brokers, Topics, Groups and ZooKeeper with their counts; unknown counts are left empty, never 0."""
    name = session.profile.name
    metadata = session.metadata.value
    topics = "" if metadata is None else f"{_listed_count(metadata.topics, shows_internal):,}"
    groups = session.observed(GroupsFeed())
    every = every_group(groups, session.observed(OldGroupsFeed()))
    errors = groups.value.errors if groups.value is not None else ()
    return [
        TreeNode(
            BROKERS,
            cell("Brokers"),
            cell("" if metadata is None else f"{len(session.brokers())}", Tone.DIM),
            True,
            Place(name, PlaceKind.BROKERS),
        ),
        TreeNode(TOPICS, cell("Topics"), cell(topics, Tone.DIM), True, Place(name, PlaceKind.TOPICS)),
        TreeNode(
            GROUPS,
            cell("Groups"),
            cell("" if groups.value is None else listed_count(len(every), errors), Tone.DIM),
            True,
            Place(name, PlaceKind.GROUPS),
        ),
        _zookeeper_node(session),
    ]


def _listed_count(topics: Mapping[str, Topic], shows_internal: bool) -> int:
    return len(topics) if shows_internal else sum(not topic.is_internal for topic in topics.values())


def _zookeeper_node(session: ClusterView) -> TreeNode:
    link, status = session.link, session.zookeeper
    version = status.value.version if status.value else ""
    suffixes = {
        LinkState.LINKED: cell(f"{version} ok".strip(), Tone.GOOD),
        LinkState.CONNECTING: cell("…", Tone.DIM),
        LinkState.MISMATCH: cell("other cluster", Tone.BAD),
        LinkState.UNKNOWN: cell("not linked", Tone.WARNING),
        LinkState.FAILED: cell("✗", Tone.WARNING),
        LinkState.NONE: cell("none", Tone.DIM),
    }
    suffix = cell("lost", Tone.BAD) if status.state is ObservedState.STALE else suffixes[link.state]
    can_unfold = link.state is not LinkState.NONE
    place = Place(session.profile.name, PlaceKind.ZOOKEEPER)
    return TreeNode(ZOOKEEPER_ROOT, cell("ZooKeeper", Tone.ZOOKEEPER), suffix, can_unfold, place)


def broker_nodes(session: ClusterView) -> list[TreeNode]:
    """Every broker seen, with its role or since when it is missing."""
    metadata = session.metadata.value
    controller = metadata.controller_id if metadata else None
    return [_broker_node(session.profile.name, presence, controller) for presence in session.brokers()]


def _broker_node(cluster: str, presence: BrokerPresence, controller: int | None) -> TreeNode:
    broker = presence.broker
    spans: list[Span] = []
    if presence.state is PresenceState.UP:
        if broker.id == controller:
            spans.append(("ctrl", Tone.KAFKA))
        if broker.rack:
            spans.append((f"{' ' if spans else ''}{sanitise(broker.rack)}", Tone.DIM))
    else:
        word = "gone" if presence.state is PresenceState.GONE else "no answer"
        age = "" if presence.since_seconds is None else f" {numbers.age(time.time() - presence.since_seconds)}"
        spans.append((f"{word}{age}", Tone.BAD))
    address = sanitise(broker.address) if broker.port else "?"
    return TreeNode(
        f"broker:{broker.id}",
        Cell(((f"{broker.id} ", Tone.BRIGHT), (address, Tone.PLAIN))),
        Cell(tuple(spans)),
        False,
        Place(cluster, PlaceKind.BROKER, str(broker.id)),
    )


def topic_nodes(session: ClusterView, shows_internal: bool) -> LazyNodes:
    """Every topic, partitions × replication factor beside it, and ! when replicas are missing or a leader is silent."""
    metadata = session.metadata.value
    if metadata is None:
        return LazyNodes((), lambda key: TreeNode(key, EMPTY_CELL))
    cluster, topics = session.profile.name, metadata.topics
    keys = [f"topic:{name}" for name, topic in topics.items() if shows_internal or not topic.is_internal]
    silent = frozenset(session.unreachable)
    return LazyNodes(keys, lambda key: _topic_node(cluster, topics[key.removeprefix("topic:")], silent))


def _topic_node(cluster: str, topic: Topic, silent: Collection[int]) -> TreeNode:
    size = f"{len(topic.partitions)}×{topic.replication_factor}"
    if topic.leaderless_count:
        suffix = cell(f"{size} ✗", Tone.BAD)
    elif silent and any(partition.leader in silent for partition in topic.partitions):
        suffix = cell(f"{size} !", Tone.BAD)
    elif topic.under_replicated_count:
        suffix = cell(f"{size} !", Tone.WARNING)
    else:
        suffix = cell(size, Tone.DIM)
    tone = Tone.DIM if topic.is_internal else Tone.PLAIN
    place = Place(cluster, PlaceKind.TOPIC, topic.name)
    return TreeNode(f"topic:{topic.name}", cell(sanitise(topic.name), tone), suffix, False, place)


def group_nodes(session: ClusterView) -> list[TreeNode]:
    """Every group with its state, those in ZooKeeper among them."""
    observed = session.observed(GroupsFeed())
    if observed.value is None:
        return [message_node(GROUPS, observed.reason)] if observed.reason else []
    name = session.profile.name
    return [
        TreeNode(
            f"group:{group.id}",
            cell(sanitise(group.id)),
            cell(group.state.lower(), Tone.DIM),
            False,
            Place(name, PlaceKind.GROUP, group.id),
        )
        for group in every_group(observed, session.observed(OldGroupsFeed()))
    ]


def target_of(session: ClusterView, place: Place) -> Target:
    """What a node stands for, as what is acted on."""
    if place.kind is PlaceKind.GROUP:
        every = every_group(session.observed(GroupsFeed()), session.observed(OldGroupsFeed()))
        return next((group_target(group) for group in every if group.id == place.name), Target(place.kind, place.name))
    return Target(place.kind, place.name)


def znode_nodes(
    session: ClusterView, listing: ZnodeChildren, stats: Mapping[str, ZnodeStat], news: ChildrenNews
) -> LazyNodes:
    """The children of a znode, those that have just gone among them; their own child counts where known."""
    cluster = session.profile.name
    prefix = child_path(listing.path, "")
    size_of = session.actions.context.subtrees.size_of

    def make(key: str) -> TreeNode:
        path = key.removeprefix(ZNODE_PREFIX)
        name = path.removeprefix(prefix)
        happened = news.by_name.get(name)
        child = ZnodeChild(name, path, stats.get(path), is_gone=happened is ZnodeNews.GONE)
        return _znode_node(cluster, child, happened, size_of(path))

    names = with_gone(listing.children.names, news.gone) if news.gone else listing.children.names
    return LazyNodes(PrefixedKeys(ZNODE_PREFIX + prefix, names), make)


def _znode_node(
    cluster: str, child: ZnodeChild, news: ZnodeNews | None, size: SubtreeSize | None = None
) -> TreeNode:  # fmt: skip
    stat = child.stat
    spans: list[Span] = [(sanitise(visible_name(child.name)), Tone.STRUCK if child.is_gone else Tone.PLAIN)]
    suffix = EMPTY_CELL
    if stat is not None and (mark := MARKS.get(lifetime_words(stat).split(" ")[0])):
        spans.append((f" {mark}", Tone.ZOOKEEPER))
    if news is not None:
        spans += [(" ", Tone.PLAIN), *NEWS_CELLS[news].spans]
    if stat is not None and not child.is_gone:
        if size is not None:
            suffix = cell(size_words(size), Tone.ZOOKEEPER)
        elif stat.children_count:
            suffix = cell(f"{stat.children_count:,}", Tone.DIM)
        elif stat.data_length:
            suffix = cell(f"{stat.data_length:,} B", Tone.DIM)
    can_unfold = not child.is_gone and (stat is None or stat.children_count > 0)
    tab = "children" if stat is not None and stat.has_only_children else ""
    place = Place(cluster, PlaceKind.ZNODE, child.path, tab=tab)
    return TreeNode(f"{ZNODE_PREFIX}{child.path}", Cell(tuple(spans)), suffix, can_unfold, place)


def message_node(under: str, text: str) -> TreeNode:
    """A line in place of children that could not be read."""
    return TreeNode(f"message:{under}", cell(f"✗ {text}", Tone.BAD), EMPTY_CELL, False, None)
