"""The ensemble's own configuration (3.5+): read from `/zookeeper/config`, which lies outside every chroot."""

from __future__ import annotations

from typing import Any

from kazoo.client import KazooClient
from kazoo.exceptions import NoNodeError
from kazoo.protocol.serialization import GetACL, GetData, Sync

from kafkatui.codec.dynamic_config import parse_dynamic_config
from kafkatui.model.errors import NotSupported
from kafkatui.model.membership_config import DynamicConfig
from kafkatui.model.znode import ZnodeAcl
from kafkatui.zookeeper.connection import READ_ONLY, ZooKeeperConnection
from kafkatui.zookeeper.errors import LOST, translate
from kafkatui.zookeeper.tree import plain_acl

CONFIG = "/zookeeper/config"

TOO_OLD = "This ZooKeeper keeps its members in files alone: a configuration that can be changed came with 3.5."
NO_MEMBERS = "This server stands alone: there is no ensemble whose members could be told."


def read_dynamic_config(connection: ZooKeeperConnection) -> DynamicConfig:
    """The members, as the leader knows them; a server without a quorum is asked what it knew last.

    Raises:
        NotSupported: the server is older than 3.5, or stands alone.
        KafkatuiError: as `errors.translate` names it.
    """
    first = () if connection.state == READ_ONLY else (_sync,)  # a follower may lag behind what was changed just now
    outcome = connection.outcomes([*first, _get], f"read {CONFIG}")[-1]
    if isinstance(outcome, NoNodeError):
        raise NotSupported(TOO_OLD)
    if isinstance(outcome, Exception):
        raise translate(outcome, f"read {CONFIG}", connection.server) from outcome
    config = parse_dynamic_config((outcome[0] or b"").decode("utf-8", "replace"))
    if not config.members:
        raise NotSupported(NO_MEMBERS)
    return config


def is_before_3_5(connection: ZooKeeperConnection) -> bool:
    """Whether the server in use is older than 3.5, which made this znode: it knows none of the requests since then, and
    hangs up on who sends one, often before its answer is out.

    Raises:
        ConnectError, TimedOut: no answer came.
    """
    outcome = connection.outcomes([_get], f"read {CONFIG}")[0]
    if isinstance(outcome, LOST):
        raise translate(outcome, f"read {CONFIG}", connection.server) from outcome
    return isinstance(outcome, NoNodeError)


def read_config_acl(connection: ZooKeeperConnection) -> tuple[ZnodeAcl, ...]:
    """Who may change them; empty where that may not be read.

    Raises:
        ConnectError, TimedOut: no answer came.
    """
    outcome = connection.outcomes([_get_acl], f"read the ACL of {CONFIG}")[0]
    return () if isinstance(outcome, Exception) else tuple(plain_acl(entry) for entry in outcome[0])


def _sync(client: KazooClient) -> Any:
    return _sent(client, Sync(CONFIG))


def _get(client: KazooClient) -> Any:
    return _sent(client, GetData(CONFIG, None))


def _get_acl(client: KazooClient) -> Any:
    return _sent(client, GetACL(CONFIG))


def _sent(client: KazooClient, request: Any) -> Any:
    result = client.handler.async_result()
    client._call(request, result)
    return result
