"""A schema registry with Confluent's API: Apicurio, from Maven, its schemas in memory."""

from __future__ import annotations

import shutil
import subprocess
import tarfile
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from kafkatui.model.errors import SandboxError
from kafkatui.sandbox.jars import Progress, check_java_and_maven, java_command
from kafkatui.sandbox.java import FAST_START
from kafkatui.sandbox.java_service import JavaService
from kafkatui.sandbox.locations import cache_directory
from kafkatui.sandbox.ports import HOST

VERSION = "2.6.13.Final"
"""3.x needs a newer Java than 17."""

_ARTIFACT = f"io.apicurio:apicurio-registry-app:{VERSION}:tar.gz:all"
_API = "apis/ccompat/v7"


class RegistryServer(JavaService):
    """A registry on 127.0.0.1:`port`, fetched when it starts; nothing in it is kept.

    Args:
        directory: where it writes; a temporary one, deleted at the end, when None.
    """

    label, title, probe = "registry", "schema registry", "subjects"

    def __init__(self, port: int, directory: Path | None = None) -> None:
        super().__init__(f"http://{HOST}:{port}/{_API}", directory)
        self.port = port

    def _command(self, directory: Path) -> list[str]:
        jar = next(fetch_registry().glob("*-runner.jar"))
        temporary = directory / "tmp"
        temporary.mkdir(parents=True, exist_ok=True)
        address = [f"-Dquarkus.http.port={self.port}", f"-Dquarkus.http.host={HOST}", f"-Djava.io.tmpdir={temporary}"]
        return [java_command() or "java", "-Xmx512m", *FAST_START, *address, "-jar", str(jar)]


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
