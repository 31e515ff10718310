"""`tail -e` gives every record that was there, whatever the topic and however slow its reader; the last N are N."""

from __future__ import annotations

import json
import subprocess
import sys
import time
import uuid
from collections.abc import Callable, Iterator
from functools import partial

import pytest
from confluent_kafka.admin import AdminClient, NewTopic  # type: ignore[attr-defined]

from kafkatui.sandbox.cluster import Sandbox
from tests.cluster.kafka_tool import consume_as_kafka
from tests.cluster.verbs import run_verb
from tests.drive.producer import Producer

pytestmark = pytest.mark.cluster

LONG_WAIT_MILLISECONDS = 30_000
"""For Kafka's tool, where a machine is so busy that nothing came for the usual time."""

COUNT = 60_000
MakeTopic = Callable[..., str]


@pytest.fixture(scope="module")
def prefix() -> str:
    return f"whole-{uuid.uuid4().hex[:8]}"


@pytest.fixture
def make_topic(cluster: Sandbox, prefix: str) -> Iterator[MakeTopic]:
    """Makes a topic with these settings, of names that begin alike."""
    admin = AdminClient({"bootstrap.servers": cluster.bootstrap_servers, "log_level": 0})
    names: list[str] = []

    def make(kind: str, partitions: int = 2, **settings: str) -> str:
        name = f"{prefix}-{kind}"
        names.append(name)
        config = {name.replace("_", "."): value for name, value in settings.items()}
        admin.create_topics([NewTopic(name, partitions, 1, config=config)], operation_timeout=15)[name].result(20)
        return name

    yield make
    for deleted in admin.delete_topics(names).values():
        deleted.result(20)


def write(cluster: Sandbox, topic: str, count: int, keys: int | None = None, compression: str = "none") -> None:
    """Records whose values name the topic and count."""
    properties = {"linger.ms": 20, "batch.size": 50_000, "log_level": 0, "compression.type": compression}
    producer = Producer({"bootstrap.servers": cluster.bootstrap_servers, **properties})
    for number in range(count):
        key = None if keys is None else b"%d" % (number % keys)
        while True:
            try:
                producer.produce(topic, b"%s %07d %s" % (topic.encode(), number, b"x" * 80), key=key)
                break
            except BufferError:
                producer.poll(0.1)
    assert producer.flush(60) == 0


def write_transactions(cluster: Sandbox, topic: str, kept: int, aborted_after: int) -> None:
    """Twenty committed transactions, each followed by an aborted one, the last of them by a long one."""
    producer = Producer({"bootstrap.servers": cluster.bootstrap_servers, "transactional.id": topic, "log_level": 0})
    producer.init_transactions(30)
    for part in range(20):
        for word, count, end in (
            ("kept", kept // 20, producer.commit_transaction),
            ("lost", 5 if part < 19 else aborted_after, producer.abort_transaction),
        ):
            producer.begin_transaction()
            for number in range(count):
                producer.produce(topic, f"{topic} {word} {part:02d} {number:04d}".encode(), partition=0)
                producer.poll(0)
            producer.flush(30)
            end(30)


def compact(cluster: Sandbox, topic: str, before: int) -> None:
    """Waits until the cleaner has been at the topic."""
    producer = Producer({"bootstrap.servers": cluster.bootstrap_servers, "log_level": 0})
    deadline = time.monotonic() + 90
    while len(values(run_verb(cluster, "tail", topic, "--from", "beginning", "-e"))) >= before:
        assert time.monotonic() < deadline, "nothing was compacted"
        producer.produce(
            topic, b"%s tick" % topic.encode(), key=b"tick"
        )  # rolls the segment, so that it can be cleaned
        producer.flush(10)
        time.sleep(1)


def values(done: subprocess.CompletedProcess[bytes]) -> list[bytes]:
    assert (done.returncode, done.stderr) == (0, b"")
    return done.stdout.splitlines()


def test_every_record_is_written_as_kafkas_own_tool_writes_it(
    cluster: Sandbox, make_topic: MakeTopic, prefix: str, kafka_tools: str
) -> None:
    verb = partial(run_verb, cluster)
    plain = make_topic("plain")
    write(cluster, plain, COUNT)
    for compression in ("lz4", "zstd"):
        write(cluster, make_topic(compression), COUNT, compression=compression)
    write_transactions(cluster, make_topic("transactions"), 200, 300)
    often = {"segment_ms": "1000", "segment_bytes": "100000", "min_cleanable_dirty_ratio": "0.001"}
    compacted = make_topic("compacted", 1, cleanup_policy="compact", **often)
    write(cluster, compacted, 5_000, keys=7)
    compact(cluster, compacted, 4_000)
    for isolation in ("read_uncommitted", "read_committed"):
        ours = values(verb("tail", f"/^{prefix}-/", "--from", "beginning", "-e", "--isolation-level", isolation))
        theirs = consume_as_kafka(kafka_tools, cluster.bootstrap_servers, f"{prefix}-.*", isolation)
        if len(theirs) < len(ours):
            wait = LONG_WAIT_MILLISECONDS
            theirs = consume_as_kafka(kafka_tools, cluster.bootstrap_servers, f"{prefix}-.*", isolation, wait)
        assert len(ours) > 3 * COUNT
        assert sorted(ours) == sorted(theirs), isolation
    lines = verb("tail", plain, "--from", "beginning", "-e", "-o", "json").stdout.splitlines()
    assert len({(line["partition"], line["offset"]) for line in map(json.loads, lines)}) == len(lines) == COUNT


def test_the_last_n_are_n_records_behind_markers_aborted_ones_and_holes(
    cluster: Sandbox, make_topic: MakeTopic
) -> None:
    verb = partial(run_verb, cluster)
    topic = make_topic("last", 1)
    write_transactions(cluster, topic, 200, 300)
    committed = [f"{topic} kept {part:02d} {number:04d}".encode() for part in range(20) for number in range(10)]
    for count in (20, 1_000):
        found = verb("tail", topic, "--from", f"last:{count}", "-e", "--isolation-level", "read_committed")
        assert values(found) == committed[-count:]
        everything = values(verb("tail", topic, "--from", f"last:{count}", "-e"))
        assert len(everything) == min(count, 200 + 19 * 5 + 300)


def test_a_slow_reader_gets_everything(cluster: Sandbox, make_topic: MakeTopic) -> None:
    topic = make_topic("slow", 3)
    write(cluster, topic, 300_000)
    address = ["-b", cluster.bootstrap_servers, "-z", "none"]
    for start in ("beginning", "last:250000"):
        command = [sys.executable, "-m", "kafkatui", *address, "tail", topic, "--from", start, "-e"]
        with subprocess.Popen(command, stdout=subprocess.PIPE, stderr=subprocess.PIPE) as tail:
            assert tail.stdout is not None
            assert tail.stderr is not None
            first = tail.stdout.read(1)
            before = time.monotonic()
            while time.monotonic() < before + 3:  # the reader's own pace, not something that is waited for
                assert tail.poll() is None, "it did not wait for its reader"
                first += tail.stdout.read(1)
                time.sleep(0.01)
            rest = tail.stdout.read()
            assert (tail.wait(20), tail.stderr.read()) == (0, b"")
        lines = (first + rest).splitlines()
        assert len(set(lines)) == len(lines) == (300_000 if start == "beginning" else 250_000)
