"""How many cells of a terminal a text takes."""

from __future__ import annotations

from unicodedata import combining, east_asian_width

ELLIPSIS = "…"


def text_width(text: str) -> int:
    """Cells of sanitised text: two for wide characters, none for combining marks."""
    return len(text) if text.isascii() else sum(map(_character_width, text))


def _character_width(character: str) -> int:
    if combining(character):
        return 0
    return 2 if east_asian_width(character) in "WF" else 1


def cut(text: str, width: int) -> str:
    """`text` in at most `width` cells, ending in "…" when something was cut."""
    if text_width(text) <= width:
        return text
    if width <= 0:
        return ""
    kept, used = [], 0
    for character in text:
        used += _character_width(character)
        if used > width - 1:
            break
        kept.append(character)
    return "".join(kept) + ELLIPSIS
