"""Screens have no threads, slices or progress of their own: what takes long is a task (`session/tasks.py`)."""

from __future__ import annotations

import ast
from pathlib import Path

import pytest

import kafkatui

PACKAGE = Path(kafkatui.__file__).parent

HOME_MADE = frozenset({"Thread", "Timer", "ThreadPoolExecutor", "to_thread", "run_in_executor", "perf_counter"})

REASONS = {
    "tui/chrome/mark_bar.py": "the task's work makes way between slices by the clock: a row may be megabytes",
    "tui/widgets/ring_table.py": "the filter of an endless stream keeps up with it and has no end to report",
    "tui/cluster_screens.py": "a cluster that is being opened or closed has no tasks",
    "tui/job_control.py": "ends the process when the loop hangs",
    "tui/lost_terminal.py": "ends the process when the terminal is gone",
    "tui/own_things.py": "asks each second when files were written: a home far away may take its time",
    "tui/signal_thread.py": "takes signals",
}
"""Who has some all the same, and why."""


def home_made(source: str) -> set[str]:
    """What of `HOME_MADE` a module calls."""
    calls = [node.func for node in ast.walk(ast.parse(source)) if isinstance(node, ast.Call)]
    called = {call.attr for call in calls if isinstance(call, ast.Attribute)}
    called |= {call.id for call in calls if isinstance(call, ast.Name)}
    return called & HOME_MADE


@pytest.mark.parametrize(
    "path", sorted(each for room in ("tui", "view", "report") for each in (PACKAGE / room).rglob("*.py")), ids=str
)
def test_what_takes_long_is_a_task(path: Path) -> None:
    found = home_made(path.read_text())
    assert bool(found) == (path.relative_to(PACKAGE).as_posix() in REASONS), found


@pytest.mark.parametrize(
    ("source", "found"),
    [
        ("threading.Thread(target=work).start()", {"Thread"}),
        ("text = await asyncio.to_thread(decode)", {"to_thread"}),
        ("while perf_counter() < deadline: ...", {"perf_counter"}),
        ("self.work.start('Sort', sort, take)", set()),
    ],
)
def test_what_counts_as_home_made(source: str, found: set[str]) -> None:
    assert home_made(f"async def f():\n {source}") == found
