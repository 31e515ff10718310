"""What is configured through ZooKeeper (kafka.zk.ConfigEntityZNode), and how Kafka tells that it was changed."""

from __future__ import annotations

from collections.abc import Collection, Iterator, Mapping

from msgspec import Struct

from kafkatui.codec.json_text import json_object
from kafkatui.model.znode import child_path
from kafkatui.zookeeper.connection import ZooKeeperConnection
from kafkatui.zookeeper.tree import child_names, read_data

CONFIG = "/config"
CHANGES = "/config/changes"
_TYPES = ("brokers", "topics", "users", "clients", "ips")


class EntityConfig(Struct, frozen=True):
    """What is set for one thing.

    Attributes:
        values: as they are kept, secrets included.
        modified_ms: of the znode, Unix milliseconds.
    """

    values: Mapping[str, str]
    modified_ms: int


def read_entities(connection: ZooKeeperConnection) -> list[str]:
    """Everything that may have a configuration, as Kafka's change notifications name it: `topics/orders`.

    Raises:
        KafkatuiError: as `errors.translate` names it.
    """
    found = [f"{kind}/{name}" for kind in _TYPES for name in child_names(connection, f"{CONFIG}/{kind}")]
    for user in [each for each in found if each.startswith("users/")]:
        found += [f"{user}/clients/{name}" for name in child_names(connection, f"{CONFIG}/{user}/clients")]
    return found


def read_entity_configs(connection: ZooKeeperConnection, entities: Collection[str]) -> dict[str, EntityConfig]:
    """What is set for some of them; nothing for what has no znode.

    Raises:
        KafkatuiError: as `errors.translate` names it.
    """
    paths = {entity: f"{CONFIG}/{entity}" for entity in entities}
    found = read_data(connection, list(paths.values()))
    configs = {}
    for entity, path in paths.items():
        data, stat = found.get(path, (b"", None))
        values = (json_object(data) or {}).get("config")
        texts = {str(name): str(value) for name, value in values.items()} if isinstance(values, dict) else {}
        configs[entity] = EntityConfig(texts, stat.modified_ms if stat is not None else 0)
    return configs


def read_notifications(connection: ZooKeeperConnection) -> frozenset[str]:
    """The names of the notifications that are there.

    Raises:
        KafkatuiError: as `errors.translate` names it.
    """
    return frozenset(child_names(connection, CHANGES))


def read_changed_entities(connection: ZooKeeperConnection, notifications: Collection[str]) -> list[str]:
    """What some of them are about, each once.

    Raises:
        KafkatuiError: as `errors.translate` names it.
    """
    found = read_data(connection, [child_path(CHANGES, name) for name in sorted(notifications)])
    return list(dict.fromkeys(entity for data, _ in found.values() for entity in _entity_of(data)))


def _entity_of(data: bytes | None) -> Iterator[str]:
    fields = json_object(data) or {}
    path, kind, name = fields.get("entity_path"), fields.get("entity_type"), fields.get("entity_name")
    if isinstance(path, str):
        yield path
    elif isinstance(kind, str) and isinstance(name, str):  # version 1, before users and clients had paths
        yield f"{kind}/{name}"
