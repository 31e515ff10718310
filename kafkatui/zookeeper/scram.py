"""SCRAM users as they are kept in ZooKeeper: what Kafka below 2.7 tells of in no other way."""

from __future__ import annotations

import re

from kafkatui.model.errors import NotFound, RequestFailed
from kafkatui.model.quota import DEFAULT
from kafkatui.model.scram import MECHANISMS, ScramCredential
from kafkatui.zookeeper.connection import ZooKeeperConnection
from kafkatui.zookeeper.entity_configs import USERS, config_of, plain
from kafkatui.zookeeper.tree import child_names, read_data, read_znode

_ITERATIONS = re.compile(r"(?:^|,)iterations=(\d+)(?:,|$)")


def read_zookeeper_scram_credentials(connection: ZooKeeperConnection) -> tuple[ScramCredential, ...]:
    """The credentials of every user, by user and mechanism; nothing of what is secret in them.

    Raises:
        RequestFailed: a user's znode is not as Kafka writes it.
        KafkatuiError: as `errors.translate` names it.
    """
    names = {f"{USERS}/{name}": plain(name) for name in child_names(connection, USERS) if name != DEFAULT}
    read = {path: data for path, (data, _) in read_data(connection, list(names)).items()}
    found = []
    for path, user in names.items():
        config = config_of(path, read[path] if path in read else _alone(connection, path))
        found += [_credential(user, each, config[each]) for each in MECHANISMS if each in config]
    return tuple(sorted(found))


def _alone(connection: ZooKeeperConnection, path: str) -> bytes | None:
    """The data of a znode that was not read with the others; None when it is gone.

    Raises:
        RequestFailed: it may not be read.
    """
    try:
        znode = read_znode(connection, path, with_acl=False)
    except NotFound:
        return None
    if znode.data_error:
        raise RequestFailed(f"{path}: {znode.data_error}")
    return znode.data


def _credential(user: str, mechanism: str, text: str) -> ScramCredential:
    match = _ITERATIONS.search(text)
    return ScramCredential(user, mechanism, int(match[1]) if match else 0)
