"""How to reach a cluster: one frozen profile, whatever files and options it came from."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field

from kafkatui.model.mask import MaskRule
from kafkatui.model.topic_settings import TopicSettings

DEFAULT_BOOTSTRAP_SERVERS = "localhost:9092"
DEFAULT_ZOOKEEPER_CONNECT = "localhost:2181"
DEFAULT_TIMEOUT_SECONDS = 5.0
"""Of a request to ZooKeeper or to the schema registry."""

DEFAULT_CONNECT_SECONDS = 10.0
"""Of a request to a Connect worker, which may hand it on to another, and asks plugins."""


DEFAULT_LAG_THRESHOLD = 10_000


@dataclass(frozen=True, slots=True)
class ZooKeeperSettings:
    """How to reach the ensemble.

    Attributes:
        connect: `host:port,host:port/chroot`, Kafka's own syntax of zookeeper.connect.
        properties: open map of further settings: `auth` ("digest:user:password"), `tls.ca`, `tls.certificate`,
            `tls.key`, `tls.verify`, `sasl.mechanism`, `sasl.username`, `sasl.password`, `session.timeout.seconds`,
            `jute.maxbuffer`.
        is_assumed: true when nobody typed it (the localhost default), so that a failure is no error.
        timeout_seconds: bound on every single request.
    """

    connect: str
    properties: Mapping[str, str] = field(default_factory=dict, repr=False)
    is_assumed: bool = False
    timeout_seconds: float = DEFAULT_TIMEOUT_SECONDS


@dataclass(frozen=True, slots=True)
class Profile:
    """One cluster's connection and manners.

    Attributes:
        name: what the Explorer, breadcrumbs and events call the cluster.
        kafka: librdkafka properties by name, secrets included, `bootstrap.servers` always present; that is empty until
            the brokers are found, where the profile names its ensemble only.
        zookeeper: None when there is none (KRaft, no access) or it is not known.
        read_only: nothing may be written; the writers are not even built.
        protected: changes are confirmed by typing a name.
        is_assumed: true when the address is the localhost default.
        note: said in the header: "mock cluster: no ZooKeeper, no groups".
        colour: what its name stands out by, one of `COLOURS`; empty: by nothing.
        no_export: records are only looked at: nothing of them is copied, written to a file or sent elsewhere.
        request_timeout_seconds: bound on every single request to Kafka.
        registry_timeout_seconds: bound on every single request to the schema registry.
        connect_timeout_seconds: bound on every single request to a Connect worker.
        secret_properties: names of properties given by reference (`${env:…}`), to be masked whatever they are called.
        topics: what the settings file says of single topics, by name.
        url_template: the address of a record in a web UI; empty when there is none.
        events_file: what the events are added to and read back from; empty for none.
        lag_threshold: records; a group's lag that crosses it is an event.
        managed_topics: patterns (`*`, `?`) of topics that other programs look after: they are never called unused.
        masks: what is hidden of records.
        logs: where logs of servers are: a path (it has a slash) or a container's name, by a broker's id or what a
            ZooKeeper server is called.
    """

    name: str
    kafka: Mapping[str, str] = field(repr=False)
    zookeeper: ZooKeeperSettings | None = None
    read_only: bool = False
    protected: bool = False
    is_assumed: bool = False
    note: str = ""
    colour: str = ""
    no_export: bool = False
    request_timeout_seconds: float = 10.0
    registry_timeout_seconds: float = DEFAULT_TIMEOUT_SECONDS
    connect_timeout_seconds: float = DEFAULT_CONNECT_SECONDS
    secret_properties: frozenset[str] = frozenset()
    topics: Mapping[str, TopicSettings] = field(default_factory=dict)
    url_template: str = ""
    events_file: str = ""
    lag_threshold: int = DEFAULT_LAG_THRESHOLD
    managed_topics: tuple[str, ...] = ()
    masks: tuple[MaskRule, ...] = ()
    logs: Mapping[str, str] = field(default_factory=dict)

    @property
    def bootstrap_servers(self) -> str:
        return self.kafka["bootstrap.servers"]
