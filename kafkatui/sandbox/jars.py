"""Fetches jars with the user's own Maven, once per version, into the cache."""

from __future__ import annotations

import os
import re
import shutil
import subprocess
import tempfile
from collections.abc import Callable, Sequence
from pathlib import Path

from kafkatui.model.errors import SandboxError
from kafkatui.sandbox.locations import cache_directory
from kafkatui.sandbox.versions import JarSet, Release

Progress = Callable[[str], None]
"""Takes one line that says what is being done now."""

_DOWNLOADED_JAR = re.compile(r"Downloaded from .*\.jar \(")
_INSTALL_ADVICE = (
    "Debian/Ubuntu: apt install default-jre-headless maven · Fedora: dnf install java-headless maven · "
    "macOS: brew install openjdk maven. Or try librdkafka's mock cluster: kafkatui demo --mock."
)


def check_java_and_maven() -> None:
    """SandboxError that names what is missing of Java and Maven, and how to install it."""
    missing = missing_tools()
    if missing:
        raise SandboxError(f"The demo needs {' and '.join(missing)}, not found on the PATH.", _INSTALL_ADVICE)


def missing_tools() -> list[str]:
    """Which of Java (`java`) and Maven (`mvn`) are not installed."""
    tools = {"Java": java_command(), "Maven": shutil.which("mvn")}
    return [name for name, path in tools.items() if path is None]


def java_command() -> str | None:
    """The `java` to run: JAVA_HOME's when there is one, else the PATH's."""
    home = os.environ.get("JAVA_HOME")
    if home and os.access(java := str(Path(home) / "bin" / "java"), os.X_OK):
        return java
    return shutil.which("java")


def fetch_release(release: Release, progress: Progress) -> None:
    """Brings every jar of `release` into the cache; returns at once when they are there.

    Raises:
        SandboxError: Java or Maven is missing, or Maven failed (no network, a mirror that lacks the version).
    """
    for jar_set in release.jar_sets:
        fetch_jars(jar_set, progress)


def fetch_jars(jar_set: JarSet, progress: Progress) -> None:
    """The same for one class path."""
    if not _directory_of(jar_set).is_dir():
        _fetch(jar_set, progress)


def class_path(jar_set: JarSet) -> str:
    """The class path of a fetched jar set: its jars in a fixed order, joined as `java -cp` takes them."""
    return os.pathsep.join(str(jar) for jar in sorted(_directory_of(jar_set).glob("*.jar")))


def _directory_of(jar_set: JarSet) -> Path:
    return cache_directory() / "jars" / f"{jar_set.name}-{jar_set.version}"


def _fetch(jar_set: JarSet, progress: Progress) -> None:
    """Downloads beside the final directory and renames, so that an interrupted download never looks complete."""
    check_java_and_maven()
    final = _directory_of(jar_set)
    final.parent.mkdir(parents=True, exist_ok=True)
    with tempfile.TemporaryDirectory(prefix=f".{final.name}-", dir=final.parent) as scratch:
        incoming = Path(scratch) / "jars"
        pom = Path(scratch) / "pom.xml"
        shutil.copyfile(jar_set.pom, pom)
        _run_maven(jar_set, pom, incoming, progress)
        try:
            incoming.rename(final)
        except OSError as error:
            if not final.is_dir():  # a second demo that finished first is as good
                raise SandboxError(f"Cannot keep the jars in {final}: {error.strerror}.") from error


def _run_maven(jar_set: JarSet, pom: Path, incoming: Path, progress: Progress) -> None:
    goal = ["dependency:copy-dependencies", "-DincludeScope=runtime", f"-DoutputDirectory={incoming}"]
    command = ["mvn", "--batch-mode", "--file", str(pom), *goal]
    progress(f"fetching {jar_set.name} ({jar_set.version}) with Maven")
    lines: list[str] = []
    arrived = 0
    with subprocess.Popen(
        command, stdin=subprocess.DEVNULL, stdout=subprocess.PIPE, stderr=subprocess.STDOUT, text=True, errors="replace"
    ) as maven:
        assert maven.stdout is not None
        try:
            for line in maven.stdout:
                lines.append(line.rstrip())
                if _DOWNLOADED_JAR.search(line):
                    arrived += 1
                    progress(f"fetching {jar_set.name} ({jar_set.version}) with Maven: {arrived} jars")
        except BaseException:
            maven.kill()
            raise
    if maven.returncode != 0 or not any(incoming.glob("*.jar")):
        raise SandboxError(f"Maven could not fetch {jar_set.name} {jar_set.version}: {_reason(lines)}", "Try: mvn -v")


def _reason(lines: Sequence[str]) -> str:
    errors = [line.removeprefix("[ERROR] ") for line in lines if line.startswith("[ERROR]")]
    return (errors or list(lines[-1:]) or ["no output"])[0]
