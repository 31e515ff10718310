"""Names in the order people expect: numbers by value."""

from __future__ import annotations

import re

NaturalKey = tuple[tuple[int, int, str], ...]

_NUMBER = re.compile(r"(\d+)", re.ASCII)

_OVERFLOWN = re.compile(r"(.*-)-(\d{9,10})", re.ASCII | re.DOTALL)
"""A sequential znode's name after 2,147,483,647 others: ZooKeeper counts in 32 bits and writes `%010d`."""


def _unsigned(name: str) -> str:
    """A name whose sequence number is negative, with the number that comes after the greatest one."""
    found = _OVERFLOWN.fullmatch(name)
    if found is None or not 0 < int(found[2]) <= 1 << 31:
        return name
    return f"{found[1]}{(1 << 32) - int(found[2])}"


def natural_key(name: str) -> NaturalKey:
    """A sort key under which "n2" comes before "n10", without regard to case; sequential znodes as created."""
    return tuple(
        (0, int(part), "") if index % 2 else (1, 0, part.lower())
        for index, part in enumerate(_NUMBER.split(_unsigned(name)))
        if part
    )
