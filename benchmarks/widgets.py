"""How smooth the line widgets stay: a table of 100,000 rows, lazy columns, an evicting ring, a huge tree.

`python -m benchmarks.widgets` prints one line per source: first paint, what the source did, the longest times the
event loop was held (seen by a 5 ms ticker), and the CPU used.
"""

from __future__ import annotations

import asyncio
import gc
import threading
import time
from collections import deque
from collections.abc import Awaitable, Callable
from dataclasses import dataclass
from typing import Any

from textual.app import App, ComposeResult
from textual.pilot import Pilot
from textual.widget import Widget

from kafkatui.model.replacing import replace
from kafkatui.tui.widgets.line_view import LineView
from kafkatui.tui.widgets.messages import RowsShown
from kafkatui.tui.widgets.ring_table import RingTable
from kafkatui.tui.widgets.virtual_table import VirtualTable
from kafkatui.tui.widgets.virtual_tree import LazyNodes, TreeNode, VirtualTree
from kafkatui.view.cell import EMPTY_CELL, cell
from kafkatui.view.column import Align, Column
from kafkatui.view.span import Tone
from kafkatui.view.table import TableDefinition

ROWS = 100_000
REFRESHES = 6
SIZE = (160, 50)
RING_ROWS = 100_000
RING_ROWS_PER_SECOND = 50_000
RING_SECONDS = 6.0
TICK_SECONDS = 0.005
GC_THRESHOLDS = (10_000, 4, 1_000)
"""Full collections walk every row that is kept (80 ms for 100,000 records), so they must be rare in this program."""


@dataclass(frozen=True, slots=True)
class Topic:
    """A row of the keyed table."""

    name: str
    partitions: int
    messages: int
    rate: float
    size_bytes: int | None = None


@dataclass(frozen=True, slots=True)
class Record:
    """A row of the ring."""

    serial: int
    value: str


TOPICS: TableDefinition[Topic] = TableDefinition(
    "topics",
    "topic",
    "topics",
    (
        Column("name", "Topic", "", lambda row: cell(row.name, Tone.BRIGHT), sort_key=lambda row: row.name, grow=1),
        Column("partitions", "Part.", "", lambda row: cell(str(row.partitions)), Align.RIGHT),
        Column(
            "messages",
            "Messages",
            "",
            lambda row: cell(f"{row.messages:,}", Tone.NUMBER),
            Align.RIGHT,
            sort_key=lambda row: row.messages,
        ),
        Column("rate", "msg/s", "", lambda row: cell(f"{row.rate:.1f}"), Align.RIGHT, sort_key=lambda row: row.rate),
        Column(
            "size",
            "Size",
            "",
            lambda row: EMPTY_CELL if row.size_bytes is None else cell(f"{row.size_bytes:,}"),
            Align.RIGHT,
            sort_key=lambda row: row.size_bytes,
            is_lazy=True,
        ),
    ),
    key=lambda row: row.name,
    filter_text=lambda row: row.name,
)

RECORDS: TableDefinition[Record] = TableDefinition(
    "records",
    "record",
    "records",
    (
        Column("offset", "Offset", "", lambda row: cell(f"{row.serial:,}", Tone.NUMBER), Align.RIGHT),
        Column("value", "Value", "", lambda row: cell(row.value, Tone.STRING), grow=1),
    ),
    key=lambda row: str(row.serial),
    filter_text=lambda row: row.value,
)


class Ring:
    """A ring of records fed by a thread at a steady rate."""

    def __init__(self) -> None:
        self._lock = threading.Lock()
        self._rows: deque[Record] = deque(maxlen=RING_ROWS)
        self._next = 0
        self._stop = threading.Event()
        self._thread = threading.Thread(target=self._run, daemon=True)

    @property
    def first_serial(self) -> int:
        with self._lock:
            return self._next - len(self._rows)

    @property
    def next_serial(self) -> int:
        return self._next

    def row_at(self, serial: int) -> Record | None:
        with self._lock:
            index = serial - self._next + len(self._rows)
            return self._rows[index] if 0 <= index < len(self._rows) else None

    def start(self) -> None:
        self._thread.start()

    def stop(self) -> None:
        self._stop.set()
        self._thread.join(timeout=2)

    def _run(self) -> None:
        began = time.perf_counter()
        while not self._stop.wait(0.005):
            due = int((time.perf_counter() - began) * RING_ROWS_PER_SECOND)
            rows = [Record(serial, f'{{"order": {serial}, "state": "paid"}}') for serial in range(self._next, due)]
            with self._lock:
                self._rows.extend(rows)
                self._next = due


