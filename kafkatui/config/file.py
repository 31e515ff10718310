"""The settings file: where it is, what may stand in it, and on which line it is wrong."""

from __future__ import annotations

import re
import tomllib
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from kafkatui.config.addresses import check_bootstrap_servers, check_zookeeper_connect
from kafkatui.config.aliases import alias_words
from kafkatui.config.environment import path_of, set_variables
from kafkatui.config.logs import log_places
from kafkatui.config.masks import mask_rules
from kafkatui.config.properties import check_property_name, property_text
from kafkatui.config.references import has_reference
from kafkatui.config.refresh import refresh_intervals
from kafkatui.config.settings import TABLES, convert_setting
from kafkatui.config.suggestion import did_you_mean
from kafkatui.config.topics import topic_settings
from kafkatui.config.url_template import check_url_template
from kafkatui.config.user_commands import user_commands
from kafkatui.model.colour import COLOURS
from kafkatui.model.errors import ConfigError
from kafkatui.model.mask import MaskRule
from kafkatui.model.topic_settings import TopicSettings
from kafkatui.model.user_command import UserCommand

FILE_NAME = "config.toml"

CLUSTER_FIELDS: Mapping[str, str] = {
    "bootstrap_servers": "Kafka's addresses, host:port separated by commas. Left out: as registered in ZooKeeper.",
    "zookeeper": "ZooKeeper's connect string, host:port,…/chroot. Left out: there is none.",
    "read_only": "Never write to this cluster or its ensemble.",
    "protected": "Changes are confirmed by typing a name.",
    "no_export": "Records are only looked at: nothing of them is copied, written to files or sent elsewhere.",
    "colour": f"What its name stands out by in the header and the lists: {', '.join(COLOURS)}.",
    "theme": "The colours while it is shown, as theme has it for all.",
    "url_template": "A record's page in a web UI, for `y`, of {cluster}, {topic}, {partition} and {offset}.",
    "events_file": "A file that the events of this cluster are added to, and read back from; a line of JSON each.",
    "lag_threshold": "Records; a group's lag that crosses it is told among the events. Left out: 10,000.",
    "managed_topics": "List of patterns (* and ?) of topics that other programs look after: never called unused.",
    "kafka": "Table of librdkafka properties, and schema.registry.url, connect.url or connect.NAME.url, jmx.url.",
    "timeouts": "Table of time-outs in seconds:",
    "topics": "Table of tables by topic:",
    "mask": "List of tables, each hiding a field of records in every view and file:",
    "logs": "Table of logs, a file or a container's name, by a broker's id; of ZooKeeper: zookeeper or another name.",
    "aliases": "Table of words for `:`, over those for all clusters.",
    "commands": "Table of commands, over those for all clusters.",
    "zookeeper_properties": "Table of ZooKeeper properties:",
}
"""What a [clusters.NAME] may hold."""

ZOOKEEPER_PROPERTIES: Mapping[str, str] = {
    "auth": "digest:user:password, for znodes with ACLs.",
    "tls": "true or false; true as soon as one of the next is given.",
    "tls.ca": "PEM file of the authorities that sign the servers' certificates.",
    "tls.certificate": "PEM file of kafkatui's own certificate.",
    "tls.key": "PEM file of its private key.",
    "tls.key.password": "Password of that file.",
    "tls.verify": "true or false: check the servers' certificates.",
    "sasl.mechanism": "DIGEST-MD5 or GSSAPI.",
    "sasl.username": "User for SASL.",
    "sasl.password": "Password for SASL.",
    "sasl.service": "Kerberos service of the servers, zookeeper.",
    "sasl.principal": "Kerberos principal of the server, when it is not the usual one.",
    "admin.port": "Of the servers' AdminServers (8080), asked where four-letter words are not allowed.",
    "session.timeout.seconds": "How long the session lives without the server.",
    "jute.maxbuffer": "The servers' own setting, where it is not 1 MiB: the largest change to send them.",
}
"""The names that `ZooKeeperSettings.properties` knows."""


TIMEOUTS: Mapping[str, str] = {
    "request": "Any one request to Kafka; left out: request_timeout_seconds.",
    "zookeeper": "Any one request to ZooKeeper; left out: 5.",
    "registry": "Any one request to the schema registry; left out: 5.",
    "connect": "Any one request to a Connect worker; left out: 10.",
}
"""The names that a table of time-outs knows."""

SHORTEST_SECONDS, LONGEST_SECONDS = 0.5, 600.0
"""What a time-out may be."""


