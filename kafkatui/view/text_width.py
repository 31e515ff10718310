"""How many cells of a terminal a text takes: by grapheme clusters, as terminals count them (UAX #29, UAX #11)."""

from __future__ import annotations

from collections.abc import Iterator
from functools import lru_cache

ELLIPSIS = "…"

_SINGLE_RANGES = (
    (0x20, 0x7E),
    (0xA0, 0xAC),
    (0xAE, 0x2FF),
    (0x370, 0x377),
    (0x390, 0x3A1),
    (0x3A3, 0x482),
    (0x2010, 0x2027),
    (0x2030, 0x205E),
    (0x2190, 0x2319),
    (0x23CE, 0x23CE),
    (0x2400, 0x2426),
    (0x2460, 0x25FC),
    (0x2605, 0x2605),
    (0x270C, 0x2727),
    (0x2800, 0x28FF),
)
_SINGLE = frozenset(chr(code) for first, last in _SINGLE_RANGES for code in range(first, last + 1))
"""Characters of one cell that join no other: what kafkatui itself writes and most of what it reads. Of these the width
is the length, and the tables of all others, which take 30 ms to load, are not needed."""


def text_width(text: str) -> int:
    """Cells of sanitised text: a cluster (a letter with its marks, an emoji with its skin tone) counts once."""
    if text.isascii() or _SINGLE.issuperset(text):
        return len(text)
    return _measured(text) if len(text) < 512 else _measure(text)


def _measure(text: str) -> int:
    from wcwidth import width

    return width(text, control_codes="ignore")


_measured = lru_cache(4096)(_measure)


def clusters(text: str) -> Iterator[str]:
    """The text in pieces of which none may be drawn apart; together they are the text."""
    if text.isascii() or _SINGLE.issuperset(text):
        return iter(text)
    from wcwidth import iter_graphemes

    return iter_graphemes(text)


def whole_clusters(text: str, start: int, end: int) -> tuple[int, int]:
    """The part of `text` from `start` to `end`, made larger so that it begins and ends between clusters."""
    if start >= end or text.isascii() or _SINGLE.issuperset(text):
        return start, end
    position = 0
    low, high = start, end
    for cluster in clusters(text):
        following = position + len(cluster)
        if position < start < following:
            low = position
        if position < end < following:
            high = following
        position = following
    return low, high


def cut(text: str, width: int) -> str:
    """`text` in at most `width` cells, ending in "…" when something was cut; no cluster is taken apart."""
    if text_width(text) <= width:
        return text
    if width <= 0:
        return ""
    return beginning(text, width - 1) + ELLIPSIS


def beginning(text: str, width: int) -> str:
    """As much of the beginning of `text` as `width` cells hold."""
    used = length = 0
    for cluster in clusters(text):
        used += text_width(cluster)
        if used > width:
            break
        length += len(cluster)
    return text[:length]


def padded(text: str, width: int) -> str:
    """`text` with blanks after it, to `width` cells; longer text as it is."""
    return text + " " * (width - text_width(text))
