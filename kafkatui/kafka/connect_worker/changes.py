"""What can be changed of a Connect's connectors."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from typing import Any, TypeVar

from kafkatui.kafka.connect_worker.connectors import ConnectReader
from kafkatui.kafka.connect_worker.requests import WorkerAnswer, WorkerRequests
from kafkatui.model.connector import PAUSED, RUNNING, STOPPED

T = TypeVar("T")

WORDS = {PAUSED: "pause", RUNNING: "resume", STOPPED: "stop"}
"""What is asked for so that a connector comes to a state."""


class ConnectWriter:
    """Each call is one change, asked for: the workers do it a moment later.

    All of it raises KafkatuiError when a worker refuses or does not answer.
    """

    def __init__(self, reader: ConnectReader) -> None:
        self._reader = reader

    def create(self, address: str, config: Mapping[str, str], state: str = RUNNING) -> None:
        """Create a connector.

        Args:
            state: what it begins in; workers before Kafka 3.7 have it begin running.

        Raises:
            Refused: there is one of that name, or its plugin refuses the configuration.
        """
        requests, name = self._reader.place_of(address)
        body: dict[str, Any] = {"name": name, "config": {**config, "name": name}}
        if state != RUNNING:
            body["initial_state"] = state
        _asked(requests, lambda: requests.post(body, "connectors"))

    def configure(self, address: str, config: Mapping[str, str]) -> None:
        """Set its whole configuration; its tasks begin anew."""
        requests, name = self._reader.place_of(address)
        _asked(requests, lambda: requests.put({**config, "name": name}, "connectors", name, "config"))

    def delete(self, address: str) -> None:
        """Delete it, and its tasks."""
        requests, name = self._reader.place_of(address)
        _asked(requests, lambda: requests.delete("connectors", name))

    def bring_to(self, address: str, state: str) -> None:
        """Pause, resume or stop it; the last from Kafka 3.5's workers on."""
        requests, name = self._reader.place_of(address)
        _asked(requests, lambda: requests.put(None, "connectors", name, WORDS[state]))

    def alter_offsets(self, address: str, offsets: Sequence[Mapping[str, Any]]) -> str:
        """Set where it goes on, from Kafka 3.6's workers on; it must be stopped.

        Args:
            offsets: `partition` and `offset` of each, as the workers tell them; None for the offset: it begins anew.

        Returns:
            What the worker says of it.
        """
        requests, name = self._reader.place_of(address)
        return _said(
            _asked(requests, lambda: requests.patch({"offsets": list(offsets)}, "connectors", name, "offsets"))
        )

    def reset_offsets(self, address: str) -> str:
        """Have it begin anew in all its partitions; as `alter_offsets`."""
        requests, name = self._reader.place_of(address)
        return _said(_asked(requests, lambda: requests.delete("connectors", name, "offsets")))

    def restart(self, address: str, *, with_tasks: bool, only_failed: bool) -> bool:
        """Restart it; whether its tasks were restarted, too, which workers before Kafka 3.0 do not."""
        requests, name = self._reader.place_of(address)
        query = {"includeTasks": "true", "onlyFailed": str(only_failed).lower()} if with_tasks else {}
        answer = _asked(requests, lambda: requests.post(None, "connectors", name, "restart", **query))
        return answer is not None

    def restart_task(self, address: str, task: int) -> None:
        """Restart one task."""
        requests, name = self._reader.place_of(address)
        _asked(requests, lambda: requests.post(None, "connectors", name, "tasks", task, "restart"))


def _said(answer: Any) -> str:
    return str(answer.get("message") or "") if isinstance(answer, Mapping) else ""


def _asked(requests: WorkerRequests, ask: Callable[[], T]) -> T:
    try:
        return ask()
    except WorkerAnswer as answer:
        raise requests.sentence(answer) from None
