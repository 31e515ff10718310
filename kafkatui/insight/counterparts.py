"""The same thing on the other side: from Kafka to ZooKeeper and back."""

from __future__ import annotations

from kafkatui.insight.znode_meaning import meaning, znode_of
from kafkatui.model.place import Place, PlaceKind

_IN_ZOOKEEPER = (PlaceKind.BROKER, PlaceKind.TOPIC)
"""What every cluster with ZooKeeper registers there; a group only when its consumers are old ones."""


def counterpart_of(place: Place) -> Place | None:
    """Where `x` leads from `place`; None when the other side has nothing in particular."""
    if place.kind in _IN_ZOOKEEPER:
        return Place(place.cluster, PlaceKind.ZNODE, znode_of(place.kind, place.name))
    if place.kind is PlaceKind.ZNODE:
        target = meaning(place.name, None).target
        return target.place(place.cluster) if target is not None else None
    return None
