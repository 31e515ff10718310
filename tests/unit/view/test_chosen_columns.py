"""Which columns a list has, as somebody chose: what is remembered goes with what the table has by now."""

from __future__ import annotations

import json

from kafkatui.model.replacing import replace
from kafkatui.view.chosen_columns import (
    AS_IT_IS,
    ChosenColumns,
    chosen_columns_of,
    chosen_from,
    chosen_table,
    column_choices,
)
from kafkatui.view.cluster_partitions_table import CLUSTER_PARTITIONS_TABLE
from kafkatui.view.topics_table import TOPICS_PAGE

BASE = TOPICS_PAGE
OWN = [column.id for column in BASE.columns]


def ids(chosen: ChosenColumns) -> list[str]:
    return [column.id for column in chosen_table(BASE, chosen).columns]


def test_nothing_chosen_is_the_table_as_it_is() -> None:
    assert chosen_table(BASE, chosen_columns_of({})) is BASE
    assert chosen_from(BASE, column_choices(BASE, AS_IT_IS)) == AS_IT_IS
    assert AS_IT_IS.plain() == {}


def test_what_is_chosen_comes_back_from_what_is_remembered_and_nonsense_is_left_out() -> None:
    chosen = ChosenColumns(("size", "name", "rate"), frozenset({"rate"}))
    assert chosen_columns_of(json.loads(json.dumps(chosen.plain()))) == chosen
    assert chosen_columns_of({"order": 3, "hidden": [1, "rate"]}) == ChosenColumns((), frozenset({"rate"}))
    assert ids(ChosenColumns(("gone", *OWN))) == OWN


def test_a_column_that_came_later_is_shown_where_the_table_has_it() -> None:
    before = tuple(each for each in OWN if each != "messages")
    assert ids(ChosenColumns(before, frozenset({"rate"}))) == [each for each in OWN if each != "rate"]


def test_a_column_that_is_not_shown_by_itself_is_shown_once_it_was_chosen() -> None:
    assert "leaderless" not in ids(ChosenColumns(tuple(OWN)))
    assert ids(ChosenColumns((*OWN, "leaderless")))[-1] == "leaderless"
    rows = {row.id: row for row in column_choices(BASE, AS_IT_IS)}
    assert (rows["leaderless"].is_shown, rows["messages"].is_shown) == (False, True)


def test_what_tells_which_row_it_is_stays_whatever_is_remembered() -> None:
    chosen = ChosenColumns(tuple(reversed(OWN)), frozenset(OWN))
    shown = chosen_table(BASE, chosen)
    assert [column.id for column in shown.columns] == ["name"]
    every = tuple(column.id for column in CLUSTER_PARTITIONS_TABLE.columns)
    partitions = chosen_table(CLUSTER_PARTITIONS_TABLE, ChosenColumns(every, frozenset(every)))
    assert [column.id for column in partitions.columns] == ["topic", "partition"]
    moved = chosen_table(BASE, ChosenColumns(("size", "name")))
    assert (moved.columns[0].id, moved.name_column.id) == ("size", "name")


def test_rows_back_in_their_order_are_nothing_chosen() -> None:
    rows = column_choices(BASE, ChosenColumns(tuple(OWN), frozenset({"rate"})))
    assert chosen_from(BASE, rows).hidden == {"rate", "under_replicated", "leaderless"}
    again = [replace(row, is_shown=True) if row.id == "rate" else row for row in rows]
    assert chosen_from(BASE, again) == AS_IT_IS
