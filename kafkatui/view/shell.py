"""Sentences the program's frame says."""

from __future__ import annotations

from collections.abc import Sequence

from msgspec import Struct

from kafkatui.model.presence import Link, LinkState
from kafkatui.model.task import TaskState


class Loss(Struct, frozen=True):
    """What leaving a cluster would lose.

    Attributes:
        draft: what was typed and not sent.
        unsent_count: records that the broker has not acknowledged.
        tasks: under way.
    """

    cluster: str
    draft: str = ""
    unsent_count: int = 0
    tasks: tuple[TaskState, ...] = ()


def loss_question(losses: Sequence[Loss], leaving: str = "Quitting") -> str | None:
    """What leaving would lose, as a question; None when nothing. Of several clusters each is named with its own.

    Args:
        leaving: what is done: "Quitting", "Closing it".
    """
    said = [(loss.cluster, sentence) for loss in losses if (sentence := _sentence(loss, leaving)) is not None]
    if not said:
        return None
    if len(losses) == 1:
        return said[0][1]
    return "\n".join(f"{cluster}: {sentence}" for cluster, sentence in said)


def _sentence(loss: Loss, leaving: str) -> str | None:
    losses = []
    if loss.draft:
        losses.append("a record you typed and have not sent")
    if loss.unsent_count:
        count = loss.unsent_count
        losses.append(f"{count:,} record{'s' if count != 1 else ''} not yet acknowledged by the broker")
    ended = [task.title for task in loss.tasks if task.would_be_lost]
    if ended:
        more = f" and {len(ended) - 1} more" if len(ended) > 1 else ""
        lost = f" It would lose {' and '.join(losses)}, too." if losses else ""
        return f"{leaving} ends what is running: {ended[0]}{more}.{lost}"
    return f"{leaving} loses {' and '.join(losses)}." if losses else None


def no_counterpart(link: Link) -> str:
    """Why `x` leads nowhere."""
    match link.state:
        case LinkState.LINKED:
            return "This has no counterpart on the other side."
        case LinkState.NONE:
            return "This cluster has no ZooKeeper."
        case LinkState.CONNECTING:
            return "ZooKeeper has not answered yet."
    return f"The two sides are not linked. {link.text}".rstrip()
