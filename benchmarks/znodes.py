"""Large znodes: how long one with 100,000 children and one of 1 MB take to open, and how long the screen stands still.

`python -m benchmarks.znodes BOOTSTRAP_SERVERS ZOOKEEPER_CONNECT` measures on a cluster that runs and leaves it as it
was; without arguments on a cluster of its own.
"""

from __future__ import annotations

import asyncio
import json
import sys
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field

from kazoo.client import KazooClient

from benchmarks.report import Figure, median, table
from kafkatui.config.settings import Settings
from kafkatui.model.place import Place, PlaceKind
from kafkatui.model.presence import LinkState
from kafkatui.model.profile import Profile, ZooKeeperSettings
from kafkatui.sandbox.cluster import Sandbox, SandboxSettings
from kafkatui.session.session import ClusterSession
from kafkatui.session.sessions import Sessions
from kafkatui.tui.app import KafkatuiApp
from kafkatui.tui.explorer import key_of_znode
from kafkatui.tui.messages import GoTo
from kafkatui.tui.pages.znode.children import ZnodeChildrenPane
from kafkatui.tui.pages.znode.data import ZnodeDataPane
from kafkatui.tui.screens.main import MainScreen

ROOT = "/kafkatui-bench"
MANY, BIG, FEW = f"{ROOT}/many", f"{ROOT}/big", f"{ROOT}/few"
CHILDREN = 100_000
BATCH = 500
"""Znodes made or deleted in one transaction."""

BIG_BYTES = 1_000_000
RUNS = 5
SIZE = (160, 50)
TICK_SECONDS = 0.005
SETTLE_SECONDS = 0.5
TIMEOUT_SECONDS = 30.0


@dataclass(slots=True)
class Opening:
    """What opening a page took.

    Attributes:
        seconds: until its content was there.
        stall_seconds: the longest that the event loop did nothing else, while and shortly after.
        wall_stall_seconds: the same with the time that other programs had the processor.
    """

    seconds: float = 0.0
    stall_seconds: float = 0.0
    wall_stall_seconds: float = 0.0


@dataclass(slots=True)
class Openings:
    """What one start of the program measured."""

    few: Opening = field(default_factory=Opening)
    many: Opening = field(default_factory=Opening)
    branch: Opening = field(default_factory=Opening)
    big: Opening = field(default_factory=Opening)


def run(bootstrap_servers: str, zookeeper_connect: str, runs: int = RUNS) -> list[Figure]:
    """The figures, medians of `runs` starts."""
    with large_znodes(zookeeper_connect):
        taken = [asyncio.run(measure(bootstrap_servers, zookeeper_connect)) for _ in range(runs)]
    children = f"{CHILDREN:,} children"
    return [
        _seconds(f"{children}: open → listed", 1.0, [each.many for each in taken]),
        _stall("… longest stall", 50, [each.many for each in taken]),
        _stall("… their branch of the Explorer unfolds: longest stall", 50, [each.branch for each in taken]),
        _stall("the same page with 3 children: longest stall", None, [each.few for each in taken]),
        _seconds("JSON of 1 MB: open → shown", None, [each.big for each in taken]),
        _stall("… longest stall", 50, [each.big for each in taken]),
    ]


def _seconds(question: str, target: float | None, openings: list[Opening]) -> Figure:
    return Figure(question, median([each.seconds for each in openings]), "s", target, note=f"median of {len(openings)}")


def _stall(question: str, target: float | None, openings: list[Opening]) -> Figure:
    wall = 1000 * median([each.wall_stall_seconds for each in openings])
    stall = 1000 * median([each.stall_seconds for each in openings])
    return Figure(question, stall, "ms", target, note=f"processor time of kafkatui; by the clock {wall:.0f} ms")


@contextmanager
def large_znodes(connect: str) -> Iterator[None]:
    """The znodes to measure, gone at the end."""
    client = KazooClient(hosts=connect)
    client.start(timeout=10)
    try:
        client.ensure_path(MANY)
        client.create(BIG, big_json())
        for number in range(3):
            client.create(f"{FEW}/n{number}", b"1", makepath=True)
        for names in _batches():
            transaction = client.transaction()
            for name in names:
                transaction.create(f"{MANY}/{name}", b"1")
            transaction.commit()
        yield
    finally:
        for names in _batches():
            transaction = client.transaction()
            for name in names:
                transaction.delete(f"{MANY}/{name}")
            transaction.commit()
        client.delete(ROOT, recursive=True)
        client.stop()
        client.close()


