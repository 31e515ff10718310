"""Making and deleting a znode."""

from __future__ import annotations

from collections.abc import Sequence
from functools import partial
from typing import Any

from kazoo.client import KazooClient
from kazoo.exceptions import BadVersionError, NoAuthError, NodeExistsError, NoNodeError
from kazoo.security import ACL

from kafkatui.model.errors import Conflict, KafkatuiError, NotAuthorized, NotFound, UsageError
from kafkatui.model.znode import Znode, ZnodeAcl, ZnodeStat
from kafkatui.model.znode_draft import OPEN_ACL
from kafkatui.zookeeper.connection import ZooKeeperConnection
from kafkatui.zookeeper.tree import check_path, read_znode, znode_stat
from kafkatui.zookeeper.write.acl_entries import entries_bytes, kazoo_acl
from kafkatui.zookeeper.write.change import check_size, raise_failure, send_change
from kafkatui.zookeeper.write.data import changed_meanwhile


def create_znode(
    connection: ZooKeeperConnection,
    path: str,
    data: bytes | None,
    acl: Sequence[ZnodeAcl] = OPEN_ACL,
    timeout_seconds: float | None = None,
) -> ZnodeStat | None:
    """Makes a persistent znode below one that exists; its stat, None when its ACL does not let this session read it.

    Args:
        data: None for null, b"" for empty.

    Raises:
        Conflict: there is one already; holds it.
        NotFound: its parent does not exist.
        UsageError: the path or the ACL cannot be meant.
        NotAuthorized, ReadOnly, RequestFailed, OutcomeUnknown: as for `set_data`.
    """
    what = f"create {check_path(path)}"
    entries = kazoo_acl(acl)
    check_size(connection, path, data, what, rest_bytes=entries_bytes(acl))
    # ZooKeeper 3.4 does not know the request that answers with the stat, so it is asked for behind it, in order.
    sends = [partial(_create, path=path, data=data, acl=entries), partial(_exists, path=path)]
    created, stat = send_change(connection, sends, what, timeout_seconds)
    if isinstance(created, NodeExistsError):
        raise Conflict(f"Could not {what}: there is one already.", "Edit it instead.", there_now(connection, path))
    if isinstance(created, NoNodeError):
        raise NotFound(f"Could not {what}: its parent does not exist.", "Create the parent first.")
    if isinstance(created, NoAuthError):
        raise parent_forbids(what)
    raise_failure(connection, created, what)
    return None if stat is None or isinstance(stat, Exception) else znode_stat(stat)


def delete_znode(
    connection: ZooKeeperConnection, path: str, version: int, timeout_seconds: float | None = None
) -> None:
    """Deletes a znode without children.

    Args:
        version: of its data as they were read; -1 for whatever there is.

    Raises:
        Conflict: its data have been changed since; holds the znode as it is now.
        NotFound: there is none.
        RequestFailed: it has children.
        UsageError: it is the root.
        NotAuthorized, ReadOnly, OutcomeUnknown: as for `set_data`.
    """
    what = f"delete {check_path(path)}"
    if path == "/":
        raise UsageError("The root cannot be deleted.")
    outcome = send_change(connection, [partial(_delete, path=path, version=version)], what, timeout_seconds)[0]
    if isinstance(outcome, BadVersionError):
        raise changed_meanwhile(connection, path, version, what) from outcome
    if isinstance(outcome, NoAuthError):
        raise parent_forbids(what)
    raise_failure(connection, outcome, what)


def parent_forbids(what: str) -> NotAuthorized:
    """Making and deleting are rights on the parent (zookeeperProgrammers, "ACL Permissions")."""
    return NotAuthorized(
        f"Could not {what}: its parent's ACL does not allow this session to.", "Check the profile's `auth` or `sasl.*`."
    )


def there_now(connection: ZooKeeperConnection, path: str) -> Znode | None:
    """What is there, for a conflict that is certain; None when it may not be read."""
    try:
        return read_znode(connection, path, with_acl=False)
    except KafkatuiError:  # that there is one is certain; it may not be readable
        return None


def _create(client: KazooClient, path: str, data: bytes | None, acl: list[ACL]) -> Any:
    return client.create_async(path, data, acl)


def _delete(client: KazooClient, path: str, version: int) -> Any:
    return client.delete_async(path, version)


def _exists(client: KazooClient, path: str) -> Any:
    return client.exists_async(path)
