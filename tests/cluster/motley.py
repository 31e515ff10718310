"""A cluster whose brokers are not alike: racks, disks and versions of their own, and a broker that does not belong."""

from __future__ import annotations

import shutil
import signal
import subprocess
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from pathlib import Path

from kafkatui.sandbox import broker
from kafkatui.sandbox.cluster import Sandbox, SandboxSettings
from kafkatui.sandbox.jars import fetch_release
from kafkatui.sandbox.ports import HOST, choose_ports
from kafkatui.sandbox.properties import format_properties, parse_properties
from kafkatui.sandbox.versions import find_release

SMALL_DISK_MEBIBYTES = 64
BALLAST_MEBIBYTES = 50
_SEGMENT_BYTES = 2**31 - 1
_BALLAST = "ballast"


class Motley(Sandbox):
    """Three brokers of Kafka 3.9.

    Args:
        of_brokers: further properties of each, by id; {home} is its folder.
        small_disk: id of a broker that has a second directory on a small file system, nearly full; None: nobody.
    """

    def __init__(
        self, settings: SandboxSettings, of_brokers: Mapping[int, Mapping[str, str]], small_disk: int | None
    ) -> None:
        super().__init__(settings)
        self._of_brokers, self._small_disk = of_brokers, small_disk

    def data(self, broker_id: int, name: str = "data") -> Path:
        """A directory of a broker's."""
        return self._broker_home(broker_id) / name

    def make_room(self, broker_id: int) -> None:
        """Takes away what fills the small file system, which only the broker sees."""
        pid = self.pids[self._broker_name(broker_id)]
        Path(f"/proc/{pid}/root{self._small(broker_id)}/{_BALLAST}").unlink()

    @contextmanager
    def stranger(self, broker_id: int, line: str) -> Iterator[None]:
        """Another broker of another generation, without a rack, which stands in ZooKeeper."""
        release = find_release(line)
        fetch_release(release, lambda text: None)
        home, name = self._broker_home(broker_id), self._broker_name(broker_id)
        properties = broker.server_properties(release, self.ports, 1, home / "data")
        del properties["broker.rack"]
        address = f"PLAINTEXT://{HOST}:{choose_ports(1).brokers[0]}"
        broker.write_configuration(home, {**properties, "broker.id": broker_id, "listeners": address})
        self._spawn(name, broker.command_line(release.broker_jars, home / "server.properties"), home)
        try:
            yield
        finally:
            server = self._servers.pop(name)
            server.signal(signal.SIGTERM)
            assert server.wait(30)
            self.guard.forget(server.pid)

    def _broker_name(self, broker_id: int) -> str:
        return f"broker-{broker_id}"

    def _start_broker(self, broker_id: int) -> None:
        home = self._broker_home(broker_id)
        path, further = home / "server.properties", self._of_brokers.get(broker_id, {})
        lines = parse_properties(path.read_text()) | {
            name: value.replace("{home}", str(home)) for name, value in further.items()
        }
        if broker_id == self._small_disk:
            lines["log.dirs"] = f"{self.data(broker_id)},{self._small(broker_id)}/logs"
        path.write_text(format_properties(lines))
        super()._start_broker(broker_id)

    def _spawn(self, name: str, command: list[str], home: Path) -> None:
        if self._small_disk is not None and name == self._broker_name(self._small_disk):
            command = on_a_small_disk(command, self._small(self._small_disk))
        super()._spawn(name, command, home)

    def _small(self, broker_id: int) -> Path:
        return self._broker_home(broker_id) / "small"


def on_a_small_disk(command: list[str], path: Path) -> list[str]:
    """The same in a mount namespace of its own, with a small file system there that is nearly full."""
    path.mkdir(exist_ok=True)
    script = (
        f"mount -t tmpfs -o size={SMALL_DISK_MEBIBYTES}m none {path} && mkdir {path}/logs"
        f' && head -c {BALLAST_MEBIBYTES}m /dev/zero > {path}/{_BALLAST} && exec "$@"'
    )
    unshare = shutil.which("unshare")
    assert unshare is not None
    return [unshare, "--map-root-user", "--mount", "sh", "-c", script, "sh", *command]


def may_mount(path: Path) -> bool:
    """Whether this user may have a mount namespace, and look into it."""
    if shutil.which("unshare") is None:
        return False
    return subprocess.run(on_a_small_disk(["true"], path), capture_output=True, check=False).returncode == 0


def write_large_log(partition: Path, segments: int) -> None:
    """Turns the empty log of a broker that was stopped in order into one of so many times 2 GiB, which takes no room.

    Its last segment is empty: nothing of the others is read when the broker starts.
    """
    for base in range(segments + 1):
        for kind in ("log", "index", "timeindex"):
            path = partition / f"{base:020d}.{kind}"
            path.write_bytes(b"")
        if base < segments:
            with (partition / f"{base:020d}.log").open("wb") as file:
                file.truncate(_SEGMENT_BYTES)
