"""Going through a subtree of znodes: pipelined, held to a rate by who asks, bounded by the children that wait."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from functools import partial
from typing import Any

from kazoo.client import KazooClient
from kazoo.exceptions import NoAuthError, NoNodeError

from kafkatui.model.errors import ConnectError, NotFound
from kafkatui.model.subtree import VisitedZnode
from kafkatui.model.znode import ZnodeStat, child_path
from kafkatui.zookeeper.connection import ZooKeeperConnection
from kafkatui.zookeeper.errors import LOST, translate
from kafkatui.zookeeper.tree import check_path, znode_stat

IN_FLIGHT = 256
"""Requests sent at once, as in `tree`."""
DATA_BYTES = 4 << 20
"""Data asked for at once, by what the stats say."""
TRIES = 3
"""So often a batch is asked for while the connection comes and goes: reading twice does no harm."""


def walk(
    connection: ZooKeeperConnection,
    root: str,
    *,
    with_data: Callable[[str, ZnodeStat], bool] | None = None,
    goes_below: Callable[[str], bool] | None = None,
    before_batch: Callable[[int], None] = lambda _: None,
    batch: int = IN_FLIGHT,
) -> Iterator[VisitedZnode]:
    """Every znode of the subtree, a parent before its children, in no other order; those deleted meanwhile left out.

    Args:
        with_data: whether the data of a znode are read; None: of none.
        goes_below: whether the children of a path are visited; None: all are.
        before_batch: called with the number of znodes read so far; may wait, or raise to end the walk.
        batch: znodes asked for at once, at most 256.

    Raises:
        NotFound: there is no such root.
        KafkatuiError: as `errors.translate` names it.
    """
    waiting = [check_path(root)]
    seen = 0
    while waiting:
        before_batch(seen)
        paths = [waiting.pop() for _ in range(min(batch, IN_FLIGHT, len(waiting)))]
        found = _listed(connection, paths)
        if seen == 0 and not found:
            raise NotFound(f"Could not read {root}: there is no such znode.")
        data = _data(connection, [each for each in found if _wants_data(each, with_data)])
        seen += len(paths)
        for each in found:
            yield each if each.path not in data else VisitedZnode(each.path, each.stat, each.children, data[each.path])
            if goes_below is None or goes_below(each.path):
                waiting += [child_path(each.path, name) for name in reversed(each.children)]


def _wants_data(znode: VisitedZnode, with_data: Callable[[str, ZnodeStat], bool] | None) -> bool:
    return with_data is not None and znode.stat is not None and with_data(znode.path, znode.stat)


def _listed(connection: ZooKeeperConnection, paths: Sequence[str]) -> list[VisitedZnode]:
    """Children and stat in one request each."""
    found = []
    what = f"go through {paths[0]}" if len(paths) == 1 else f"go through {len(paths)} znodes"
    sends = [partial(_children_and_stat, path=path) for path in paths]
    for path, outcome in zip(paths, _outcomes(connection, sends, what), strict=True):
        if isinstance(outcome, NoNodeError):
            continue
        if isinstance(outcome, NoAuthError):
            found.append(VisitedZnode(path, None))
        elif isinstance(outcome, Exception):
            raise translate(outcome, what, connection.server) from outcome
        else:
            names, raw = outcome
            found.append(VisitedZnode(path, znode_stat(raw), names))
    return found


def _data(connection: ZooKeeperConnection, wanted: Sequence[VisitedZnode]) -> dict[str, bytes | None]:
    """The data of many, so much at once as a server and a time-out bear."""
    data: dict[str, bytes | None] = {}
    what = f"read {len(wanted)} znodes"
    start = 0
    while start < len(wanted):
        end, size = start, 0
        while end < len(wanted) and (end == start or size < DATA_BYTES):
            stat = wanted[end].stat
            size += stat.data_length if stat is not None else 0
            end += 1
        part = [each.path for each in wanted[start:end]]
        for path, outcome in zip(
            part, _outcomes(connection, [partial(_get, path=path) for path in part], what), strict=True
        ):
            if isinstance(outcome, NoNodeError | NoAuthError):
                continue
            if isinstance(outcome, Exception):
                raise translate(outcome, what, connection.server) from outcome
            data[path] = outcome[0]
        start = end
    return data


def _outcomes(connection: ZooKeeperConnection, sends: Sequence[Any], what: str) -> list[Any]:
    """Answers to reads, which are asked for again when the connection is lost amid them."""
    for _ in range(TRIES - 1):
        try:
            outcomes = connection.outcomes(sends, what)
        except ConnectError:
            continue
        if not any(isinstance(outcome, LOST) for outcome in outcomes):
            return outcomes
    return connection.outcomes(sends, what)


def _children_and_stat(client: KazooClient, path: str) -> Any:
    return client.get_children_async(path, include_data=True)


def _get(client: KazooClient, path: str) -> Any:
    return client.get_async(path)
