"""Three ZooKeeper servers of one ensemble, without Kafka: they start in seconds."""

from __future__ import annotations

import signal
from collections.abc import Mapping
from pathlib import Path

from kazoo.client import KazooClient

from kafkatui.sandbox import zookeeper_server
from kafkatui.sandbox.class_archive import use_archive
from kafkatui.sandbox.jars import fetch_release
from kafkatui.sandbox.ports import HOST, choose_ports
from kafkatui.sandbox.processes import ProcessGuard, ServerProcess
from kafkatui.sandbox.readiness import wait_until
from kafkatui.sandbox.versions import DEFAULT_RELEASE, find_release
from tests.cluster.sharing import require_java_and_maven

START_SECONDS = 60.0


class Ensemble:
    """Servers 1, 2 and 3; each may be stopped and started again.

    Args:
        further: further lines of every server's zoo.cfg.
        options: further options of `java`.
    """

    def __init__(self, home: Path, further: Mapping[str, object] | None = None, options: tuple[str, ...] = ()) -> None:
        require_java_and_maven()
        release = find_release(DEFAULT_RELEASE)
        fetch_release(release, lambda line: None)
        assert release.zookeeper_jars is not None
        ports = choose_ports(4)
        peers = [*ports.brokers, *ports.controllers]
        self.ports = (ports.zookeeper, peers[6], peers[7])
        self.connect = ",".join(f"{HOST}:{port}" for port in self.ports)
        members = {f"server.{n}": f"{HOST}:{peers[2 * n - 2]}:{peers[2 * n - 1]}" for n in (1, 2, 3)}
        self._guard = ProcessGuard()
        self._servers: dict[int, ServerProcess] = {}
        self._commands: dict[int, tuple[Path, list[str]]] = {}
        archive = use_archive(release.zookeeper_jars, zookeeper_server.MAIN_CLASS)
        for number, port in enumerate(self.ports, 1):
            directory = home / str(number)
            lines = {"initLimit": 10, "syncLimit": 5, "tickTime": 500, **members, **(further or {})}
            configuration = zookeeper_server.write_configuration(directory, port, lines)
            (directory / "data" / "myid").write_text(str(number))
            command = zookeeper_server.command_line(release.zookeeper_jars, configuration, [*archive, *options])
            self._commands[number] = (directory, command)

    def address(self, number: int) -> str:
        return f"{HOST}:{self.ports[number - 1]}"

    def start(self, *numbers: int) -> None:
        for number in numbers:
            directory, command = self._commands[number]
            self._servers[number] = self._guard.spawn(f"zookeeper-{number}", command, directory, directory / "log")

    def stop(self, *numbers: int) -> None:
        for number in numbers:
            server = self._servers.pop(number)
            server.signal(signal.SIGKILL)
            assert server.wait(20)
            self._guard.forget(server.pid)

    def client(self) -> KazooClient:
        """A client of a test's own, connected."""
        client = KazooClient(hosts=self.connect, timeout=10)
        client.start(timeout=START_SECONDS)
        return client

    def wait(self) -> None:
        """Until every server serves."""
        for number in self._servers:
            client = KazooClient(hosts=self.address(number))

            def serves(client: KazooClient = client) -> bool:
                try:
                    client.start(timeout=1)
                except Exception:  # it is starting still
                    return False
                return True

            wait_until(serves, START_SECONDS, f"server {number}")
            client.stop()
            client.close()

    def close(self) -> None:
        self.stop(*list(self._servers))
        self._guard.close()
