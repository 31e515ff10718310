"""A list whose rows have no page of their own: what the one under the cursor is tied to is shown over it."""

from __future__ import annotations

from abc import abstractmethod
from collections.abc import Sequence
from typing import TYPE_CHECKING, Any, ClassVar, TypeVar

from kafkatui.model.key import offered_if
from kafkatui.model.place import Place
from kafkatui.report.relations import RelationReadings, RelationRow
from kafkatui.session.cluster_view import ClusterView
from kafkatui.session.feeds import Feed
from kafkatui.tui.key_command import KeyCommand, KeyCommands
from kafkatui.tui.pages.base.known_readings import known_readings
from kafkatui.tui.pages.base.table_pane import TablePane
from kafkatui.view.table import TableDefinition

if TYPE_CHECKING:
    from kafkatui.tui.screens.relations import RelationsScreen

R = TypeVar("R")


class TiedPane(TablePane[R]):
    """What it takes is read while it is shown, and only then."""

    ties_to: ClassVar[tuple[Feed[Any], ...]] = ()
    """What is read for it beside the list itself."""

    def __init__(self, session: ClusterView, place: Place, definition: TableDefinition[R]) -> None:
        super().__init__(session, place, definition)
        self._ties: RelationsScreen | None = None

    @abstractmethod
    def relations_of(self, key: str, readings: RelationReadings) -> Sequence[RelationRow]:
        """What the row of that key is tied to."""

    @property
    def tied_feeds(self) -> tuple[Feed[Any], ...]:
        """What is read for it now; for `feeds`."""
        return self.ties_to if self._ties is not None else ()

    def commands(self) -> KeyCommands:
        relations = KeyCommand(self.show_ties, lambda: offered_if(self.cursor_row is not None))
        return {**super().commands(), "relations": relations}

    def show_ties(self) -> None:
        """Show what the row under the cursor is tied to."""
        from kafkatui.tui.screens.relations import RelationsScreen

        if (row := self.cursor_row) is None:
            return
        self._ties = RelationsScreen(self.definition.key(row))
        self.hold_feeds()
        self._put_ties()
        self.app.push_screen(self._ties, self._leave_ties)

    def _leave_ties(self, place: Place | None) -> None:
        self._ties = None
        self.hold_feeds()
        if place is not None:
            self.go_to(place)

    def _put_ties(self) -> None:
        if self._ties is not None:
            self._ties.put(self.relations_of(self._ties.key, known_readings(self.session)))

    def show(self) -> None:
        super().show()
        self._put_ties()
