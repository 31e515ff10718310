"""What was found out about topics, kept for as long as the cluster is open."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import TYPE_CHECKING

from kafkatui.model.task import Progress

if TYPE_CHECKING:
    from kafkatui.model.topic_analysis import TopicAnalysis


@dataclass(slots=True)
class Analyses:
    """The newest analysis of each topic. A task's thread writes, any reads; values are replaced as a whole.

    Attributes:
        results: by topic.
        under_way: how far the reading is that a topic is part of, by topic.
    """

    results: dict[str, TopicAnalysis] = field(default_factory=dict)
    under_way: dict[str, Progress] = field(default_factory=dict)

    def begin(self, topics: list[str]) -> None:
        """These are being read."""
        self.under_way = {**self.under_way, **dict.fromkeys(topics, Progress(unit="offsets"))}

    def pass_on(self, topics: list[str], progress: Progress) -> None:
        """So far they are read."""
        self.under_way = {**self.under_way, **dict.fromkeys(topics, progress)}

    def end(self, topics: list[str], found: list[TopicAnalysis]) -> None:
        """They are read, or not read any more."""
        self.results = {**self.results, **{each.topic: each for each in found}}
        self.under_way = {topic: each for topic, each in self.under_way.items() if topic not in topics}
