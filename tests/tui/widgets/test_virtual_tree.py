"""The lazy tree: unfolding, keeping its place, filtering, and 100,000 children."""

from __future__ import annotations

import time

import pytest

from kafkatui.tui.widgets.messages import NodeExpanded, NodeOpened
from kafkatui.tui.widgets.tree_model import TreeModel
from kafkatui.tui.widgets.virtual_tree import LazyNodes, TreeNode, VirtualTree
from kafkatui.view.cell import cell
from tests.tui.widgets.table_samples import WidgetApp

SIZE = (30, 10)


def node(key: str, suffix: str = "", is_expandable: bool = False) -> TreeNode:
    """A node labelled by the last part of its key."""
    return TreeNode(key, cell(key.rsplit("/", 1)[-1]), cell(suffix), is_expandable)


def sample() -> VirtualTree:
    """a (b, c (d, e)), f"""
    tree = VirtualTree()
    tree.set_roots([node("a", "2", True), node("f", "x", True)])
    tree.expand_node("a")
    tree.set_children("a", [node("a/b"), node("a/c", "2", True)])
    tree.expand_node("a/c")
    tree.set_children("a/c", [node("a/c/d"), node("a/c/e")])
    return tree


def lines(tree: VirtualTree) -> list[str]:
    """What is on screen, blank lines apart."""
    return [line for line in tree.visible_text() if line]


async def test_nodes_are_indented_with_arrows_and_suffixes_on_the_right() -> None:
    tree = sample()
    async with WidgetApp(tree).run_test(size=SIZE) as pilot:
        await pilot.pause()
        width = tree.view_size.width
        assert lines(tree) == [
            "▾ a".ljust(width - 2) + "2",
            "   b",
            " ▾ c".ljust(width - 2) + "2",
            "    d",
            "    e",
            "▸ f".ljust(width - 2) + "x",
        ]


async def test_unfolding_asks_for_children_once_and_shows_that_they_load() -> None:
    tree = sample()
    app = WidgetApp(tree)
    async with app.run_test(size=SIZE) as pilot:
        await pilot.press("G", "right")
        await pilot.pause()
        assert lines(tree)[-1].strip() == "loading…"
        tree.set_error("f", cell("no permission"))
        assert lines(tree)[-1].strip() == "no permission"
        await pilot.press("left", "right")
        tree.set_children("f", [node("f/g")])
        assert lines(tree)[-1].strip() == "g"
        await pilot.press("left", "right", "right")
        await pilot.pause()
        assert tree.cursor_key == "f/g"
        asked = [(each.key, each.needs_children) for each in app.told if isinstance(each, NodeExpanded)]
        assert asked[-3:] == [("f", True), ("f", True), ("f", False)]


async def test_left_folds_then_goes_to_the_parent_and_children_are_kept() -> None:
    tree = sample()
    async with WidgetApp(tree).run_test(size=SIZE) as pilot:
        tree.move_cursor_to("a/c/e")
        await pilot.press("left")
        assert tree.cursor_key == "a/c"
        await pilot.press("left")
        assert (tree.cursor_key, tree.line_count) == ("a/c", 4)
        await pilot.press("right")
        assert tree.line_count == 6
        assert tree.expanded_keys == {"a", "a/c"}


async def test_refresh_keeps_expansion_and_cursor_by_key() -> None:
    tree = sample()
    async with WidgetApp(tree).run_test(size=SIZE):
        tree.move_cursor_to("a/c/e")
        tree.set_children("a", [node("a/a0"), node("a/a1"), node("a/b"), node("a/c", "2", True)])
        assert (tree.cursor_key, tree.cursor_index) == ("a/c/e", 6)
        tree.set_children("a/c", [node("a/c/d")])
        assert tree.cursor_key == "a/c/d"
        tree.set_children("a", [node("a/b")])
        assert tree.cursor_key == "a/b"
        assert not tree.set_children("a/c", [])


