"""What a table says instead of rows is readable to its end."""

from __future__ import annotations

from rich.style import Style

from kafkatui.tui.widgets.table_render import centred_lines
from kafkatui.view.cell import Cell, cell
from kafkatui.view.span import Tone

SENTENCE = "Could not list the groups: the broker refused the login. Check sasl.username and sasl.password."


def shown(lines: list[Cell], width: int, height: int) -> list[str]:
    """The lines of the view that hold something."""
    strips = centred_lines(lines, width, height, lambda tone: Style(), Style())
    assert all(strip.cell_length == width for strip in strips.values())
    return [strips[y].text.strip() for y in sorted(strips)]


def test_a_long_sentence_is_wrapped_at_words_and_loses_none() -> None:
    lines = shown([Cell((("✗ ", Tone.BAD), (SENTENCE, Tone.PLAIN))), cell("r tries now.")], 40, 10)
    assert " ".join(lines) == f"✗ {SENTENCE} r tries now."
    assert len(lines) == 4


def test_what_fits_stays_on_its_line() -> None:
    assert shown([cell("No groups."), cell("None yet.")], 40, 10) == ["No groups.", "None yet."]


def test_a_view_too_low_shows_the_beginning() -> None:
    assert shown([cell(SENTENCE)], 40, 1) == ["Could not list the groups: the broker"]
