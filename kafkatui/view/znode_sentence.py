"""What a znode is to Kafka, in a sentence above its tabs."""

from __future__ import annotations

from kafkatui.insight.znode_meaning import meaning
from kafkatui.model.place import Place, PlaceKind
from kafkatui.view.span import Span, Tone

DATA = ("", "data")
"""The tab that explains the data field by field, and says this itself."""


def sentence_of(place: Place) -> tuple[Span, ...]:
    """Title and explanation of the znode that a page is about; nothing where it is about none, or says it itself."""
    if place.kind is PlaceKind.ZNODE and place.tab not in DATA:
        explained = meaning(place.name or "/", None)
    elif place.kind is PlaceKind.ZOOKEEPER and place.tab in ("", "children"):
        explained = meaning("/", None)
    else:
        return ()
    versions = ((f" ({explained.versions})", Tone.DIM),) if explained.versions else ()
    return ((explained.title, Tone.ZOOKEEPER), (f" {explained.explanation}", Tone.DIM), *versions)
