"""A tab with a table whose columns are chosen by whoever looks."""

from __future__ import annotations

from typing import Any

from kafkatui.model.key import offered_if
from kafkatui.tui.key_command import KeyCommand, KeyCommands
from kafkatui.tui.messages import Hint
from kafkatui.tui.pages.base.filtered_pane import FilteredPane
from kafkatui.tui.widgets.virtual_table import VirtualTable
from kafkatui.view.chosen_columns import ChosenColumns, chosen_columns_of, chosen_table
from kafkatui.view.table import TableDefinition


class ColumnedPane(FilteredPane):
    """Shows, hides and orders the columns of its table, and remembers it for the table, wherever that is shown."""

    definition: TableDefinition[Any]
    """The table when nothing is chosen."""

    left_out: frozenset[str] = frozenset()
    """Columns that have nothing to show now."""

    def commands(self) -> KeyCommands:
        can_choose = offered_if(len(self.definition.columns) > 1)
        return {**super().commands(), "columns": KeyCommand(self.ask_for_columns, lambda: can_choose)}

    @property
    def chosen_columns(self) -> ChosenColumns:
        """What was chosen for the table."""
        return chosen_columns_of(self.session.memory.table_columns(self.definition.id))

    def columned(self) -> TableDefinition[Any]:
        """The table as it was chosen, less what has nothing to show."""
        chosen = chosen_table(self.definition, self.chosen_columns)
        return chosen.without(*self.left_out) if self.left_out else chosen

    def ask_for_columns(self) -> None:
        """Ask which columns to show, and in which order."""
        from kafkatui.tui.screens.table_columns import TableColumnsScreen

        def choose(chosen: ChosenColumns | None) -> None:
            if chosen is not None and self.is_mounted:
                self.session.memory.remember_table_columns(self.definition.id, chosen.plain())
                self.show_columns()

        self.app.push_screen(TableColumnsScreen(self.definition, self.chosen_columns), choose)

    def show_columns(self) -> None:
        """Show the columns as they are chosen now; a list sorted by one that is hidden is said to be no more."""
        table = self.table
        sorted_by = table.sort_column_id if isinstance(table, VirtualTable) else None
        table.set_definition(self.columned())
        if isinstance(table, VirtualTable) and sorted_by is not None and table.sort_column_id is None:
            title = self.definition.column(sorted_by).title
            self.post_message(Hint(f"{title} is not shown: the list is not sorted by it any more."))
