"""Changing client quotas in ZooKeeper, as kafka-configs.sh --zookeeper did (AdminZkClient): for Kafka below 2.6."""

from __future__ import annotations

import json
from collections.abc import Mapping
from functools import partial
from typing import Any

from kazoo.client import KazooClient

from kafkatui.model.errors import KafkatuiError, NotFound, OutcomeUnknown, RequestFailed
from kafkatui.model.outcome import OutcomeState, TargetOutcome
from kafkatui.model.quota import Quota, QuotaEntity, number_text
from kafkatui.model.znode_draft import OPEN_ACL
from kafkatui.zookeeper.connection import ZooKeeperConnection
from kafkatui.zookeeper.quotas import CONFIG, config_of, entity_path
from kafkatui.zookeeper.tree import read_znode
from kafkatui.zookeeper.write.change import raise_failure, send_change
from kafkatui.zookeeper.write.data import set_data
from kafkatui.zookeeper.write.existence import create_znode

NOTICES = f"{CONFIG}/changes"

_PROTECTED = "ZooKeeper's /config is protected by an ACL, and what is made there would not be."


def alter_zookeeper_quotas(
    connection: ZooKeeperConnection, wanted: Mapping[tuple[QuotaEntity, str], float | None]
) -> tuple[TargetOutcome, ...]:
    """Sets quotas, removes those that are None, and tells the brokers; against the version that is read with each.

    Returns:
        An outcome for each, in this order, called as `Quota.text`.
    """
    outcomes: dict[str, TargetOutcome] = {}
    for entity in dict.fromkeys(entity for entity, _ in wanted):
        own = {name: value for (whose, name), value in wanted.items() if whose == entity}
        try:
            _change(connection, entity, own)
        except OutcomeUnknown as error:
            state, reason = OutcomeState.UNKNOWN, str(error)
        except KafkatuiError as error:
            state, reason = OutcomeState.FAILED, str(error)
        else:
            state, reason = OutcomeState.DONE, ""
        texts = [Quota(entity, name, 0.0).text for name in own]
        outcomes.update((text, TargetOutcome(text, state, reason)) for text in texts)
    return tuple(outcomes[Quota(entity, name, 0.0).text] for entity, name in wanted)


def _change(connection: ZooKeeperConnection, entity: QuotaEntity, values: Mapping[str, float | None]) -> None:
    where = entity_path(entity)
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
            config[name] = number_text(value)
    data = json.dumps({"version": 1, "config": config}, separators=(",", ":")).encode()
    if there is not None:
        set_data(connection, path, data, there.stat.version)
    else:
        _create(connection, where, data)
    _notify(connection, where)


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
            empty = json.dumps({"version": 1, "config": {}}, separators=(",", ":")).encode()
            create_znode(connection, above, empty if depth % 2 == 0 else None)
    create_znode(connection, f"{CONFIG}/{where}", data)


def _notify(connection: ZooKeeperConnection, where: str) -> None:
    """Tell the brokers that something below /config has changed (DynamicConfigManager)."""
    what = "tell the brokers of the changed quotas"
    data = json.dumps({"version": 2, "entity_path": where}, separators=(",", ":")).encode()
    send = partial(_create_notice, data=data)
    raise_failure(connection, send_change(connection, [send], what)[0], what)


def _create_notice(client: KazooClient, data: bytes) -> Any:
    return client.create_async(f"{NOTICES}/config_change_", data, sequence=True)
