"""Counted records by topic."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from kafkatui.model.record_count import CountResult, RecordCount


@dataclass(frozen=True, slots=True)
class CountRow:
    """A topic's records, counted.

    Attributes:
        problem: why some are not in the count; empty when all are.
    """

    topic: str
    count: RecordCount
    problem: str = ""


def count_rows(result: CountResult, topics: Sequence[str]) -> list[CountRow]:
    """A row for each topic."""
    problems: dict[str, str] = {}
    for (topic, partition), reason in sorted(result.unread.items(), reverse=True):
        problems[topic] = f"partition {partition}: {reason}"
    return [CountRow(topic, result.of_topic(topic), problems.get(topic, "")) for topic in topics]