class Ticker:
    """Measures how late a 5 ms tick comes: the time the event loop was held."""

    def __init__(self) -> None:
        self.lags: list[float] = []
        self._task: asyncio.Task[None] | None = None

    async def __aenter__(self) -> Ticker:
        self._cpu = time.process_time()
        self._began = time.perf_counter()
        self._task = asyncio.create_task(self._tick())
        return self

    async def __aexit__(self, *_: object) -> None:
        assert self._task is not None
        self._task.cancel()
        self.seconds = time.perf_counter() - self._began
        self.cpu_seconds = time.process_time() - self._cpu

    async def _tick(self) -> None:
        while True:
            before = time.perf_counter()
            await asyncio.sleep(TICK_SECONDS)
            self.lags.append(time.perf_counter() - before - TICK_SECONDS)

    def row(self, name: str, first_paint_seconds: float, did: str) -> str:
        lags = sorted(self.lags)
        p50, p99 = lags[len(lags) // 2], lags[int(len(lags) * 0.99)]
        return (
            f"{name:<34}{first_paint_seconds * 1000:>9.0f}{p50 * 1000:>9.1f}{p99 * 1000:>9.1f}{lags[-1] * 1000:>9.1f}"
            f"{100 * self.cpu_seconds / self.seconds:>7.0f}%  {did}"
        )


class BenchApp(App[None]):
    """One widget, and a count of what it asked for."""

    def __init__(self, widget: Widget) -> None:
        super().__init__()
        self._widget = widget
        self.rows_shown = 0

    def compose(self) -> ComposeResult:
        yield self._widget

    def on_rows_shown(self, message: RowsShown) -> None:
        self.rows_shown += 1


async def painted(widget: LineView, began: float) -> float:
    """Wait for the next paint; seconds since `began`."""
    before = widget.lines_painted
    while widget.lines_painted == before:  # noqa: ASYNC110 as a widget tells nobody that it was painted
        await asyncio.sleep(0.001)
    return time.perf_counter() - began


def topics(generation: int) -> list[Topic]:
    """100,000 topics whose figures change a little from one generation to the next."""
    return [
        Topic(
            f"topic-{number:06}", number % 48 + 1, number * 7919 % 1_000_003 + generation * (number % 5), number % 997
        )
        for number in range(ROWS)
        if (number + generation) % 5_000
    ]


async def keyed(pilot: Pilot[Any], table: VirtualTable[Topic]) -> str:
    """Refreshes once a second with sort, marks and filter in force, and a person who moves about."""
    snapshots = [await asyncio.to_thread(topics, generation) for generation in range(REFRESHES)]
    async with Ticker() as ticker:
        began = time.perf_counter()
        table.set_rows(snapshots[0])
        first = await painted(table, began)
        began = time.perf_counter()
        table.sort_by("messages", is_reversed=True)
        await table.wait_settled()
        sort_seconds = time.perf_counter() - began
        table.mark(f"topic-{number:06}" for number in range(0, ROWS, 100))
        for snapshot in snapshots[1:]:
            began = time.perf_counter()
            table.set_rows(snapshot)
            await pilot.press("pagedown", "j", "k")
            await table.wait_settled()
            refresh_seconds = time.perf_counter() - began
            await asyncio.sleep(max(0.0, 1 - refresh_seconds))
        began = time.perf_counter()
        table.set_filter(lambda text: "99" in text, "99")
        await table.wait_settled()
        filter_seconds = time.perf_counter() - began
    did = f"sort {sort_seconds:.2f} s, refresh {refresh_seconds:.2f} s, filter {filter_seconds:.2f} s"
    return ticker.row(f"{ROWS:,} keyed rows, 1 refresh/s", first, f"{did}, {len(table.marked_keys):,} marks")


def with_sizes(rows: list[Topic], names: set[str]) -> list[Topic]:
    """The rows with the lazy column known for some."""
    return [replace(row, size_bytes=row.messages * 100) if row.name in names else row for row in rows]


async def lazy(pilot: Pilot[Any], table: VirtualTable[Topic]) -> str:
    """A lazy column filled for the rows in view while the user pages through."""
    rows = await asyncio.to_thread(topics, 0)
    async with Ticker() as ticker:
        began = time.perf_counter()
        table.set_rows(rows)
        first = await painted(table, began)
        for _ in range(10):
            await pilot.press("pagedown")
            await asyncio.sleep(0.15)
            visible = set(table.visible_keys)
            rows = await asyncio.to_thread(with_sizes, rows, visible)
            table.set_rows(rows)
            await table.wait_settled()
    shown = pilot.app.rows_shown if isinstance(pilot.app, BenchApp) else 0
    return ticker.row(f"{ROWS:,} rows, lazy column", first, f"asked for visible rows {shown} times in 11 views")


async def ring(pilot: Pilot[Any], table: RingTable[Record]) -> str:
    """50,000 rows/s, followed, then read above the end, then filtered."""
    source = Ring()
    source.start()
    try:
        async with Ticker() as ticker:
            began = time.perf_counter()
            table.set_source(source)
            syncing = table.set_interval(0.05, table.sync)
            first = await painted(table, began)
            await asyncio.sleep(RING_SECONDS / 3)
            await pilot.press("up")
            await asyncio.sleep(RING_SECONDS / 3)
            new = table.new_count
            table.set_filter(lambda text: "99" in text, "99")
            await asyncio.sleep(RING_SECONDS / 3)
            syncing.stop()
        did = f"{source.next_serial:,} rows, {new:,} new when paused, {table.matched_count:,} matched"
        return ticker.row(f"ring of {RING_ROWS:,}, {RING_ROWS_PER_SECOND:,} rows/s", first, did)
    finally:
        source.stop()


async def tree(pilot: Pilot[Any], widget: VirtualTree) -> str:
    """A node with 100,000 children: unfolded, walked, refreshed, filtered."""
    widget.set_roots([TreeNode("/", cell("/"), is_expandable=True)])
    names = [f"/child-{number:06}" for number in range(ROWS)]

    def make(key: str) -> TreeNode:
        return TreeNode(key, cell(key[1:]), cell("204 B"), key.endswith("7"))

    async with Ticker() as ticker:
        began = time.perf_counter()
        widget.expand_node("/")
        widget.set_children("/", LazyNodes(names, make))
        first = await painted(widget, began)
        await pilot.press("G", "pageup", "k", "g", "pagedown")
        widget.expand_node("/child-050007")
        for _ in range(5):
            widget.set_children("/", LazyNodes(list(names), make))
            await pilot.pause()
        began = time.perf_counter()
        widget.set_filter(lambda text: "99" in text, "99")
        await widget.wait_settled()
        filter_seconds = time.perf_counter() - began
    return ticker.row(f"tree node with {ROWS:,} children", first, f"5 refreshes, filter {filter_seconds:.2f} s")


async def measure(widget: Widget, question: Callable[[Pilot[Any], Any], Awaitable[str]]) -> None:
    """Run one question in an app of its own and print its line."""
    app = BenchApp(widget)
    async with app.run_test(size=SIZE) as pilot:
        widget.focus()
        await pilot.pause()
        gc.collect()
        gc.freeze()
        print(await question(pilot, widget))
        gc.unfreeze()


async def main() -> None:
    """Ask all questions."""
    gc.set_threshold(*GC_THRESHOLDS)
    print(f"{'':<34}{'paint ms':>9}{'p50 ms':>9}{'p99 ms':>9}{'max ms':>9}{'CPU':>8}  loop held by")
    await measure(VirtualTable(TOPICS), keyed)
    await measure(VirtualTable(TOPICS), lazy)
    await measure(RingTable(RECORDS), ring)
    await measure(VirtualTree(), tree)


if __name__ == "__main__":
    asyncio.run(main())
