"""A line of cells as what the terminal is sent."""

from __future__ import annotations

from rich.segment import Segment
from rich.style import Style

from kafkatui.tui.widgets.table_render import Piece, line_segments
from kafkatui.view.cell import cell
from kafkatui.view.column import Align
from kafkatui.view.span import Tone

PLAIN = Style.parse("white on black")
STYLES = {
    Tone.PLAIN: PLAIN,
    Tone.BRIGHT: Style.parse("bold bright_white on black"),
    Tone.BAD: Style.parse("red on yellow"),
    Tone.STRUCK: Style.parse("strike white on black"),
}


def segments(*pieces: Piece) -> list[Segment]:
    return line_segments(pieces, 20, lambda tone: STYLES[Tone(tone)], PLAIN)


def test_what_looks_the_same_is_one_segment() -> None:
    name, count = Piece(0, 8, cell("orders", Tone.BRIGHT)), Piece(9, 4, cell("4"), Align.RIGHT)
    assert segments(name, count, Piece(15, 4, cell("ok"))) == [
        Segment("orders      ", STYLES[Tone.BRIGHT]),
        Segment("4  ok   ", PLAIN),
    ]


def test_blanks_have_neither_the_background_nor_the_line_of_what_is_before_them() -> None:
    for tone in (Tone.BAD, Tone.STRUCK):
        assert segments(Piece(0, 8, cell("orders", tone))) == [
            Segment("orders", STYLES[tone]),
            Segment(" " * 14, PLAIN),
        ]
