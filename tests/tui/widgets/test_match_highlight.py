"""What a filter matched stands out in tables, rings and trees, in both themes and under the cursor."""

from __future__ import annotations

from collections.abc import Sequence

import pytest
from rich.style import Style

from kafkatui.insight.filters import compile_filter
from kafkatui.tui.theme import DARK, LIGHT, variables_for
from kafkatui.tui.widgets.line_view import LineView
from kafkatui.tui.widgets.match_ranges import ranges_in_cells
from kafkatui.tui.widgets.ring_table import RingTable
from kafkatui.tui.widgets.virtual_table import SYNC_ROWS, VirtualTable
from kafkatui.tui.widgets.virtual_tree import TreeNode, VirtualTree
from kafkatui.view.cell import Cell, cell
from kafkatui.view.span import Tone
from tests.tui.test_snapshots import Stage
from tests.tui.widgets.table_samples import ITEMS, Item, SampleRing, WidgetApp, items


def highlighted(view: LineView, y: int) -> list[str]:
    """The pieces of a line that are drawn as matches."""
    return [segment.text for segment in view.render_line(y) if segment.style is not None and segment.style.underline]


class ThemedStage(Stage):
    """A stage that takes Textual's own themes too, as the app does."""

    def get_theme_variable_defaults(self) -> dict[str, str]:
        return variables_for(self.current_theme)


def apply(view: VirtualTable[Item] | RingTable[Item] | VirtualTree, text: str) -> None:
    """Filter as the pages do."""
    compiled = compile_filter(text)
    view.set_filter(None if compiled.is_empty else compiled.matches, compiled.text, compiled.find)


@pytest.mark.parametrize(
    ("text", "pieces"),
    [
        ("EM", ["em"]),
        ("e -", ["e", "-"]),
        ("/m-.0/", ["m-00"]),
        ("~i0", ["i", "0"]),
        ("!zzz", []),
        ("!zzz te", ["te"]),
        ("", []),
    ],
)
async def test_a_table_lights_up_what_matched_and_nothing_of_other_columns(text: str, pieces: list[str]) -> None:
    table = VirtualTable(ITEMS)
    async with WidgetApp(table).run_test(size=(60, 8)):
        table.set_rows([Item("item-000", 0, "item")])
        apply(table, text)
        assert highlighted(table, 1) == pieces
        apply(table, "")
        assert highlighted(table, 1) == []


async def test_many_rows_are_lit_up_when_their_filter_is_done_and_lines_out_of_view_are_not_looked_at() -> None:
    table = VirtualTable(ITEMS)
    asked: list[str] = []
    compiled = compile_filter("item-00")
    async with WidgetApp(table).run_test(size=(60, 8)) as pilot:
        table.set_rows([Item(f"item-{number:05}") for number in range(SYNC_ROWS * 2)])
        await table.wait_settled()
        table.set_filter(compiled.matches, "item-00", lambda text: asked.append(text) or compiled.find(text))  # type: ignore[func-returns-value]
        await table.wait_settled()
        await pilot.pause()
        assert highlighted(table, 3) == ["item-00"]
        assert 0 < len(asked) <= 8


@pytest.mark.parametrize("theme", [DARK.name, LIGHT.name, "ansi-dark"])
async def test_matches_are_seen_in_every_theme_and_under_the_cursor(theme: str) -> None:
    table = VirtualTable(ITEMS)
    app = ThemedStage(table, theme)
    async with app.run_test(size=(60, 8)):
        table.set_rows(items(3))
        apply(table, "tem")
        for y in (1, 2):  # the cursor's line and another
            styles = {segment.text: segment.style or Style() for segment in table.render_line(y)}
            match, rest = styles["tem"], styles["i"]
            assert match.bgcolor is not None
            assert match.bgcolor != rest.bgcolor
            assert match.color != match.bgcolor
            assert match.underline


async def test_a_ring_lights_up_what_is_there_and_what_comes() -> None:
    ring = SampleRing(100)
    table = RingTable(ITEMS, ring)
    async with WidgetApp(table).run_test(size=(60, 8)):
        ring.add(12)
        table.sync()
        apply(table, "r1")
        assert [highlighted(table, y) for y in range(1, 4)] == [["r1"]] * 3
        ring.add(2)
        table.sync()
        assert table.render_line(4 + 1).text.split()[0] == "r13"
        assert highlighted(table, 5) == ["r1"]
        apply(table, "!r1")
        assert not any(highlighted(table, y) for y in range(8))


async def test_a_tree_lights_up_nodes_that_match_but_not_those_above_them() -> None:
    tree = VirtualTree()
    async with WidgetApp(tree).run_test(size=(40, 8)):
        tree.set_roots([TreeNode("t", cell("Topics"), is_expandable=True)])
        tree.set_children("t", [TreeNode("t/a", cell("tops")), TreeNode("t/b", cell("orders"))])
        tree.expand_node("t")
        apply(tree, "ops")
        assert [highlighted(tree, y) for y in range(2)] == [[], ["ops"]]
        apply(tree, "")
        assert [highlighted(tree, y) for y in range(2)] == [[], []]


def lit(filter_text: str, cells: Sequence[Cell], typed: str) -> list[list[str]]:
    """The pieces of each cell that matched."""
    ranges = ranges_in_cells(filter_text, cells, compile_filter(typed).find)
    return [[each.text[start:end] for start, end in found] for each, found in zip(cells, ranges, strict=False)]


def test_a_match_may_span_cells_and_the_same_text_in_two_cells_is_lit_in_both() -> None:
    cells = [cell("7"), cell("a b"), cell("a b c")]
    assert lit("a b a b c", cells, "/b a/") == [[], ["b"], ["a"]]
    assert lit("a b a b c", cells, "a") == [[], ["a"], ["a"]]


def test_only_words_of_their_own_are_taken_for_what_the_filter_looked_at() -> None:
    cells = [cell("orders-3"), cell("3"), Cell((("up", Tone.GOOD), (" since 3 s", Tone.DIM)))]
    assert lit("orders-3 up", cells, "3") == [["3"], [], []]
    assert lit("orders-3 up", cells, "u") == [[], [], ["u"]]
    assert lit("orders3 up", [cell("orders3 …"), cell("3")], "3") == []


def test_what_is_shown_as_a_symbol_is_lit_as_that_symbol() -> None:
    assert lit("a\nb", [cell("a␊b")], r"/\n/") == [["␊"]]
    assert lit("a\u202eb", [cell("a‹U+202E›b")], "b") == [["b"]]
