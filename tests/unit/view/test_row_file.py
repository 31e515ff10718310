"""Rows written to a file in pieces, and what `y` offers of a row."""

from __future__ import annotations

import csv
import io
import json

import pytest

from kafkatui.view.cell import cell
from kafkatui.view.column import Column
from kafkatui.view.column_kinds import number_column
from kafkatui.view.copy_choices import row_choices
from kafkatui.view.row_file import PIECE, write_rows
from kafkatui.view.table import TableDefinition

TABLE: TableDefinition[int] = TableDefinition(
    id="numbers",
    noun="number",
    noun_plural="numbers",
    columns=[
        number_column("n", "N", "A number.", lambda row: row, json_name="n"),
        Column("word", "Word", "In words.", cell=lambda row: cell(f"word {row}")),
    ],
    key=str,
    filter_text=str,
)


@pytest.mark.parametrize("count", [0, 1, PIECE, 2 * PIECE + 7])
def test_every_format_holds_every_row_once(count: int) -> None:
    texts = {}
    for ending in (".csv", ".json", ".jsonl", ".md", ".txt"):
        file = io.StringIO()
        assert write_rows(file, ending, TABLE, iter(range(count))) == count
        texts[ending] = file.getvalue()
    rows = list(csv.reader(io.StringIO(texts[".csv"], newline="")))
    assert rows == [["n"], *([str(number)] for number in range(count))]
    assert json.loads(texts[".json"]) == [{"n": number} for number in range(count)]
    assert [json.loads(line) for line in texts[".jsonl"].splitlines()] == [{"n": number} for number in range(count)]
    assert len(texts[".txt"].splitlines()) == count + 1
    assert len(texts[".md"].splitlines()) == count + 2


def test_it_stops_when_told_to() -> None:
    told: list[int] = []

    def tell(count: int) -> None:
        told.append(count)
        if len(told) == 2:
            raise KeyboardInterrupt

    with pytest.raises(KeyboardInterrupt):
        write_rows(io.StringIO(), ".jsonl", TABLE, range(10 * PIECE), tell)
    assert told == [PIECE, 2 * PIECE]


def test_a_row_is_offered_as_text_as_json_and_cell_by_cell() -> None:
    choices = {choice.what: choice.text for choice in row_choices(TABLE, 7)}
    assert choices == {
        "number, tab-separated": "7\tword 7",
        "number as JSON": '{"n": 7}',
        "N": "7",
        "Word": "word 7",
    }
