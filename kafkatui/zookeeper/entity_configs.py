"""The properties of users and clients as Kafka keeps them below ZooKeeper's /config."""

from __future__ import annotations

import json
from urllib.parse import quote, unquote

from kafkatui.model.errors import RequestFailed
from kafkatui.model.quota import DEFAULT

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


def sanitised(name: str) -> str:
    """As Kafka's Sanitizer has it: for an URL, with a blank as %20 and a star as %2A."""
    return name if name == DEFAULT else quote(name, safe="-._").replace("~", "%7E")


def plain(name: str) -> str:
    """The name that `sanitised` made this of."""
    return name if name == DEFAULT else unquote(name)