@dataclass(frozen=True, slots=True)
class ClusterEntry:
    """A [clusters.NAME] as it was written: references unresolved, None for what is left out.

    Attributes:
        source: the file and the table, for messages.
        problem: why it cannot be opened; the other clusters of the file can.
    """

    source: str
    problem: ConfigError | None = None
    bootstrap_servers: str | None = None
    zookeeper: str | None = None
    read_only: bool | None = None
    protected: bool | None = None
    no_export: bool | None = None
    colour: str = ""
    theme: str = ""
    url_template: str = ""
    events_file: str = ""
    lag_threshold: int | None = None
    managed_topics: tuple[str, ...] = ()
    kafka: Mapping[str, str] = field(default_factory=dict, repr=False)
    zookeeper_properties: Mapping[str, str] = field(default_factory=dict, repr=False)
    topics: Mapping[str, TopicSettings] = field(default_factory=dict)
    masks: tuple[MaskRule, ...] = ()
    timeouts: Mapping[str, float] = field(default_factory=dict)
    logs: Mapping[str, str] = field(default_factory=dict)
    aliases: Mapping[str, str] = field(default_factory=dict)
    commands: Mapping[str, UserCommand] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class ConfigFile:
    """A whole settings file, checked.

    Attributes:
        path: None when there is no file.
        settings: values by the names of `Settings`, `keymap` among them; only those that were written.
        clusters: profiles by name, in the file's order.
        aliases, commands: those for all clusters.
    """

    path: Path | None = None
    settings: Mapping[str, Any] = field(default_factory=dict)
    clusters: Mapping[str, ClusterEntry] = field(default_factory=dict)
    aliases: Mapping[str, str] = field(default_factory=dict)
    commands: Mapping[str, UserCommand] = field(default_factory=dict)


def config_path(environ: Mapping[str, str], typed: str | None = None) -> Path:
    """Where the settings file is or would be: `--config`, KAFKATUI_CONFIG, KAFKATUI_CONFIG_DIR or the user's."""
    environ = set_variables(environ)
    if typed is not None:
        return path_of(typed, "--config")
    for variable, name in (("KAFKATUI_CONFIG", ""), ("KAFKATUI_CONFIG_DIR", FILE_NAME)):
        if variable in environ:
            return path_of(environ[variable], variable) / name
    from platformdirs import user_config_path

    return user_config_path("kafkatui", appauthor=False) / FILE_NAME


def load_config_file(environ: Mapping[str, str], typed: str | None = None) -> ConfigFile:
    """The settings file. One that was named must exist; the user's own may be missing.

    Raises:
        ConfigError: it cannot be read, is no TOML, or holds an unknown name or a wrong value outside its clusters;
            file and line are named. What is wrong with a cluster is its `problem`.
    """
    path = config_path(environ, typed)
    try:
        text = path.read_text(encoding="utf-8-sig")  # some editors begin a file with a byte order mark
    except FileNotFoundError:
        if typed is not None or "KAFKATUI_CONFIG" in set_variables(environ):
            raise ConfigError(
                f"{path}: there is no such file.", "`kafkatui config` prints one to start from."
            ) from None
        return ConfigFile()
    except OSError as error:
        raise ConfigError(f"{path} cannot be read: {error.strerror}.", "Check the path and its rights.") from None
    except UnicodeDecodeError:
        raise ConfigError(f"{path} is not UTF-8 text.", "TOML files are UTF-8.") from None
    return parse_config(text, path)


def parse_config(text: str, path: Path) -> ConfigFile:
    """A settings file's text, checked; see `load_config_file`."""
    try:
        return _parsed(text, path)
    except RecursionError:
        raise ConfigError(f"{path}: its tables or lists are nested too deeply.", "No setting needs that.") from None


def _parsed(text: str, path: Path) -> ConfigFile:
    try:
        document = tomllib.loads(text)
    except ValueError as error:  # TOMLDecodeError, or a number of more digits than Python converts
        raise ConfigError(f"{path}: {error}.", "The file is TOML: name = value, texts in quotes.") from None
    reader = _Reader(text, path)
    settings: dict[str, Any] = {}
    for name, value in document.items():
        if name == "keymap":
            settings["keymap"] = reader.keymap(value)
        elif name == "refresh":
            table = reader.table(value, "refresh")
            settings["refresh"] = refresh_intervals(table, lambda page: reader.source("refresh", page))
        elif name not in TABLES:
            settings[name] = convert_setting(name, value, reader.source(name))
    clusters = reader.table(document.get("clusters", {}), "clusters")
    entries = {name: reader.cluster_or_problem(name, entry) for name, entry in clusters.items()}
    return ConfigFile(path, settings, entries, reader.aliases(document), reader.commands(document))


