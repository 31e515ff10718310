"""Programs that run to their end: how long they took, and how much memory they had; Kafka's own tools among them."""

from __future__ import annotations

import os
import subprocess
import tempfile
import time
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path

from benchmarks.programs import MEASURED_ENVIRONMENT, explorer
from kafkatui.sandbox.jars import class_path, fetch_jars, fetch_release, java_command
from kafkatui.sandbox.versions import RELEASES, JarSet

TIMEOUT_SECONDS = 1800.0
_RELEASE = RELEASES["3.9"]


class KafkaTools(JarSet):
    """The jar of Kafka's command-line tools."""

    @property
    def pom(self) -> Path:
        return Path(__file__).parent / "kafka_tools" / "pom.xml"


@dataclass(frozen=True, slots=True)
class Taken:
    """What a program took.

    Attributes:
        memory: peak, in megabytes.
        output: of standard output.
    """

    seconds: float
    memory: float
    output: bytes


def timed(command: Sequence[str], codes: Sequence[int] = (0,)) -> Taken:
    """Run a program to its end.

    Args:
        codes: exit codes that are none of a failure.

    Raises:
        RuntimeError: it failed.
    """
    with tempfile.TemporaryFile() as output, tempfile.TemporaryFile() as errors:
        began = time.perf_counter()
        process = subprocess.Popen(
            command, stdin=subprocess.DEVNULL, stdout=output, stderr=errors, env={**os.environ, **MEASURED_ENVIRONMENT}
        )
        _, status, usage = os.wait4(process.pid, 0)
        seconds = time.perf_counter() - began
        process.returncode = os.waitstatus_to_exitcode(status)
        for file in (output, errors):
            file.seek(0)
        if process.returncode not in codes:
            raise RuntimeError(f"{command[0]} ended with {process.returncode}: {errors.read()[-500:]!r}")
        return Taken(seconds, usage.ru_maxrss / 1000, output.read())


def seconds_of(taken: Taken | None) -> float | None:
    """None where nothing was measured."""
    return taken.seconds if taken is not None else None


def memory_of(taken: Taken | None) -> float | None:
    """None where nothing was measured."""
    return taken.memory if taken is not None else None


def verb(bootstrap_servers: str, zookeeper: str, *arguments: str) -> list[str]:
    """The command of a verb; without Kafka's addresses it is about ZooKeeper alone."""
    program, *address = explorer(bootstrap_servers, zookeeper)
    address = address if bootstrap_servers else address[2:]
    return [program, *arguments, *address]


def kafka_tool(main_class: str, *arguments: str, heap: str = "1g") -> list[str]:
    """The command of one of Kafka's tools.

    Args:
        main_class: below org.apache.kafka.tools unless it begins with "kafka.".
    """
    name = main_class if main_class.startswith("kafka.") else f"org.apache.kafka.tools.{main_class}"
    return [*_java(heap), name, *arguments]


def zk_cli(connect: str, *arguments: str) -> list[str]:
    """The command of zkCli.sh."""
    return [*_java("2g"), "org.apache.zookeeper.ZooKeeperMain", "-server", connect, *arguments]


def _java(heap: str) -> list[str]:
    tools = KafkaTools("bench-kafka-tools", "3.9.2", 1)
    fetch_release(_RELEASE, lambda line: None)
    fetch_jars(tools, lambda line: None)
    path = os.pathsep.join((class_path(_RELEASE.broker_jars), class_path(tools)))
    quiet = "-Dorg.slf4j.simpleLogger.defaultLogLevel=off"
    return [java_command() or "java", f"-Xmx{heap}", quiet, "-Dzookeeper.jmx.log4j.disable=true", "-cp", path]
