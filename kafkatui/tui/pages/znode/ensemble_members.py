"""The panel below an ensemble's servers: its members, as its own configuration has them."""

from __future__ import annotations

from collections.abc import Collection

from textual.content import Content
from textual.widgets import Static

from kafkatui.model.membership_config import DynamicConfig
from kafkatui.model.observed import Observed
from kafkatui.tui.content import to_content
from kafkatui.view.ensemble_members import member_lines


class EnsembleMembers(Static):
    """Who votes, who observes, where each is reached."""

    DEFAULT_CSS = """
    EnsembleMembers { height: auto; max-height: 50%; width: 1fr; border: round $border; border-title-color: $dim;
                      padding: 0 1; }
    """

    def __init__(self) -> None:
        super().__init__(markup=False)
        self.border_title = "Members"

    def show(self, config: Observed[DynamicConfig], addresses: Collection[str]) -> None:
        """Show what is known of them."""
        self.update(Content("\n").join(to_content(line) for line in member_lines(config, addresses)))
