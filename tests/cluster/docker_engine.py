"""A Docker engine of the tests' own: a real dockerd on a private socket, and an image of busybox alone."""

from __future__ import annotations

import io
import os
import shutil
import subprocess
import tarfile
import tempfile
import time
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from dataclasses import dataclass
from pathlib import Path

import pytest

BUSYBOX = Path("/bin/busybox")
START_SECONDS = 60.0
IMAGE = "kafkatui-test"


@dataclass(frozen=True)
class DockerEngine:
    """A running engine.

    Attributes:
        host: as DOCKER_HOST has it.
    """

    host: str

    def docker(self, *arguments: str, stdin: bytes | None = None) -> str:
        """Run docker's own client; its output."""
        command = ["docker", "-H", self.host, *arguments]
        done = subprocess.run(command, input=stdin, capture_output=True, timeout=60)
        assert done.returncode == 0, done.stderr.decode()
        return done.stdout.decode().strip()

    def run(self, name: str, script: str, *options: str) -> None:
        """Start a container that runs a script of busybox's shell."""
        self.docker("run", "-d", "--network", "none", "--name", name, *options, IMAGE, "/bin/sh", "-c", script)


def require_docker() -> None:
    """Skips the test that calls it, or fails it where CI is set, when no engine can be started here."""
    missing = [name for name in ("dockerd", "docker") if shutil.which(name, path=_PATH) is None]
    missing += [] if BUSYBOX.exists() else [str(BUSYBOX)]
    missing += [] if os.geteuid() == 0 else ["root's rights"]
    if missing:
        reason = f"needs {' and '.join(missing)}: no Docker engine, so this was NOT tested"
        if os.environ.get("CI"):
            pytest.fail(reason, pytrace=False)
        pytest.skip(reason)


_PATH = f"{os.environ.get('PATH', '')}:/usr/sbin:/sbin"


@contextmanager
def running_engine() -> Iterator[DockerEngine]:
    """A started engine with the image, ended with its containers and its files."""
    require_docker()
    with tempfile.TemporaryDirectory(prefix="kafkatui-docker-", ignore_cleanup_errors=True) as name:
        folder = Path(name)
        with (folder / "log").open("wb") as log:
            process = subprocess.Popen(_command(folder), stdout=log, stderr=log, env={**os.environ, "PATH": _PATH})
        engine = DockerEngine(f"unix://{folder}/docker.sock")
        try:
            _wait_for(engine, process, folder / "log")
            engine.docker("import", "-", IMAGE, stdin=_root_file_system())
            yield engine
            if containers := engine.docker("ps", "-aq").split():
                engine.docker("rm", "-f", *containers)
        finally:
            process.terminate()
            try:
                process.wait(30)
            except subprocess.TimeoutExpired:
                process.kill()
                process.wait()


def _command(folder: Path) -> list[str]:
    return [
        "dockerd", "--iptables=false", "--bridge=none", "--storage-driver=vfs", f"--host=unix://{folder}/docker.sock",
        f"--data-root={folder}/data", f"--exec-root={folder}/exec", f"--pidfile={folder}/pid",
    ]  # fmt: skip


def _wait_for(engine: DockerEngine, process: subprocess.Popen[bytes], log: Path) -> None:
    deadline = time.monotonic() + START_SECONDS
    while True:
        with suppress(AssertionError):
            engine.docker("version")
            return
        assert process.poll() is None, log.read_text()[-2000:]
        assert time.monotonic() < deadline, log.read_text()[-2000:]
        time.sleep(0.1)


def _root_file_system() -> bytes:
    """busybox and the names that the tests call it by, as a tar file."""
    data = io.BytesIO()
    with tarfile.open(fileobj=data, mode="w") as archive:
        archive.add(BUSYBOX, "bin/busybox")
        for name in ("sh", "echo", "sleep", "cat", "tty", "test"):
            link = tarfile.TarInfo(f"bin/{name}")
            link.type, link.linkname = tarfile.SYMTYPE, "busybox"
            archive.addfile(link)
    return data.getvalue()
