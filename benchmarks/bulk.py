"""Writing a million records: generated, copied, read into a pipe; kafkatui beside Kafka's own tool and kcat, in turns.

`python -m benchmarks.bulk [RECORDS]` measures on a cluster of its own. kcat is left out where it is not installed.
"""

from __future__ import annotations

import shutil
import subprocess
import sys
import time
from collections.abc import Sequence

from confluent_kafka.admin import AdminClient, NewTopic  # type: ignore[attr-defined]

from benchmarks.programs import explorer
from benchmarks.report import Figure, median, table
from kafkatui.sandbox.cluster import Sandbox, SandboxSettings
from kafkatui.sandbox.jars import class_path, fetch_release, java_command
from kafkatui.sandbox.versions import RELEASES
from tests.cluster.kafka_tool import fetch_tools

RECORDS = 1_000_000
VALUE_BYTES = 200
PARTITIONS = 6
RUNS = 3
TIMEOUT_SECONDS = 180.0
LINGER_MS, BATCH_BYTES = 20, 1_000_000
"""The same for everybody."""


class Topics:
    """Topics of the benchmark's own."""

    def __init__(self, bootstrap_servers: str) -> None:
        self._admin = AdminClient({"bootstrap.servers": bootstrap_servers})
        self.names: list[str] = []

    def make(self) -> str:
        """An empty one."""
        name = f"bench-bulk-{time.time_ns()}"
        self._admin.create_topics([NewTopic(name, PARTITIONS, 1)])[name].result(TIMEOUT_SECONDS)
        self.names.append(name)
        return name

    def remove(self, name: str) -> None:
        """Delete it and its data, so that the disk stays the same."""
        self.names.remove(name)
        self._admin.delete_topics([name])[name].result(TIMEOUT_SECONDS)


def run(bootstrap_servers: str, records: int, tools_jar: str) -> list[Figure]:
    """The figures, medians of runs in turns; start included everywhere."""
    topics = Topics(bootstrap_servers)
    source = topics.make()
    kafkatui, *where = explorer(bootstrap_servers)
    generate = [kafkatui, "generate", *where, "--count", str(records), "--value", f"${{random:{VALUE_BYTES}}}"]
    seconds([*generate, source])
    times: dict[str, list[float]] = {}

    def measure(name: str, command: Sequence[str]) -> None:
        times.setdefault(name, []).append(seconds(command))

    for _ in range(RUNS):
        for name in ("generate", "perf-test", "copy", "kcat | kcat"):
            destination = topics.make()
            command = {
                "generate": [*generate, destination],
                "perf-test": perf_test(bootstrap_servers, destination, records, tools_jar),
                "copy": [kafkatui, "copy", *where, source, destination, "--yes"],
                "kcat | kcat": kcat_copy(bootstrap_servers, source, destination),
            }[name]
            if command:
                measure(name, command)
            topics.remove(destination)
        read = f"{kafkatui} tail {' '.join(where)} {source} --from beginning -e"
        measure("tail", ["sh", "-c", f"{read} | wc -l"])
        if kcat := shutil.which("kcat"):
            line = f"{kcat} -q -b {bootstrap_servers} -C -t {source} -o beginning -e | wc -l"
            measure("kcat", ["sh", "-c", line])
    topics.remove(source)
    return [
        figure("generate", records, times, "generate", "perf-test", "kafka-producer-perf-test"),
        figure("copy", records, times, "copy", "kcat | kcat", "kcat | kcat"),
        figure("tail -e into a pipe", records, times, "tail", "kcat", "kcat"),
    ]


def figure(what: str, records: int, times: dict[str, list[float]], ours: str, theirs: str, peer: str) -> Figure:
    """Seconds, beside the peer's where there is one; its share of the peer's rate is the target."""
    took = median(times[ours])
    other = median(times[theirs]) if theirs in times else None
    share = 0.5 if ours == "tail" else 0.8
    note = f"{records:,} × {VALUE_BYTES} B: {records / took:,.0f} records/s, start included; beside {peer}"
    return Figure(what, took, "s", None if other is None else other / share, other, note)


def perf_test(bootstrap_servers: str, topic: str, records: int, tools_jar: str) -> list[str]:
    """Kafka's own generator with the same settings."""
    fetch_release(RELEASES["3.9"], lambda line: None)
    jars = class_path(RELEASES["3.9"].broker_jars)
    properties = [
        f"bootstrap.servers={bootstrap_servers}", "acks=all", f"linger.ms={LINGER_MS}", f"batch.size={BATCH_BYTES}",
        "enable.idempotence=true", "compression.type=none",
    ]  # fmt: skip
    return [
        java_command() or "java", "-Dorg.slf4j.simpleLogger.defaultLogLevel=off", "-cp", f"{jars}:{tools_jar}",
        "org.apache.kafka.tools.ProducerPerformance", "--topic", topic, "--num-records", str(records),
        "--record-size", str(VALUE_BYTES), "--throughput", "-1", "--producer-props", *properties,
    ]  # fmt: skip


def kcat_copy(bootstrap_servers: str, source: str, destination: str) -> list[str]:
    """From one kcat into another, as people copy; keys and headers are lost on the way."""
    kcat = shutil.which("kcat")
    if kcat is None:
        return []
    settings = f"-X linger.ms={LINGER_MS} -X batch.size={BATCH_BYTES} -X acks=all -X enable.idempotence=true"
    read = f"{kcat} -q -b {bootstrap_servers} -C -t {source} -o beginning -e"
    return ["sh", "-c", f"{read} | {kcat} -q -b {bootstrap_servers} -P -t {destination} {settings}"]


def seconds(command: Sequence[str]) -> float:
    """How long a command takes."""
    began = time.perf_counter()
    done = subprocess.run(command, capture_output=True, check=False, timeout=TIMEOUT_SECONDS)
    took = time.perf_counter() - began
    if done.returncode:
        raise RuntimeError(f"{command}: {done.stdout[:300]!r} {done.stderr[:300]!r}")
    return took


def main() -> None:
    """Measure on a cluster of its own."""
    records = int(sys.argv[1]) if len(sys.argv) > 1 else RECORDS
    with Sandbox(SandboxSettings()) as sandbox:
        print(table(run(sandbox.bootstrap_servers, records, fetch_tools()), peer="peer"))


if __name__ == "__main__":
    main()
