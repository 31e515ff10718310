"""The values that znodes held while they were open, so that each can be compared with the one before."""

from __future__ import annotations

import threading
from collections import OrderedDict, deque

from kafkatui.insight.znode_changes import COMPARED_BYTES
from kafkatui.model.seen_value import SeenValue
from kafkatui.model.znode import Znode

VALUES_KEPT = 20
"""Of each znode; the oldest fall out."""

BYTES_KEPT = 16 * 1024 * 1024
"""Of all znodes together; those looked at longest ago are forgotten first."""


class ZnodeValues:
    """Keeps values of up to 64 KiB. Thread-safe."""

    def __init__(self) -> None:
        self._lock = threading.Lock()
        self._seen: OrderedDict[str, deque[SeenValue]] = OrderedDict()
        self._bytes = 0

    def of(self, path: str) -> tuple[SeenValue, ...]:
        """What the znode held, the newest first."""
        with self._lock:
            return tuple(reversed(self._seen.get(path, ())))

    def see(self, znode: Znode, at_seconds: float) -> None:
        """Keep what it holds now, if that was written since it was seen last."""
        if znode.data_error or len(znode.data or b"") > COMPARED_BYTES:
            return
        with self._lock:
            seen = self._seen.setdefault(znode.path, deque())
            self._seen.move_to_end(znode.path)
            if seen and seen[-1].mzxid == znode.stat.mzxid:
                return
            seen.append(SeenValue(at_seconds, znode.stat.version, znode.stat.mzxid, znode.data))
            self._bytes += len(znode.data or b"")
            if len(seen) > VALUES_KEPT:
                self._bytes -= len(seen.popleft().data or b"")
            while self._bytes > BYTES_KEPT and len(self._seen) > 1:
                _, forgotten = self._seen.popitem(last=False)
                self._bytes -= sum(len(each.data or b"") for each in forgotten)

    def forget_all(self) -> None:
        """Another ZooKeeper answers."""
        with self._lock:
            self._seen.clear()
            self._bytes = 0
