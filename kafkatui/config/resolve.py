"""File < environment < command line: one profile to connect with and one set of settings."""

from __future__ import annotations

from collections.abc import Container, Mapping
from itertools import chain, count
from typing import Any

from kafkatui.config.addresses import check_bootstrap_servers, check_zookeeper_connect
from kafkatui.config.environment import set_variables
from kafkatui.config.file import ClusterEntry, ConfigFile
from kafkatui.config.logs import logs_from_environment
from kafkatui.config.oauth import RENEWED
from kafkatui.config.options import Options
from kafkatui.config.properties import parse_properties, properties_from_environment
from kafkatui.config.references import has_reference, resolve_references
from kafkatui.config.settings import Settings, settings_from_environment
from kafkatui.config.suggestion import did_you_mean
from kafkatui.model.errors import ConfigError
from kafkatui.model.profile import (
    DEFAULT_BOOTSTRAP_SERVERS,
    DEFAULT_CONNECT_SECONDS,
    DEFAULT_LAG_THRESHOLD,
    DEFAULT_TIMEOUT_SECONDS,
    DEFAULT_ZOOKEEPER_CONNECT,
    Profile,
    ZooKeeperSettings,
)

SERVERS = "bootstrap.servers"
NO_ZOOKEEPER = "none"

Typed = tuple[str, str]
"""A text and where it was typed."""


NOTE_VARIABLE = "KAFKATUI_NOTE"
"""What the demo wants said in the header: that its cluster is a mock."""


def resolve(options: Options, environ: Mapping[str, str], file: ConfigFile) -> tuple[Profile, Settings]:
    """The cluster to open and the settings in effect.

    Each value comes from the command line, else the environment, else the file. A cluster named on the command line
    goes before addresses in the environment, an address typed there before a cluster named in the environment or file.
    References to secrets are resolved here, for this one cluster only.

    Raises:
        ConfigError: an address, a property or a reference is wrong, or the cluster is not in the file.
    """
    environ = set_variables(environ)
    settings = resolve_settings(options, environ, file)
    typed_properties = parse_properties(options.properties)
    servers = _typed_servers(options, environ, typed_properties)
    name = _cluster_name(options, environ, settings, file, has_address=servers is not None)
    entry = _entry(name, file) if name else ClusterEntry("the defaults")
    kafka = {**entry.kafka, **properties_from_environment(environ), **typed_properties}
    if servers is None and (entry.bootstrap_servers or kafka.get(SERVERS)):
        servers = (entry.bootstrap_servers or kafka[SERVERS], f"{entry.source}: bootstrap_servers")
    is_assumed = servers is None and name is None
    _require_one_named(file, is_assumed=is_assumed)
    secret_names = {name for name, value in kafka.items() if has_reference(value)}
    kafka[SERVERS] = _addresses(servers, environ, is_assumed=is_assumed)
    kafka = _resolved(kafka, environ, entry.source)
    zookeeper = _zookeeper(options, environ, entry, is_kafka_assumed=is_assumed)
    if not kafka[SERVERS] and zookeeper is None:
        raise ConfigError(f"{entry.source}: bootstrap_servers is missing.", 'Add bootstrap_servers = "host:9092".')
    profile = Profile(
        name=name or _ad_hoc_name(kafka[SERVERS], file.clusters),
        kafka=kafka,
        zookeeper=zookeeper,
        read_only=settings.read_only or bool(entry.read_only),
        protected=bool(entry.protected),
        is_assumed=is_assumed,
        note=environ.get(NOTE_VARIABLE, ""),
        no_export=bool(entry.no_export),
        request_timeout_seconds=entry.timeouts.get("request", settings.request_timeout_seconds),
        registry_timeout_seconds=entry.timeouts.get("registry", DEFAULT_TIMEOUT_SECONDS),
        connect_timeout_seconds=entry.timeouts.get("connect", DEFAULT_CONNECT_SECONDS),
        secret_properties=frozenset(secret_names | _references_in(entry.zookeeper_properties)),
        logs={**entry.logs, **logs_from_environment(environ)},
        **_as_written(entry),
        **_of_events(options, entry),
    )
    return profile, settings


def _as_written(entry: ClusterEntry) -> dict[str, Any]:
    """What a profile has of its table as it stands there."""
    names = ("topics", "url_template", "masks", "colour", "managed_topics")
    return {name: getattr(entry, name) for name in names}


def _of_events(options: Options, entry: ClusterEntry) -> dict[str, Any]:
    """Where events are kept, and when a group's lag is one."""
    return {
        "events_file": options.events_file or entry.events_file,
        "lag_threshold": entry.lag_threshold or DEFAULT_LAG_THRESHOLD,
    }


def _resolved(properties: Mapping[str, str], environ: Mapping[str, str], source: str) -> dict[str, str]:
    """With what references lead to, but for what is asked again whenever it is used."""
    return {
        name: value if name in RENEWED else resolve_references(value, environ, f"{source}: {name}")
        for name, value in properties.items()
    }


