"""A Kafka Connect worker with the file connectors, from Maven."""

from __future__ import annotations

import signal
import tempfile
import urllib.error
import urllib.request
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from kafkatui.model.errors import SandboxError
from kafkatui.sandbox.jars import Progress, class_path, fetch_jars, java_command
from kafkatui.sandbox.ports import HOST
from kafkatui.sandbox.processes import ProcessGuard, ServerProcess
from kafkatui.sandbox.properties import format_properties
from kafkatui.sandbox.readiness import wait_until
from kafkatui.sandbox.versions import CONNECT_3_9

MAIN_CLASS = "org.apache.kafka.connect.cli.ConnectDistributed"
START_SECONDS = 120.0
STOP_SECONDS = 10.0


class ConnectWorker:
    """A worker on 127.0.0.1:`port` that goes when this process goes.

    Args:
        bootstrap_servers: of the cluster it works for, in whose topics it keeps what it knows.
        group: names it, and those topics.
        directory: where it writes; a temporary one, deleted at the end, when None.
    """

    def __init__(self, bootstrap_servers: str, port: int, group: str, directory: Path | None = None) -> None:
        self.port = port
        self.url = f"http://{HOST}:{port}"
        self.directory = directory
        self._bootstrap_servers = bootstrap_servers
        self._group = group
        self._guard: ProcessGuard | None = None
        self._server: ServerProcess | None = None

    @property
    def topics(self) -> tuple[str, ...]:
        """Where it keeps what it knows."""
        return tuple(f"{self._group}-{what}" for what in ("configs", "offsets", "status"))

    def start(self) -> None:
        """Starts it and returns; see `wait`. Its jars must be there, and the brokers as well: it ends without them."""
        self._guard = ProcessGuard()
        if self.directory is None:
            self.directory = Path(tempfile.mkdtemp(prefix="kafkatui-connect-"))
            self._guard.remove_at_end(self.directory)
        settings = self.directory / "worker.properties"
        settings.write_text(format_properties(self._properties()))
        command = [java_command() or "java", "-Xmx256m", "-XX:+UseSerialGC", "-XX:TieredStopAtLevel=1", "-cp",
                   class_path(CONNECT_3_9), MAIN_CLASS, str(settings)]  # fmt: skip
        self._server = self._guard.spawn("connect", command, self.directory, self.directory / "connect.log")

    def wait(self) -> None:
        """Returns when it answers.

        Raises:
            SandboxError: it ended, or did not come up in time.
        """
        wait_until(self._answers, START_SECONDS, "the Connect worker")

    def stop(self, *, in_order: bool = False) -> None:
        """Stops it. May be repeated.

        Args:
            in_order: give it the time to end by itself.
        """
        if self._guard is None:
            return
        if self._server is not None:
            self._server.signal(signal.SIGTERM if in_order else signal.SIGKILL)
            if self._server.wait(STOP_SECONDS):
                self._guard.forget(self._server.pid)
        self._guard.close()
        self._guard = None

    def _properties(self) -> dict[str, object]:
        topics = {
            f"{what}.storage.topic": topic
            for what, topic in zip(("config", "offset", "status"), self.topics, strict=True)
        }
        small = {f"{what}.storage.replication.factor": 1 for what in ("config", "offset", "status")}
        return {
            "bootstrap.servers": self._bootstrap_servers,
            "group.id": self._group,
            "listeners": self.url,
            "key.converter": "org.apache.kafka.connect.storage.StringConverter",
            "value.converter": "org.apache.kafka.connect.storage.StringConverter",
            **topics,
            **small,
            "offset.storage.partitions": 1,
            "status.storage.partitions": 1,
            "offset.flush.interval.ms": 1000,
            "plugin.discovery": "service_load",
            "scheduled.rebalance.max.delay.ms": 0,
        }

    def _answers(self) -> bool:
        if self._server is None or not self._server.is_running:
            told = "" if self._server is None else self._server.log_tail()
            raise SandboxError(f"The Connect worker ended while it was starting: {told}")
        try:
            with urllib.request.urlopen(f"{self.url}/connectors", timeout=2):
                return True
        except (OSError, urllib.error.URLError):
            return False


@contextmanager
def running_worker(bootstrap_servers: str, port: int, group: str, directory: Path) -> Iterator[ConnectWorker]:
    """A worker that answers, writing into `directory`.

    Raises:
        SandboxError: Java or Maven is missing, its jars could not be fetched, or it did not come up in time.
    """
    fetch_worker()
    worker = ConnectWorker(bootstrap_servers, port, group, directory)
    try:
        worker.start()
        worker.wait()
        yield worker
    finally:
        worker.stop(in_order=True)


def fetch_worker(progress: Progress = lambda line: None) -> None:
    """Brings its jars into the cache (31 MB); returns at once when they are there."""
    fetch_jars(CONNECT_3_9, progress)
