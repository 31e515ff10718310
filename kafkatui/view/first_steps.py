"""What to do first on a cluster that holds nothing yet."""

from __future__ import annotations


def first_topic_words(*, is_read_only: bool) -> str:
    """Beside the sentence that there is no topic."""
    if is_read_only:
        return "None can be created: this cluster is read-only here."
    return "c creates the first one; p on it writes a record, m follows what comes."


def no_traffic_words(*, is_read_only: bool) -> str:
    """Where the overview would tell how much is written."""
    return "no topics yet" if is_read_only else "no topics yet: c creates the first"
