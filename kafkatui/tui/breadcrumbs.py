"""The way from the cluster to a place, as titles with the places they lead to."""

from __future__ import annotations

from collections.abc import Sequence

from kafkatui.codec.sanitise import sanitise
from kafkatui.model.kinds import KINDS
from kafkatui.model.place import Place
from kafkatui.view.text_width import beginning, clusters, text_width
from kafkatui.view.znode_name import visible_name

LEAST_NAME = 12
"""Cells that the name of what is looked at keeps."""


def breadcrumbs(place: Place) -> list[tuple[str, Place]]:
    """Titles from the cluster down to `place`, each with its own place; titles are sanitised."""
    crumbs = [(crumb_of(place), place if place.name else Place(place.cluster, place.kind))]
    parent = KINDS[place.kind].parent
    while parent is not None:
        above = Place(place.cluster, parent)
        crumbs.insert(0, (crumb_of(above), above))
        parent = KINDS[parent].parent
    return crumbs


def crumb_of(place: Place) -> str:
    """What a place is called among the breadcrumbs."""
    return _filled(KINDS[place.kind].crumb, place)


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
    return _filled(KINDS[place.kind].title, place)


def _filled(pattern: str, place: Place) -> str:
    """A title with the names in it; a znode without one is the root."""
    return pattern.replace("{cluster}", place.cluster).replace("{name}", sanitise(visible_name(place.name or "/")))
