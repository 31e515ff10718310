"""Sentences the program's frame says."""

from __future__ import annotations

from collections.abc import Sequence

from kafkatui.model.task import TaskState


def quit_question(draft: str, unsent_count: int, tasks: Sequence[TaskState] = ()) -> str | None:
    """What quitting would lose, as a question; None when nothing."""
    losses = []
    if draft:
        losses.append("a record you typed and have not sent")
    if unsent_count:
        losses.append(f"{unsent_count:,} record{'s' if unsent_count != 1 else ''} not yet acknowledged by the broker")
    ended = [task.title for task in tasks if task.would_be_lost]
    if ended:
        more = f" and {len(ended) - 1} more" if len(ended) > 1 else ""
        lost = f" It would lose {' and '.join(losses)}, too." if losses else ""
        return f"Quitting ends what is running: {ended[0]}{more}.{lost}"
    return f"Quitting loses {' and '.join(losses)}." if losses else None
