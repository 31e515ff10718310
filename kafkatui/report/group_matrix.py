"""One topic's partitions as rows, the groups that read it as columns."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from msgspec import Struct

from kafkatui.model.lag import PartitionProgress
from kafkatui.report.consumption import ConsumptionRow


class MatrixRow(Struct, frozen=True):
    """A partition.

    Attributes:
        begin, end: of its log; None when unknown.
        by_group: each group's progress in it, by the group's id; absent where it has none.
    """

    partition: int
    begin: int | None
    end: int | None
    by_group: Mapping[str, PartitionProgress]


def matrix_rows(topic: str, groups: Sequence[ConsumptionRow]) -> list[MatrixRow]:
    """A row for every partition of the topic that one of the groups has to do with."""
    return matrix_of(topic, {row.group.id: row.progress for row in groups})


def matrix_of(topic: str, progress: Mapping[str, Sequence[PartitionProgress]]) -> list[MatrixRow]:
    """The same, of each group's partitions by its id."""
    by_partition: dict[int, dict[str, PartitionProgress]] = {}
    for group_id, parts in progress.items():
        for part in parts:
            if part.topic == topic:
                by_partition.setdefault(part.partition, {})[group_id] = part
    rows = []
    for partition, by_group in sorted(by_partition.items()):
        known = next(iter(by_group.values()))
        rows.append(MatrixRow(partition, known.begin, known.end, by_group))
    return rows
