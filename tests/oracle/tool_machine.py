"""Kafka's own command-line tools of one version, run one after another in one Java machine."""

from __future__ import annotations

import selectors
import subprocess
import tempfile
import time
from collections.abc import Mapping, Sequence
from pathlib import Path
from types import TracebackType

from kafkatui.sandbox.jars import class_path, fetch_release, java_command
from kafkatui.sandbox.versions import Release
from tests.cluster.kafka_tool import fetch_tools

_SOURCE = Path(__file__).with_name("KafkaTools.java")
_TIMEOUT_SECONDS = 120.0

_NEW: Mapping[str, str] = {
    "kafka-topics": "org.apache.kafka.tools.TopicCommand",
    "kafka-consumer-groups": "org.apache.kafka.tools.consumer.group.ConsumerGroupCommand",
    "kafka-configs": "kafka.admin.ConfigCommand",
    "kafka-log-dirs": "org.apache.kafka.tools.LogDirsCommand",
    "kafka-get-offsets": "org.apache.kafka.tools.GetOffsetShell",
    "kafka-console-consumer": "org.apache.kafka.tools.consumer.ConsoleConsumer",
}
_OLD: Mapping[str, str] = {
    "kafka-topics": "kafka.admin.TopicCommand",
    "kafka-consumer-groups": "kafka.admin.ConsumerGroupCommand",
    "kafka-configs": "kafka.admin.ConfigCommand",
    "kafka-log-dirs": "kafka.admin.LogDirsCommand",
    "kafka-get-offsets": "kafka.tools.GetOffsetShell",
    "kafka-console-consumer": "kafka.tools.ConsoleConsumer",
}
"""Kafka 2.3 has them in the broker's own jar."""


class ToolFailed(AssertionError):
    """A tool ended with another status than 0; the message is what it wrote."""


class ToolMachine:
    """A context manager with the tools of a release.

    Args:
        release: whose tools.
    """

    def __init__(self, release: Release) -> None:
        self.release = release
        self._classes = _OLD if release.line == "2.3" else _NEW
        fetch_release(release, lambda line: None)
        jars = class_path(release.broker_jars)
        if release.line != "2.3":
            jars += f":{fetch_tools(release.version)}"
        options = ["-Xmx256m", "-XX:+UseSerialGC", "-XX:TieredStopAtLevel=1", "-XX:-UsePerfData"]
        logging = "-Dorg.slf4j.simpleLogger.defaultLogLevel=off"
        command = [java_command() or "java", *options, logging, "-cp", jars, str(_SOURCE)]
        self._log = tempfile.TemporaryFile()  # noqa: SIM115 — closed with the machine
        self._process = subprocess.Popen(command, stdin=subprocess.PIPE, stdout=subprocess.PIPE, stderr=self._log)

    def run(self, tool: str, *arguments: str) -> str:
        """What a tool prints.

        Raises:
            ToolFailed: it ended with another status than 0, or did not end in time.
        """
        status, output, errors = self._ask([self._classes[tool], *arguments])
        if status != 0:
            raise ToolFailed(f"{tool} {' '.join(arguments)} ended with {status}: {output}{errors}")
        return output

    def _ask(self, words: Sequence[str]) -> tuple[int, str, str]:
        assert self._process.stdin is not None
        self._process.stdin.write(("\t".join(words) + "\n").encode())
        self._process.stdin.flush()
        deadline = time.monotonic() + _TIMEOUT_SECONDS
        head = self._read_line(deadline)
        status, output_bytes, error_bytes = map(int, head.split())
        return status, self._read(output_bytes, deadline).decode(), self._read(error_bytes, deadline).decode()

    def _read_line(self, deadline: float) -> bytes:
        line = bytearray()
        while not line.endswith(b"\n"):
            line += self._read(1, deadline)
        return bytes(line)

    def _read(self, count: int, deadline: float) -> bytes:
        stream = self._process.stdout
        assert stream is not None
        found = bytearray()
        with selectors.DefaultSelector() as ready:
            ready.register(stream, selectors.EVENT_READ)
            while len(found) < count:
                # The stream's own buffer is empty: every read below takes what there is from the pipe.
                if not ready.select(max(0.0, deadline - time.monotonic())):
                    raise ToolFailed(f"no answer within {_TIMEOUT_SECONDS:.0f} s")
                part = stream.raw.read(count - len(found))  # type: ignore[attr-defined]
                if not part:
                    self._log.seek(0)
                    raise ToolFailed(f"the tools' Java machine ended: {self._log.read().decode(errors='replace')}")
                found += part
        return bytes(found)

    def __enter__(self) -> ToolMachine:
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self._process.kill()
        self._process.wait(10)
        for stream in (self._process.stdin, self._process.stdout, self._log):
            if stream is not None:
                stream.close()
