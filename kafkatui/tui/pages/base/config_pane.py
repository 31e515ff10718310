"""Configuration as a table, whoever's it is."""

from __future__ import annotations

from abc import abstractmethod
from collections.abc import Sequence
from dataclasses import replace

from textual.widget import Widget

from kafkatui.model.config_entry import ConfigEntry
from kafkatui.model.observed import Observed
from kafkatui.model.place import Place
from kafkatui.model.target import Target
from kafkatui.report.config_explained import ExplainedRow
from kafkatui.session.cluster_view import ClusterView
from kafkatui.session.feeds import CapabilitiesFeed
from kafkatui.tui.pages.base.config_detail import ConfigDetail
from kafkatui.tui.pages.base.table_pane import TableContent, TablePane
from kafkatui.view.configs_table import CONFIGS_TABLE, shown_value
from kafkatui.view.span import Span, Tone


class ConfigPane(TablePane[ConfigEntry]):
    """Properties in effect, with where they come from; `!` keeps what is set for this very resource.

    The one under the cursor is explained below.
    """

    folds_details = True

    def __init__(self, session: ClusterView, place: Place) -> None:
        super().__init__(session, place, CONFIGS_TABLE)
        self._detail = ConfigDetail()

    @abstractmethod
    def explained(self, entry: ConfigEntry) -> ExplainedRow:
        """What is known of a property."""

    @property
    def generation(self) -> str:
        """The brokers' version, "3.9"; empty while it is not known."""
        known = self.session.observed(CapabilitiesFeed()).value
        return known.broker_generation if known is not None else ""

    def details(self) -> Sequence[Widget]:
        return (self._detail,)

    def show(self) -> None:
        super().show()
        self._show_detail()

    def on_cursor(self, row: ConfigEntry | None) -> None:
        self._show_detail()

    def _show_detail(self) -> None:
        row = self.cursor_row
        if self._detail.is_mounted:
            self._detail.show(self.explained(row) if row is not None else None)

    @abstractmethod
    def entries(self) -> Observed[Sequence[ConfigEntry]]:
        """The configuration as the session knows it."""

    def content(self) -> TableContent[ConfigEntry]:
        entries = self.entries()
        rows = sorted(entries.value or (), key=lambda entry: entry.name)
        return TableContent(rows, entries, "No properties.")

    def target_of(self, row: ConfigEntry) -> Target | None:
        own = self.own_target()
        return None if own is None else replace(own, setting=row.name)

    def foot(self, rows: Sequence[ConfigEntry]) -> Sequence[Span]:
        own = sum(row.is_own for row in rows)
        return [(f"{own} set here", Tone.BRIGHT if own else Tone.DIM)]

    def copied(self) -> tuple[str, str] | None:
        row = self.cursor_row
        return (f"{row.name}={shown_value(row) or ''}", "property") if row is not None else None
