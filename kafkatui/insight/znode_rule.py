"""One kind of znode, as the rules describe it."""

from __future__ import annotations

from msgspec import Struct

from kafkatui.model.place import PlaceKind


class ZnodeRule(Struct, frozen=True):
    """One kind of znode.

    Attributes:
        pattern: a path; `{word}` stands for one part of it, a last `{word*}` for all that follow.
        id: stable name of the kind.
        title: a few words with a full stop.
        explanation: who writes it and when it goes.
        place: what of Kafka it is about; its name is the pattern's `{topic}`, `{broker}` or `{group}`, its row the
            `{partition}`.
        tab: the tab of that page, empty for its first.
    """

    pattern: str
    id: str
    title: str
    explanation: str
    place: PlaceKind | None = None
    tab: str = ""
