"""Where the user was: back and forward over Places, and how each was last seen."""

from __future__ import annotations

from kafkatui.model.place import Place, PlaceKind

HISTORY_LIMIT = 200
"""Places kept in each direction."""

Subject = tuple[str, PlaceKind, str]


class Navigator:
    """A browser's history over Places.

    Args:
        start: the first place.
    """

    def __init__(self, start: Place) -> None:
        self.here = start
        self._back: list[Place] = []
        self._forward: list[Place] = []
        self._last_tab: dict[Subject, str] = {}
        self._last_seen: dict[tuple[Subject, str], Place] = {}

    def go(self, place: Place) -> Place:
        """Go to `place`; one that names no tab, filter or cursor is shown as it was last seen."""
        place = self._as_last_seen(place)
        if place.subject != self.here.subject or place.tab != self.here.tab:
            self._back.append(self.here)
            del self._back[:-HISTORY_LIMIT]
            self._forward.clear()
        self.here = place
        return place

    def _as_last_seen(self, place: Place) -> Place:
        if not place.tab:
            place = place.at(tab=self._last_tab.get(place.subject, ""))
        if place.filter or place.cursor:
            return place
        return self._last_seen.get((place.subject, place.tab), place)

    def update(self, place: Place) -> None:
        """The same place seen differently: a new tab, filter or cursor."""
        self.here = place
        self._last_tab[place.subject] = place.tab
        self._last_seen[place.subject, place.tab] = place

    def visited(self) -> list[Place]:
        """Where the user was, newest first, each object once and as it was last seen; not where the user is."""
        newest_first = [*reversed(self._back), *reversed(self._forward)]
        by_subject: dict[Subject, Place] = {}
        for place in newest_first:
            if place.subject != self.here.subject:
                by_subject.setdefault(place.subject, place)
        return list(by_subject.values())

    def back(self) -> Place | None:
        """The place before, or None at the beginning."""
        if not self._back:
            return None
        self._forward.append(self.here)
        self.here = self._back.pop()
        return self.here

    def up(self, parent: Place) -> Place:
        """From the beginning of the history to what contains it, as if one had come from there."""
        self._forward.append(self.here)
        self.here = self._as_last_seen(parent)
        return self.here

    def forward(self) -> Place | None:
        """The place that `back` left, or None."""
        if not self._forward:
            return None
        self._back.append(self.here)
        self.here = self._forward.pop()
        return self.here
