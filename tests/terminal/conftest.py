"""A cluster whose servers may be killed, and terminals that are closed whatever happens."""

from __future__ import annotations

from collections.abc import Callable, Iterator

import pytest

from kafkatui.sandbox.cluster import Sandbox
from tests.terminal.terminal import Terminal

OpenTerminal = Callable[..., Terminal]


@pytest.fixture
def own_cluster(killable_cluster: Sandbox) -> Sandbox:
    """The cluster whose servers may be killed, healed after each test."""
    return killable_cluster


@pytest.fixture
def open_terminal() -> Iterator[OpenTerminal]:
    """Opens terminals as `Terminal` does; they are closed at the end of the test."""
    opened: list[Terminal] = []

    def open_one(*arguments: str, columns: int = 160, rows: int = 50) -> Terminal:
        terminal = Terminal(arguments, columns=columns, rows=rows)
        opened.append(terminal)
        return terminal

    yield open_one
    for terminal in opened:
        terminal.close()
