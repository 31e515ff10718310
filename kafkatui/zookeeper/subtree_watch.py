"""One watch for everything below a znode: persistent and recursive (ZooKeeper 3.6), which kazoo does not have."""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Callable
from typing import Any, ClassVar

from kazoo.client import KazooClient
from kazoo.exceptions import UnimplementedError
from kazoo.protocol.paths import _prefix_root
from kazoo.protocol.serialization import int_struct, write_string
from kazoo.protocol.states import WatchedEvent
from msgspec import Struct

from kafkatui.zookeeper.connection import USABLE_STATES, ZooKeeperConnection
from kafkatui.zookeeper.errors import translate

_PERSISTENT_RECURSIVE = 1
"""org.apache.zookeeper.AddWatchMode."""


def has_subtree_watches(version: str) -> bool:
    """Whether a server of that version knows them; one before 3.5 hangs up on whoever asks for them."""
    numbers = re.match(r"(\d+)\.(\d+)", version)
    return numbers is not None and (int(numbers[1]), int(numbers[2])) >= (3, 6)


class AddWatch(Struct, frozen=True):
    """zookeeper.jute, AddWatchRequest under the number of ZooDefs.OpCode.addWatch."""

    path: str
    type: ClassVar[int] = 106

    def serialize(self) -> bytes:
        """As it is sent behind the header."""
        return bytes(write_string(self.path) + int_struct.pack(_PERSISTENT_RECURSIVE))

    @classmethod
    def deserialize(cls, answer: bytes, offset: int) -> None:
        """Nothing follows the header."""


class SubtreeWatch:
    """Tells of every znode at and below `root` that is created, changed or deleted, until the connection is closed.

    Args:
        on_change: called on a thread of kazoo's with a path; it must only post. With `root` itself after the connection
            was away: anything may have happened.
    """

    def __init__(self, connection: ZooKeeperConnection, root: str, on_change: Callable[[str], None]) -> None:
        self._connection = connection
        self._root = root
        self._on_change = on_change
        self._is_set = False

    def begin(self) -> bool:
        """Set it; waits for the answer.

        Returns:
            false where the server does not know such watches.

        Raises:
            KafkatuiError: it could not be set.
        """
        outcome = self._connection.outcomes([self._send], f"watch {self._root}")[0]
        if isinstance(outcome, UnimplementedError):
            return False
        if isinstance(outcome, Exception):
            raise translate(outcome, f"watch {self._root}", self._connection.server) from outcome
        self._is_set = True
        self._connection.add_state_listener(self._state_changed)
        return True

    def _send(self, client: KazooClient) -> Any:
        path = _prefix_root(client.chroot, self._root)
        _heard(client).roots[path] = self._fired
        result = client.handler.async_result()
        client._call(AddWatch(path), result)
        return result

    def _fired(self, event: WatchedEvent) -> None:
        if event.path:
            self._on_change(event.path)

    def _state_changed(self, state: str) -> None:
        """The server forgets its watches with the connection: they are set anew, and what was missed is looked for."""
        if state in USABLE_STATES and self._is_set:
            self._send(self._connection.client)
            self._on_change(self._root)


class _HeardWatchers(defaultdict[str, Any]):
    """kazoo's own table of who waits for which znode, which adds whoever waits for all below another one."""

    def __init__(self, known: dict[str, Any]) -> None:
        super().__init__(set, known)
        self.roots: dict[str, Callable[[WatchedEvent], None]] = {}

    def pop(self, path: str, *default: Any) -> Any:
        """Those who wait for `path`; kazoo asks when it was created, changed or deleted."""
        found = list(super().pop(path, *default))
        for root, callback in self.roots.items():
            if path == root or path.startswith(f"{root.rstrip('/')}/"):
                found.append(callback)
        return found


def _heard(client: KazooClient) -> _HeardWatchers:
    """The client's table; kazoo makes a new one with each session."""
    known = client._data_watchers
    if not isinstance(known, _HeardWatchers):
        known = client._data_watchers = _HeardWatchers(dict(known))
    return known
