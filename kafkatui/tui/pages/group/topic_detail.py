"""The panel below a topic's groups: the one under the cursor, partition by partition."""

from __future__ import annotations

from textual.app import ComposeResult
from textual.containers import Vertical

from kafkatui.model.lag import PartitionProgress
from kafkatui.model.replacing import replace
from kafkatui.report.progress import TopicGroupRow
from kafkatui.tui.content import to_content
from kafkatui.tui.pages.base.next_line import NextLine
from kafkatui.tui.widgets.virtual_table import VirtualTable
from kafkatui.view.cell import cell
from kafkatui.view.progress_table import PROGRESS_TABLE
from kafkatui.view.span import Tone
from kafkatui.view.topic_groups_table import TOPIC_GROUPS_TABLE

_BY_PARTITION = replace(PROGRESS_TABLE.without("topic", "verdict", "time_lag", "metadata"), id="group_topic")


class GroupTopicDetail(Vertical):
    """A group's progress in one topic.

    Args:
        topic: whose partitions these are.
    """

    DEFAULT_CSS = """
    GroupTopicDetail { height: 1fr; width: 1fr; border: round $border; border-title-color: $dim;
                       border-subtitle-color: $dim; padding: 0 1; }
    GroupTopicDetail:focus-within { border: round $kafka; border-title-color: $kafka; }
    """

    def __init__(self, topic: str) -> None:
        super().__init__()
        self._topic = topic
        self._table: VirtualTable[PartitionProgress] = VirtualTable(_BY_PARTITION)
        self._next_line = NextLine()

    def compose(self) -> ComposeResult:
        yield self._next_line
        yield self._table

    def show(self, row: TopicGroupRow | None, *, is_stale: bool) -> None:
        """Show the group of `row`; None when there is none."""
        self._table.set_rows(row.progress if row is not None else ())
        self._table.set_placeholder([cell("No group under the cursor.", Tone.DIM)])
        self._table.is_stale = is_stale
        self._next_line.show(TOPIC_GROUPS_TABLE.next_step(row) if row is not None else "")
        title = f"{row.group.id} in {self._topic}" if row is not None else self._topic
        self.border_title = to_content([(title, Tone.PLAIN)])
        self.border_subtitle = "⏎ all of the group" if row is not None else ""
