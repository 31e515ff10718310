"""The places last visited, and whether what they show is still there."""

from __future__ import annotations

from collections.abc import Collection, Iterable

from msgspec import Struct

from kafkatui.model.cluster import ClusterMetadata
from kafkatui.model.group_samples import GroupsSample
from kafkatui.model.observed import Observed
from kafkatui.model.place import Place, PlaceKind
from kafkatui.model.presence import BrokerPresence
from kafkatui.model.visit import Visit


class VisitedRow(Struct, frozen=True):
    """A place that somebody was at.

    Attributes:
        age_seconds: how long ago that was.
        is_there: whether the cluster has it now; None while that is not known, and of what is always there.
    """

    place: Place
    age_seconds: float
    is_there: bool | None


def visited_rows(
    visits: Iterable[Visit],
    now_seconds: float,
    *,
    metadata: ClusterMetadata | None,
    brokers: Iterable[BrokerPresence],
    groups: Observed[GroupsSample],
    old_groups: Collection[str] | None,
) -> list[VisitedRow]:
    """A row for each, in their order; what nobody has read is not called gone.

    Args:
        brokers: those that the metadata or a replica list names.
        old_groups: ids of groups that are in ZooKeeper alone; None where that is not known.
    """
    ids = None if metadata is None else frozenset(str(presence.broker.id) for presence in brokers)
    known: dict[PlaceKind, Collection[str] | None] = {
        PlaceKind.TOPIC: None if metadata is None else metadata.topics.keys(),
        PlaceKind.BROKER: ids,
    }
    rows = []
    for visit in visits:
        place = visit.place
        if place.kind is PlaceKind.GROUP:
            is_there = _is_group(place.name, groups.current, old_groups)
        else:
            there = known.get(place.kind)
            is_there = None if there is None else place.name in there
        rows.append(VisitedRow(place, max(0.0, now_seconds - visit.at_seconds), is_there))
    return rows


def _is_group(group_id: str, listed: GroupsSample | None, old_groups: Collection[str] | None) -> bool | None:
    """Whether there is such a group; None where one that could tell has not."""
    if listed is not None and any(group.id == group_id for group in listed.groups):
        return True
    if old_groups is not None and group_id in old_groups:
        return True
    return None if listed is None or listed.errors or old_groups is None else False
