"""The way from the cluster to a place, as titles with the places they lead to."""

from __future__ import annotations

from collections.abc import Sequence

from kafkatui.codec.sanitise import sanitise
from kafkatui.model.place import Place, PlaceKind
from kafkatui.view.text_width import beginning, clusters, text_width

_LISTS = {
    PlaceKind.BROKERS: "Brokers",
    PlaceKind.TOPICS: "Topics",
    PlaceKind.GROUPS: "Groups",
    PlaceKind.ZOOKEEPER: "ZooKeeper",
}

LEAST_NAME = 12
"""Cells that the name of what is looked at keeps."""

PARENTS = {
    PlaceKind.BROKER: PlaceKind.BROKERS,
    PlaceKind.TOPIC: PlaceKind.TOPICS,
    PlaceKind.GROUP: PlaceKind.GROUPS,
    PlaceKind.ZNODE: PlaceKind.ZOOKEEPER,
}
"""The list a single object is found in."""


def breadcrumbs(place: Place) -> list[tuple[str, Place]]:
    """Titles from the cluster down to `place`, each with its own place; titles are sanitised."""
    crumbs = [(place.cluster, Place(place.cluster, PlaceKind.CLUSTER))]
    if place.kind in _LISTS:
        crumbs.append((_LISTS[place.kind], place))
    elif place.kind in PARENTS:
        parent = PARENTS[place.kind]
        crumbs.append((_LISTS[parent], Place(place.cluster, parent)))
        crumbs.append((sanitise(place.name), place))
    return crumbs


SEPARATOR = " › "


def fitted_crumbs(place: Place, room: int) -> list[tuple[str, Place]]:
    """The breadcrumbs in at most `room` cells: the middle goes first, then the name is shortened in its middle."""
    crumbs = breadcrumbs(place)
    if _width(crumbs) > room and len(crumbs) > 2:
        crumbs = [crumbs[0], ("…", crumbs[1][1]), *crumbs[2:]]
    over = _width(crumbs) - room
    if over > 0:
        title, target = crumbs[-1]
        crumbs[-1] = (shortened(title, max(LEAST_NAME, text_width(title) - over)), target)
    if _width(crumbs) > room:
        crumbs = crumbs[-1:]
    return crumbs


def _width(crumbs: Sequence[tuple[str, Place]]) -> int:
    return sum(text_width(title) for title, _ in crumbs) + len(SEPARATOR) * (len(crumbs) - 1)


def shortened(text: str, width: int) -> str:
    """`text` in at most `width` cells with … in its middle: names differ at both ends."""
    if text_width(text) <= width:
        return text
    front, back = beginning(text, (width - 1) // 2), ""
    room = width - 1 - text_width(front)
    for cluster in reversed(list(clusters(text))):
        if text_width(cluster + back) > room:
            break
        back = cluster + back
    return f"{front}…{back}"


def title_of(place: Place) -> str:
    """What the page of `place` is called."""
    if place.kind is PlaceKind.BROKER:
        return f"broker {place.name}"
    return sanitise(place.name) if place.name else _LISTS.get(place.kind, place.cluster)
