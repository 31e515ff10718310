"""Three ZooKeeper servers of one ensemble, without Kafka: they start in seconds."""

from __future__ import annotations

import signal
from collections.abc import Mapping
from pathlib import Path

from kazoo.client import KazooClient

from kafkatui.codec.znode_acl import digest_id
from kafkatui.sandbox import zookeeper_server
from kafkatui.sandbox.class_archive import use_archive
from kafkatui.sandbox.jars import class_path, fetch_release
from kafkatui.sandbox.ports import HOST, choose_ports
from kafkatui.sandbox.processes import ProcessGuard, ServerProcess
from kafkatui.sandbox.readiness import wait_until
from kafkatui.sandbox.versions import DEFAULT_RELEASE, JarSet, Release, find_release
from tests.cluster.needs import require_java_and_maven

START_SECONDS = 60.0


SUPER_PASSWORD = "super-secret"
SUPER_DIGEST = "-Dzookeeper.DigestAuthenticationProvider.superDigest"
READ_ONLY_MODE = "-Dreadonlymode.enabled=true"
NO_METRICS = "org.apache.zookeeper.metrics.impl.DefaultMetricsProvider"


class Jetty(JarSet):
    """What the AdminServer needs beside ZooKeeper."""

    @property
    def pom(self) -> Path:
        return Path(__file__).parent / "jetty" / "pom.xml"


def jetty_class_path() -> str:
    jars = Jetty("test-jetty", "9.4.53", 8)
    fetch_release(Release("jetty", jars, None), lambda line: None)
    return class_path(jars)


class Ensemble:
    """Servers 1, 2 and 3; each may be stopped and started again.

    Args:
        further: further lines of every server's zoo.cfg.
        are_alike: whether server 3 is as the others.

    Attributes:
        members: by their numbers, as the servers know each other.
        admin_port: of the AdminServer of server 3, which allows no four-letter word.
    """

    def __init__(self, home: Path, further: Mapping[str, object] | None = None, *, are_alike: bool = False) -> None:
        require_java_and_maven()
        release = find_release(DEFAULT_RELEASE)
        fetch_release(release, lambda line: None)
        assert release.zookeeper_jars is not None
        ports = choose_ports(5)
        peers = [*ports.brokers, *ports.controllers]
        self.ports = (ports.zookeeper, peers[6], peers[7])
        self.admin_port = peers[8]
        self.connect = ",".join(f"{HOST}:{port}" for port in self.ports)
        self.members = {
            n: f"{HOST}:{peers[2 * n - 2]}:{peers[2 * n - 1]}:participant;{HOST}:{self.ports[n - 1]}" for n in (1, 2, 3)
        }
        members = {f"server.{n}": member for n, member in self.members.items()}
        self._guard = ProcessGuard()
        self._servers: dict[int, ServerProcess] = {}
        self._commands: dict[int, tuple[Path, list[str]]] = {}
        archive = use_archive(release.zookeeper_jars, zookeeper_server.MAIN_CLASS)
        for number, port in enumerate(self.ports, 1):
            directory = home / str(number)
            # A machine that is busy elsewhere must not make them elect another leader.
            lines = {"initLimit": 60, "syncLimit": 40, "tickTime": 500, "reconfigEnabled": True, **members}
            lines |= further or {}
            is_other = number == 3 and not are_alike
            if is_other:
                lines |= {
                    "4lw.commands.whitelist": "ruok", "admin.enableServer": True, "admin.serverPort": self.admin_port,
                    "admin.serverAddress": HOST, "metricsProvider.className": NO_METRICS,
                }  # fmt: skip
            configuration = zookeeper_server.write_configuration(directory, port, lines)
            (directory / "data" / "myid").write_text(str(number))
            modes = [] if is_other else [READ_ONLY_MODE]  # which allows srvr
            options = [*archive, *modes, f"{SUPER_DIGEST}={digest_id('super', SUPER_PASSWORD)}"]
            command = zookeeper_server.command_line(release.zookeeper_jars, configuration, options)
            if is_other:
                at = command.index("-cp") + 1
                command[at] = f"{command[at]}:{jetty_class_path()}"
            self._commands[number] = (directory, command)

    def address(self, number: int) -> str:
        return f"{HOST}:{self.ports[number - 1]}"

    def start(self, *numbers: int) -> None:
        for number in numbers:
            directory, command = self._commands[number]
            self._servers[number] = self._guard.spawn(f"zookeeper-{number}", command, directory, directory / "log")

    def start_older(self, number: int) -> None:
        """One with the jars of ZooKeeper 3.5, on what data it has."""
        older = find_release("2.3")
        fetch_release(older, lambda line: None)
        directory, _ = self._commands[number]
        command = zookeeper_server.command_line(older.broker_jars, directory / "zoo.cfg")
        self._servers[number] = self._guard.spawn(f"zookeeper-{number}", command, directory, directory / "log")

    def pids(self, *numbers: int) -> list[int]:
        """Of these servers."""
        return [self._servers[number].pid for number in numbers]

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
