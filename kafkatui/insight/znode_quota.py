"""The text of a znode's quota: `count=5,bytes=100` (StatsTrack), and what ZooKeeper 3.7 has behind it: hard limits."""

from __future__ import annotations

import re
from collections.abc import Mapping

SOFT, HARD = ("count", "bytes"), ("count_hard", "bytes_hard")
NAMES = (*SOFT, *HARD)

NO_STATS = b"count=0,bytes=0"
"""What the server counts from: it goes through the subtree itself when it sees this made."""

_KEYS = {"count": "count", "bytes": "bytes", "countHardLimit": "count_hard", "byteHardLimit": "bytes_hard"}
_LIMIT = re.compile(r"(\w+)=(-?\d+)")
_HARD_SINCE = (3, 7)


def parse_limits(data: bytes | None) -> dict[str, int]:
    """The limits that are set, by NAMES; -1 is none, and is left out."""
    found = _LIMIT.findall((data or b"").decode("utf-8", "replace"))
    return {_KEYS[key]: int(number) for key, number in found if key in _KEYS and int(number) >= 0}


def is_known(data: bytes | None) -> bool:
    """Whether it holds nothing but the limits that are written here."""
    return all(key in _KEYS for key, _ in _LIMIT.findall((data or b"").decode("utf-8", "replace")))


def limits_text(limits: Mapping[str, int]) -> bytes | None:
    """The text of limits, of which -1 is none; None when none is left.

    Hard ones stand behind `=;`, where servers below 3.7 do not look.
    """
    left = {name: limits.get(name, -1) for name in NAMES}
    if all(number < 0 for number in left.values()):
        return None
    soft = f"count={left['count']},bytes={left['bytes']}"
    if all(left[name] < 0 for name in HARD):
        return soft.encode()
    return f"{soft}=;byteHardLimit={left['bytes_hard']};countHardLimit={left['count_hard']}".encode()


def knows_hard_limits(version: str) -> bool:
    """Whether a server of that version does; one that does not tell it is taken for a new one."""
    numbers = re.match(r"(\d+)\.(\d+)", version)
    return numbers is None or (int(numbers[1]), int(numbers[2])) >= _HARD_SINCE
