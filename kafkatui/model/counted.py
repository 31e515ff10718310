"""A number with what it counts."""

from __future__ import annotations


def counted(number: int, noun: str) -> str:
    """ "1 partition", "29 partitions", "1,204 topics"."""
    return f"{number:,} {noun}{'' if number == 1 else 's'}"
