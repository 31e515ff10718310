"""Where a profile says that brokers' figures are: `jmx.url` with {host} and {broker}, or `jmx.ID.url` of one."""

from __future__ import annotations

import re
from collections.abc import Mapping
from urllib.parse import unquote, urlsplit, urlunsplit

from msgspec import Struct

from kafkatui.config.suggestion import did_you_mean
from kafkatui.kafka.connect.properties import JMX_PREFIX
from kafkatui.model.errors import ConfigError, NotSupported

SETTINGS = ("url", "basic.auth.user.info", "bearer.auth.token", "ssl.ca.location")
"""What may be said, of all brokers; a broker of its own has a URL only."""

NO_JMX = "No address of brokers' JMX figures is in this profile."
NO_JMX_ADVICE = (
    "Name it, a Jolokia or a Prometheus agent: -X 'jmx.url=http://{host}:8778/jolokia' or "
    "-X 'jmx.url=http://{host}:7071/metrics'; jmx.1.url is of broker 1."
)

_HOW = "Write it like http://{host}:8778/jolokia or http://{host}:7071/metrics."
_OF_ONE = re.compile(r"(\d+)\.url")
_PLACEHOLDER = re.compile(r"\{([^{}]*)\}")


class JmxSettings(Struct, frozen=True):
    """How to reach one broker's agent.

    Attributes:
        url: without user and password.
        user: USER:PASSWORD; empty for none.
    """

    url: str
    user: str = ""
    token: str = ""
    authorities: str = ""

    @property
    def is_jolokia(self) -> bool:
        """Whether Jolokia answers there, as the path says; else an agent of Prometheus."""
        return "jolokia" in urlsplit(self.url).path.lower()


def has_jmx(kafka: Mapping[str, str]) -> bool:
    """Whether a profile says where figures are."""
    return any(name.startswith(JMX_PREFIX) and name.endswith("url") for name in kafka)


def jmx_settings(kafka: Mapping[str, str], broker_id: int, host: str) -> JmxSettings:
    """How to reach the agent of a broker.

    Args:
        kafka: the profile's properties.
        host: as the broker tells it.

    Raises:
        NotSupported: the profile does not say.
        ConfigError: what it says is wrong.
    """
    given = {name.removeprefix(JMX_PREFIX): value for name, value in kafka.items() if name.startswith(JMX_PREFIX)}
    for name in given:
        if name not in SETTINGS and _OF_ONE.fullmatch(name) is None:
            raise ConfigError(f"There is no property {JMX_PREFIX}{name}.", did_you_mean(name, SETTINGS))
    own = f"{broker_id}.url"
    name, written = next(((each, given[each]) for each in (own, "url") if given.get(each)), ("", ""))
    if not written:
        raise NotSupported(NO_JMX if not has_jmx(kafka) else f"{NO_JMX[:-1]} for broker {broker_id}.", NO_JMX_ADVICE)
    parts = urlsplit(_filled_in(written.strip(), JMX_PREFIX + name, broker_id, host))
    if parts.scheme not in ("http", "https") or not parts.hostname:
        raise ConfigError(f"The property {JMX_PREFIX}{name} is no address: it begins with http:// or https://.", _HOW)
    user, _, place = parts.netloc.rpartition("@")
    if "jolokia" in parts.path.lower() and not parts.path.endswith("/"):
        parts = parts._replace(path=f"{parts.path}/")  # without it the agent finds nothing
    return JmxSettings(
        urlunsplit(parts._replace(netloc=place)),
        given.get("basic.auth.user.info") or unquote(user),
        given.get("bearer.auth.token", ""),
        given.get("ssl.ca.location", ""),
    )


def _filled_in(url: str, name: str, broker_id: int, host: str) -> str:
    known = {"host": f"[{host}]" if ":" in host else host, "broker": str(broker_id)}
    for placeholder in _PLACEHOLDER.findall(url):
        if placeholder not in known:
            raise ConfigError(f"The property {name}: there is no {{{placeholder}}}.", "There are {host} and {broker}.")
    return _PLACEHOLDER.sub(lambda match: known[match[1]], url)