class _Reader:
    """Checks the tables of one file and knows where each name stands."""

    def __init__(self, text: str, path: Path) -> None:
        self._path = path
        self._lines = _lines_of_names(text)

    def source(self, *names: str) -> str:
        """`config.toml, line 3`, without the line where it cannot be told."""
        line = self._lines.get(names)
        return f"{self._path}, line {line}" if line else str(self._path)

    def table(self, value: Any, *names: str) -> Mapping[str, Any]:
        if not isinstance(value, dict):
            raise ConfigError(f"{self.source(*names)}: {'.'.join(names)} is a table.", f"Write [{'.'.join(names)}].")
        return value

    def keymap(self, value: Any) -> dict[str, str]:
        keys = {}
        for action, given in self.table(value, "keymap").items():
            listed = given if isinstance(given, list) else [given]
            if not listed or not all(isinstance(key, str) and key.strip() for key in listed):
                source = self.source("keymap", action)
                raise ConfigError(f"{source}: {action}: a key is a text.", 'Write it like "ctrl+r" or ["r", "f5"].')
            keys[action] = ",".join(key.strip() for key in listed)
        return keys

    def aliases(self, table: Mapping[str, Any], *above: str) -> dict[str, str]:
        return alias_words(table.get("aliases", {}), lambda *names: self.source(*above, "aliases", *names))

    def commands(self, table: Mapping[str, Any], *above: str) -> dict[str, UserCommand]:
        return user_commands(table.get("commands", {}), lambda *names: self.source(*above, "commands", *names))

    def cluster_or_problem(self, name: str, value: Any) -> ClusterEntry:
        try:
            return self.cluster(name, value)
        except ConfigError as problem:
            return ClusterEntry(f"{self._path}, [clusters.{name}]", problem)

    def cluster(self, name: str, value: Any) -> ClusterEntry:
        entry = self.table(value, "clusters", name)
        for key in entry:
            if key not in CLUSTER_FIELDS:
                source = self.source("clusters", name, key)
                raise ConfigError(f"{source}: a cluster has no {key}.", did_you_mean(key, CLUSTER_FIELDS))
        zookeeper = self._address(name, entry, "zookeeper")
        return ClusterEntry(
            source=f"{self._path}, [clusters.{name}]",
            bootstrap_servers=self._address(name, entry, "bootstrap_servers"),
            zookeeper=zookeeper,
            read_only=self._flag(name, entry, "read_only"),
            protected=self._flag(name, entry, "protected"),
            no_export=self._flag(name, entry, "no_export"),
            colour=self._colour(name, entry),
            theme=self._text(name, entry, "theme"),
            url_template=self._url_template(name, entry),
            events_file=self._text(name, entry, "events_file"),
            lag_threshold=self._count(name, entry, "lag_threshold"),
            managed_topics=self._texts(name, entry, "managed_topics"),
            kafka=self._properties(name, entry, "kafka"),
            zookeeper_properties=self._properties(name, entry, "zookeeper_properties"),
            topics=self._topics(name, entry),
            masks=mask_rules(entry.get("mask", []), self.source("clusters", name, "mask")),
            timeouts=self._timeouts(name, entry),
            logs=log_places(entry.get("logs", {}), self.source("clusters", name, "logs")),
            aliases=self.aliases(entry, "clusters", name),
            commands=self.commands(entry, "clusters", name),
        )

    def _timeouts(self, cluster: str, entry: Mapping[str, Any]) -> dict[str, float]:
        place = ("clusters", cluster, "timeouts")
        timeouts = {}
        for key, value in self.table(entry.get("timeouts", {}), *place).items():
            source = self.source(*place, key)
            if key not in TIMEOUTS:
                raise ConfigError(f"{source}: there is no time-out {key}.", did_you_mean(key, TIMEOUTS))
            is_number = isinstance(value, int | float) and not isinstance(value, bool)
            if not is_number or not SHORTEST_SECONDS <= value <= LONGEST_SECONDS:
                raise ConfigError(
                    f"{source}: {key} is a number of seconds from {SHORTEST_SECONDS} to {LONGEST_SECONDS:.0f}."
                )
            timeouts[key] = float(value)
        return timeouts

    def _topics(self, cluster: str, entry: Mapping[str, Any]) -> dict[str, TopicSettings]:
        place = ("clusters", cluster, "topics")
        return {
            topic: topic_settings(
                self.table(value, *place, topic),
                lambda key, topic=topic: self.source(*place, topic, key),  # type: ignore[misc]
                self._path.parent,
            )
            for topic, value in self.table(entry.get("topics", {}), *place).items()
        }

    def _flag(self, cluster: str, entry: Mapping[str, Any], key: str) -> bool | None:
        value = entry.get(key)
        if value is not None and not isinstance(value, bool):
            raise ConfigError(f"{self.source('clusters', cluster, key)}: {key} is true or false, without quotes.")
        return value

    def _colour(self, cluster: str, entry: Mapping[str, Any]) -> str:
        value = entry.get("colour", "")
        if value and value not in COLOURS:
            source = self.source("clusters", cluster, "colour")
            raise ConfigError(f"{source}: colour: there is no colour {value}.", did_you_mean(str(value), COLOURS))
        return str(value)

    def _url_template(self, cluster: str, entry: Mapping[str, Any]) -> str:
        value = entry.get("url_template")
        if value is None:
            return ""
        return check_url_template(value, f"{self.source('clusters', cluster, 'url_template')}: url_template")

    def _text(self, cluster: str, entry: Mapping[str, Any], key: str) -> str:
        value = entry.get(key, "")
        if not isinstance(value, str):
            raise ConfigError(f"{self.source('clusters', cluster, key)}: {key} is a text, in quotes.")
        return value

    def _texts(self, cluster: str, entry: Mapping[str, Any], key: str) -> tuple[str, ...]:
        value = entry.get(key, [])
        if not isinstance(value, list) or not all(isinstance(each, str) and each for each in value):
            source = self.source("clusters", cluster, key)
            raise ConfigError(f"{source}: {key} is a list of texts.", f'Write {key} = ["connect-*"].')
        return tuple(value)

    def _count(self, cluster: str, entry: Mapping[str, Any], key: str) -> int | None:
        value = entry.get(key)
        if value is not None and (not isinstance(value, int) or isinstance(value, bool) or value < 1):
            raise ConfigError(f"{self.source('clusters', cluster, key)}: {key} is a number from 1 on, without quotes.")
        return value

    def _address(self, cluster: str, entry: Mapping[str, Any], key: str) -> str | None:
        value = entry.get(key)
        if value is None:
            return None
        source = f"{self.source('clusters', cluster, key)}: {key}"
        if isinstance(value, list) and key == "bootstrap_servers":
            value = ",".join(str(server) for server in value)
        if not isinstance(value, str):
            raise ConfigError(f"{source} is a text.", 'Write it like "host-1:9092,host-2:9092".')
        if has_reference(value):
            return value
        return check_bootstrap_servers(value, source) if key == "bootstrap_servers" else _zookeeper(value, source)

    def _properties(self, cluster: str, entry: Mapping[str, Any], key: str) -> dict[str, str]:
        properties = {}
        for names, value in _leaves(self.table(entry.get(key, {}), "clusters", cluster, key)):
            name, source = ".".join(names), self.source("clusters", cluster, key, *names)
            if key == "zookeeper_properties" and name not in ZOOKEEPER_PROPERTIES:
                advice = did_you_mean(name, ZOOKEEPER_PROPERTIES)
                raise ConfigError(f"{source}: there is no ZooKeeper property {name}.", advice)
            properties[check_property_name(name, source)] = property_text(name, value, source)
        return properties


