"""Names in the order people expect: numbers by value."""

from __future__ import annotations

import re

from kafkatui.model.znode_type import unsigned_name

NaturalKey = tuple[tuple[int, int, str], ...]

_NUMBER = re.compile(r"(\d+)", re.ASCII)


def natural_key(name: str) -> NaturalKey:
    """A sort key under which "n2" comes before "n10", without regard to case; sequential znodes as created."""
    return tuple(
        (0, int(part), "") if index % 2 else (1, 0, part.lower())
        for index, part in enumerate(_NUMBER.split(unsigned_name(name)))
        if part
    )
