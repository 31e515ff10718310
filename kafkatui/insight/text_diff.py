"""Two texts compared, line by line."""

from __future__ import annotations

from difflib import unified_diff


def unified_lines(old: str, new: str, old_name: str, new_name: str) -> tuple[str, ...]:
    """As `diff -u` has it, its heading of two lines included; empty when they are the same."""
    return tuple(unified_diff(old.split("\n"), new.split("\n"), old_name, new_name, lineterm=""))