def _addresses(servers: Typed | None, environ: Mapping[str, str], *, is_assumed: bool) -> str:
    """Kafka's addresses; empty for a profile of an ensemble alone, where the brokers are registered."""
    if servers is None and not is_assumed:
        return ""
    text, source = servers or (DEFAULT_BOOTSTRAP_SERVERS, "the default")
    return check_bootstrap_servers(resolve_references(text, environ, source), source)


def resolve_settings(options: Options, environ: Mapping[str, str], file: ConfigFile) -> Settings:
    """The settings alone; `--theme`, `--go-to` and `--read-only` are typed; read-only anywhere is read-only."""
    chosen = {"theme": options.theme, "go_to": options.go_to}
    typed: dict[str, Any] = {name: value for name, value in chosen.items() if value}
    layers = (file.settings, settings_from_environment(set_variables(environ)), typed)
    is_read_only = options.read_only or any(layer.get("read_only", False) for layer in layers)
    return Settings(**{**layers[0], **layers[1], **layers[2], "read_only": is_read_only})


def _typed_servers(options: Options, environ: Mapping[str, str], properties: Mapping[str, str]) -> Typed | None:
    """Kafka's address from the command line, or from the environment unless a cluster was named on the command line."""
    if options.bootstrap_servers is not None:
        return options.bootstrap_servers, "--bootstrap-server"
    if SERVERS in properties:
        return properties[SERVERS], f"-X {SERVERS}"
    if options.cluster is None:
        for variable in ("KAFKATUI_BOOTSTRAP_SERVERS", "KAFKATUI_BOOTSTRAP_SERVER"):
            if environ.get(variable):
                return environ[variable], variable
    return None


def _cluster_name(
    options: Options, environ: Mapping[str, str], settings: Settings, file: ConfigFile, *, has_address: bool
) -> str | None:
    """The profile to open, or None for an address without one."""
    if options.cluster is not None:
        return options.cluster
    if has_address:
        in_environment = environ.get("KAFKATUI_CLUSTER")
        is_address_typed = options.bootstrap_servers is not None or any(SERVERS in text for text in options.properties)
        return in_environment if in_environment and not is_address_typed else None
    if settings.cluster:
        return settings.cluster
    return next(iter(file.clusters)) if len(file.clusters) == 1 else None


def _require_one_named(file: ConfigFile, *, is_assumed: bool) -> None:
    """Of several clusters none is taken unasked."""
    names = list(file.clusters)
    if not is_assumed or len(names) < 2:
        return
    listed = f"{', '.join(names[:-1])} and {names[-1]}"
    raise ConfigError(
        f"{file.path} has the clusters {listed}, and none of them is named.",
        f'Name one: --cluster {names[0]}, or cluster = "{names[0]}" at the top of the file.',
    )


def _entry(name: str, file: ConfigFile) -> ClusterEntry:
    if name in file.clusters:
        entry = file.clusters[name]
        if entry.problem is not None:
            raise entry.problem
        return entry
    if not file.clusters:
        where = f"{file.path} has no [clusters]" if file.path else "there is no settings file"
        raise ConfigError(f"There is no cluster {name}: {where}.", "`kafkatui config` shows how to write one.")
    raise ConfigError(f"{file.path}: there is no cluster {name}.", did_you_mean(name, file.clusters))


def _zookeeper(
    options: Options, environ: Mapping[str, str], entry: ClusterEntry, *, is_kafka_assumed: bool
) -> ZooKeeperSettings | None:
    """The ensemble. One that nobody named is assumed only when Kafka's address is assumed as well."""
    in_environment = None if options.cluster is not None else environ.get("KAFKATUI_ZOOKEEPER")
    if options.zookeeper is not None:
        text, source = options.zookeeper, "--zookeeper"
    elif in_environment is not None:
        text, source = in_environment, "KAFKATUI_ZOOKEEPER"
    elif entry.zookeeper is not None:
        text, source = entry.zookeeper, f"{entry.source}: zookeeper"
    elif is_kafka_assumed:
        return ZooKeeperSettings(DEFAULT_ZOOKEEPER_CONNECT, is_assumed=True)
    else:
        return None
    text = resolve_references(text, environ, source).strip()
    if text in ("", NO_ZOOKEEPER):
        return None
    properties = _resolved(entry.zookeeper_properties, environ, entry.source)
    timeout_seconds = entry.timeouts.get("zookeeper", DEFAULT_TIMEOUT_SECONDS)
    return ZooKeeperSettings(check_zookeeper_connect(text, source), properties, timeout_seconds=timeout_seconds)


def _references_in(properties: Mapping[str, str]) -> set[str]:
    return {name for name, value in properties.items() if has_reference(value)}


def _ad_hoc_name(servers: str, taken: Container[str]) -> str:
    """What an address without a profile is called: "local" on this machine, else its first server; not as a profile."""
    first = servers.split(",")[0].rpartition("://")[2]
    host = first.rpartition(":")[0]
    name = "local" if host in ("localhost", "127.0.0.1", "[::1]") else first
    others = (f"{first} ({number})" for number in count(2))
    return next(each for each in chain((name, first), others) if each not in taken)
