"""Where the logs of servers are: a table of a profile, and a variable that names them for one run."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from kafkatui.model.errors import ConfigError

LOGS_VARIABLE = "KAFKATUI_LOGS"
"""`1=/var/log/kafka/server.log,zookeeper=/var/log/zookeeper.log`: over what the profile says."""

_HOW = 'Write it like 1 = "/var/log/kafka/server.log" or 1 = "the-container".'


def log_places(table: Any, source: str) -> dict[str, str]:
    """A profile's table of logs, checked.

    Args:
        source: where it is written, for messages.

    Raises:
        ConfigError: it is no table, or a place in it is no text.
    """
    if not isinstance(table, dict):
        raise ConfigError(f"{source}: logs is a table.", _HOW)
    for name, place in table.items():
        if not isinstance(place, str) or not place.strip() or "\0" in place:
            raise ConfigError(f"{source}: logs.{name} is a path or a container's name.", _HOW)
    return {str(name): place.strip() for name, place in table.items()}


def logs_from_environment(environ: Mapping[str, str]) -> dict[str, str]:
    """The places that the variable names.

    Raises:
        ConfigError: a part of it has no "=".
    """
    places = {}
    for part in filter(None, (each.strip() for each in environ.get(LOGS_VARIABLE, "").split(","))):
        name, sign, place = part.partition("=")
        if not sign or not name.strip() or not place.strip():
            raise ConfigError(f"{LOGS_VARIABLE}: “{part}” is no SERVER=PATH.", "It reads 1=/var/log/kafka/server.log.")
        places[name.strip()] = place.strip()
    return places


def logs_text(places: Mapping[str, object]) -> str:
    """The same places as the variable has them."""
    return ",".join(f"{name}={place}" for name, place in places.items())
