"""Client quotas as they are kept in ZooKeeper: what Kafka below 2.6 tells of in no other way."""

from __future__ import annotations

import json
from collections.abc import Iterator, Mapping
from urllib.parse import quote, unquote

from kafkatui.model.errors import NotFound, RequestFailed
from kafkatui.model.quota import DEFAULT, QUOTAS, Quota, QuotaEntity
from kafkatui.zookeeper.connection import ZooKeeperConnection
from kafkatui.zookeeper.tree import read_children, read_znode

CONFIG = "/config"


def read_zookeeper_quotas(connection: ZooKeeperConnection) -> tuple[Quota, ...]:
    """Every quota that is set, by whom it holds for.

    Raises:
        KafkatuiError: as `errors.translate` names it.
    """
    found: list[Quota] = []
    for user in _names(connection, f"{CONFIG}/users"):
        path = f"{CONFIG}/users/{user}"
        found += _quotas(connection, path, QuotaEntity(user=_plain(user)))
        for client in _names(connection, f"{path}/clients"):
            found += _quotas(connection, f"{path}/clients/{client}", QuotaEntity(_plain(user), _plain(client)))
    for client in _names(connection, f"{CONFIG}/clients"):
        found += _quotas(connection, f"{CONFIG}/clients/{client}", QuotaEntity(client_id=_plain(client)))
    return tuple(sorted(found))


def entity_path(entity: QuotaEntity) -> str:
    """Where the quotas of an entity are, below /config: "users/alice/clients/app"."""
    parts = (("users", entity.user), ("clients", entity.client_id))
    return "/".join(f"{folder}/{_sanitised(name)}" for folder, name in parts if name)


def config_of(path: str, data: bytes | None) -> dict[str, str]:
    """The properties in the data of one of those znodes, the secrets of SCRAM users among them.

    Raises:
        RequestFailed: they are not as Kafka writes them.
    """
    if not data:
        return {}
    try:
        value = json.loads(data)
        return {str(name): str(each) for name, each in value["config"].items()}
    except (ValueError, KeyError, TypeError, AttributeError):
        raise RequestFailed(f"{path} does not hold what Kafka keeps there.") from None


def _names(connection: ZooKeeperConnection, path: str) -> list[str]:
    try:
        return [child.name for child in read_children(connection, path).children]
    except NotFound:
        return []


def _quotas(connection: ZooKeeperConnection, path: str, entity: QuotaEntity) -> Iterator[Quota]:
    try:
        znode = read_znode(connection, path, with_acl=False)
    except NotFound:  # gone since it was listed
        return
    if znode.data_error:
        raise RequestFailed(f"{path}: {znode.data_error}")
    yield from _numbers(config_of(path, znode.data), entity)


def _numbers(config: Mapping[str, str], entity: QuotaEntity) -> Iterator[Quota]:
    for name in QUOTAS:
        try:
            yield Quota(entity, name, float(config[name]))
        except (KeyError, ValueError):
            continue


def _plain(name: str) -> str:
    return name if name == DEFAULT else unquote(name)


def _sanitised(name: str) -> str:
    """As Kafka's Sanitizer has it: for an URL, with a blank as %20 and a star as %2A."""
    return name if name == DEFAULT else quote(name, safe="-._").replace("~", "%7E")
