"""A place that somebody was at."""

from __future__ import annotations

from msgspec import Struct

from kafkatui.model.place import Place, PlaceKind


class Visit(Struct, frozen=True):
    """When one was at a place last, Unix seconds. The place has a name and a tab, no filter and no cursor."""

    place: Place
    at_seconds: float

    @property
    def page(self) -> tuple[PlaceKind, str, str]:
        """What is visited, on whichever tab: a tab of the cluster's or of ZooKeeper's own is a page by itself."""
        place = self.place
        return place.kind, place.name, "" if place.name else place.tab
