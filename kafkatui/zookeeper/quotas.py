"""Client quotas as they are kept in ZooKeeper: what Kafka below 2.6 tells of in no other way."""

from __future__ import annotations

from collections.abc import Iterator, Mapping

from kafkatui.model.errors import NotFound, RequestFailed
from kafkatui.model.quota import QUOTAS, Quota, QuotaEntity
from kafkatui.zookeeper.connection import ZooKeeperConnection
from kafkatui.zookeeper.entity_configs import CONFIG, USERS, config_of, plain, sanitised
from kafkatui.zookeeper.tree import child_names, read_znode


def read_zookeeper_quotas(connection: ZooKeeperConnection) -> tuple[Quota, ...]:
    """Every quota that is set, by whom it holds for.

    Raises:
        KafkatuiError: as `errors.translate` names it.
    """
    found: list[Quota] = []
    for user in child_names(connection, USERS):
        path = f"{USERS}/{user}"
        found += _quotas(connection, path, QuotaEntity(user=plain(user)))
        for client in child_names(connection, f"{path}/clients"):
            found += _quotas(connection, f"{path}/clients/{client}", QuotaEntity(plain(user), plain(client)))
    for client in child_names(connection, f"{CONFIG}/clients"):
        found += _quotas(connection, f"{CONFIG}/clients/{client}", QuotaEntity(client_id=plain(client)))
    return tuple(sorted(found))


def entity_path(entity: QuotaEntity) -> str:
    """Where the quotas of an entity are, below /config: "users/alice/clients/app"."""
    parts = (("users", entity.user), ("clients", entity.client_id))
    return "/".join(f"{folder}/{sanitised(name)}" for folder, name in parts if name)


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
