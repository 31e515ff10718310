"""A tree of a million znodes, and a znode with 100,000 children: opened, scrolled, filtered, added up and searched.

`python -m benchmarks.million [ZNODES [CHILDREN]]` measures on a ZooKeeper of its own, with 2 GB. zkCli.sh is measured
beside it, and zk-shell where ZK_SHELL names its program.
"""

from __future__ import annotations

import asyncio
import os
import sys
import tempfile
import time
from collections import deque
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

from kazoo.client import KazooClient
from textual.pilot import Pilot

from benchmarks.idle import packets
from benchmarks.report import Figure, table
from benchmarks.timed import Taken, memory_of, seconds_of, timed, verb, zk_cli
from benchmarks.znodes import SIZE, Opening, opening, until
from kafkatui.config.settings import Settings
from kafkatui.model.place import Place, PlaceKind
from kafkatui.model.profile import Profile, ZooKeeperSettings
from kafkatui.model.target import Target
from kafkatui.sandbox import zookeeper_server
from kafkatui.sandbox.jars import fetch_release
from kafkatui.sandbox.ports import HOST, choose_ports
from kafkatui.sandbox.processes import ProcessGuard
from kafkatui.sandbox.versions import DEFAULT_RELEASE, find_release
from kafkatui.session.action_catalogue import catalogue
from kafkatui.session.session import ClusterSession
from kafkatui.session.sessions import Sessions
from kafkatui.tui.app import KafkatuiApp
from kafkatui.tui.messages import GoTo
from kafkatui.tui.pages.znode.children import ZnodeChildrenPane
from kafkatui.tui.screens.main import MainScreen

ZNODES = 1_000_000
CHILDREN = 100_000
ROOT = "/kafkatui-bench"
MANY, TREE = f"{ROOT}/many", f"{ROOT}/tree"
BATCH = 500
"""Znodes made or deleted in one transaction."""

AT_ONCE = 8
"""Transactions under way."""

BELOW = 1_000
"""Children of each folder of the tree."""

PAGES_DOWN = 30
TIMEOUT_SECONDS = 600.0
NAME = "bench"


@contextmanager
def own_zookeeper(heap: str = "2g") -> Iterator[str]:
    """The address of a ZooKeeper with room for a million znodes, which is gone at the end."""
    release = find_release(DEFAULT_RELEASE)
    fetch_release(release, lambda line: None)
    assert release.zookeeper_jars is not None
    port = choose_ports(1).zookeeper
    with tempfile.TemporaryDirectory(prefix="kafkatui-bench-") as folder:
        home = Path(folder)
        configuration = zookeeper_server.write_configuration(home, port)
        # Else it writes its whole tree down again and again while it is filled.
        options = ["-Dzookeeper.snapCount=1000000", "-Dzookeeper.forceSync=no"]
        command = zookeeper_server.command_line(release.zookeeper_jars, configuration, options)
        command = [f"-Xmx{heap}" if each.startswith("-Xmx") else each for each in command]
        guard = ProcessGuard()
        try:
            guard.spawn("zookeeper", command, home, home / "log")
            yield f"{HOST}:{port}"
        finally:
            guard.close()


def run(connect: str, znodes: int = ZNODES, children: int = CHILDREN, *, with_tools: bool = True) -> list[Figure]:
    """The figures; what is made is deleted again."""
    client = KazooClient(hosts=connect)
    client.start(timeout=30)
    try:
        took = fill(client, znodes, children)
        in_app = asyncio.run(in_the_app(client, connect, children))
        return [
            Figure(
                f"made: {znodes + children:,} znodes", took, "s", note=f"transactions of {BATCH}, {AT_ONCE} at once"
            ),
            *in_app,
            *by_verbs(client, connect, znodes, with_tools),
        ]
    finally:
        empty(client, znodes, children)
        client.stop()
        client.close()


def paths(znodes: int, children: int) -> Iterator[str]:
    """All that is made, a parent before its children."""
    yield from (ROOT, MANY, TREE)
    yield from (f"{MANY}/n{number:06}" for number in range(children))
    for number in range(znodes):
        folder = f"{TREE}/f{number // BELOW:04}"
        if number % BELOW == 0:
            yield folder
        yield f"{folder}/n{number:07}"


def fill(client: KazooClient, znodes: int, children: int) -> float:
    """Make them; how many seconds that took."""
    began = time.perf_counter()
    _transact(client, paths(znodes, children), lambda transaction, path: transaction.create(path, b"v" * 20))
    return time.perf_counter() - began


def empty(client: KazooClient, znodes: int, children: int) -> None:
    """Delete them."""
    every = reversed([*paths(znodes, children)])
    _transact(client, every, lambda transaction, path: transaction.delete(path))


def _transact(client: KazooClient, every: Any, add: Any) -> None:
    waiting: deque[Any] = deque()
    transaction, count = client.transaction(), 0
    for path in every:
        add(transaction, path)
        count += 1
        if count % BATCH == 0:
            waiting.append(transaction.commit_async())
            transaction = client.transaction()
            if len(waiting) >= AT_ONCE:
                _check(waiting.popleft())
    if count % BATCH:
        waiting.append(transaction.commit_async())
    while waiting:
        _check(waiting.popleft())


def _check(committed: Any) -> None:
    for result in committed.get(timeout=TIMEOUT_SECONDS):
        if isinstance(result, Exception):
            raise result


