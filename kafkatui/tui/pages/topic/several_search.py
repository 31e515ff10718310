"""Searching all there is in several topics at once."""

from __future__ import annotations

from typing import ClassVar

from kafkatui.model.errors import UsageError
from kafkatui.tui.pages.topic.search import TopicSearchPane
from kafkatui.tui.pages.topic.several_topics import SeveralTopics
from kafkatui.view.cell import Cell, cell
from kafkatui.view.span import Tone

NONE = "There is no such topic, and none matches."


class SeveralSearchPane(SeveralTopics, TopicSearchPane):
    """The records of the topics that the place names, as they are when a search begins, that an expression means."""

    gone_words: ClassVar[tuple[str, str]] = (NONE, "no such topic")

    def is_gone(self) -> bool:
        return self.session.metadata.value is not None and not self.topics()

    def topic_problem(self) -> list[Cell]:
        if isinstance(self.selection, UsageError):
            return [cell(f"✗ {self.selection}", Tone.BAD)]
        return super().topic_problem()
