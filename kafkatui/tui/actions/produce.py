"""Produce: the first action that writes."""

from __future__ import annotations

from typing import TYPE_CHECKING

from kafkatui.session.session import ClusterSession

if TYPE_CHECKING:
    from kafkatui.tui.pages.base.pane import Pane


def obstacle(session: ClusterSession) -> str:
    """Why nothing can be produced; empty when it can."""
    if session.profile.read_only:
        return "This cluster is open read-only: nothing can be produced."
    return ""


def open_editor(pane: Pane) -> None:
    """Put the cursor where a record is typed."""
    from kafkatui.tui.pages.topic.messages import TopicMessagesPane

    if isinstance(pane, TopicMessagesPane):
        pane.open_editor()
