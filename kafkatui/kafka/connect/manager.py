"""kafka-python's own connections, for requests that its admin client has no call for."""

from __future__ import annotations

from collections.abc import Callable, Coroutine
from typing import Any, TypeVar

T = TypeVar("T")


def manager_of(client: Any) -> Any:
    """What sends a client's requests and runs its coroutines: `run`, `send`, `call_soon`, `cluster`.

    It is private: nothing else of ours touches it, pyproject.toml holds kafka-python below the next minor version, and
    a test fails with one that was not tried.
    """
    return client._manager


def run_with_manager(client: Any, ask: Callable[..., Coroutine[Any, Any, T]], *arguments: Any) -> T:
    """What a coroutine of ours gives that is called with the manager, and with `arguments` behind it."""
    manager = manager_of(client)
    answer: T = manager.run(ask, manager, *arguments)
    return answer
