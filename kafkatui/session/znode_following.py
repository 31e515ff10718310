"""Following what changes at a znode and below, by ZooKeeper's watches; told as differences of what was read."""

from __future__ import annotations

import queue
import time
from collections.abc import Iterator
from dataclasses import dataclass, field
from typing import TYPE_CHECKING

from msgspec import Struct

from kafkatui.insight.znode_secrets import mask_znode_data
from kafkatui.model.errors import ConnectError, NotAuthorized, NotFound, UsageError
from kafkatui.model.znode import Znode, child_path

if TYPE_CHECKING:
    from kafkatui.zookeeper.connection import ZooKeeperConnection
    from kafkatui.zookeeper.watches import ZnodeChange


class FollowedChange(Struct, frozen=True):
    """One thing that happened.

    Attributes:
        what: "created", "changed", "deleted", "made anew", "no access", "not watched".
        data: what it holds since, secrets masked; None for null and what was deleted.
        version: of the data since; None when it is not there.
    """

    at_seconds: float
    path: str
    what: str
    data: bytes | None = None
    version: int | None = None


@dataclass(slots=True)
class _Seen:
    znode: Znode | None = None
    children: frozenset[str] = field(default_factory=frozenset)


class ZnodeFollowing:
    """Watches set by one thread, which reads what they tell of; ZooKeeper's threads only post.

    Args:
        depth: levels below the root that are watched, too; 0: its data and the names of its children.
    """

    def __init__(self, connection: ZooKeeperConnection, root: str, depth: int) -> None:
        from kafkatui.zookeeper.watches import WatchRegistry

        self._connection = connection
        self._root = root
        self._depth = depth
        self._registry = WatchRegistry(connection)
        self._changes: queue.SimpleQueue[ZnodeChange] = queue.SimpleQueue()
        self._seen: dict[str, _Seen] = {}

    @property
    def watched(self) -> int:
        """How many znodes are watched."""
        return len(self._seen)

    def begin(self) -> list[FollowedChange]:
        """Set the watches and read what is there; what cannot be watched is given.

        Raises:
            KafkatuiError: it could not be read.
        """
        return [each for each in self._look(self._root, is_first=True) if each.what in ("not watched", "no access")]

    def wait(self, timeout_seconds: float) -> list[FollowedChange]:
        """What happened, once something has; empty when nothing did in time."""
        try:
            paths = {self._changes.get(timeout=timeout_seconds).path}
        except queue.Empty:
            return []
        while not self._changes.empty():
            paths.add(self._changes.get_nowait().path)
        try:
            return [change for path in sorted(paths) for change in self._look(path)]
        except ConnectError:
            return []  # the watches tell again when the connection is back

    def _look(self, path: str, *, is_first: bool = False) -> Iterator[FollowedChange]:
        from kafkatui.zookeeper.tree import read_children, read_znode

        seen = self._seen.get(path)
        if seen is None:
            if not self._watch(path):
                yield FollowedChange(time.time(), path, "not watched")
                return
            seen = self._seen[path] = _Seen()
        try:
            znode = read_znode(self._connection, path, with_acl=False)
            names = frozenset(child.name for child in read_children(self._connection, path).children)
        except NotFound:
            yield from self._gone(path, seen)
            return
        except NotAuthorized:
            yield FollowedChange(time.time(), path, "no access")
            return
        before, seen.znode = seen.znode, znode
        if change := None if is_first else _change(before, znode):
            yield change
        children, seen.children = seen.children, names
        for name in sorted(children - names):
            child = child_path(path, name)
            yield from self._gone(child, self._seen.get(child) or _Seen(znode))
        for name in sorted(names - children):
            yield from self._came(child_path(path, name), is_first=is_first)

    def _came(self, path: str, *, is_first: bool) -> Iterator[FollowedChange]:
        """A child that was not there before."""
        level = path.rstrip("/").count("/") - self._root.rstrip("/").count("/")
        if path in self._seen or level <= self._depth:
            yield from self._look(path, is_first=is_first)
        elif not is_first:
            yield FollowedChange(time.time(), path, "created")

    def _gone(self, path: str, seen: _Seen) -> Iterator[FollowedChange]:
        if seen.znode is not None:
            seen.znode, seen.children = None, frozenset()
            yield FollowedChange(time.time(), path, "deleted")

    def _watch(self, path: str) -> bool:
        from kafkatui.zookeeper.watches import WatchKind

        try:
            self._registry.watch(path, WatchKind.DATA, self._changes.put)
            self._registry.watch(path, WatchKind.CHILDREN, self._changes.put)
        except UsageError:
            return False
        return True


def _change(before: Znode | None, after: Znode) -> FollowedChange | None:
    data = None if after.data is None else mask_znode_data(after.path, after.data)
    if before is None:
        what = "created"
    elif before.stat.czxid != after.stat.czxid:
        what = "made anew"
    elif before.stat.mzxid != after.stat.mzxid:
        what = "changed"
    else:
        return None
    return FollowedChange(time.time(), after.path, what, data, after.stat.version)
