"""Making a znode of any kind."""

from __future__ import annotations

from functools import partial
from typing import Any

from kazoo.client import KazooClient
from kazoo.exceptions import NoAuthError, NodeExistsError, NoNodeError, UnimplementedError
from kazoo.security import ACL

from kafkatui.model.errors import Conflict, NotFound, NotSupported
from kafkatui.model.znode_draft import ZnodeDraft, ZnodeKind
from kafkatui.zookeeper.connection import ZooKeeperConnection
from kafkatui.zookeeper.dynamic_config import is_before_3_5
from kafkatui.zookeeper.tree import check_path
from kafkatui.zookeeper.write.acl_entries import entries_bytes, kazoo_acl
from kafkatui.zookeeper.write.change import check_size, raise_failure, send_change
from kafkatui.zookeeper.write.existence import parent_forbids, there_now
from kafkatui.zookeeper.write.extended_kinds import send_container, send_ttl

_NUMBER_BYTES = 10
"""What the server puts behind a sequential name."""

_TTL_BYTES = 8

_EXTENDED = (ZnodeKind.CONTAINER, ZnodeKind.TTL)
"""Kinds with requests of their own, whose answers are paths with the chroot."""


def make_znode(connection: ZooKeeperConnection, draft: ZnodeDraft, timeout_seconds: float | None = None) -> str:
    """Makes a znode below one that exists; its path, which the server chooses where it is sequential.

    Raises:
        Conflict: there is one already; holds it.
        NotFound: its parent does not exist.
        NotSupported: the server does not make znodes of this kind.
        UsageError: the path or the ACL cannot be meant.
        NotAuthorized, ReadOnly, RequestFailed, OutcomeUnknown: as for `set_data`.
    """
    path = draft.path
    check_path((path.rstrip("/") if draft.is_sequential else path) or "/")
    what = f"create {path}"
    rest_bytes = entries_bytes(draft.acl) + _TTL_BYTES + (_NUMBER_BYTES if draft.is_sequential else 0)
    check_size(connection, path, draft.data, what, rest_bytes)
    acl = kazoo_acl(draft.acl)
    if draft.kind in _EXTENDED and is_before_3_5(connection):
        raise _kind_unknown(draft.kind, what)
    send = partial(_send, draft=draft, acl=acl)
    outcome = send_change(connection, [send], what, timeout_seconds)[0]
    if isinstance(outcome, NodeExistsError):
        raise Conflict(f"Could not {what}: there is one already.", "Edit it instead.", there_now(connection, path))
    if isinstance(outcome, NoNodeError):
        raise NotFound(f"Could not {what}: its parent does not exist.", "Create the parent first.")
    if isinstance(outcome, NoAuthError):
        raise parent_forbids(what)
    if isinstance(outcome, UnimplementedError):
        raise _kind_unknown(draft.kind, what)
    raise_failure(connection, outcome, what)
    return str(outcome).removeprefix(connection.chroot) if draft.kind in _EXTENDED else str(outcome)


def _kind_unknown(kind: ZnodeKind, what: str) -> NotSupported:
    if kind is ZnodeKind.TTL:
        return NotSupported(
            f"Could not {what}: this ZooKeeper server makes no TTL znodes.",
            "It needs ZooKeeper 3.5.4, started with -Dzookeeper.extendedTypesEnabled=true.",
        )
    return NotSupported(f"Could not {what}: this ZooKeeper server makes no containers.", "ZooKeeper 3.5.3 does.")


def _send(client: KazooClient, draft: ZnodeDraft, acl: list[ACL]) -> Any:
    match draft.kind:
        case ZnodeKind.CONTAINER:
            return send_container(client, draft.path, draft.data, acl)
        case ZnodeKind.TTL:
            return send_ttl(client, draft.path, draft.data, acl, draft.ttl_ms, is_sequential=draft.is_sequential)
    is_ephemeral = draft.kind is ZnodeKind.EPHEMERAL
    return client.create_async(draft.path, draft.data, acl, ephemeral=is_ephemeral, sequence=draft.is_sequential)
