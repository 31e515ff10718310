"""Produce: the first action that writes."""

from __future__ import annotations

from kafkatui.session.cluster_view import ClusterView


def obstacle(session: ClusterView) -> str:
    """Why nothing can be produced; empty when it can."""
    if session.profile.read_only:
        return "This cluster is open read-only: nothing can be produced."
    return ""
