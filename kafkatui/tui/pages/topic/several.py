"""The records of several topics, live, in one table; topics that match an expression join as they are made."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from textual.widget import Widget

from kafkatui.model.errors import UsageError
from kafkatui.session.cluster_view import TailView
from kafkatui.session.feeds import METADATA, Feed
from kafkatui.tui.pages.topic.messages import TopicMessagesPane
from kafkatui.tui.pages.topic.several_topics import SeveralTopics
from kafkatui.view.cell import Cell, cell
from kafkatui.view.span import Tone
from kafkatui.view.tail_lines import placeholder_cells


class SeveralTopicsPane(SeveralTopics, TopicMessagesPane):
    """Follows the topics that the place names. Joins no group and commits nothing."""

    def details(self) -> Sequence[Widget]:
        return (self.record_panel,)

    def feeds(self) -> tuple[Feed[Any], ...]:
        return (METADATA,)

    def show(self) -> None:
        if isinstance(self.selection, UsageError):
            self.table.set_placeholder([cell(f"✗ {self.selection}", Tone.BAD)])
        else:
            super().show()

    def placeholder(self, tail: TailView) -> list[Cell]:
        if not self.topics():
            return [
                cell("There is no such topic, and none matches.", Tone.DIM),
                cell("One that appears is read from its beginning.", Tone.DIM),
            ]
        return placeholder_cells(tail.state, self.range.start, is_several=True)

    def open_editor(self) -> None:
        """Nothing is produced here: which topic would be meant?"""

    def unsent_draft(self) -> str:
        return ""
