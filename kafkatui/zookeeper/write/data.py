"""Setting a znode's data, against the version that was read."""

from __future__ import annotations

from functools import partial
from typing import Any

from kazoo.client import KazooClient
from kazoo.exceptions import BadVersionError

from kafkatui.model.errors import Conflict, KafkatuiError, NotFound
from kafkatui.model.znode import Znode, ZnodeStat
from kafkatui.zookeeper.connection import ZooKeeperConnection
from kafkatui.zookeeper.tree import check_path, read_znode, znode_stat
from kafkatui.zookeeper.write.change import check_size, raise_failure, send_change


def set_data(
    connection: ZooKeeperConnection,
    path: str,
    data: bytes | None,
    version: int,
    timeout_seconds: float | None = None,
) -> ZnodeStat:
    """Replaces a znode's data; its stat afterwards.

    Args:
        data: None sets null, which is told apart from empty.
        version: the `version` of the stat that was read with the data; -1 for whatever there is.

    Raises:
        Conflict: it has been changed since; holds the znode as it is now.
        NotFound, NotAuthorized: there is none, or its ACL does not let this session write.
        ReadOnly: the server has no quorum.
        RequestFailed: the data do not fit into a request, or the server refused for another reason (a quota).
        OutcomeUnknown: it was sent and no answer came.
        KafkatuiError: as `errors.translate` names it.
    """
    what = f"write {check_path(path)}"
    check_size(connection, path, data, what)
    send = partial(_set, path=path, data=data, version=version)
    outcome = send_change(connection, [send], what, timeout_seconds)[0]
    if isinstance(outcome, BadVersionError):
        raise changed_meanwhile(connection, path, version, what) from outcome
    raise_failure(connection, outcome, what)
    return znode_stat(outcome)


def changed_meanwhile(connection: ZooKeeperConnection, path: str, version: int, what: str) -> KafkatuiError:
    """The error for a version that is not the znode's: a conflict with what is there, or that it is gone."""
    there: Znode | None = None
    found = ""
    try:
        there = read_znode(connection, path, with_acl=False)
        found = f" and is at {there.stat.version} now"
    except NotFound as gone:
        return gone
    except KafkatuiError:  # the conflict is certain; what is there now may not be readable
        pass
    return Conflict(
        f"Could not {what}: it was changed after version {version} was read{found}. Nothing was written.",
        "Look at what is there now, then decide.",
        there,
    )


def _set(client: KazooClient, path: str, data: bytes | None, version: int) -> Any:
    return client.set_async(path, data, version)
