"""Where one was last, as the `:` line offers it."""

from __future__ import annotations

from collections.abc import Iterable

from kafkatui.model.place import Place, PlaceKind
from kafkatui.model.visit import Visit

RECENT_TAB = "recent"


def is_recent(place: Place) -> bool:
    """Whether it is the list of the places last visited, which does not list itself."""
    return place.kind is PlaceKind.CLUSTER and place.tab == RECENT_TAB


def with_earlier(visited: Iterable[Place], earlier: Iterable[Visit], here: Place) -> list[Place]:
    """Where one was in this run, as it was last seen, then where one was in earlier ones; not where one is."""
    places = list(visited)
    known = {place.subject for place in places} | {here.subject}
    return places + [visit.place for visit in earlier if visit.place.subject not in known]
