"""A schema registry with Confluent's API: Apicurio, from Maven, its schemas in memory."""

from __future__ import annotations

import os
import shutil
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
from kafkatui.sandbox.readiness import wait_until

VERSION = "2.6.13.Final"
"""3.x needs a newer Java than 17."""

START_SECONDS = 120.0
_ARTIFACT = f"io.apicurio:apicurio-registry-app:{VERSION}:tar.gz:all"
_API = "apis/ccompat/v7"


@contextmanager
def running_registry(port: int, directory: Path) -> Iterator[str]:
    """A registry on 127.0.0.1:`port` that writes into `directory`; its URL.

    Raises:
        SandboxError: Java or Maven is missing, it could not be fetched, or it did not come up in time.
    """
    home = _fetched()
    jar = next(home.glob("*-runner.jar"))
    url = f"http://{HOST}:{port}/{_API}"
    environment = {**os.environ, "QUARKUS_HTTP_PORT": str(port), "QUARKUS_HTTP_HOST": HOST}
    temporary = directory / "tmp"
    temporary.mkdir(parents=True, exist_ok=True)
    command = [java_command() or "java", "-Xmx512m", f"-Djava.io.tmpdir={temporary}", "-jar", str(jar)]
    with (directory / "registry.log").open("wb") as log:
        server = subprocess.Popen(command, cwd=directory, env=environment, stdout=log, stderr=subprocess.STDOUT)
        try:
            wait_until(lambda: _answers(url, server), START_SECONDS, "the schema registry")
            yield url
        finally:
            server.terminate()
            try:
                server.wait(10)
            except subprocess.TimeoutExpired:
                server.kill()
                server.wait(10)


def _answers(url: str, server: subprocess.Popen[bytes]) -> bool:
    if server.poll() is not None:
        raise SandboxError("The schema registry ended while it was starting; see registry.log.")
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
