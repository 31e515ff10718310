"""Small tables within a panel's text."""

from __future__ import annotations

from kafkatui.view.cell import cell
from kafkatui.view.column import Align
from kafkatui.view.text_table import table_lines


def test_no_line_is_longer_than_what_it_says() -> None:
    headings = (("Task", Align.RIGHT), ("Why", Align.LEFT))
    lines = table_lines(headings, [(cell("0"), cell("a reason that is long")), (cell("12"), cell("none"))])
    assert ["".join(text for text, _ in line) for line in lines] == [
        "Task  Why",
        "   0  a reason that is long",
        "  12  none",
    ]
