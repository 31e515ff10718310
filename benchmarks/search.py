"""Finding one text among a million records, and counting them: kafkatui beside kcat, in turns.

`python -m benchmarks.search [RECORDS]` measures on a cluster of its own.
"""

from __future__ import annotations

import shutil
import subprocess
import sys
import time
from collections.abc import Sequence

from confluent_kafka import Producer
from confluent_kafka.admin import AdminClient, NewTopic  # type: ignore[attr-defined]

from benchmarks.programs import explorer
from benchmarks.report import Figure, median, table
from kafkatui.sandbox.cluster import Sandbox, SandboxSettings

RECORDS = 1_000_000
VALUE_BYTES = 190
PARTITIONS = 6
RUNS = 3
CODECS = ("none", "lz4", "zstd")
TIMEOUT_SECONDS = 120.0


def run(bootstrap_servers: str, records: int) -> list[Figure]:
    """The figures, measured on topics of their own, which are deleted again."""
    admin = AdminClient({"bootstrap.servers": bootstrap_servers})
    figures: list[Figure] = []
    for codec in CODECS:
        topic = f"bench-search-{codec}-{time.time_ns()}"
        admin.create_topics([NewTopic(topic, PARTITIONS, 1)])[topic].result(TIMEOUT_SECONDS)
        try:
            fill(bootstrap_servers, topic, records, codec)
            figures += of_topic(bootstrap_servers, topic, records, codec)
        finally:
            admin.delete_topics([topic])[topic].result(TIMEOUT_SECONDS)
    return figures


def fill(bootstrap_servers: str, topic: str, records: int, codec: str) -> None:
    """Records of VALUE_BYTES, in batches as a busy producer makes them."""
    settings = {"bootstrap.servers": bootstrap_servers, "linger.ms": 50, "batch.size": 1 << 17}
    producer = Producer({**settings, "compression.type": codec, "queue.buffering.max.messages": 500_000})
    for number in range(records):
        head = f'{{"id":{number},"name":"user-{number}","pad":"'
        while True:
            try:
                producer.produce(
                    topic, f'{head}{"x" * (VALUE_BYTES - len(head) - 2)}"}}', partition=number % PARTITIONS
                )
                break
            except BufferError:
                producer.poll(0.1)
    if producer.flush(TIMEOUT_SECONDS):
        raise TimeoutError("not every record was taken")


def of_topic(bootstrap_servers: str, topic: str, records: int, codec: str) -> list[Figure]:
    """One topic's figures; medians of runs in turns."""
    kafkatui, *where = explorer(bootstrap_servers)
    wanted = f"user-{records * 7 // 9}"
    ours, fields, counts, kcats, jqs = [], [], [], [], []
    for _ in range(RUNS):
        ours.append(seconds([kafkatui, "search", *where, topic, wanted], 1))
        fields.append(seconds([kafkatui, "search", *where, topic, f"value.name = {wanted}"], 1))
        counts.append(seconds([kafkatui, "count", *where, topic, "-o", "csv"], 2))
        if kcat := shutil.which("kcat"):
            read = f"{kcat} -q -b {bootstrap_servers} -C -t {topic} -o beginning -e"
            kcats.append(seconds(["sh", "-c", f"{read} | grep '{wanted}\"'"], 1))
            if jq := shutil.which("jq"):
                jqs.append(seconds(["sh", "-c", f"{read} | {jq} -c 'select(.name == \"{wanted}\")'"], 1))
    peer = median(kcats) if kcats else None
    note = f"{records:,} × {VALUE_BYTES} B, {codec}; start included"
    third = None if peer is None else peer / 3
    return [
        Figure("search for a text", median(ours), "s", third, peer, note),
        Figure("… for a field of JSON", median(fields), "s", None, peer, "kcat and grep look for the text"),
        Figure("… beside kcat and jq", median(fields), "s", None, median(jqs) if jqs else None, "the same field"),
        Figure("count", median(counts), "s", None, None, f"{records / median(counts):,.0f} records/s"),
    ]


def seconds(command: Sequence[str], lines: int) -> float:
    """How long a command takes that writes so many lines."""
    began = time.perf_counter()
    done = subprocess.run(command, capture_output=True, check=False)
    took = time.perf_counter() - began
    if done.stdout.count(b"\n") != lines:
        raise RuntimeError(f"{command}: {done.stdout[:300]!r} {done.stderr[:300]!r}")
    return took


def main() -> None:
    """Measure on a cluster of its own."""
    records = int(sys.argv[1]) if len(sys.argv) > 1 else RECORDS
    with Sandbox(SandboxSettings()) as sandbox:
        print(table(run(sandbox.bootstrap_servers, records), peer="kcat | grep"))


if __name__ == "__main__":
    main()
