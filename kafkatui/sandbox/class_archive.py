"""Java class archives that let the servers start in less time; made once per version and Java.

JEP 350: a run with -XX:ArchiveClassesAtExit leaves an archive of the classes it loaded, which later runs map into
memory. It holds for the very same Java and class path; with any other the JVM goes on without.
"""

from __future__ import annotations

import hashlib
import os
from collections.abc import Sequence
from pathlib import Path

from kafkatui.model.errors import SandboxError
from kafkatui.sandbox.jars import java_command
from kafkatui.sandbox.locations import cache_directory
from kafkatui.sandbox.versions import JarSet

_QUIET = ["-Xlog:cds=off", "-Xlog:cds+dynamic=off", "-XX:+IgnoreUnrecognizedVMOptions"]


def archive_path(jar_set: JarSet, main_class: str) -> Path:
    """Where the archive of `main_class` for the present Java is or would be; SandboxError without Java."""
    java = java_command()
    if java is None:
        raise SandboxError("Java is not on the PATH.")
    binary = Path(os.path.realpath(java))
    details = binary.stat()
    key = hashlib.sha256(f"{binary} {details.st_size} {details.st_mtime_ns}".encode()).hexdigest()[:12]
    server = main_class.rpartition(".")[2].lower()
    return cache_directory() / "classes" / f"{jar_set.name}-{jar_set.version}-{server}-{key}.jsa"


def use_archive(jar_set: JarSet, main_class: str) -> list[str]:
    """Options of `java` that use the archive; none while there is no archive."""
    path = archive_path(jar_set, main_class)
    return [f"-XX:SharedArchiveFile={path}", *_QUIET] if _is_usable(path) else []


def make_archive(jar_set: JarSet, main_class: str, scratch: Path) -> list[str]:
    """Options of `java` that leave an archive in the directory `scratch` when the server ends in order."""
    return [f"-XX:ArchiveClassesAtExit={scratch / archive_path(jar_set, main_class).name}", *_QUIET]


def adopt_archives(servers: Sequence[tuple[JarSet, str]], scratch: Path) -> None:
    """Moves what make_archive left in `scratch` to its place; an empty file for what was not made, to try only once."""
    for jar_set, main_class in servers:
        final = archive_path(jar_set, main_class)
        made = scratch / final.name
        made.touch()
        made.replace(final)


def are_tried(servers: Sequence[tuple[JarSet, str]]) -> bool:
    """Whether making these archives was tried, with whatever result."""
    return all(archive_path(jar_set, main_class).exists() for jar_set, main_class in servers)


def _is_usable(path: Path) -> bool:
    return path.is_file() and path.stat().st_size > 0
