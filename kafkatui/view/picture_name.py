"""What a picture of a page is called unless somebody calls it otherwise."""

from __future__ import annotations

import re

from kafkatui.model.place import Place

MOST_CHARACTERS = 80

_OTHERS = re.compile(r"[^A-Za-z0-9._-]+")


def picture_name(place: Place | None) -> str:
    """ "topic-orders-messages.svg": letters and digits that every file system has."""
    parts = ("screen",) if place is None else (place.kind.value, place.name, place.tab)
    words = [_OTHERS.sub("-", part).strip("-.") for part in parts]
    return f"{'-'.join(word for word in words if word)[:MOST_CHARACTERS]}.svg"
