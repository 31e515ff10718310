"""Setting the ACLs of znodes."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from functools import partial
from typing import Any

from kazoo.client import KazooClient
from kazoo.exceptions import BadVersionError
from kazoo.security import ACL

from kafkatui.model.errors import Conflict, KafkatuiError
from kafkatui.model.znode import ZnodeAcl
from kafkatui.zookeeper.connection import ZooKeeperConnection
from kafkatui.zookeeper.errors import translate
from kafkatui.zookeeper.tree import check_path
from kafkatui.zookeeper.write.acl_entries import kazoo_acl
from kafkatui.zookeeper.write.change import send_change

_AT_ONCE = 100


def set_acls(
    connection: ZooKeeperConnection, wanted: Mapping[str, tuple[Sequence[ZnodeAcl], int]]
) -> dict[str, KafkatuiError | None]:
    """Sets ACLs, each against the version of the ACL that was read (-1: whatever there is); transactions know no ACLs.

    Returns:
        By path None where it was done, else why not.

    Raises:
        UsageError: a path or an ACL cannot be meant; nothing was done.
        ReadOnly, ConnectError: nothing was done.
        OutcomeUnknown: no answer came.
    """
    sends = {
        check_path(path): partial(_set, path=path, acl=kazoo_acl(acl), version=version)
        for path, (acl, version) in wanted.items()
    }
    found: dict[str, KafkatuiError | None] = {}
    paths = list(sends)
    for start in range(0, len(paths), _AT_ONCE):
        batch = paths[start : start + _AT_ONCE]
        what = f"set the ACL of {batch[0]}" if len(batch) == 1 else f"set the ACLs of {len(batch)} znodes"
        outcomes = send_change(connection, [sends[path] for path in batch], what)
        for path, outcome in zip(batch, outcomes, strict=True):
            found[path] = _error(connection, path, outcome)
    return found


def _error(connection: ZooKeeperConnection, path: str, outcome: Any) -> KafkatuiError | None:
    what = f"set the ACL of {path}"
    if isinstance(outcome, BadVersionError):
        return Conflict(f"Could not {what}: it was changed since it was read.", "Look at it again.", None)
    return translate(outcome, what, connection.server) if isinstance(outcome, Exception) else None


def _set(client: KazooClient, path: str, acl: list[ACL], version: int) -> Any:
    return client.set_acls_async(path, acl, version)
