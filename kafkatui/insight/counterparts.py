"""The same thing on the other side: from Kafka to ZooKeeper and back."""

from __future__ import annotations

from kafkatui.insight.znode_meaning import meaning
from kafkatui.model.kinds import KINDS, znode_of
from kafkatui.model.place import Place, PlaceKind


def counterpart_of(place: Place) -> Place | None:
    """Where `x` leads from `place`; None when the other side has nothing in particular.

    A group leads nowhere unasked: only old consumers have a znode.
    """
    if KINDS[place.kind].is_registered:
        return znode_place(place.cluster, place.kind, place.name)
    if place.kind is PlaceKind.ZNODE:
        target = meaning(place.name, None).target
        return target.place(place.cluster) if target is not None else None
    return None


def znode_place(cluster: str, kind: PlaceKind, name: str, partition: int | None = None, tab_id: str = "") -> Place:
    """The znode that holds what a place of Kafka shows; see `znode_of`."""
    return Place(cluster, PlaceKind.ZNODE, znode_of(kind, name, partition, tab_id))
