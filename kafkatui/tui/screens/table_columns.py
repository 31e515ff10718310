"""`|` on a list: its columns."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from kafkatui.tui.screens.columns import ColumnsScreen
from kafkatui.view.chosen_columns import AS_IT_IS, ChosenColumns, chosen_from, column_choices
from kafkatui.view.columns_table import ColumnChoice
from kafkatui.view.table import TableDefinition


class TableColumnsScreen(ColumnsScreen[ChosenColumns]):
    """Those of a table; the ones that tell which row it is are always shown.

    Args:
        base: the table when nothing is chosen.
        chosen: what is shown now.
    """

    def __init__(self, base: TableDefinition[Any], chosen: ChosenColumns) -> None:
        super().__init__(f"the {base.noun_plural}", column_choices(base, chosen), column_choices(base, AS_IT_IS))
        self._base = base

    def chosen(self, rows: Sequence[ColumnChoice]) -> ChosenColumns:
        return chosen_from(self._base, rows)
