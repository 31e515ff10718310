"""The command line of a server's Java machine, tuned to start fast and stay small."""

from __future__ import annotations

from collections.abc import Sequence

from kafkatui.model.errors import SandboxError
from kafkatui.sandbox.jars import class_path, java_command
from kafkatui.sandbox.versions import JarSet

FAST_START = ["-XX:+UseSerialGC", "-XX:TieredStopAtLevel=1", "-Xshare:auto", "-XX:-UsePerfData"]
"""For a machine that shares its processors with others, and mostly waits: no compiler that pays after minutes only."""
_LOGGING = [
    "-Dorg.slf4j.simpleLogger.defaultLogLevel=info",
    "-Dorg.slf4j.simpleLogger.showDateTime=true",
    "-Dorg.slf4j.simpleLogger.dateTimeFormat=yyyy-MM-dd HH:mm:ss,SSS",
]


def java_command_line(
    jar_set: JarSet, main_class: str, arguments: Sequence[str], *, heap_megabytes: int, options: Sequence[str] = ()
) -> list[str]:
    """`java …` for a main class of a fetched jar set; SandboxError without Java."""
    java = java_command()
    if java is None:
        raise SandboxError("Java is not on the PATH.")
    flags = [f"-Xmx{heap_megabytes}m", *FAST_START, *_LOGGING, *options]
    return [java, *flags, "-cp", class_path(jar_set), main_class, *arguments]