async def in_the_app(client: KazooClient, connect: str, children: int) -> list[Figure]:
    """Opened, scrolled, filtered, and keys while sizes are collected; the app runs without a terminal."""
    session = ClusterSession(Profile(NAME, {"bootstrap.servers": ""}, ZooKeeperSettings(connect)))
    session.start()
    try:
        async with KafkatuiApp(Sessions.of(session), Settings(), Place(NAME, PlaceKind.ZOOKEEPER)).run_test(
            size=SIZE
        ) as pilot:
            await until(lambda: isinstance(pilot.app.screen, MainScreen) and session.zookeeper.value is not None)
            main = pilot.app.screen
            assert isinstance(main, MainScreen)
            await asyncio.sleep(1)
            opened = await opening(
                lambda: main.post_message(GoTo(Place(NAME, PlaceKind.ZNODE, MANY, "children"))),
                lambda: lines(main) == children,
            )
            scrolled = await scrolled_down(pilot)
            filtered = await narrowed(pilot, main, f"n{children - 1:06}")
            requests, collected, seconds = await collected_sizes(client, session)
    finally:
        session.close()
    return [
        Figure(f"{children:,} children: open → listed", opened.seconds, "s", 1.0),
        _stall("… longest stall", opened),
        Figure("… longest of the keys that page down", 1000 * scrolled, "ms", 50, note=f"{PAGES_DOWN} keys"),
        Figure("… last letter → filtered", 1000 * filtered.seconds, "ms", 200),
        _stall("… longest stall", filtered),
        Figure("sizes of all, while the app is open", seconds, "s", note=f"{requests / seconds:,.0f} packets/s"),
        _stall("… longest stall meanwhile", collected),
    ]  # fmt: skip


def _stall(question: str, taken: Opening) -> Figure:
    wall = 1000 * taken.wall_stall_seconds
    return Figure(question, 1000 * taken.stall_seconds, "ms", 50, note=f"by the clock {wall:.0f} ms")


def lines(main: MainScreen) -> int:
    """Rows of the children that are listed; -1 while another page is shown."""
    pane = main.pane
    return pane.table.line_count if isinstance(pane, ZnodeChildrenPane) else -1


async def scrolled_down(pilot: Pilot[Any]) -> float:
    """The longest that a key waited until all that it led to was done."""
    longest = 0.0
    for _ in range(PAGES_DOWN):
        began = time.perf_counter()
        await pilot.press("pagedown")
        longest = max(longest, time.perf_counter() - began)
    return longest


async def narrowed(pilot: Pilot[Any], main: MainScreen, name: str) -> Opening:
    """From the last letter of a name to the one row that has it."""
    await pilot.press("slash")
    for letter in name[:-1]:
        await pilot.press(letter)
    await asyncio.sleep(1)
    loop = asyncio.get_running_loop()
    keys: list[asyncio.Task[None]] = []
    taken = await opening(lambda: keys.append(loop.create_task(pilot.press(name[-1]))), lambda: lines(main) == 1)
    await asyncio.gather(*keys)
    await pilot.press("escape", "escape")
    return taken


async def collected_sizes(client: KazooClient, session: ClusterSession) -> tuple[int, Opening, float]:
    """ZooKeeper's packets, the loop's stalls, and seconds, while everything is counted as fast as it goes."""
    action, targets, values = catalogue()["znode.size"], (Target(PlaceKind.ZNODE, ROOT),), {"rate": "max"}
    plan = session.actions.plan(action, targets, values)
    await asyncio.to_thread(plan.wait, TIMEOUT_SECONDS)
    before = await asyncio.to_thread(packets, client)
    task = None

    def begin() -> None:
        nonlocal task
        task = session.actions.run(action, targets, values, plan.result())

    taken = await opening(begin, lambda: task is not None and task.wait(0), TIMEOUT_SECONDS)
    return await asyncio.to_thread(packets, client) - before, taken, taken.seconds


def by_verbs(client: KazooClient, connect: str, znodes: int, with_tools: bool) -> list[Figure]:
    """Added up and searched by programs that end."""
    if with_tools:
        timed(verb("", connect, "zk", "ls", ROOT))  # writes the bytecode
    before = packets(client)
    sizes = timed(verb("", connect, "zk", "du", TREE, "--rate", "max", "-o", "json"))
    requests = packets(client) - before
    path = f"{TREE}/f{(znodes - 1) // BELOW:04}/n{znodes - 1:07}"
    found = timed(verb("", connect, "zk", "find", TREE, f"name:n{znodes - 1:07}", "--rate", "max"))
    if path.encode() not in found.output:
        raise RuntimeError(f"{path} was not found")
    listed, shell = peers(connect, with_tools)
    return [
        Figure(f"{znodes:,} znodes: kafkatui zk du", sizes.seconds, "s", None, seconds_of(listed),
               f"beside ls -R; {requests / sizes.seconds:,.0f} packets/s"),
        Figure("… memory, peak", sizes.memory, "MB", None, memory_of(listed)),
        Figure("kafkatui zk find, the name of one", found.seconds, "s", None, seconds_of(shell),
               "beside zk-shell's find" if shell else "zk-shell was not measured"),
        Figure("… memory, peak", found.memory, "MB", None, memory_of(shell)),
    ]  # fmt: skip


def peers(connect: str, with_tools: bool) -> tuple[Taken | None, Taken | None]:
    """What zkCli.sh's `ls -R` takes, and zk-shell's `find`."""
    shell = os.environ.get("ZK_SHELL")
    listed = timed(zk_cli(connect, "ls", "-R", TREE)) if with_tools else None
    return listed, timed([shell, connect, "--run-once", f"find {TREE} n0000001"]) if shell and with_tools else None


def main() -> None:
    """Measure on a ZooKeeper of its own."""
    znodes = int(sys.argv[1]) if len(sys.argv) > 1 else ZNODES
    children = int(sys.argv[2]) if len(sys.argv) > 2 else CHILDREN
    with own_zookeeper() as connect:
        print(table(run(connect, znodes, children), "zkCli.sh, zk-shell"))


if __name__ == "__main__":
    main()
