"""The connections of one cluster, opened when they are first needed."""

from __future__ import annotations

import threading
import time
from collections.abc import Callable, Mapping
from concurrent.futures import Future
from typing import TYPE_CHECKING

from kafkatui.model.cluster import ClusterMetadata
from kafkatui.model.errors import ConnectError, KafkatuiError, NotFound, NotSupported
from kafkatui.model.finding import Examination
from kafkatui.model.profile import Profile, ZooKeeperSettings
from kafkatui.model.side import Side, disconnected_by_you
from kafkatui.session.registry_changes import RegistryChanges

if TYPE_CHECKING:
    from kafkatui.kafka.connect.connection import KafkaConnection
    from kafkatui.kafka.connect_worker.requests import WorkerRequests
    from kafkatui.kafka.read.controller import ControllerLookup
    from kafkatui.kafka.read.racks import RackLookup
    from kafkatui.kafka.registry.requests import RegistryRequests
    from kafkatui.session.identities import TopicIdentities
    from kafkatui.session.metadata_reading import MetadataReading
    from kafkatui.zookeeper.connection import ZooKeeperConnection

NO_ZOOKEEPER_ADVICE = "Start kafkatui with --zookeeper HOST:PORT[/chroot], or set zookeeper in the profile."

NO_REGISTRY = "There is no schema registry in this profile."
NO_REGISTRY_ADVICE = "Name it: -X schema.registry.url=http://host:8081, or in the profile."

NO_CONNECT = "There is no Kafka Connect in this profile."
NO_CONNECT_ADVICE = "Name a worker: -X connect.url=http://host:8083, or in the profile."

FIRST_ZOOKEEPER_SECONDS = 2.0
"""So long the first request waits for ZooKeeper before it says that there is none; connecting goes on."""


