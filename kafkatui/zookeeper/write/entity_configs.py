"""Changing the properties of users and clients in ZooKeeper, as kafka-configs.sh --zookeeper did (AdminZkClient)."""

from __future__ import annotations

import json
from collections.abc import Mapping
from functools import partial
from typing import Any

from kazoo.client import KazooClient

from kafkatui.model.errors import NotFound, RequestFailed
from kafkatui.model.znode_draft import OPEN_ACL
from kafkatui.zookeeper.connection import ZooKeeperConnection
from kafkatui.zookeeper.entity_configs import CONFIG, config_of
from kafkatui.zookeeper.tree import read_znode
from kafkatui.zookeeper.write.change import raise_failure, send_change
from kafkatui.zookeeper.write.data import set_data
from kafkatui.zookeeper.write.existence import create_znode

NOTICES = f"{CONFIG}/changes"

_PROTECTED = "ZooKeeper's /config is protected by an ACL, and what is made there would not be."


def change_config(connection: ZooKeeperConnection, where: str, values: Mapping[str, str | None], what: str) -> None:
    """Sets properties of an entity, removes those that are None, and tells the brokers.

    Others stay; it is written against the version that was read.

    Args:
        where: the entity's path below /config.
        what: as brokers are told it, in a sentence: "the changed quotas".

    Raises:
        Conflict: it has been changed since it was read.
        OutcomeUnknown: no answer came.
        KafkatuiError: it could not be written, or the brokers not be told.
    """
    path = f"{CONFIG}/{where}"
    try:
        there = read_znode(connection, path, with_acl=False)
    except NotFound:
        there = None
    if there is not None and there.data_error:
        raise RequestFailed(f"{path}: {there.data_error}")
    config = config_of(path, there.data if there is not None else None)
    for name, value in values.items():
        config.pop(name, None)
        if value is not None:
            config[name] = value
    data = _json({"version": 1, "config": config})
    if there is not None:
        set_data(connection, path, data, there.stat.version)
    elif config:
        _create(connection, where, data)
    else:
        return
    _notify(connection, where, f"tell the brokers of {what}")


def _create(connection: ZooKeeperConnection, where: str, data: bytes) -> None:
    """Make the znode and those above it that are not there."""
    if read_znode(connection, CONFIG).acl != OPEN_ACL:
        raise RequestFailed(_PROTECTED, "Set it with kafka-configs.sh, logged in as the brokers are.")
    parts = where.split("/")
    for depth in range(1, len(parts)):
        above = f"{CONFIG}/{'/'.join(parts[:depth])}"
        try:
            read_znode(connection, above, with_acl=False)
        except NotFound:
            create_znode(connection, above, _json({"version": 1, "config": {}}) if depth % 2 == 0 else None)
    create_znode(connection, f"{CONFIG}/{where}", data)


def _notify(connection: ZooKeeperConnection, where: str, what: str) -> None:
    """Tell the brokers that something below /config has changed (DynamicConfigManager)."""
    send = partial(_create_notice, data=_json({"version": 2, "entity_path": where}))
    raise_failure(connection, send_change(connection, [send], what)[0], what)


def _create_notice(client: KazooClient, data: bytes) -> Any:
    return client.create_async(f"{NOTICES}/config_change_", data, sequence=True)


def _json(value: Any) -> bytes:
    return json.dumps(value, separators=(",", ":")).encode()
