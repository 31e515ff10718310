"""Configuration as a table, whoever's it is."""

from __future__ import annotations

from abc import abstractmethod
from collections.abc import Sequence
from dataclasses import replace

from kafkatui.model.config_entry import ConfigEntry
from kafkatui.model.observed import Observed
from kafkatui.model.place import Place
from kafkatui.model.target import Target
from kafkatui.session.cluster_view import ClusterView
from kafkatui.tui.pages.base.table_pane import TableContent, TablePane
from kafkatui.view.configs_table import CONFIGS_TABLE, shown_value
from kafkatui.view.span import Span, Tone


class ConfigPane(TablePane[ConfigEntry]):
    """Properties in effect, with where they come from; `!` keeps what is set for this very resource."""

    def __init__(self, session: ClusterView, place: Place) -> None:
        super().__init__(session, place, CONFIGS_TABLE)

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
