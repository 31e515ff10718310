"""The panel below a topic's groups: partitions as rows, all groups as columns."""

from __future__ import annotations

from collections.abc import Sequence

from textual.containers import Vertical

from kafkatui.report.group_matrix import MatrixRow, matrix_of
from kafkatui.report.progress import TopicGroupRow
from kafkatui.tui.content import to_content
from kafkatui.tui.widgets.virtual_table import VirtualTable
from kafkatui.view.cell import cell
from kafkatui.view.matrix_table import matrix_table
from kafkatui.view.span import Tone


class GroupMatrix(Vertical):
    """The lag of every group in every partition of a topic.

    Args:
        topic: whose partitions these are.
    """

    DEFAULT_CSS = """
    GroupMatrix { height: 1fr; width: 1fr; border: round $border; border-title-color: $dim;
                  border-subtitle-color: $dim; padding: 0 1; }
    GroupMatrix:focus-within { border: round $kafka; border-title-color: $kafka; }
    """

    def __init__(self, topic: str) -> None:
        super().__init__()
        self._topic = topic
        self._group_ids: tuple[str, ...] = ()
        self._table: VirtualTable[MatrixRow] | None = None

    def show(self, groups: Sequence[TopicGroupRow], *, is_stale: bool) -> None:
        """Show these groups, in this order."""
        group_ids = tuple(row.group.id for row in groups)
        if self._table is None or group_ids != self._group_ids:
            self._group_ids = group_ids
            self.remove_children()
            self._table = VirtualTable(matrix_table(group_ids))
            self.mount(self._table)
        self._table.set_rows(matrix_of(self._topic, {row.group.id: row.progress for row in groups}))
        self._table.set_placeholder([cell("No group reads it.", Tone.DIM)])
        self._table.is_stale = is_stale
        self.border_title = to_content([(f"lag in {self._topic} by partition and group", Tone.PLAIN)])
