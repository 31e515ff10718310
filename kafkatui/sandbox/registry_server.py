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
from kafkatui.sandbox.jars import check_java_and_maven, java_command
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


@contextmanager
def running_registry(port: int, directory: Path) -> Iterator[str]:
    """A registry on 127.0.0.1:`port` that writes into `directory` and goes when this process goes; its URL.

    Raises:
        SandboxError: Java or Maven is missing, it could not be fetched, or it did not come up in time.
    """
    jar = next(_fetched().glob("*-runner.jar"))
    url = f"http://{HOST}:{port}/{_API}"
    temporary = directory / "tmp"
    temporary.mkdir(parents=True, exist_ok=True)
    address = [f"-Dquarkus.http.port={port}", f"-Dquarkus.http.host={HOST}", f"-Djava.io.tmpdir={temporary}"]
    command = [java_command() or "java", "-Xmx512m", *address, "-jar", str(jar)]
    guard = ProcessGuard()
    try:
        server = guard.spawn("registry", command, directory, directory / "registry.log")
        wait_until(lambda: _answers(url, server), START_SECONDS, "the schema registry")
        yield url
        server.signal(signal.SIGTERM)
        if server.wait(STOP_SECONDS):
            guard.forget(server.pid)
    finally:
        guard.close()


def _answers(url: str, server: ServerProcess) -> bool:
    if not server.is_running:
        raise SandboxError(f"The schema registry ended while it was starting: {server.log_tail()}")
    try:
        with urllib.request.urlopen(f"{url}/subjects", timeout=2):
            return True
    except (OSError, urllib.error.URLError):
        return False


def _fetched() -> Path:
    """Where it is in the cache; brought there by Maven the first time (140 MB)."""
    final = cache_directory() / "jars" / f"apicurio-registry-{VERSION}"
    if final.is_dir():
        return final
    check_java_and_maven()
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
