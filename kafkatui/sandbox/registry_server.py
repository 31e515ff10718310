"""A schema registry with Confluent's API: Apicurio, from Maven, its schemas in memory."""

from __future__ import annotations

import shutil
import signal
import subprocess
import tarfile
import tempfile
import urllib.error
import urllib.request
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from kafkatui.model.errors import SandboxError
from kafkatui.sandbox.jars import Progress, check_java_and_maven, java_command
from kafkatui.sandbox.locations import cache_directory
from kafkatui.sandbox.ports import HOST
from kafkatui.sandbox.processes import ProcessGuard, ServerProcess
from kafkatui.sandbox.readiness import wait_until

VERSION = "2.6.13.Final"
"""3.x needs a newer Java than 17."""

START_SECONDS = 120.0
STOP_SECONDS = 10.0
_ARTIFACT = f"io.apicurio:apicurio-registry-app:{VERSION}:tar.gz:all"
_API = "apis/ccompat/v7"


class RegistryServer:
    """A registry on 127.0.0.1:`port` that goes when this process goes.

    Args:
        directory: where it writes; a temporary one, deleted at the end, when None.
    """

    def __init__(self, port: int, directory: Path | None = None) -> None:
        self.port = port
        self.url = f"http://{HOST}:{port}/{_API}"
        self._directory = directory
        self._guard: ProcessGuard | None = None
        self._server: ServerProcess | None = None

    def start(self) -> None:
        """Starts it, once it was fetched, and returns; see `wait`."""
        jar = next(fetch_registry().glob("*-runner.jar"))
        self._guard = ProcessGuard()
        directory = self._directory
        if directory is None:
            directory = Path(tempfile.mkdtemp(prefix="kafkatui-registry-"))
            self._guard.remove_at_end(directory)
        temporary = directory / "tmp"
        temporary.mkdir(parents=True, exist_ok=True)
        address = [f"-Dquarkus.http.port={self.port}", f"-Dquarkus.http.host={HOST}", f"-Djava.io.tmpdir={temporary}"]
        command = [java_command() or "java", "-Xmx512m", *address, "-jar", str(jar)]
        self._server = self._guard.spawn("registry", command, directory, directory / "registry.log")

    def wait(self) -> None:
        """Returns when it answers.

        Raises:
            SandboxError: it ended, or did not come up in time.
        """
        wait_until(self._answers, START_SECONDS, "the schema registry")

    def stop(self, *, in_order: bool = False) -> None:
        """Stops it: nothing in it is kept. May be repeated.

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

    def _answers(self) -> bool:
        if self._server is None or not self._server.is_running:
            told = "" if self._server is None else self._server.log_tail()
            raise SandboxError(f"The schema registry ended while it was starting: {told}")
        try:
            with urllib.request.urlopen(f"{self.url}/subjects", timeout=2):
                return True
        except (OSError, urllib.error.URLError):
            return False


@contextmanager
def running_registry(port: int, directory: Path) -> Iterator[str]:
    """A registry on 127.0.0.1:`port` that writes into `directory`; its URL.

    Raises:
        SandboxError: Java or Maven is missing, it could not be fetched, or it did not come up in time.
    """
    server = RegistryServer(port, directory)
    try:
        server.start()
        server.wait()
        yield server.url
    finally:
        server.stop(in_order=True)


def fetch_registry(progress: Progress = lambda line: None) -> Path:
    """Where it is in the cache; brought there by Maven the first time (140 MB)."""
    final = cache_directory() / "jars" / f"apicurio-registry-{VERSION}"
    if final.is_dir():
        return final
    check_java_and_maven()
    progress("fetching a schema registry with Maven (140 MB, this time only)")
    final.parent.mkdir(parents=True, exist_ok=True)
    plugin = "org.apache.maven.plugins:maven-dependency-plugin:copy"
    with tempfile.TemporaryDirectory(prefix=".apicurio-", dir=final.parent) as scratch:
        command = ["mvn", "-q", "-B", plugin, f"-Dartifact={_ARTIFACT}", f"-DoutputDirectory={scratch}"]
        done = subprocess.run(command, capture_output=True, text=True, errors="replace", check=False)
        archive = next(Path(scratch).glob("*.tar.gz"), None)
        if done.returncode or archive is None:
            raise SandboxError(f"Maven could not fetch the schema registry: {done.stdout.strip()[:300]}", "Try: mvn -v")
        unpacked = Path(scratch) / "unpacked"
        with tarfile.open(archive) as files:
            files.extractall(unpacked, filter="data")
        try:
            unpacked.rename(final)
        except OSError:
            if not final.is_dir():  # another one that finished first is as good
                raise
            shutil.rmtree(unpacked, ignore_errors=True)
    return final
