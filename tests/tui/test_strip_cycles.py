"""What was drawn needs no collector to be freed, and is cut as Textual cuts it."""

from __future__ import annotations

import gc
import weakref

import pytest
from rich.segment import Segment
from rich.style import Style
from textual.strip import Strip

from kafkatui.model.place import PlaceKind
from kafkatui.tui import strip_cycles
from tests.tui.fake_app import fake_app_at
from tests.tui.sample_cluster import known_session

STYLE = Style(color="red")


class Watched(Strip):
    """One that can be watched being freed."""

    __slots__ = ("__weakref__",)


def line() -> Watched:
    return Watched([Segment("ab", STYLE), Segment("日本"), Segment("c")])


@pytest.mark.parametrize("size", range(9))
def test_strips_are_cut_as_textual_cuts_them(size: int) -> None:
    for start in range(-1, size + 2):
        ours, theirs = (
            strip_cycles.crop_extend(line(), start, size, STYLE),
            strip_cycles._crop_extend(line(), start, size, STYLE),
        )
        assert ours == theirs
    assert strip_cycles.adjust_cell_length(line(), size, STYLE) == strip_cycles._adjust_cell_length(line(), size, STYLE)
    for cuts in ([size], sorted((2, size)), [size, size + 1], [7], [7, 8]):
        assert list(strip_cycles.divide(line(), cuts)) == list(strip_cycles._divide(line(), cuts))


def test_a_strip_of_which_nothing_was_cut_off_is_freed_at_once() -> None:
    gc.disable()
    try:
        strip = line()
        watched = weakref.ref(strip)
        strip_cycles.divide(strip, [7])
        strip_cycles.adjust_cell_length(strip, 7)
        strip_cycles.crop_extend(strip, 0, 7, None)
        del strip
        assert watched() is None
    finally:
        gc.enable()


async def test_lines_that_are_drawn_anew_leave_nothing_to_the_collector() -> None:
    async with fake_app_at(known_session(), PlaceKind.TOPICS) as shown:
        await shown.pilot.press("down", "up")
        gc.collect()
        gc.disable()
        gc.set_debug(gc.DEBUG_SAVEALL)
        try:
            await shown.pilot.press(*["down"] * 4, *["up"] * 4)
            gc.collect()
            assert not [each for each in gc.garbage if isinstance(each, Strip)]
        finally:
            gc.set_debug(0)
            gc.garbage.clear()
            gc.enable()