def _leaves(table: Mapping[str, Any], above: tuple[str, ...] = ()) -> Iterator[tuple[tuple[str, ...], Any]]:
    """A table's values by their path: in TOML `sasl.username` without quotes is a table in a table."""
    for name, value in table.items():
        if isinstance(value, dict):
            yield from _leaves(value, (*above, name))
        else:
            yield (*above, name), value


def _zookeeper(text: str, source: str) -> str:
    text = text.strip()
    return text if text in ("", "none") else check_zookeeper_connect(text, source)


_HEADER = re.compile(r"\s*(\[{1,2}.+\]{1,2})\s*(#.*)?")
_KEY = re.compile(r"\s*((?:[A-Za-z0-9_-]+|\"[^\"]*\"|'[^']*')(?:\s*\.\s*(?:[A-Za-z0-9_-]+|\"[^\"]*\"|'[^']*'))*)\s*=")


def _lines_of_names(text: str) -> dict[tuple[str, ...], int]:
    """The line on which each name is first written, by its full path; tomllib tells lines of syntax errors only."""
    lines: dict[tuple[str, ...], int] = {}
    table: tuple[str, ...] = ()
    for number, line in enumerate(text.splitlines(), start=1):
        header, key = _HEADER.fullmatch(line), _KEY.match(line)
        if header:
            table = _path(header.group(1)) or table
            lines.setdefault(table, number)
        elif key:
            lines.setdefault((*table, *_path(f"{key.group(1)} = 0")), number)
    return lines


def _path(line: str) -> tuple[str, ...]:
    """The names of one line of TOML from the outside in; empty when it is not one by itself."""
    try:
        node: Any = tomllib.loads(line)
    except ValueError:
        return ()
    names = []
    while isinstance(node, dict) and node:
        name, node = next(iter(node.items()))
        names.append(name)
    return tuple(names)
