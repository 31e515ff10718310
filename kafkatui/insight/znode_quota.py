"""The text of a znode's quota: `count=5,bytes=100` (StatsTrack); ZooKeeper 3.7 has hard limits behind those."""

from __future__ import annotations

import re
from collections.abc import Mapping

NAMES = ("count", "bytes")

NO_STATS = b"count=0,bytes=0"
"""What the server counts from: it goes through the subtree itself when it sees this made."""

_LIMIT = re.compile(r"(count|bytes)=(-?\d+)")
_PLAIN = re.compile(rb"count=-?\d+,bytes=-?\d+")


def parse_limits(data: bytes | None) -> dict[str, int]:
    """The limits that are set; -1 is none, and is left out."""
    found = _LIMIT.findall((data or b"").decode("utf-8", "replace"))
    return {name: int(number) for name, number in found if int(number) >= 0}


def is_plain(data: bytes | None) -> bool:
    """Whether it has soft limits alone, which is all that is written here."""
    return data is None or _PLAIN.fullmatch(data) is not None


def limits_text(limits: Mapping[str, int]) -> bytes | None:
    """The text of limits, of which -1 is none; None when none is left."""
    left = {name: number for name, number in limits.items() if number >= 0}
    return f"count={left.get('count', -1)},bytes={left.get('bytes', -1)}".encode() if left else None
