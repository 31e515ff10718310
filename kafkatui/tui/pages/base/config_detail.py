"""The panel below a configuration: the property under the cursor, explained."""

from __future__ import annotations

from textual.content import Content
from textual.widgets import Static

from kafkatui.report.config_explained import ExplainedRow
from kafkatui.tui.content import to_content
from kafkatui.view.config_detail import property_lines
from kafkatui.view.span import Span


class ConfigDetail(Static):
    """Kafka's sentence, where the value comes from, what it may be, when a change takes effect."""

    DEFAULT_CSS = """
    ConfigDetail { height: 1fr; width: 1fr; border: round $border; border-title-color: $dim;
                   border-subtitle-color: $dim; padding: 0 1; }
    """

    def __init__(self) -> None:
        super().__init__(markup=False)

    def show(self, row: ExplainedRow | None, since: tuple[Span, ...] = ()) -> None:
        """Show `row`, and since when it is set; nothing without one."""
        self.border_title = row.entry.name if row is not None else ""
        lines = property_lines(row, since) if row is not None else []
        self.update(Content("\n").join(to_content(line) for line in lines))
