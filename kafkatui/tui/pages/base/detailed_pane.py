"""A list with a panel below it that tells what its cursor is on."""

from __future__ import annotations

from abc import abstractmethod
from collections.abc import Sequence
from typing import Any, TypeVar

from textual.timer import Timer
from textual.widget import Widget

from kafkatui.model.place import Place
from kafkatui.model.replacing import replace
from kafkatui.session.cluster_view import ClusterView
from kafkatui.session.feeds import Feed
from kafkatui.tui.pages.base.row_detail import Detail, RowDetail
from kafkatui.tui.pages.base.table_pane import TablePane
from kafkatui.view.table import TableDefinition

R = TypeVar("R")

REST_SECONDS = 0.3
"""What takes a request, or looks through much, is done for a row that the cursor has rested on for so long."""


class DetailedPane(TablePane[R]):
    """A table and a panel about the row under the cursor. What is folded away is neither read nor worked out."""

    folds_details = has_row_detail = True

    def __init__(self, session: ClusterView, place: Place, definition: TableDefinition[R]) -> None:
        super().__init__(session, place, definition)
        self._panel = RowDetail()
        self._rest_timer: Timer | None = None
        self._coming_key = ""
        self.rested_key = ""
        """Of the row that the cursor has rested on; empty while it moves and where nothing is shown of it."""

    @abstractmethod
    def detail(self, row: R) -> Detail:
        """What the panel says of `row`: at once, from what is known. What takes long waits for `has_rested`."""

    def row_feeds(self, key: str) -> tuple[Feed[Any], ...]:
        """What is read of the row of that key while the cursor rests on it."""
        return ()

    @property
    def cursor_feeds(self) -> tuple[Feed[Any], ...]:
        """The same of the row that it rests on; for `feeds`."""
        return self.row_feeds(self.rested_key) if self.rested_key else ()

    def has_rested(self, key: str) -> bool:
        """Whether the cursor has been on the row of that key for a while."""
        return key == self.rested_key

    def details(self) -> Sequence[Widget]:
        return (self._panel,)

    def show_details(self) -> None:
        row = self.cursor_row if self._panel.is_mounted and self.shows_details else None
        key = "" if row is None else self.definition.key(row)
        if key != self._coming_key:
            self._coming_key = key
            self._wait_for_rest()
        if row is not None:
            detail = self.detail(row)
            self._panel.show(detail if detail.next_step else replace(detail, next_step=self.what_next(row)))
        elif self._panel.is_mounted:
            self._panel.show(Detail())
        self.offer_step()

    def said_step(self) -> str:
        return (self._panel.next_step if self.shows_details else "") or super().said_step()

    def _wait_for_rest(self) -> None:
        if self._rest_timer is not None:
            self._rest_timer.stop()
        self._rest_timer = self.set_timer(REST_SECONDS, self._rest)

    def _rest(self) -> None:
        self._rest_timer = None
        if self.rested_key != self._coming_key:
            self.rested_key = self._coming_key
            self.hold_feeds()
            self.show_details()
