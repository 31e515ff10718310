"""The table over a ring: following, staying while rows fall out, filtering in slices."""

from __future__ import annotations

import asyncio

from kafkatui.tui.widgets.messages import FollowChanged
from kafkatui.tui.widgets.ring_table import RingTable
from tests.tui.widgets.table_samples import ITEMS, Item, SampleRing, WidgetApp

SIZE = (50, 11)
"""A heading and ten rows."""


def first_words(table: RingTable[Item]) -> list[str]:
    """The name of each visible row."""
    return [line.split()[0] for line in table.visible_text()[1:] if line.strip()]


async def test_the_end_is_followed_until_the_cursor_moves_up_and_again_after_the_end_key() -> None:
    ring = SampleRing(100)
    table = RingTable(ITEMS, ring)
    app = WidgetApp(table)
    async with app.run_test(size=SIZE) as pilot:
        ring.add(30)
        table.sync()
        assert (table.cursor_serial, table.is_following, table.new_count) == (29, True, 0)
        await pilot.press("up", "up")
        ring.add(1_234)
        table.sync()
        assert not table.is_following
        assert table.new_count == 1_234
        await pilot.press("end")
        assert (table.is_following, table.new_count) == (True, 0)
        ring.add(5)
        table.sync()
        await pilot.pause()
        assert table.cursor_serial == ring.next_serial - 1
        assert first_words(table)[-1] == f"r{ring.next_serial - 1}"
        assert [each.is_following for each in app.told if isinstance(each, FollowChanged)] == [False, True]


async def test_cursor_and_view_keep_their_rows_while_others_fall_out_and_nothing_is_painted() -> None:
    ring = SampleRing(100)
    table = RingTable(ITEMS, ring)
    async with WidgetApp(table).run_test(size=SIZE) as pilot:
        ring.add(100)
        table.sync()
        table.move_cursor_to_serial(60)
        await pilot.pause()
        seen, painted = first_words(table), table.lines_painted
        ring.add(40)
        table.sync()
        await pilot.pause()
        assert table.cursor_serial == 60
        assert first_words(table) == seen
        assert table.lines_painted == painted
        assert table.row_count == 100
        ring.add(90)
        table.sync()
        assert table.cursor_serial == ring.first_serial == 130
        assert not table.is_following


async def test_wheel_up_stops_following() -> None:
    ring = SampleRing(100)
    table = RingTable(ITEMS, ring)
    async with WidgetApp(table).run_test(size=SIZE) as pilot:
        ring.add(50)
        table.sync()
        table.scroll_to_top(20)
        table.user_scrolled()
        ring.add(10)
        table.sync()
        await pilot.pause()
        assert first_words(table)[0] == "r20"
        assert (table.is_following, table.new_count, table.cursor_serial) == (False, 10, 49)


async def test_filter_shows_matches_and_takes_new_ones_in_while_old_ones_fall_out() -> None:
    ring = SampleRing(100)
    table = RingTable(ITEMS, ring)
    async with WidgetApp(table).run_test(size=SIZE) as pilot:
        ring.add(100)
        table.sync()
        table.set_filter(lambda text: text.endswith("7"), "7")
        assert first_words(table) == [f"r{number}7" if number else "r7" for number in range(10)]
        assert (table.matched_count, table.scanned, table.is_scanning) == (10, 100, False)
        await pilot.press("up")
        ring.add(18)
        table.sync()
        assert list(table.shown_serials) == [serial for serial in range(18, 118) if serial % 10 == 7]
        assert (table.cursor_serial, table.new_count) == (87, 2)
        table.set_filter(None)
        assert (table.row_count, table.cursor_serial) == (100, 87)
        assert "r87" in first_words(table)


async def test_a_slow_filter_over_a_full_ring_is_done_in_slices_with_progress() -> None:
    ring = SampleRing(50_000)
    table = RingTable(ITEMS, ring)
    async with WidgetApp(table).run_test(size=SIZE):
        ring.add(50_000)
        table.sync()
        table.set_filter(lambda text: text.endswith("99"), "99")
        assert table.is_scanning
        assert 0 < table.scanned < 50_000
        async with asyncio.timeout(20):
            while table.is_scanning:  # noqa: ASYNC110 as scanning goes on by a timer
                await asyncio.sleep(0.005)
        assert (table.matched_count, table.scanned) == (500, 50_000)


async def test_an_empty_ring_has_no_cursor_and_takes_keys() -> None:
    table = RingTable(ITEMS, SampleRing(10))
    async with WidgetApp(table).run_test(size=SIZE) as pilot:
        table.sync()
        await pilot.press("up", "G", "enter", "space")
        assert (table.cursor_key, table.row_count) == (None, 0)
        table.set_source(None)
        assert table.line_count == 0


async def test_lines_between_rows_are_shown_and_are_no_rows() -> None:
    ring = SampleRing(100)
    table = RingTable(ITEMS, ring)
    async with WidgetApp(table).run_test(size=SIZE) as pilot:
        ring.add(50)
        table.sync()
        table.insert({48: [Item("a"), Item("b")], 49: [Item("c")]})
        assert first_words(table) == ["r43", "r44", "r45", "r46", "r47", "r48", "a", "b", "r49", "c"]
        assert (table.cursor_serial, table.is_following, table.inserted_count) == (49, True, 3)
        assert list(table.shown_serials) == list(range(50))
        await pilot.press("up")
        assert (table.cursor_serial, table.cursor_key) == (None, "b")
        ring.add(2)
        table.sync()
        assert (table.cursor_key, table.new_count) == ("b", 2)
        table.insert({2: [Item("above")], 48: [Item("a"), Item("b")]})
        await pilot.pause()
        assert first_words(table) == ["r43", "r44", "r45", "r46", "r47", "r48", "a", "b", "r49", "c"]
        table.set_filter(lambda text: text.startswith("r4") or text == "a")
        assert table.visible_count == 11
        assert "a" not in first_words(table)
        table.set_filter(None)
        assert [table.row_key_at(index) for index in range(2, 5)] == ["r2", "above", "r3"]
        ring.add(100)  # all but what came now has fallen out
        table.sync()
        assert (table.line_count, table.inserted_count) == (100, 0)


async def test_lines_between_rows_are_taken_away_again() -> None:
    ring = SampleRing(100)
    table = RingTable(ITEMS, ring)
    async with WidgetApp(table).run_test(size=SIZE) as pilot:
        ring.add(5)
        table.sync()
        table.insert({1: [Item("a")], 4: [Item("b")]})
        assert first_words(table) == ["r0", "r1", "a", "r2", "r3", "r4", "b"]
        table.insert({1: []})
        assert first_words(table) == ["r0", "r1", "r2", "r3", "r4", "b"]
        table.remove_inserted()
        await pilot.pause()
        assert first_words(table) == ["r0", "r1", "r2", "r3", "r4"]
