"""Reading a subtree with all that can be written again."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from functools import partial
from typing import Any

from kazoo.client import KazooClient
from kazoo.exceptions import NoAuthError, NoNodeError

from kafkatui.model.subtree import VisitedZnode
from kafkatui.model.znode import ZnodeAcl
from kafkatui.model.znode_change import SavedSubtree, SavedZnode
from kafkatui.zookeeper.connection import ZooKeeperConnection
from kafkatui.zookeeper.errors import translate
from kafkatui.zookeeper.tree import plain_acl
from kafkatui.zookeeper.walking import IN_FLIGHT, walk

_HIDDEN_HASH = ":x"
"""What a server puts in place of a digest user's hash for who may not change the ACL (ZOOKEEPER-1392)."""


def read_subtree(
    connection: ZooKeeperConnection,
    root: str,
    *,
    with_contents: bool = True,
    before_batch: Callable[[int], None] = lambda _: None,
) -> SavedSubtree:
    """A znode and everything below it, parents first; those deleted meanwhile left out.

    Args:
        with_contents: data and ACLs too; else stats alone.
        before_batch: called with the number of znodes read so far; may raise to end it.

    Raises:
        NotFound: there is no such znode.
        KafkatuiError: as `errors.translate` names it.
    """
    wants_data = (lambda path, stat: True) if with_contents else None
    found = list(walk(connection, root, with_data=wants_data, before_batch=before_batch))
    unreadable = {each.path: "its ACL does not let this session read it" for each in found if each.stat is None}
    there = [each for each in found if each.stat is not None]
    acls = read_acls(connection, [each.path for each in there]) if with_contents else {}
    return SavedSubtree(root, tuple(_saved(each, acls.get(each.path, ())) for each in there), unreadable)


def _saved(znode: VisitedZnode, acl: tuple[ZnodeAcl, ...]) -> SavedZnode:
    assert znode.stat is not None  # who has none is not saved
    return SavedZnode(znode.path, znode.data, znode.stat, acl)


def read_acls(connection: ZooKeeperConnection, paths: Sequence[str]) -> dict[str, tuple[ZnodeAcl, ...]]:
    """The ACLs that can be written again; those are left out whose hashes the server does not tell.

    Raises:
        KafkatuiError: as `errors.translate` names it.
    """
    found: dict[str, tuple[ZnodeAcl, ...]] = {}
    what = f"read the ACLs of {len(paths)} znodes"
    for start in range(0, len(paths), IN_FLIGHT):
        batch = paths[start : start + IN_FLIGHT]
        outcomes = connection.outcomes([partial(_get_acls, path=path) for path in batch], what)
        for path, outcome in zip(batch, outcomes, strict=True):
            if isinstance(outcome, NoNodeError | NoAuthError):
                continue
            if isinstance(outcome, Exception):
                raise translate(outcome, what, connection.server) from outcome
            acl = tuple(plain_acl(entry) for entry in outcome[0])
            if not any(each.scheme == "digest" and each.identity.endswith(_HIDDEN_HASH) for each in acl):
                found[path] = acl
    return found


def _get_acls(client: KazooClient, path: str) -> Any:
    return client.get_acls_async(path)
