"""Why there is nothing of ZooKeeper to show."""

from __future__ import annotations

from kafkatui.model.presence import LinkState
from kafkatui.session.cluster_view import ClusterView

KRAFT_NOTE = "A cluster in KRaft mode has none: it keeps its metadata in Kafka itself."


def absence_of(session: ClusterView) -> str:
    """Why ZooKeeper cannot be looked at, and what to do about it; empty when it can, or while connecting."""
    link = session.link
    if link.state is LinkState.NONE:
        return f"{link.text} {KRAFT_NOTE}"
    return link.text if link.state is LinkState.FAILED else ""
