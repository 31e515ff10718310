"""The panel below a configuration: the property under the cursor, explained."""

from __future__ import annotations

from kafkatui.report.config_explained import ExplainedRow
from kafkatui.tui.pages.base.scrolled_detail import ScrolledDetail
from kafkatui.view.config_detail import property_lines
from kafkatui.view.span import Span


class ConfigDetail(ScrolledDetail):
    """Kafka's sentence, where the value comes from, what it may be, when a change takes effect."""

    def show(self, row: ExplainedRow | None, since: tuple[Span, ...] = ()) -> None:
        """Show `row`, and since when it is set."""
        if row is None:
            self.tell("")
        else:
            self.tell(row.entry.name, property_lines(row, since))
