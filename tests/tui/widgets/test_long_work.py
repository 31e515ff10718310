"""Long sorts and filters are tasks of the cluster on screen: seen, cancelled for another one, never in the way."""

from __future__ import annotations

import threading
from collections.abc import AsyncIterator, Callable
from contextlib import asynccontextmanager
from typing import Any

import pytest
from textual.app import App, ComposeResult
from textual.pilot import Pilot
from textual.screen import Screen
from textual.widget import Widget

from kafkatui.model.replacing import replace
from kafkatui.model.task import TaskPhase
from kafkatui.session.tasks import Tasks
from kafkatui.tui.widgets.long_work import LongWork, WorkFailed
from kafkatui.tui.widgets.virtual_table import SYNC_ROWS, VirtualTable
from kafkatui.tui.widgets.virtual_tree import LazyNodes, TreeNode, VirtualTree
from kafkatui.view.cell import cell
from kafkatui.view.column import Column
from tests.drive.until import until
from tests.tui.widgets.table_samples import ITEMS, Item, items

MANY = SYNC_ROWS * 5


class ClusterScreen(Screen[None]):
    """A screen with the tasks of a cluster."""

    def __init__(self, widget: Widget) -> None:
        super().__init__()
        self.states: list[tuple[str, TaskPhase]] = []
        self.tasks = Tasks("fake", lambda task: self.states.append((task.state.title, task.state.phase)))
        self.failures: list[WorkFailed] = []
        self._widget = widget

    def compose(self) -> ComposeResult:
        yield self._widget

    def on_work_failed(self, event: WorkFailed) -> None:
        self.failures.append(event)


@asynccontextmanager
async def on_cluster_screen(widget: Widget) -> AsyncIterator[tuple[ClusterScreen, Pilot[Any]]]:
    screen = ClusterScreen(widget)
    app: App[None] = App()
    async with app.run_test(size=(60, 20)) as pilot:
        await app.push_screen(screen)
        yield screen, pilot


def gated(gate: threading.Event, looked: list[str]) -> Callable[[str], bool]:
    """A filter that looks at one row and then waits until it may go on."""

    def matches(text: str) -> bool:
        looked.append(text)
        assert gate.wait(30)
        return text.endswith("7")

    return matches


async def test_a_long_filter_is_a_task_that_quitting_does_not_ask_about() -> None:
    table = VirtualTable(ITEMS)
    async with on_cluster_screen(table) as (screen, pilot):
        table.set_rows(items(MANY))
        await table.wait_settled()
        gate, looked = threading.Event(), list[str]()
        table.set_filter(gated(gate, looked), "7")
        await until(pilot, lambda: bool(looked))
        (running,) = [task.state for task in screen.tasks.all() if not task.state.has_ended]
        assert (running.title, running.would_be_lost) == (f"Filter {MANY:,} items", False)
        assert table.visible_count == MANY, "the old order stays meanwhile"
        await pilot.press("j")
        assert table.cursor_index == 1, "keys are answered meanwhile"
        gate.set()
        await table.wait_settled()
        assert table.visible_count == MANY // 10
        assert not screen.tasks.all(), "what ended well is of no interest any more"


async def test_another_filter_cancels_the_one_that_runs() -> None:
    table = VirtualTable(ITEMS)
    async with on_cluster_screen(table) as (screen, pilot):
        table.set_rows(items(MANY))
        await table.wait_settled()
        gate, looked = threading.Event(), list[str]()
        table.set_filter(gated(gate, looked), "7")
        await until(pilot, lambda: bool(looked))
        table.set_filter(lambda text: text.endswith("11"), "11")
        gate.set()
        await table.wait_settled()
        assert table.visible_count == MANY // 100
        assert len(looked) <= 1_000, "it went on after it was cancelled"
        assert TaskPhase.CANCELLED in [phase for _, phase in screen.states]


async def test_rows_that_come_meanwhile_are_ordered_next() -> None:
    table = VirtualTable(ITEMS)
    async with on_cluster_screen(table) as (_, pilot):
        table.set_rows(items(MANY))
        table.set_rows(items(MANY + 1))
        table.set_rows(items(MANY + 2))
        await table.wait_settled()
        await pilot.pause()
        assert table.row_count == MANY + 2


async def test_a_column_that_cannot_be_compared_says_so_and_the_old_order_stays() -> None:
    broken: Column[Item] = Column(
        "broken",
        "Broken",
        "Cannot be sorted.",
        cell=lambda row: cell("x"),
        sort_key=lambda row: [1, "a"][len(row.name) % 2],
    )
    table = VirtualTable(replace(ITEMS, columns=[*ITEMS.columns, broken]))
    async with on_cluster_screen(table) as (screen, pilot):
        table.set_rows(items(MANY))
        await table.wait_settled()
        table.sort_by("broken")
        await until(pilot, lambda: bool(screen.failures))
        await table.wait_settled()
        assert table.visible_count == MANY
        table.sort_by("name", is_reversed=True)
        await table.wait_settled()
        assert table.row_at(0) is not None


async def test_a_table_that_is_closed_stops_what_runs_for_it() -> None:
    table = VirtualTable(ITEMS)
    async with on_cluster_screen(table) as (screen, pilot):
        table.set_rows(items(MANY))
        await table.wait_settled()
        gate, looked = threading.Event(), list[str]()
        table.set_filter(gated(gate, looked), "7")
        await until(pilot, lambda: bool(looked))
        await table.remove()
        gate.set()
        await until(pilot, lambda: all(task.state.has_ended for task in screen.tasks.all()))
        assert TaskPhase.CANCELLED in [phase for _, phase in screen.states]


@pytest.mark.parametrize("is_closed", [False, True])
async def test_the_filter_of_a_tree_of_very_many_nodes_is_a_task(is_closed: bool) -> None:
    tree = VirtualTree()
    async with on_cluster_screen(tree) as (screen, pilot):
        names = [f"/many/{number}" for number in range(MANY)]
        tree.set_roots([TreeNode("/many", cell("many"), is_expandable=True)])
        tree.expand_node("/many")
        tree.set_children("/many", LazyNodes(names, lambda key: TreeNode(key, cell(key))))
        gate, looked = threading.Event(), list[str]()
        tree.set_filter(gated(gate, looked), "7")
        await until(pilot, lambda: bool(looked))
        (running,) = [task.state for task in screen.tasks.all() if not task.state.has_ended]
        assert running.title == f"Filter {MANY + 1:,} nodes"
        if is_closed:
            tree.set_filter(None)
        gate.set()
        await tree.wait_settled()
        assert tree.line_count == (MANY + 1 if is_closed else MANY // 10 + 1)


async def test_the_newest_work_wins() -> None:
    widget = Widget()
    async with on_cluster_screen(widget) as (_, pilot):
        work, got, gate = LongWork(widget), list[str | None](), threading.Event()

        def slow(_: object) -> str:
            assert gate.wait(30)
            return "slow"

        work.start("Slow", slow, got.append)
        work.start("Fast", lambda _: "fast", got.append)
        gate.set()
        await until(pilot, lambda: not work.is_running)
        await pilot.pause(0.05)
        assert got == ["fast"]
