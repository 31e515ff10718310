"""Where a profile says that its Connects are: `connect.url`, or `connect.NAME.url` for each of several."""

from __future__ import annotations

from collections.abc import Mapping

from msgspec import Struct

from kafkatui.config.suggestion import did_you_mean
from kafkatui.kafka.connect.properties import CONNECT_PREFIX
from kafkatui.model.errors import ConfigError

SETTINGS = (
    "url",
    "basic.auth.user.info",
    "bearer.auth.token",
    "ssl.ca.location",
    "ssl.certificate.location",
    "ssl.key.location",
    "ssl.key.password",
)
"""What may be said of one; named as for the schema registry."""

UNNAMED = "connect"
"""What the one without a name is called beside others."""


class WorkerSettings(Struct, frozen=True):
    """How to reach one Connect.

    Attributes:
        urls: of its workers; the next is asked where one cannot be reached.
        properties: those of SETTINGS beside the URL.
    """

    name: str
    urls: tuple[str, ...]
    properties: Mapping[str, str]


def worker_settings(kafka: Mapping[str, str]) -> tuple[WorkerSettings, ...]:
    """The Connects of a profile, in its order; none where it names none.

    Raises:
        ConfigError: a property is not known, or one has no URL.
    """
    found: dict[str, dict[str, str]] = {}
    for property_name, value in kafka.items():
        if not property_name.startswith(CONNECT_PREFIX):
            continue
        rest = property_name.removeprefix(CONNECT_PREFIX)
        name, setting = (UNNAMED, rest) if rest in SETTINGS else _divided(rest)
        if setting not in SETTINGS:
            raise ConfigError(f"There is no property {property_name}.", did_you_mean(setting or rest, SETTINGS))
        found.setdefault(name, {})[setting] = value
    return tuple(_settings(name, properties) for name, properties in found.items())


def _divided(rest: str) -> tuple[str, str]:
    name, _, setting = rest.partition(".")
    return name, setting


def _settings(name: str, properties: dict[str, str]) -> WorkerSettings:
    urls = tuple(url.strip().rstrip("/") for url in properties.pop("url", "").split(",") if url.strip())
    called = CONNECT_PREFIX + ("" if name == UNNAMED else f"{name}.") + "url"
    if not urls:
        raise ConfigError(f"The property {called} is missing.", "Write it like http://host:8083.")
    for url in urls:
        if not url.startswith(("http://", "https://")):
            raise ConfigError(f"The property {called}: {url} is no URL.", "Write it like http://host:8083.")
    return WorkerSettings(name, urls, properties)