async def test_a_change_of_one_node_paints_one_line() -> None:
    tree = sample()
    async with WidgetApp(tree).run_test(size=SIZE) as pilot:
        await pilot.pause()
        before = tree.lines_painted
        tree.set_children("a/c", [node("a/c/d", "7"), node("a/c/e")])
        await pilot.pause()
        assert tree.lines_painted == before + 1


async def test_filter_shows_matches_with_their_ancestors_even_below_folded_nodes() -> None:
    tree = sample()
    async with WidgetApp(tree).run_test(size=SIZE):
        tree.collapse_node("a")
        tree.set_filter(lambda text: text == "e", "e")
        assert [line.split()[-1 if line.strip() == "e" else 1] for line in lines(tree)] == ["a", "c", "e"]
        tree.set_filter(None)
        assert tree.line_count == 2


async def test_mouse_on_the_arrow_toggles_and_on_the_label_moves_and_opens() -> None:
    tree = sample()
    app = WidgetApp(tree)
    async with app.run_test(size=SIZE) as pilot:
        await pilot.pause()
        await pilot.click(VirtualTree, offset=(1, 2))
        assert tree.line_count == 4
        await pilot.click(VirtualTree, offset=(4, 1))
        assert tree.cursor_key == "a/b"
        await pilot.double_click(VirtualTree, offset=(3, 0))
        await pilot.pause()
        assert [each.key for each in app.told if isinstance(each, NodeOpened)] == ["a"]


async def test_narrow_labels_are_cut_before_the_suffix_goes() -> None:
    tree = VirtualTree()
    tree.set_roots([node("a-long-label", "12,345")])
    async with WidgetApp(tree).run_test(size=(16, 4)) as pilot:
        await pilot.pause()
        assert lines(tree) == ["  a-lo… 12,345"]
        await pilot.resize_terminal(10, 4)
        await pilot.pause()
        assert lines(tree) == ["  a-lon…"]


@pytest.mark.usefixtures("uncollected")
async def test_100000_children_open_and_refresh_without_a_stall() -> None:
    tree = VirtualTree()
    tree.set_roots([node("r", "", True), node("s")])
    keys = [f"r/{number:06}" for number in range(100_000)]
    async with WidgetApp(tree).run_test(size=SIZE) as pilot:
        tree.expand_node("r")
        began = time.thread_time()
        tree.set_children("r", LazyNodes(keys, lambda key: node(key, is_expandable=True)))
        assert time.thread_time() - began < 0.1
        await pilot.press("G")
        assert (tree.cursor_key, tree.line_count) == ("s", 100_002)
        tree.move_cursor_to("r/050000")
        tree.expand_node("r/050000")
        tree.set_children("r/050000", [node("r/050000/x")])
        began = time.thread_time()
        tree.set_children("r", LazyNodes(keys[10:], lambda key: node(key, is_expandable=True)))
        assert time.thread_time() - began < 0.2
        assert (tree.cursor_key, tree.cursor_index) == ("r/050000", 49_991)
        tree.set_filter(lambda text: text == "x")
        await tree.wait_settled()
        assert tree.line_count == 3


def test_every_line_is_found_from_its_place_and_back() -> None:
    model = TreeModel()
    model.set_children(model.root, [node(f"{n}", is_expandable=True) for n in range(5)])
    for index in (1, 3):
        branch = model.branch_for(f"{index}", model.root, index)
        branch.is_expanded = True
        model.set_children(branch, [node(f"{index}/{n}", is_expandable=True) for n in range(3)])
        below = model.branch_for(f"{index}/1", branch, 1)
        below.is_expanded = True
        model.set_children(below, [node(f"{index}/1/{n}") for n in range(2)])
    model.recount()
    found = [model.line(number) for number in range(model.line_count)]
    expected = ["0", "1", "1/0", "1/1", "1/1/0", "1/1/1", "1/2", "2", "3", "3/0", "3/1", "3/1/0", "3/1/1", "3/2", "4"]
    assert [line.node.key for line in found if line.node] == expected
    assert [model.line_of(line.branch, line.index) for line in found] == list(range(15))
    assert [line.depth for line in found] == [key.count("/") for key in expected]