class Clients:
    """Kafka's and ZooKeeper's connections, and the newest metadata for reads that build on it.

    Attributes:
        keeps_trying: whether ZooKeeper is tried again for as long as this lives, as somebody who watches wants it.
        examine: what the session's doctor finds now.
        look_for_changes: reads what the timeline tells of and nobody keeps fresh; how much it read.
        registry_changes: what changed in ZooKeeper below Kafka's topics.
        zookeeper_cluster_id: the id that the ensemble has just given of its cluster; None when it is not known now.

    Args:
        profile: how to connect.
        on_zookeeper_state: called from any thread when the ZooKeeper session changes.

    Raises:
        ConfigError: a property of the profile is wrong.
    """

    def __init__(self, profile: Profile, on_zookeeper_state: Callable[[str], None]) -> None:
        from kafkatui.kafka.connect.connection import KafkaConnection

        self.profile = profile
        self.keeps_trying = False
        self.zookeeper_cluster_id: Callable[[], str | None] = lambda: None
        self.examine: Callable[[], Examination] = lambda: Examination((), time.time())
        self.look_for_changes: Callable[[], int] = lambda: 0
        self.registry_changes = RegistryChanges()
        self.kafka: KafkaConnection = KafkaConnection(profile)
        self.kafka.looks_once = True
        self._on_zookeeper_state = on_zookeeper_state
        self._zookeeper: ZooKeeperConnection | None = None
        self._zookeeper_lock = threading.Lock()
        self._metadata: ClusterMetadata | None = None
        self._metadata_lock = threading.Lock()
        self._metadata_reading: MetadataReading | None = None
        self._metadata_read: Future[ClusterMetadata] | None = None
        self._controller: ControllerLookup | None = None
        self._racks: RackLookup | None = None
        self._registry: RegistryRequests | None = None
        self._connects: dict[str, WorkerRequests] = {}
        self._is_closed = False
        self._is_zookeeper_disconnected = False

    def zookeeper(self) -> ZooKeeperConnection:
        """The ZooKeeper connection, started if it was not.

        Raises:
            NotFound: the profile has no ZooKeeper.
            ConnectError: it does not answer (it keeps trying), or was disconnected by hand.
        """
        settings = self.profile.zookeeper
        if settings is None:
            raise NotFound("No ZooKeeper is configured for this cluster.", NO_ZOOKEEPER_ADVICE)
        with self._zookeeper_lock:
            if self._is_closed:
                raise ConnectError("The session is closed.")
            if self._is_zookeeper_disconnected:
                raise ConnectError(disconnected_by_you(Side.ZOOKEEPER))
            connection = self._zookeeper
            is_new = connection is None
            if connection is None:
                connection = self._zookeeper = self._make_zookeeper(settings)
        if is_new:
            self._start_zookeeper(connection)
        return connection

    def _make_zookeeper(self, settings: ZooKeeperSettings) -> ZooKeeperConnection:
        from kafkatui.zookeeper.connection import ZooKeeperConnection

        return ZooKeeperConnection(settings, self._on_zookeeper_state, settings.timeout_seconds)

    def _start_zookeeper(self, connection: ZooKeeperConnection) -> None:
        """Connect; whoever asks meanwhile gets the connection and waits on it as long as a request may take."""
        if self.keeps_trying:
            connection.start(FIRST_ZOOKEEPER_SECONDS, keep_trying=True)
            return
        try:
            connection.start()
        except KafkatuiError:
            with self._zookeeper_lock:  # it was given up: the next request tries another
                if self._zookeeper is connection:
                    self._zookeeper = None
            raise

    def disconnect_zookeeper(self, timeout_seconds: float) -> None:
        """End the session with the ensemble, within `timeout_seconds`; until `connect_zookeeper` there is none."""
        with self._zookeeper_lock:
            self._is_zookeeper_disconnected = True
            connection, self._zookeeper = self._zookeeper, None
        if connection is not None:
            connection.close(timeout_seconds)

    @property
    def is_zookeeper_disconnected(self) -> bool:
        """Whether it was disconnected by hand: nothing is to be asked of its servers."""
        return self._is_zookeeper_disconnected

    def connect_zookeeper(self) -> None:
        """Begin a session when it is next asked for."""
        with self._zookeeper_lock:
            self._is_zookeeper_disconnected = False

    def zookeeper_if_started(self) -> ZooKeeperConnection | None:
        """The ZooKeeper connection, or None when nothing has asked for it yet."""
        return self._zookeeper

    def controller(self) -> ControllerLookup:
        """Who knows the real controller; one for the life of the session."""
        if self._controller is None:
            from kafkatui.kafka.read.controller import ControllerLookup

            self._controller = ControllerLookup(self.kafka)
        return self._controller

    def racks(self) -> RackLookup:
        """Who knows the racks; one for the life of the session."""
        if self._racks is None:
            from kafkatui.kafka.read.racks import RackLookup

            self._racks = RackLookup(self.kafka)
        return self._racks

    def registry(self) -> RegistryRequests:
        """What speaks to the schema registry; one for the life of the session.

        Raises:
            NotSupported: the profile names none, or its client is not installed.
            ConfigError: a property of it is wrong.
        """
        from kafkatui.kafka.registry.requests import RegistryRequests
        from kafkatui.kafka.registry.schemas import registry_properties

        if self._registry is None:
            properties = registry_properties(self.profile.kafka)
            if not properties:
                raise NotSupported(NO_REGISTRY, NO_REGISTRY_ADVICE)
            self._registry = RegistryRequests(properties, self.profile.registry_timeout_seconds)
        return self._registry

    def connects(self) -> Mapping[str, WorkerRequests]:
        """What speaks to the profile's Connects, by their names; for the life of the session.

        Raises:
            NotSupported: the profile names none.
            ConfigError: a property of one is wrong.
        """
        from kafkatui.kafka.connect_worker.requests import WorkerRequests
        from kafkatui.kafka.connect_worker.settings import worker_settings

        if not self._connects:
            named = worker_settings(self.profile.kafka)
            if not named:
                raise NotSupported(NO_CONNECT, NO_CONNECT_ADVICE)
            seconds = self.profile.connect_timeout_seconds
            self._connects = {each.name: WorkerRequests(each, seconds) for each in named}
        return self._connects

    def metadata(self) -> ClusterMetadata:
        """The newest metadata; read now when there is none yet.

        Raises:
            KafkatuiError: there is none and it could not be read.
        """
        return self._metadata or self._read_or_wait(is_first=True)

    def read_metadata(self) -> ClusterMetadata:
        """The metadata, read now and remembered. Who asks while it is being read waits for that answer.

        Raises:
            KafkatuiError: it could not be read.
        """
        return self._read_or_wait()

    def _read_or_wait(self, *, is_first: bool = False) -> ClusterMetadata:
        """Read it, or wait for who is reading it.

        Args:
            is_first: what another has read in the meantime will do.
        """
        with self._metadata_lock:
            if is_first and self._metadata is not None:
                return self._metadata
            under_way = self._metadata_read
            if under_way is None:
                mine = self._metadata_read = Future[ClusterMetadata]()
        if under_way is not None:
            return under_way.result()
        try:
            read = self._metadata = self._read_metadata()
            mine.set_result(read)
        except BaseException as error:
            mine.set_exception(error)  # those who wait get it too
            raise
        finally:
            with self._metadata_lock:  # between who looks for a read under way and who begins one
                self._metadata_read = None
        return read

    def _read_metadata(self) -> ClusterMetadata:
        return self._reading().read(self._metadata)

    def topic_identities(self) -> TopicIdentities:
        """What tells topics from others of the same name; one for the life of the session."""
        return self._reading().identities

    def topic_identity(self, topic: str) -> str | None:
        """The identity of `topic`, asked now; see `Topic.identity`. None when nobody can tell, or there is none.

        Raises:
            KafkatuiError: nobody answered.
        """
        identities = self.topic_identities()
        identities.read([topic])
        return identities.known.get(topic)

    def _reading(self) -> MetadataReading:
        with self._metadata_lock:
            if self._metadata_reading is None:
                from kafkatui.session.metadata_reading import MetadataReading

                self._metadata_reading = MetadataReading(
                    self.kafka, self._zookeeper_of, lambda: self.controller().is_kraft
                )
            return self._metadata_reading

    def _zookeeper_of(self, cluster_id: str | None) -> ZooKeeperConnection | None:
        """The ensemble, while it answers and has just said that it is that cluster's."""
        connection = self._zookeeper
        is_theirs = cluster_id is not None and self.zookeeper_cluster_id() == cluster_id
        return connection if is_theirs and connection is not None and connection.is_usable else None

    @property
    def has_metadata(self) -> bool:
        """Whether Kafka has answered once."""
        return self._metadata is not None

    def remember_metadata(self, metadata: ClusterMetadata) -> None:
        """Let later reads build on `metadata`."""
        self._metadata = metadata

    def close(self, timeout_seconds: float = 2.0) -> None:
        """Close what was opened, all together within `timeout_seconds`."""
        deadline = time.monotonic() + timeout_seconds
        with self._zookeeper_lock:
            self._is_closed = True
            connection = self._zookeeper
        if connection is not None:
            connection.close(timeout_seconds / 2)
        self.kafka.close(max(0.0, deadline - time.monotonic()))
