"""A Kafka Connect worker with the file connectors, from Maven."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from kafkatui.sandbox.jars import Progress, class_path, fetch_jars, java_command
from kafkatui.sandbox.java import FAST_START
from kafkatui.sandbox.java_service import JavaService
from kafkatui.sandbox.ports import HOST
from kafkatui.sandbox.properties import format_properties
from kafkatui.sandbox.versions import CONNECT_3_9

MAIN_CLASS = "org.apache.kafka.connect.cli.ConnectDistributed"


class ConnectWorker(JavaService):
    """A worker on 127.0.0.1:`port`. Its jars and the brokers must be there when it starts: it ends without them.

    Args:
        bootstrap_servers: of the cluster it works for, in whose topics it keeps what it knows.
        group: names it, and those topics.
        directory: where it writes; a temporary one, deleted at the end, when None.
    """

    label, title, probe = "connect", "Connect worker", "connectors"

    def __init__(self, bootstrap_servers: str, port: int, group: str, directory: Path | None = None) -> None:
        super().__init__(f"http://{HOST}:{port}", directory)
        self.port = port
        self._bootstrap_servers = bootstrap_servers
        self._group = group

    @property
    def topics(self) -> tuple[str, ...]:
        """Where it keeps what it knows."""
        return tuple(f"{self._group}-{what}" for what in ("configs", "offsets", "status"))

    def _command(self, directory: Path) -> list[str]:
        settings = directory / "worker.properties"
        settings.write_text(format_properties(self._properties()))
        return [java_command() or "java", "-Xmx256m", *FAST_START, "-cp",
                class_path(CONNECT_3_9), MAIN_CLASS, str(settings)]  # fmt: skip

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
