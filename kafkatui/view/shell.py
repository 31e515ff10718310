"""Sentences the program's frame says."""

from __future__ import annotations


def quit_question(draft: str, unsent_count: int) -> str | None:
    """What quitting would lose, as a question; None when nothing."""
    losses = []
    if draft:
        losses.append("a record you typed and have not sent")
    if unsent_count:
        losses.append(f"{unsent_count:,} record{'s' if unsent_count != 1 else ''} not yet acknowledged by the broker")
    return f"Quitting loses {' and '.join(losses)}." if losses else None
