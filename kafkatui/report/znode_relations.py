"""What a znode is tied to: what of Kafka it belongs to, its other znodes, what is above and below, and its session."""

from __future__ import annotations

from collections.abc import Sequence

from kafkatui.model.counted import counted
from kafkatui.model.observed import Observed, ObservedState
from kafkatui.model.place import Place, PlaceKind
from kafkatui.model.presence import LinkState
from kafkatui.model.znode import Znode, parent_of
from kafkatui.report.relations import RelationKind, RelationReadings, RelationRow, ties, znodes_of

_KINDS = {
    PlaceKind.TOPIC: RelationKind.TOPIC,
    PlaceKind.BROKER: RelationKind.BROKER,
    PlaceKind.GROUP: RelationKind.GROUP,
}


def znode_relations(
    path: str, znode: Observed[Znode], readings: RelationReadings, belongs_to: Place | None
) -> list[RelationRow]:
    """All ties of a znode, what of Kafka it belongs to first.

    Args:
        belongs_to: what of Kafka is kept at such a path; None for nothing.
    """
    cluster = readings.cluster
    kind = _KINDS.get(belongs_to.kind) if belongs_to is not None else None
    rows: list[RelationRow] = []
    if belongs_to is not None and kind is not None and belongs_to.name:
        if readings.link.state is LinkState.LINKED:
            rows = _target_ties(path, kind, belongs_to)
        else:
            rows = [RelationRow(kind, "", readings.link.text, state=ObservedState.UNKNOWN)]
    if path != "/":
        parent = parent_of(path)
        place = Place(cluster, PlaceKind.ZNODE, parent, tab="children", cursor=path)
        rows.append(RelationRow(RelationKind.ZNODE, parent, "is above it", place))
    return rows + ties(RelationKind.SESSION, znode, lambda known: _own_ties(path, known, cluster), "")


def _target_ties(path: str, kind: RelationKind, belongs_to: Place) -> list[RelationRow]:
    """What of Kafka is kept here, and where else ZooKeeper keeps something of it."""
    rows = [RelationRow(kind, belongs_to.name, "is kept here, or something of it", belongs_to)]
    for other, words in znodes_of(belongs_to.kind, belongs_to.name).items():
        if other != path:
            rows.append(
                RelationRow(RelationKind.ZNODE, other, words, Place(belongs_to.cluster, PlaceKind.ZNODE, other))
            )
    return rows


def _own_ties(path: str, znode: Znode, cluster: str) -> Sequence[RelationRow]:
    """The session that an ephemeral one lives with, and its children."""
    if znode.stat.is_ephemeral:
        session = hex(znode.stat.ephemeral_owner)
        place = Place(cluster, PlaceKind.ZOOKEEPER, tab="sessions", filter=session)
        return [RelationRow(RelationKind.SESSION, session, "it goes when this session ends", place)]
    place = Place(cluster, PlaceKind.ZNODE, path, tab="children")
    count = znode.stat.children_count
    words = "is below it" if count == 1 else "are below it"
    if not count:
        return [RelationRow(RelationKind.ZNODE, "", "none is below it")]
    return [RelationRow(RelationKind.ZNODE, counted(count, "znode"), words, place)]
