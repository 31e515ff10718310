"""The sandbox: a real ZooKeeper and real brokers as child processes, started together, gone together."""

from __future__ import annotations

import shutil
import signal
import tempfile
import time
from collections.abc import Iterator, Mapping, Sequence
from contextlib import contextmanager
from dataclasses import dataclass, field
from pathlib import Path
from types import TracebackType

from kafkatui.model.errors import SandboxError
from kafkatui.sandbox import broker, kraft, zookeeper_server
from kafkatui.sandbox.class_archive import make_archive, use_archive
from kafkatui.sandbox.failed_start import where_logs_are, why_it_ended
from kafkatui.sandbox.jars import Progress, check_java_and_maven, fetch_release
from kafkatui.sandbox.ports import HOST, Ports, choose_ports
from kafkatui.sandbox.processes import ProcessGuard, ServerProcess
from kafkatui.sandbox.readiness import wait_for_brokers
from kafkatui.sandbox.versions import DEFAULT_RELEASE, JarSet, Release, find_release

START_TIMEOUT_SECONDS = 180.0
SESSION_WAIT_SECONDS = 90.0
"""How long a start is repeated that fails because ZooKeeper still has the broker's last session, which takes 18 s; on a
busy machine a start alone takes 20 s."""

_NOT_REGISTERED = (b"NodeExistsException", b"SessionExpiredException", b"ConnectionLossException")
"""Why a broker could not register that may the next time: its last session is there, or its new one was too slow."""

_ADDRESS_IN_USE = b"Address already in use"
_PORT_TRIES = 4
_GRACEFUL_STOP_SECONDS = 15.0
_KILL_SECONDS = 5.0
_ZOOKEEPER = "zookeeper"


@dataclass(frozen=True, slots=True)
class SandboxSettings:
    """What to start.

    Attributes:
        kafka: a key of versions.RELEASES.
        brokers: how many.
        ports: where they listen; free ones are chosen when None.
        directory: keeps data and logs there, across runs; a temporary directory, deleted at the end, when None.
        release: other jars than those of `kafka`.
        archive_classes_in: directory for the class archives that this run is to make; none are made when None.
        broker_properties: added to every broker's server.properties, or replacing what is there.
        zookeeper_properties: the same for ZooKeeper's zoo.cfg.
        java_options: further ones of every broker's `java`.
    """

    kafka: str = DEFAULT_RELEASE
    brokers: int = 3
    ports: Ports | None = None
    directory: Path | None = None
    broker_properties: Mapping[str, object] = field(default_factory=dict)
    zookeeper_properties: Mapping[str, object] = field(default_factory=dict)
    archive_classes_in: Path | None = None
    release: Release | None = None
    java_options: Sequence[str] = ()

    @property
    def stops_in_order(self) -> bool:
        """Whether servers get the time to end in order: for their data's sake, or for what they write at the end."""
        return self.directory is not None or self.archive_classes_in is not None


class ServerEnded(SandboxError):
    """A server that was starting has ended."""

    def __init__(self, name: str, why: str) -> None:
        super().__init__(f"{name} ended while it was starting: {why.rstrip('.')}.")
        self.name = name


