"""Configuration as a table, whoever's it is."""

from __future__ import annotations

from abc import abstractmethod
from collections.abc import Sequence
from typing import Any

from textual.widget import Widget

from kafkatui.model.config_entry import ConfigEntry
from kafkatui.model.kinds import znode_of
from kafkatui.model.observed import Observed
from kafkatui.model.place import Place
from kafkatui.model.replacing import replace
from kafkatui.model.target import Target
from kafkatui.report.config_explained import ExplainedRow
from kafkatui.session.cluster_view import ClusterView
from kafkatui.session.feeds import CapabilitiesFeed, Feed, ZnodeFeed
from kafkatui.tui.pages.base.config_detail import ConfigDetail
from kafkatui.tui.pages.base.table_pane import TableContent, TablePane
from kafkatui.view import numbers
from kafkatui.view.config_page_table import CONFIG_PAGE_TABLE, columns_without_content, in_page_order, since_spans
from kafkatui.view.configs_table import shown_value
from kafkatui.view.span import Span, Tone

OWN_AT_RUN_TIME = frozenset(("topic", "broker (dynamic)"))
"""Sources that ZooKeeper keeps in the resource's own znode."""


class ConfigPane(TablePane[ExplainedRow]):
    """Properties in effect, with where they come from; `!` keeps what is set for this very resource.

    The one under the cursor is explained below.
    """

    folds_details = has_row_detail = True

    def __init__(self, session: ClusterView, place: Place) -> None:
        super().__init__(session, place, CONFIG_PAGE_TABLE)
        self._detail = ConfigDetail()
        self._znode = znode_of(place.kind, place.name, None, "config")
        self._made: tuple[tuple[object, ...], list[ExplainedRow]] = ((), [])

    @abstractmethod
    def explained(self, entries: Sequence[ConfigEntry]) -> list[ExplainedRow]:
        """What is known of properties."""

    @abstractmethod
    def explained_from(self) -> tuple[object, ...]:
        """What that is known from, told apart by identity."""

    @property
    def generation(self) -> str:
        """The brokers' version, "3.9"; empty while it is not known."""
        known = self.session.observed(CapabilitiesFeed()).value
        return known.broker_generation if known is not None else ""

    def registered(self) -> tuple[Feed[Any], ...]:
        """The feed of the znode that has what was set here, where ZooKeeper is this cluster's."""
        return (ZnodeFeed(self._znode),) if self.is_linked else ()

    def details(self) -> Sequence[Widget]:
        return (self._detail,)

    def show_details(self) -> None:
        row = self.cursor_row
        if self._detail.is_mounted:
            self._detail.show(row, () if row is None else self._since(row))

    def _since(self, row: ExplainedRow) -> tuple[Span, ...]:
        if row.entry.source not in OWN_AT_RUN_TIME or not self.is_linked:
            return ()
        znode = self.session.observed(ZnodeFeed(self._znode)).current
        if znode is None:
            return ()
        return since_spans(numbers.date_time(znode.stat.modified_ms / 1000), self._znode)

    @abstractmethod
    def entries(self) -> Observed[Sequence[ConfigEntry]]:
        """The configuration as the session knows it."""

    def content(self) -> TableContent[ExplainedRow]:
        entries = self.entries()
        sources = (entries.value, self.generation, *self.explained_from())
        before, rows = self._made
        if len(before) != len(sources) or any(old is not new for old, new in zip(before, sources, strict=True)):
            rows = in_page_order(self.explained(entries.value or ()))
            self._made = (sources, rows)
            self._show_columns(rows)
        return TableContent(rows, entries, "No properties.")

    def _show_columns(self, rows: Sequence[ExplainedRow]) -> None:
        empty = columns_without_content(rows)
        if rows and empty != self.left_out:
            self.left_out = empty
            self.show_columns()

    def target_of(self, row: ExplainedRow) -> Target | None:
        own = self.own_target()
        return None if own is None else replace(own, setting=row.entry.name)

    def foot(self, rows: Sequence[ExplainedRow]) -> Sequence[Span]:
        own = sum(row.entry.is_own for row in rows)
        return [(f"{own} set here", Tone.BRIGHT if own else Tone.DIM)]

    def copied(self) -> tuple[str, str] | None:
        row = self.cursor_row
        return (f"{row.entry.name}={shown_value(row.entry) or ''}", "property") if row is not None else None