def _batches() -> Iterator[list[str]]:
    for start in range(0, CHILDREN, BATCH):
        yield [f"n{number:06}" for number in range(start, start + BATCH)]


def big_json() -> bytes:
    """A JSON object of just under a megabyte, the most ZooKeeper takes by default."""
    item = {"id": 123_456, "name": "an item", "tags": ["a", "b", {"deep": [1, 2, 3]}], "value": 1.5}
    count = BIG_BYTES // (len(json.dumps(item)) + 2)
    return json.dumps({"items": [item] * count}).encode()


async def measure(bootstrap_servers: str, zookeeper_connect: str) -> Openings:
    """Start the program without a terminal and open one page after the other."""
    profile = Profile("bench", {"bootstrap.servers": bootstrap_servers}, ZooKeeperSettings(zookeeper_connect))
    session = ClusterSession(profile)
    session.start()
    app = KafkatuiApp(Sessions.of(session), Settings(), Place("bench", PlaceKind.ZOOKEEPER))
    taken = Openings()
    try:
        async with app.run_test(size=SIZE):
            await until(lambda: isinstance(app.screen, MainScreen) and session.link.state is LinkState.LINKED)
            main = app.screen
            assert isinstance(main, MainScreen)
            await asyncio.sleep(2)

            def lists(path: str, count: int) -> bool:
                pane = main.pane
                return isinstance(pane, ZnodeChildrenPane) and pane.path == path and pane.table.line_count == count

            taken.few = await opening(_visit(main, FEW, "children"), lambda: lists(FEW, 3))
            taken.many = await opening(_visit(main, MANY, "children"), lambda: lists(MANY, CHILDREN))
            outline = main.explorer.outline
            before = outline.line_count
            branch = key_of_znode(MANY)
            taken.branch = await opening(
                lambda: outline.expand_node(branch), lambda: outline.line_count >= before + CHILDREN
            )
            outline.collapse_node(branch)
            taken.big = await opening(_visit(main, BIG, "data"), lambda: _shows_value(main))
    finally:
        session.close()
    return taken


def _visit(main: MainScreen, path: str, tab: str) -> Callable[[], object]:
    return lambda: main.post_message(GoTo(Place("bench", PlaceKind.ZNODE, path, tab)))


def _shows_value(main: MainScreen) -> bool:
    return isinstance(main.pane, ZnodeDataPane) and main.pane.value.text is not None


async def opening(
    begin: Callable[[], object], is_done: Callable[[], bool], timeout_seconds: float = TIMEOUT_SECONDS
) -> Opening:
    """Begin, wait until it is done and settled, and watch the event loop meanwhile."""
    taken = Opening()
    ticking = asyncio.create_task(_tick(taken))
    await asyncio.sleep(10 * TICK_SECONDS)
    started = time.perf_counter()
    begin()
    await until(is_done, timeout_seconds)
    taken.seconds = time.perf_counter() - started
    await asyncio.sleep(SETTLE_SECONDS)
    ticking.cancel()
    return taken


async def _tick(taken: Opening) -> None:
    """How late a timer comes; counted is no more than the processor time that this program took meanwhile."""
    while True:
        clock, processor = time.perf_counter(), time.process_time()
        await asyncio.sleep(TICK_SECONDS)
        late = time.perf_counter() - clock - TICK_SECONDS
        taken.wall_stall_seconds = max(taken.wall_stall_seconds, late)
        taken.stall_seconds = max(taken.stall_seconds, min(late, time.process_time() - processor))


async def until(condition: Callable[[], bool], timeout_seconds: float = TIMEOUT_SECONDS) -> None:
    """Wait for `condition`, looking every tick.

    Raises:
        TimeoutError: it did not come true.
    """
    deadline = time.monotonic() + timeout_seconds
    while not condition():
        if time.monotonic() > deadline:
            raise TimeoutError("the page did not come")
        await asyncio.sleep(TICK_SECONDS)


def main() -> None:
    """Measure on the cluster named on the command line, or on one of its own."""
    if len(sys.argv) > 2:
        print(table(run(sys.argv[1], sys.argv[2])))
        return
    with Sandbox(SandboxSettings(brokers=1)) as sandbox:
        assert sandbox.zookeeper_connect is not None
        print(table(run(sandbox.bootstrap_servers, sandbox.zookeeper_connect)))


if __name__ == "__main__":
    main()
