"""The properties of users and clients as Kafka keeps them below ZooKeeper's /config."""

from __future__ import annotations

import json
from urllib.parse import quote, unquote

from kafkatui.model.errors import NotFound, RequestFailed
from kafkatui.model.quota import DEFAULT
from kafkatui.zookeeper.connection import ZooKeeperConnection
from kafkatui.zookeeper.tree import read_children

CONFIG = "/config"
USERS = f"{CONFIG}/users"


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


def entity_names(connection: ZooKeeperConnection, path: str) -> list[str]:
    """The znodes below one of the folders, as they are called there; none where there is no such folder.

    Raises:
        KafkatuiError: as `errors.translate` names it.
    """
    try:
        return [child.name for child in read_children(connection, path).children]
    except NotFound:
        return []


def sanitised(name: str) -> str:
    """As Kafka's Sanitizer has it: for an URL, with a blank as %20 and a star as %2A."""
    return name if name == DEFAULT else quote(name, safe="-._").replace("~", "%7E")


def plain(name: str) -> str:
    """The name that `sanitised` made this of."""
    return name if name == DEFAULT else unquote(name)
