"""Choices of a dialog's field stand on as many lines as they need: none is cut, each is reached by a click."""

from __future__ import annotations

import pytest
from textual.app import App, ComposeResult

from kafkatui.tui.dialog.choice_line import ChoiceLine

TITLES = ("earliest", "latest", "time", "offset", "shift by", "offsets", "as group", "from file", "current")


class Stage(App[None]):
    """One line of choices."""

    def compose(self) -> ComposeResult:
        yield ChoiceLine(TITLES, 1)


def lines_of(app: Stage) -> list[str]:
    line = app.query_one(ChoiceLine)
    return [strip.text.rstrip() for strip in app.screen._compositor.render_strips()[: line.size.height]]


@pytest.mark.parametrize(("width", "lines"), [(120, 1), (60, 2), (30, 4), (8, 9)])
async def test_they_are_wrapped_and_all_there(width: int, lines: int) -> None:
    app = Stage()
    async with app.run_test(size=(width, 12)):
        drawn = lines_of(app)
        assert len(drawn) == lines
        if width >= 30:
            assert " ".join(" ".join(drawn).split()) == " ".join(f"[{t}]" if t == "latest" else t for t in TITLES)


@pytest.mark.parametrize("width", [120, 60, 30])
async def test_a_click_on_any_of_them_chooses_it(width: int) -> None:
    app = Stage()
    async with app.run_test(size=(width, 12)) as pilot:
        for index, title in enumerate(TITLES):
            row, text = next((row, text) for row, text in enumerate(lines_of(app)) if title in words_of(text))
            await pilot.click(offset=(place_of(text, title), row))
            assert app.query_one(ChoiceLine).index == index


def words_of(line: str) -> list[str]:
    """The choices on a line, which have two blanks or a bracket between them."""
    return [word.strip() for word in line.replace("[", "  ").replace("]", "  ").split("  ") if word.strip()]


def place_of(line: str, title: str) -> int:
    """Where the choice of that very name stands: "offset" is a part of "offsets"."""
    at = line.find(title)
    while at >= 0 and line[at + len(title) : at + len(title) + 1] not in ("", " ", "]"):
        at = line.find(title, at + 1)
    return at
