"""Where the explorer opens: `--go-to PLACE`, or the setting of that name."""

from __future__ import annotations

from click.shell_completion import CompletionItem

from kafkatui.model.errors import UsageError
from kafkatui.model.place import Place
from kafkatui.session.cluster_view import ClusterView

LAST = "last"
"""Means where one was when the cluster was left."""


def start_place(typed: str, session: ClusterView) -> tuple[Place | None, str]:
    """Where `typed` leads, and what has to be looked for first once the cluster has told what there is.

    Raises:
        UsageError: it means another cluster.
    """
    text = typed.strip()
    if not text:
        return None, ""
    if text == LAST:
        return session.memory.visited.newest_in_file(), ""
    from kafkatui.view.goto import CLUSTER_WORD, place_typed

    if text.partition(" ")[0] == CLUSTER_WORD:
        raise UsageError("--go-to leads to a place within the cluster.", "--cluster NAME chooses the cluster.")
    place = place_typed(text, session.profile.name)
    return (place, "") if place is not None else (None, text)


def complete_place(incomplete: str) -> list[CompletionItem]:
    """The words of `:`; what follows them is not asked of a cluster."""
    from kafkatui.model.kinds import KINDS

    words = [(word.word, word.remark) for row in KINDS.values() for word in row.words]
    found = [*words, (LAST, "where it was left")]
    return [CompletionItem(word, help=remark) for word, remark in found if word.startswith(incomplete)]
