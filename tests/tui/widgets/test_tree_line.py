"""What gives way where a node's line is short of room."""

from __future__ import annotations

import pytest
from rich.style import Style

from kafkatui.tui.widgets.tree_render import node_strip
from kafkatui.view.cell import Cell, cell
from kafkatui.view.span import Tone

CONTROLLER = Cell((("ctrl", Tone.KAFKA), (" r1", Tone.DIM)))
SICK = Cell((("2×3", Tone.DIM), (" !", Tone.BAD)))


@pytest.mark.parametrize(
    ("suffix", "width", "expected"),
    [
        (CONTROLLER, 28, "kafka-1:9092 ctrl r1"),
        (CONTROLLER, 23, "kafka-1:9092 ctrl"),
        (CONTROLLER, 18, "kafka-1:… ctrl"),
        (SICK, 19, "kafka-1:… 2×3 !"),
        (cell("12", Tone.DIM), 15, "kafka-1… 12"),
    ],
)
def test_dim_parts_of_a_suffix_give_way_before_the_label_is_cut(suffix: Cell, width: int, expected: str) -> None:
    strip = node_strip(cell("kafka-1:9092"), suffix, " ", 1, width, lambda _: Style())
    assert strip.cell_length == width
    assert strip.text.endswith(" "), "what stands at the edge would touch a scroll bar"
    assert " ".join(strip.text.split()) == expected
