"""The connections of a session to Kafka and to ZooKeeper, closed and opened by hand, each by itself."""

from __future__ import annotations

import time
from collections.abc import Callable, Mapping
from typing import TYPE_CHECKING

from kafkatui.model.side import Side, disconnected_by_you

if TYPE_CHECKING:
    from kafkatui.model.task import TaskState
    from kafkatui.session.clients import Clients
    from kafkatui.session.poller import Poller
    from kafkatui.session.tails import Tails
    from kafkatui.session.tasks import Task, Tasks
    from kafkatui.session.watching import ZnodeWatching
    from kafkatui.session.writing import Writers

LANES: Mapping[Side, tuple[str, ...]] = {
    Side.KAFKA: ("metadata", "kafka", "log dirs", "changes"),
    Side.ZOOKEEPER: ("zookeeper",),
}
"""What is read over which connection."""

CLOSE_SECONDS = 2.0


class Links:
    """Closes and opens. Its methods wait for what is closed, a few seconds at most.

    Args:
        on_change: called when a side was closed or opened.
    """

    def __init__(
        self,
        clients: Clients,
        poller: Poller,
        tails: Tails,
        writers: Writers,
        watching: ZnodeWatching,
        tasks: Tasks,
        on_change: Callable[[], None],
    ) -> None:
        self._clients = clients
        self._poller = poller
        self._tails = tails
        self._writers = writers
        self._watching = watching
        self._tasks = tasks
        self._on_change = on_change
        self._closed_at: dict[Side, float] = {}

    @property
    def sides(self) -> tuple[Side, ...]:
        """Those that the cluster has."""
        return (Side.KAFKA,) if self._clients.profile.zookeeper is None else (Side.KAFKA, Side.ZOOKEEPER)

    @property
    def closed(self) -> Mapping[Side, float]:
        """The sides that are closed by hand, and since when (Unix seconds)."""
        return dict(self._closed_at)

    @property
    def unsent_count(self) -> int:
        """Records that have no delivery report yet."""
        return self._writers.unsent_count

    @property
    def tail_count(self) -> int:
        """How many tails are read."""
        return self._tails.count

    def running(self) -> tuple[Task[object], ...]:
        """Tasks under way, which may need what is closed."""
        return self._tasks.running()

    def disconnect(self, side: Side) -> None:
        """Close what is open to one side, and ask it nothing from now on, until `connect`."""
        self._closed_at[side] = time.time()
        self._poller.pause(LANES[side], disconnected_by_you(side))
        if side is Side.KAFKA:
            self._tails.stop(CLOSE_SECONDS)
            self._writers.close(CLOSE_SECONDS)
            self._clients.kafka.disconnect(CLOSE_SECONDS)
        else:
            self._watching.forget_connection()
            self._clients.disconnect_zookeeper(CLOSE_SECONDS)
        self._on_change()

    def connect(self, side: Side) -> None:
        """Ask a side again; what is held is read at once, over connections made anew."""
        if side is Side.KAFKA:
            self._clients.kafka.connect()
        else:
            self._clients.connect_zookeeper()
        self._closed_at.pop(side, None)
        self._poller.resume(LANES[side])
        self._on_change()


def titles(tasks: tuple[TaskState, ...]) -> str:
    """What tasks are called, in a few words."""
    names = ", ".join(each.title for each in tasks[:3])
    return names + (f" and {len(tasks) - 3} more" if len(tasks) > 3 else "")
