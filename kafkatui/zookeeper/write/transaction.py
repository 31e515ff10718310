"""Many changes in their order, in as few transactions as fit: each of those is done whole or not at all."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from functools import partial
from typing import Any

from kazoo.client import KazooClient
from kazoo.exceptions import BadVersionError, NodeExistsError, NoNodeError, RolledBackError, RuntimeInconsistency
from kazoo.protocol.paths import _prefix_root
from kazoo.protocol.serialization import CheckVersion, Create, Delete, SetData, Transaction
from msgspec import Struct

from kafkatui.model.errors import Conflict, KafkatuiError, RequestFailed
from kafkatui.model.znode_change import ChangeKind, ZnodeChange
from kafkatui.zookeeper.connection import ZooKeeperConnection
from kafkatui.zookeeper.errors import translate
from kafkatui.zookeeper.tree import check_path
from kafkatui.zookeeper.write.acl_entries import kazoo_acl
from kafkatui.zookeeper.write.change import send_change

MOST_CHANGES = 500
"""In one transaction: the server holds everybody else up while it does one."""

_FRAME_BYTES = 64
"""What a change needs beside what it sends: its header, and what followers are told of it."""


class Applied(Struct, frozen=True):
    """How far it came.

    Attributes:
        done: how many of the changes, from the first, were done.
        error: why no more; None when all were.
        failed_path: whose fault it was; empty when nobody's.
        transactions: how many there were, or would have been.
    """

    done: int
    error: KafkatuiError | None = None
    failed_path: str = ""
    transactions: int = 1


def apply_changes(
    connection: ZooKeeperConnection,
    changes: Sequence[ZnodeChange],
    before_each: Callable[[int], None] = lambda _: None,
) -> Applied:
    """Make changes in their order, and stop where one cannot be made. A znode to be deleted that is gone is no failure.

    Args:
        before_each: called before each transaction with the number of changes done; may raise to end it there.

    Raises:
        RequestFailed: one change alone does not fit into a request; nothing was done.
        UsageError: a path or an ACL cannot be meant; nothing was done.
    """
    operations = [_operation(connection.client, change) for change in changes]
    parts = list(_parts(connection, changes, [len(each.serialize()) for each in operations]))
    done = 0
    for start, end in parts:
        before_each(done)
        try:
            failed = _commit(connection, changes[start:end], operations[start:end])
        except KafkatuiError as error:
            return Applied(done, error, transactions=len(parts))
        if failed is not None:
            return Applied(done, failed[1], changes[start + failed[0]].path, len(parts))
        done = end
    return Applied(done, transactions=len(parts))


def commit(connection: ZooKeeperConnection, changes: Sequence[ZnodeChange]) -> Applied:
    """Make changes in one transaction: all of them, or none.

    Raises:
        RequestFailed: they do not fit into one; nothing was done.
        UsageError: a path or an ACL cannot be meant; nothing was done.
    """
    if transaction_count(connection, changes) > 1:
        raise RequestFailed(
            f"{len(changes):,} changes do not fit into one transaction: it has at most {MOST_CHANGES:,}, "
            f"and one request (jute.maxbuffer {connection.options.max_buffer_bytes:,}).",
            "Make several of them.",
        )
    operations = [_operation(connection.client, change) for change in changes]
    try:
        failed = _commit(connection, changes, operations, may_be_gone=False)
    except KafkatuiError as error:
        return Applied(0, error)
    return Applied(len(changes)) if failed is None else Applied(0, failed[1], changes[failed[0]].path)


def transaction_count(connection: ZooKeeperConnection, changes: Sequence[ZnodeChange]) -> int:
    """How many transactions `apply_changes` would make of them.

    Raises:
        RequestFailed, UsageError: as `apply_changes`.
    """
    sizes = [len(_operation(connection.client, change).serialize()) for change in changes]
    return sum(1 for _ in _parts(connection, changes, sizes))


def _operation(client: KazooClient, change: ZnodeChange) -> Any:
    path = _prefix_root(client.chroot, check_path(change.path))
    match change.kind:
        case ChangeKind.CREATE:
            return Create(path, change.data, kazoo_acl(change.acl), 0)
        case ChangeKind.SET:
            return SetData(path, change.data, change.version)
        case ChangeKind.DELETE:
            return Delete(path, change.version)
    return CheckVersion(path, change.version)


def _parts(connection: ZooKeeperConnection, changes: Sequence[ZnodeChange], sizes: Sequence[int]) -> Any:
    """(first, behind the last) of each transaction."""
    room = connection.options.max_buffer_bytes - _FRAME_BYTES
    start, total = 0, 0
    for index, (change, size) in enumerate(zip(changes, sizes, strict=True)):
        needed = size + _FRAME_BYTES
        if needed > room:
            raise RequestFailed(
                f"{change.path} does not fit into a request: {size:,} bytes "
                f"(jute.maxbuffer {connection.options.max_buffer_bytes:,}).",
                "If the servers allow more, set jute.maxbuffer in the profile to what they have.",
            )
        if index > start and (total + needed > room or index - start >= MOST_CHANGES):
            yield start, index
            start, total = index, 0
        total += needed
    if start < len(changes):
        yield start, len(changes)


def _commit(
    connection: ZooKeeperConnection,
    changes: Sequence[ZnodeChange],
    operations: Sequence[Any],
    *,
    may_be_gone: bool = True,
) -> tuple[int, KafkatuiError] | None:
    """None once all are done; else which failed, and why: then none was.

    Args:
        may_be_gone: whether what is to be deleted may be gone already.
    """
    left = list(range(len(operations)))
    while left:
        what = _words(changes[left[0]]) if len(left) == 1 else f"make {len(left):,} changes together"
        outcome = send_change(connection, [partial(_send, operations=[operations[each] for each in left])], what)[0]
        if isinstance(outcome, Exception):
            raise translate(outcome, what, connection.server) from outcome
        found = _culprit(outcome)
        if found is None:
            return None
        position, error = found
        index = left[position]
        is_gone = isinstance(error, NoNodeError) and changes[index].kind is ChangeKind.DELETE
        if not (is_gone and may_be_gone):
            return index, _translated(error, changes[index], connection)
        del left[position]  # an ephemeral one has gone with its session, a container with its last child
    return None


def _translated(error: Exception, change: ZnodeChange, connection: ZooKeeperConnection) -> KafkatuiError:
    what = _words(change)
    if isinstance(error, BadVersionError):
        return Conflict(f"Could not {what}: it was changed after version {change.version} was read.", "Look again.")
    if isinstance(error, NodeExistsError):
        return Conflict(f"Could not {what}: there is one already.", "Look again.")
    return translate(error, what, connection.server)


def _culprit(results: Sequence[Any]) -> tuple[int, Exception] | None:
    """The first that failed itself; the others failed because of it."""
    failures = [(index, each) for index, each in enumerate(results) if isinstance(each, Exception)]
    own = [each for each in failures if not isinstance(each[1], RolledBackError | RuntimeInconsistency)]
    return next(iter(own or failures), None)


def _words(change: ZnodeChange) -> str:
    return f"{change.kind.value} {change.path}"


def _send(client: KazooClient, operations: list[Any]) -> Any:
    result = client.handler.async_result()
    client._call(Transaction(operations), result)
    return result
