"""Counted records by topic."""

from __future__ import annotations

from collections.abc import Sequence

from msgspec import Struct

from kafkatui.model.plan import PlanColumn
from kafkatui.model.record_count import CountResult, RecordCount

COUNTED = (
    PlanColumn(
        "records",
        "Records",
        "What a consumer that reads only what is committed is given, counted from the headings of the batches.",
    ),
    PlanColumn(
        "open",
        "Open",
        "Records behind the last stable offset: whether their transactions are committed is not decided.",
    ),
    PlanColumn("aborted", "Aborted", "Records of transactions that were taken back."),
    PlanColumn("markers", "Markers", "Commit and abort markers, which no consumer is given."),
    PlanColumn("missing", "Holes", "Offsets with nothing in them: compacted away, or never used."),
    PlanColumn("offsets", "Offsets", "End minus begin: what other tools call the number of records."),
    PlanColumn("batches", "Batches", "Batches that hold all of them."),
)
"""The figures of a count, by their names in `RecordCount`."""


class CountRow(Struct, frozen=True):
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
