"""kafka-python's own connections, for requests that its admin client has no call for."""

from __future__ import annotations

import random
from collections.abc import Callable, Collection, Coroutine
from typing import Any, TypeVar

from kafkatui.model.cluster import Broker

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


def brokers_known_to(client: Any) -> list[Broker]:
    """The brokers that a client was told of when it connected."""
    return [Broker(node.node_id, node.host, node.port) for node in manager_of(client).cluster.brokers()]


def avoid(client: Any, silent: Callable[[], Collection[int]]) -> None:
    """Has what any broker may answer asked of one that does: kafka-python picks the least busy, as one that hangs is.

    Args:
        silent: the ids of brokers that do not answer now.
    """
    manager = manager_of(client)
    least_loaded_node = manager.least_loaded_node

    def pick() -> int | None:
        picked: int | None = least_loaded_node()
        shunned = silent()
        if picked not in shunned:
            return picked
        others: list[int] = [broker.node_id for broker in manager.cluster.brokers() if broker.node_id not in shunned]
        ready = [node for node in others if not manager.connection_delay(node)]
        return random.choice(ready or others) if others else picked

    manager.least_loaded_node = pick
