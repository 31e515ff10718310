"""Which columns a list has and in which order, as somebody chose; what is not chosen is as the table has it."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from typing import Any, TypeVar

from msgspec import Struct

from kafkatui.model.plain_texts import plain_texts
from kafkatui.model.replacing import replace
from kafkatui.view.column import Column
from kafkatui.view.columns_table import ColumnChoice
from kafkatui.view.table import TableDefinition

R = TypeVar("R")


class ChosenColumns(Struct, frozen=True):
    """What was chosen for a table.

    Attributes:
        order: ids of columns from left to right, shown or not; what is not among them stands where the table has it.
        hidden: of those the ones not shown.
    """

    order: tuple[str, ...] = ()
    hidden: frozenset[str] = frozenset()

    def plain(self) -> dict[str, Any]:
        """The same as plain values, to be remembered; empty when nothing was chosen."""
        return {"order": list(self.order), "hidden": sorted(self.hidden)} if self.order else {}


AS_IT_IS = ChosenColumns()
"""Nothing was chosen."""


def chosen_columns_of(plain: Mapping[str, Any]) -> ChosenColumns:
    """What `ChosenColumns.plain` gave; what makes no sense is left out."""
    return ChosenColumns(plain_texts(plain.get("order")), frozenset(plain_texts(plain.get("hidden"))))


def in_order(columns: Iterable[Column[R]], order: Sequence[str]) -> list[Column[R]]:
    """Columns in the order of those ids; one that is not among them stands behind the one it follows in `columns`."""
    known = {column.id: column for column in columns}
    ids = [each for each in order if each in known]
    before = None
    for each in known:
        if each not in ids:
            ids.insert(0 if before is None else ids.index(before) + 1, each)
        before = each
    return [known[each] for each in ids]


def _shows(base: TableDefinition[R], chosen: ChosenColumns, column: Column[R]) -> bool:
    if column.id in base.naming_ids:
        return True
    if column.id in chosen.order:
        return column.id not in chosen.hidden
    return all(column.id != each.id for each in base.further)


def column_choices(base: TableDefinition[Any], chosen: ChosenColumns) -> list[ColumnChoice]:
    """Every column there is, shown or not, in the order chosen."""
    return [
        ColumnChoice(each.id, each.title or each.id, each.help, _shows(base, chosen, each), each.id in base.naming_ids)
        for each in in_order((*base.columns, *base.further), chosen.order)
    ]


def chosen_from(base: TableDefinition[Any], rows: Sequence[ColumnChoice]) -> ChosenColumns:
    """What these rows choose; nothing where that is what the table shows by itself, so that it stays so later on."""
    if [(row.id, row.is_shown) for row in rows] == [(row.id, row.is_shown) for row in column_choices(base, AS_IT_IS)]:
        return AS_IT_IS
    return ChosenColumns(tuple(row.id for row in rows), frozenset(row.id for row in rows if not row.is_shown))


def chosen_table(base: TableDefinition[R], chosen: ChosenColumns) -> TableDefinition[R]:
    """The table with the columns chosen; `base` when none were."""
    if chosen == AS_IT_IS:
        return base
    every = in_order((*base.columns, *base.further), chosen.order)
    return replace(base, columns=[each for each in every if _shows(base, chosen, each)], naming=base.naming_ids)
