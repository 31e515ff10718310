"""The timeline as a list: lines for many opened or not, and what concerns one thing of the cluster."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Iterator, Sequence

from msgspec import Struct

from kafkatui.model.event import Event
from kafkatui.model.kinds import znode_of
from kafkatui.model.place import Place, PlaceKind

_OF_MANY = " # "
"""Between the key of a line for many and the number of one of them."""


class EventRow(Struct, frozen=True):
    """A line of the timeline.

    Attributes:
        key: tells it from all others, from one reading to the next.
        is_open: of a line for many: whether what it stands for stands below it.
        is_member: whether it stands below such a line.
    """

    key: str
    event: Event
    is_open: bool = False
    is_member: bool = False

    @property
    def can_open(self) -> bool:
        """Whether it stands for changes that can be listed."""
        return bool(self.event.members)


def event_rows(
    newest_first: Iterable[Event], opened: Collection[str] = (), about: Place | None = None
) -> list[EventRow]:
    """The lines.

    Args:
        opened: keys of lines for many below which their changes are listed.
        about: only what concerns this thing; None for everything.
    """
    return [
        row
        for event in newest_first
        for part in ((event,) if about is None else concerning(event, about))
        for row in _rows_of(part, opened)
    ]


def _rows_of(event: Event, opened: Collection[str]) -> Iterator[EventRow]:
    key = key_of(event)
    is_open = bool(event.members) and key in opened
    yield EventRow(key, event, is_open)
    if is_open:
        for number, member in enumerate(event.members):
            yield EventRow(_member_key(key, number), member, is_member=True)


def first_member_key(event: Event) -> str:
    """The key of the first of the changes that a line for many stands for."""
    return _member_key(key_of(event), 0)


def opened_by(member_key: str) -> str:
    """The key of the line below which such a change is listed."""
    return member_key.rpartition(_OF_MANY)[0]


def _member_key(key: str, number: int) -> str:
    return f"{key}{_OF_MANY}{number}"


def key_of(event: Event) -> str:
    """What tells an event from all others."""
    if event.members and event.cause is not None:  # it grows while more of it comes
        first = event.members[0]
        return f"{first.at_seconds!r} {event.cluster} {event.cause.words} {first.subject}"
    return f"{event.at_seconds!r} {event.cluster} {event.source} {event.subject} {event.text}"


def concerning(event: Event, about: Place) -> Sequence[Event]:
    """The event if it concerns that thing; of a line for many only what does, or the line where it is about the thing.

    A topic's partition is meant where the place's cursor names one.
    """
    if not event.members:
        return (event,) if _concerns(event, about) else ()
    if about.kind is PlaceKind.BROKER and (event.place.kind, event.place.name) == (about.kind, about.name):
        return (event,)
    return tuple(member for member in event.members if _concerns(member, about))


def _concerns(event: Event, about: Place) -> bool:
    if about.kind is PlaceKind.ZNODE:
        path = znode_path(event)
        return path == about.name or path.startswith(f"{about.name.rstrip('/')}/")
    if not event.concerns(about.kind, about.name):
        return False
    return not about.cursor or event.place.cursor == about.cursor


def znode_path(event: Event) -> str:
    """The znode that holds what changed; empty where that is none in particular."""
    place = event.place
    if place.kind is PlaceKind.TOPIC and place.cursor.isdecimal() and not place.tab:
        return znode_of(place.kind, place.name, int(place.cursor))
    if place.kind is PlaceKind.TOPICS and place.cursor:
        return znode_of(PlaceKind.TOPIC, place.cursor)
    if place.kind is PlaceKind.CLUSTER:
        return ""
    return znode_of(place.kind, place.name, tab_id=place.tab)
