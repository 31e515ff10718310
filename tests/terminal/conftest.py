"""A cluster whose servers may be killed, and terminals that are closed whatever happens."""

from __future__ import annotations

from collections.abc import Callable, Iterator

import pytest

from kafkatui.sandbox.cluster import Sandbox, SandboxSettings
from tests.cluster.conftest import running
from tests.terminal.terminal import Terminal

OpenTerminal = Callable[..., Terminal]


@pytest.fixture(scope="module")
def own_cluster() -> Iterator[Sandbox]:
    """Kafka 3.9, three brokers and ZooKeeper, empty: what one module leaves, another would count on its screen."""
    with running(SandboxSettings()) as sandbox:
        yield sandbox


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
