"""One ZooKeeper server without brokers, whose data can be thrown away, or made beforehand."""

from __future__ import annotations

import signal
import struct
import zlib
from collections.abc import Iterable, Mapping, Sequence
from itertools import repeat
from pathlib import Path

from kafkatui.sandbox import zookeeper_server
from kafkatui.sandbox.class_archive import use_archive
from kafkatui.sandbox.jars import fetch_release
from kafkatui.sandbox.ports import HOST, choose_ports
from kafkatui.sandbox.processes import ProcessGuard, ServerProcess
from kafkatui.sandbox.versions import DEFAULT_RELEASE, find_release
from tests.cluster.needs import require_java_and_maven

_OPEN_ACL = -1
_STAT = struct.pack(">qqqqiiiqq", 1, 1, 0, 0, 0, 0, 0, 0, 1)
_AT_THE_END = b"\0\0\0\1/"
_SYSTEM = ("", "/zookeeper", "/zookeeper/quota", "/zookeeper/config")


class LoneZooKeeper:
    """A server of its own.

    Args:
        lines: further ones of its zoo.cfg.
        options: further ones of `java`.
    """

    def __init__(self, home: Path, lines: Mapping[str, object] | None = None, options: Sequence[str] = ()) -> None:
        require_java_and_maven()
        release = find_release(DEFAULT_RELEASE)
        fetch_release(release, lambda line: None)
        assert release.zookeeper_jars is not None
        port = choose_ports(1).zookeeper
        self.address = f"{HOST}:{port}"
        self.data = home / "data"
        options = [*use_archive(release.zookeeper_jars, zookeeper_server.MAIN_CLASS), *options]
        configuration = zookeeper_server.write_configuration(home, port, lines)
        self._command = zookeeper_server.command_line(release.zookeeper_jars, configuration, options)
        self._home = home
        self._guard = ProcessGuard()
        self._server: ServerProcess | None = None

    def start(self) -> None:
        """Starts it on what data there are."""
        self._server = self._guard.spawn("zookeeper", self._command, self._home, self._home / "log")

    def stop(self) -> None:
        """Stops it in order, so that its data are whole."""
        if self._server is not None:
            self._server.signal(signal.SIGTERM)
            assert self._server.wait(20)
            self._guard.forget(self._server.pid)
            self._server = None

    def close(self) -> None:
        self.stop()
        self._guard.close()


def write_snapshot(data: Path, znodes: Iterable[tuple[str, bytes]]) -> None:
    """Znodes that a server on these data begins with, each after its parent (FileSnap, ZooKeeper's own format)."""
    folder = data / "version-2"
    folder.mkdir(parents=True)
    end = struct.pack(">q", _OPEN_ACL) + _STAT
    size = struct.Struct(">i")
    parts = [struct.pack(">4siqii", b"ZKSN", 2, -1, 0, 0)]  # no sessions, no lists of ACLs
    for path, content in (*zip(_SYSTEM, repeat(b"")), *znodes):
        name = path.encode()
        parts += (size.pack(len(name)), name, size.pack(len(content)), content, end)
    parts.append(_AT_THE_END)
    checksum = 1
    with (folder / "snapshot.1").open("wb") as file:
        for begin in range(0, len(parts), 100_000):
            text = b"".join(parts[begin : begin + 100_000])
            checksum = zlib.adler32(text, checksum)
            file.write(text)
        file.write(struct.pack(">q", checksum) + _AT_THE_END)