class Sandbox:
    """A cluster on 127.0.0.1; also a context manager that starts and stops it."""

    def __init__(self, settings: SandboxSettings | None = None, progress: Progress = lambda line: None) -> None:
        self.settings = settings or SandboxSettings()
        self.release: Release = self.settings.release or find_release(self.settings.kafka)
        self.ports: Ports = self.settings.ports or choose_ports(self.settings.brokers)
        self._progress = progress
        self._guard: ProcessGuard | None = None
        self._servers: dict[str, ServerProcess] = {}
        self._directory: Path | None = self.settings.directory

    @property
    def bootstrap_servers(self) -> str:
        """`127.0.0.1:PORT,…` of every broker, as bootstrap.servers takes it."""
        return ",".join(f"{HOST}:{port}" for port in self.ports.brokers)

    @property
    def zookeeper_connect(self) -> str | None:
        """`127.0.0.1:PORT`, as zookeeper.connect takes it; None on KRaft."""
        return None if self.release.zookeeper_jars is None else f"{HOST}:{self.ports.zookeeper}"

    @property
    def directory(self) -> Path:
        """Where data, configuration and logs are; SandboxError before start()."""
        if self._directory is None:
            raise SandboxError("The sandbox has not been started.")
        return self._directory

    @property
    def guard(self) -> ProcessGuard:
        """What ends the servers when this process dies; SandboxError before start()."""
        if self._guard is None:
            raise SandboxError("The sandbox has not been started.")
        return self._guard

    @property
    def pids(self) -> dict[str, int]:
        """Process id of each running server: "zookeeper", "broker-1", …"""
        return {name: server.pid for name, server in self._servers.items() if server.is_running}

    def log_path(self, name: str) -> Path:
        """The log file of "zookeeper" or "broker-N"."""
        return self.directory / "logs" / f"{name}.log"

    @property
    def log_paths(self) -> dict[str, Path]:
        """The log files of all servers, by a broker's id and "zookeeper"."""
        return {name.removeprefix("broker-"): self.log_path(name) for name in sorted(self._servers)}

    def start(self) -> None:
        """Fetches what is missing, starts every server at once and returns when all brokers have registered.

        Raises:
            SandboxError: Java or Maven is missing, a download failed, a server ended or did not come up in time;
                nothing is left running then.
        """
        check_java_and_maven()
        fetch_release(self.release, self._progress)
        for tries_left in reversed(range(_PORT_TRIES)):
            self._guard = ProcessGuard()
            try:
                self._start_all()
                return
            except BaseException as error:
                may_choose = isinstance(error, SandboxError) and self.settings.ports is None and self._met_others()
                self.stop()
                if not (may_choose and tries_left):
                    raise
            self.ports = choose_ports(self.settings.brokers)
            self._directory = self.settings.directory

    def stop(self) -> None:
        """Stops every server: in order when the data are kept, at once when they are thrown away. May be repeated."""
        if self._guard is None:
            return
        if self.settings.stops_in_order:
            self._stop_in_order()
        for server in self._servers.values():
            server.signal(signal.SIGKILL)
        for server in self._servers.values():
            if server.wait(_KILL_SECONDS):
                self._guard.forget(server.pid)
        self._servers.clear()
        self._guard.close()
        self._guard = None
        if self.settings.directory is None and self._directory is not None:
            shutil.rmtree(self._directory, ignore_errors=True)

    def stop_broker(self, broker_id: int, *, kill: bool = False) -> None:
        """Stops one broker.

        Args:
            kill: SIGKILL, so that it stays registered in ZooKeeper until its session expires; else it moves its
                leaders away and leaves in order.
        """
        name = self._broker_name(broker_id)
        server = self._servers.pop(name, None)
        if server is None or not server.is_running:
            raise SandboxError(f"Broker {broker_id} is not running.")
        server.signal(signal.SIGKILL if kill else signal.SIGTERM)
        if not server.wait(_KILL_SECONDS if kill else _GRACEFUL_STOP_SECONDS):
            server.signal(signal.SIGKILL)
            server.wait(_KILL_SECONDS)
        self.guard.forget(server.pid)

    def start_broker(self, broker_id: int) -> None:
        """Starts a stopped broker again, on its old data and port; returns when all running brokers are complete.

        A broker that was killed cannot register before its last ZooKeeper session has expired and ends instead; it is
        then started again, for up to `SESSION_WAIT_SECONDS`.

        Raises:
            SandboxError: it is running, it ended for another reason, or it did not come up in time.
        """
        name = self._broker_name(broker_id)
        if name in self.pids:
            raise SandboxError(f"Broker {broker_id} is running.")
        log = self.log_path(name)
        seen_bytes = log.stat().st_size
        retry_until = time.monotonic() + SESSION_WAIT_SECONDS

        def check() -> None:
            nonlocal seen_bytes
            server = self._servers[name]
            if not server.is_running and time.monotonic() < retry_until and _could_not_register(log, seen_bytes):
                self._progress(f"waiting for ZooKeeper to forget broker {broker_id}'s last session")
                self.guard.forget(server.pid)
                seen_bytes = log.stat().st_size
                self._start_broker(broker_id)
            self._check_server(name, seen_bytes)

        self._start_broker(broker_id)
        port = f"{HOST}:{self.ports.brokers[broker_id - 1]}"
        running = sum(1 for server in self.pids if server != _ZOOKEEPER)
        with self._telling_logs([name]):
            wait_for_brokers(port, running, START_TIMEOUT_SECONDS, check)

    def __enter__(self) -> Sandbox:
        self.start()
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self.stop()

    def _start_all(self) -> None:
        self._prepare_directory()
        self._start_servers()
        self._progress(f"waiting for {self.settings.brokers} brokers")
        with self._telling_logs(list(self._servers), keep=self.settings.directory is None):
            wait_for_brokers(self.bootstrap_servers, self.settings.brokers, START_TIMEOUT_SECONDS, self._check_servers)

    def _met_others(self) -> bool:
        """Whether somebody else took a port between its choice and the server's start."""
        logs = [server.log_path for server in self._servers.values()]
        return any(_ADDRESS_IN_USE in log.read_bytes() for log in logs if log.exists())

    def _prepare_directory(self) -> None:
        if self._directory is None:
            self._directory = Path(tempfile.mkdtemp(prefix="kafkatui-sandbox-"))
            self.guard.remove_at_end(self._directory)
        (self._directory / "logs").mkdir(parents=True, exist_ok=True)

    def _start_servers(self) -> None:
        release = self.release
        for broker_id in range(1, self.settings.brokers + 1):
            home = self._broker_home(broker_id)
            properties = broker.server_properties(release, self.ports, broker_id, home / "data")
            broker.write_configuration(home, {**properties, **self.settings.broker_properties})
        if release.zookeeper_jars is None:
            self._progress("formatting the brokers' storage")
            homes = [self._broker_home(broker_id) for broker_id in range(1, self.settings.brokers + 1)]
            kraft.format_storage(release.broker_jars, homes)
        else:
            home = self.directory / _ZOOKEEPER
            further = self.settings.zookeeper_properties
            configuration = zookeeper_server.write_configuration(home, self.ports.zookeeper, further)
            jars = release.zookeeper_jars
            options = self._class_archive_options(jars, zookeeper_server.MAIN_CLASS)
            options = [*options, _own_temporary_folder(home)]
            self._spawn(_ZOOKEEPER, zookeeper_server.command_line(jars, configuration, options), home)
        self._progress(f"starting {self.settings.brokers} Kafka {release.version} brokers")
        for broker_id in range(1, self.settings.brokers + 1):
            self._start_broker(broker_id)

    def _start_broker(self, broker_id: int) -> None:
        home = self._broker_home(broker_id)
        jars = self.release.broker_jars
        options = self._class_archive_options(jars, broker.MAIN_CLASS)
        options = [*options, _own_temporary_folder(home), *self.settings.java_options]
        command = broker.command_line(jars, home / "server.properties", options)
        self._spawn(self._broker_name(broker_id), command, home)

    def _class_archive_options(self, jars: JarSet, main_class: str) -> list[str]:
        scratch = self.settings.archive_classes_in
        return use_archive(jars, main_class) if scratch is None else make_archive(jars, main_class, scratch)

    def _spawn(self, name: str, command: list[str], home: Path) -> None:
        self._servers[name] = self.guard.spawn(name, command, home, self.log_path(name))

    def _stop_in_order(self) -> None:
        """Brokers first, all at once: without ZooKeeper they could not leave in order. Bounded."""
        brokers = [server for name, server in self._servers.items() if name != _ZOOKEEPER]
        for server in brokers:
            server.signal(signal.SIGTERM)
        deadline = time.monotonic() + _GRACEFUL_STOP_SECONDS
        for server in brokers:
            server.wait(max(0.0, deadline - time.monotonic()))
        if _ZOOKEEPER in self._servers:
            self._servers[_ZOOKEEPER].signal(signal.SIGTERM)
            self._servers[_ZOOKEEPER].wait(_KILL_SECONDS)

    def _check_servers(self) -> None:
        for name in self._servers:
            self._check_server(name)

    def _check_server(self, name: str, offset_bytes: int = 0) -> None:
        """Raises SandboxError when it has ended; `offset_bytes` of its log are of earlier starts."""
        server = self._servers[name]
        if not server.is_running:
            raise ServerEnded(name, why_it_ended(server.log_path, offset_bytes))

    @contextmanager
    def _telling_logs(self, names: Sequence[str], *, keep: bool = False) -> Iterator[None]:
        """Adds to a failure where the log of the server that ended is, or else those of all that are waited for.

        Args:
            keep: the directory is deleted when the start has failed.
        """
        try:
            yield
        except SandboxError as error:
            told = [error.name] if isinstance(error, ServerEnded) else names
            raise SandboxError(error.what, where_logs_are(map(self.log_path, told), keep=keep)) from None

    def _broker_name(self, broker_id: int) -> str:
        if not 1 <= broker_id <= self.settings.brokers:
            raise SandboxError(f"There is no broker {broker_id}.", f"They are 1 to {self.settings.brokers}.")
        return f"broker-{broker_id}"

    def _broker_home(self, broker_id: int) -> Path:
        return self.directory / self._broker_name(broker_id)


def _could_not_register(log: Path, offset_bytes: int) -> bool:
    """Whether a broker wrote, after `offset_bytes` of its log, that it did not get its znode."""
    with log.open("rb") as written:
        written.seek(offset_bytes)
        text = written.read()
    return any(reason in text for reason in _NOT_REGISTERED)


def _own_temporary_folder(home: Path) -> str:
    """The option for an empty one: compression libraries unpack themselves, and stay when the server is killed."""
    folder = home / "tmp"
    shutil.rmtree(folder, ignore_errors=True)
    folder.mkdir(parents=True)
    return f"-Djava.io.tmpdir={folder}"
