"""Tables, JSON and CSV as the verbs print them."""

from __future__ import annotations

import csv
import io
import json

from kafkatui.model.znode import ZnodeChild
from kafkatui.view.cell import cell
from kafkatui.view.column import Align, Column
from kafkatui.view.output import render_csv, render_json, render_table
from kafkatui.view.table import TableDefinition
from kafkatui.view.znodes_table import ZNODES_EXPORT

Row = tuple[str, int | None, bool, list[int]]

TABLE: TableDefinition[Row] = TableDefinition(
    id="t",
    noun="row",
    noun_plural="rows",
    columns=[
        Column("name", "Name", "N.", cell=lambda row: cell(row[0]), json_name="name", json_value=lambda row: row[0]),
        Column(
            "count",
            "Count",
            "C.",
            cell=lambda row: cell("?" if row[1] is None else f"{row[1]:,}"),
            align=Align.RIGHT,
            json_name="count",
            json_value=lambda row: row[1],
        ),
        Column("mark", "M", "M.", cell=lambda row: cell("x" if row[2] else "")),
        Column("ids", "Ids", "I.", cell=lambda row: cell(""), json_name="ids", json_value=lambda row: row[3]),
    ],
    key=lambda row: row[0],
    filter_text=lambda row: row[0],
)
ROWS: list[Row] = [("a", 1204, True, [1, 2]), ("漢字", None, False, [])]


def test_a_table_is_aligned_by_cells_without_trailing_blanks() -> None:
    assert render_table(TABLE, ROWS) == "Name  Count  M  Ids\na     1,204  x\n漢字      ?\n"


def test_a_table_has_its_headings_even_without_rows() -> None:
    assert render_table(TABLE, [], columns=["name", "mark"]) == "Name  M\n"


def test_a_narrow_terminal_cuts_words_before_figures() -> None:
    rows: list[Row] = [("a-rather-long-name", 1_234_567, False, [])]
    assert render_table(TABLE, rows, width=20, columns=["name", "count"]) == (
        "Name           Count\na-rather…  1,234,567\n"
    )


def test_a_table_never_steers_the_terminal() -> None:
    assert "\x1b" not in render_table(TABLE, [("\x1b[2J\u202e", 1, False, [])])


def test_json_keeps_types_and_escapes_what_a_terminal_would_obey() -> None:
    text = render_json(TABLE, [*ROWS, ("\x1b\x9b\u202e\ud800", 0, False, [])])
    assert not set(text) & set("\x1b\x9b\u202e\ud800")
    assert "漢字" in text
    assert json.loads(text) == [
        {"name": "a", "count": 1204, "ids": [1, 2]},
        {"name": "漢字", "count": None, "ids": []},
        {"name": "\x1b\x9b\u202e\ud800", "count": 0, "ids": []},
    ]
    assert json.loads(render_json(TABLE, [])) == []


def test_csv_quotes_and_reads_back() -> None:
    text = render_csv(TABLE, [('a "b",\nc', 5, True, [1, 2]), ("x", None, False, [])])
    assert text.startswith("name,count,ids\r\n")
    assert list(csv.reader(io.StringIO(text, newline=""))) == [
        ["name", "count", "ids"],
        ['a "b",\nc', "5", "1 2"],
        ["x", "", ""],
    ]


def test_columns_are_chosen_by_name_in_the_order_asked_for() -> None:
    assert render_csv(TABLE, ROWS[:1], columns=["count", "name"]) == "count,name\r\n1204,a\r\n"


def test_unread_values_are_exported_as_null() -> None:
    (child,) = json.loads(render_json(ZNODES_EXPORT, [ZnodeChild("a", "/a")]))
    assert (child["name"], child["size_bytes"], child["is_ephemeral"]) == ("a", None, None)
