"""What draws the screen counts the same cells as the tables do, and cuts where they do."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st
from rich.cells import cell_len, chop_cells, set_cell_size, split_text
from rich.segment import Segment
from textual._cells import cell_len as textual_cell_len
from textual.content import Content
from textual.strip import Strip

from kafkatui.codec.sanitise import sanitise
from kafkatui.tui.cell_widths import use_terminal_widths
from kafkatui.view.text_width import text_width
from tests.unit.view.test_text_width import TEXTS


@pytest.fixture(autouse=True, scope="module")
def _terminal_widths() -> None:
    use_terminal_widths()


@given(TEXTS)
def test_rich_and_textual_measure_as_the_tables_do(text: str) -> None:
    cells = text_width(text)
    assert cell_len(text) == textual_cell_len(text) == cells
    assert Segment(text).cell_length == Strip([Segment(text)]).cell_length == Content(text).cell_length == cells


@given(TEXTS, st.integers(0, 20))
def test_a_line_cut_anywhere_keeps_its_width(text: str, cells: int) -> None:
    strip = Strip([Segment(text)])
    assert strip.crop_extend(0, cells, None).cell_length == cells
    assert strip.crop(0, cells).cell_length + strip.crop(cells).cell_length == max(strip.cell_length, 0)
    assert cell_len(set_cell_size(text, cells)) == cells
    before, after = split_text(text, min(cells, text_width(text)))
    assert cell_len(before) + cell_len(after) == text_width(text)
    assert "".join(chop_cells(text, 3)) == text or text_width(text) == 0


def test_a_wide_cluster_cut_in_its_middle_becomes_blanks() -> None:
    korean = sanitise("\u1112\u1161\u11ab")
    before, after = Segment(f"a{korean}b").split_cells(2)
    assert (before.text, after.text) == ("a ", " b")
