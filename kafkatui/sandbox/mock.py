"""librdkafka's own mock cluster: for those without Java. It has brokers, topics and records, and nothing else."""

from __future__ import annotations

import signal
import sys
from collections.abc import Sequence
from typing import Any

from kafkatui.config.resolve import NOTE_VARIABLE
from kafkatui.model.errors import SandboxError
from kafkatui.sandbox.app_process import run_app
from kafkatui.sandbox.contents import send_all
from kafkatui.sandbox.processes import ProcessGuard
from kafkatui.sandbox.readiness import QUIET_CLIENT
from kafkatui.sandbox.records import initial_records
from kafkatui.sandbox.signals import EndingSignals, Signalled

MOCK_NOTE = "mock cluster: no ZooKeeper, no groups"
_TIMEOUT_SECONDS = 10.0


class MockCluster:
    """Lives in this process for as long as the object does."""

    def __init__(self, brokers: int) -> None:
        from confluent_kafka import Producer

        settings: dict[str, Any] = {
            **QUIET_CLIENT,
            "test.mock.num.brokers": brokers,
            "linger.ms": 5,
            "message.max.bytes": 4_000_000,
        }
        self._producer = Producer(settings)

    @property
    def bootstrap_servers(self) -> str:
        """Where it listens; SandboxError when it does not answer."""
        from confluent_kafka import KafkaException

        try:
            brokers = self._producer.list_topics(timeout=_TIMEOUT_SECONDS).brokers.values()
        except KafkaException as error:
            raise SandboxError(f"The mock cluster does not answer: {error.args[0].str()}.") from error
        return ",".join(f"{broker.host}:{broker.port}" for broker in brokers)

    def load(self) -> None:
        """Produces the demo's records; the mock creates the topics, with the number of partitions it always gives."""
        from confluent_kafka import KafkaException

        partitions = 4  # librdkafka's default for a mock cluster's topics
        records = (record for record in initial_records() if (record.partition or 0) < partitions)
        try:
            send_all(self._producer, records)
        except KafkaException as error:
            raise SandboxError(f"Could not fill the mock cluster: {error.args[0].str()}.") from error


def run_mock(
    brokers: int, *, show_app: bool = True, app_arguments: Sequence[str] = (), app_command: Sequence[str] = ()
) -> int:
    """Runs a mock cluster until the app ends or a signal ends it; the exit code.

    Args:
        app_command: what to run as the app; kafkatui itself when empty.
    """
    cluster = MockCluster(brokers)
    addresses = cluster.bootstrap_servers
    cluster.load()
    with EndingSignals() as signals:
        try:
            if show_app:
                return _run_app(addresses, app_arguments, app_command, signals)
            print(f"# {MOCK_NOTE}\nbootstrap.servers={addresses}", flush=True)
            while True:
                signal.pause()
        except Signalled as signalled:
            return 128 + signalled.number


def _run_app(addresses: str, app_arguments: Sequence[str], app_command: Sequence[str], signals: EndingSignals) -> int:
    app = list(app_command) or [sys.executable, "-m", "kafkatui"]
    guard = ProcessGuard()
    try:
        arguments = ["--bootstrap-server", addresses, "--zookeeper", "none", *app_arguments]
        return run_app([*app, *arguments], guard, signals, {NOTE_VARIABLE: MOCK_NOTE})
    finally:
        guard.close()
