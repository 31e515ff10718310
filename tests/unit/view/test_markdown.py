"""Tables as GitHub reads them: what stands in a cell stays text, and stays in its cell."""

from __future__ import annotations

import pytest

from kafkatui.view.markdown import escaped, render_markdown
from tests.unit.view.test_output import ROWS, TABLE, Row


def test_figures_are_to_the_right_and_the_text_reads_as_a_table() -> None:
    assert render_markdown(TABLE, ROWS).splitlines() == [
        "| Name | Count | M   | Ids |",
        "| ---- | ----: | --- | --- |",
        "| a    | 1,204 | x   |     |",
        "| 漢字 |     ? |     |     |",
    ]


def test_a_table_without_rows_has_its_headings() -> None:
    assert render_markdown(TABLE, []).splitlines() == ["| Name | Count | M   | Ids |", "| ---- | ----: | --- | --- |"]


@pytest.mark.parametrize(
    ("text", "written"),
    [
        ("a|b", r"a\|b"),
        (r"a\|b", r"a\\\|b"),
        ("two\nlines", "two␊lines"),
        ("user_events", "user_events"),
        ("__consumer_offsets", r"\_\_consumer_offsets"),
        ("*", r"\*"),
        ("`rm` <b>", r"\`rm\` \<b\>"),
        ("[x](y)", r"\[x\](y)"),
        ("\x1b[2J", r"␛\[2J"),
    ],
)
def test_a_cell_is_taken_literally(text: str, written: str) -> None:
    assert escaped(text) == written


def test_no_value_leaves_its_cell() -> None:
    rows: list[Row] = [("a | b\n| c", 1, False, [])]
    *_, line = render_markdown(TABLE, rows).splitlines()
    assert line.replace(r"\|", "").count("|") == 5
    assert len(render_markdown(TABLE, rows).splitlines()) == 3
