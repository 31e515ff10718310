"""kafka-python's own connections, for requests that its admin client has no call for."""

from __future__ import annotations

from typing import Any


def manager_of(client: Any) -> Any:
    """What sends a client's requests and runs its coroutines: `run`, `send`, `call_soon`, `cluster`.

    It is private: nothing else of ours touches it, pyproject.toml holds kafka-python below the next minor version, and
    a test fails with one that was not tried.
    """
    return client._manager
