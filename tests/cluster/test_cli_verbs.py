"""Every verb against a real cluster, as a program of its own."""

from __future__ import annotations

import csv
import json
import os
import pty
import re
import signal
import subprocess
import sys
import time
import uuid
from collections.abc import Callable, Iterator
from contextlib import contextmanager, suppress
from functools import partial

import pytest
from click.shell_completion import ShellComplete
from confluent_kafka.admin import AdminClient
from kafka import TopicPartition
from kafka.admin import KafkaAdminClient
from kafka.errors import KafkaConnectionError
from kazoo.client import KazooClient

from kafkatui.cli import completed_names
from kafkatui.cli.main import kafkatui
from kafkatui.sandbox.cluster import Sandbox
from tests.cluster.kafka_tool import describe_as_kafka
from tests.cluster.sharing import FreshTopic, heal
from tests.cluster.verbs import run_verb
from tests.drive.signals import hear_signals

pytestmark = pytest.mark.cluster

Verb = Callable[..., "subprocess.CompletedProcess[bytes]"]


@pytest.fixture
def verb(cluster: Sandbox) -> Verb:
    """Runs `kafkatui VERB …` on the cluster."""

    return partial(run_verb, cluster)


@pytest.fixture
def zookeeper(cluster: Sandbox) -> Iterator[KazooClient]:
    client = KazooClient(cluster.zookeeper_connect)
    client.start(timeout=20)
    yield client
    client.stop()
    client.close()


@pytest.fixture
def topic(cluster: Sandbox, fresh_topic: FreshTopic) -> str:
    """A new topic of two partitions and two replicas, with two settings of its own."""
    settings = {"retention.ms": "100000", "cleanup.policy": "compact"}
    return fresh_topic(cluster, 2, 2, name="cli", config=settings)


def test_produced_records_are_reported_and_tailed_raw_into_a_pipe(verb: Verb, topic: str) -> None:
    sent = verb("produce", topic, "-K", ":", "-p", "1", "-H", "h=1", stdin=b"a:one\nb:\xff\x1btwo\n")
    assert sent.stdout.decode() == f"Delivered message to {topic}[1]@0\nDelivered message to {topic}[1]@1\n", (
        sent.stderr
    )
    assert sent.returncode == 0
    assert verb("tail", topic, "--from", "beginning", "--exit").stdout == b"one\n\xff\x1btwo\n"
    assert verb("tail", topic, "--from", "offset:1", "-n", "1").stdout == b"\xff\x1btwo\n"
    lines = verb("tail", f"/^{topic}$/", "--from", "last:2", "-e", "-o", "json").stdout.splitlines()
    records = [json.loads(line) for line in lines]
    assert [(record["key"], record["offset"]) for record in records] == [("a", 0), ("b", 1)]
    assert records[0]["headers"] == [{"name": "h", "value": "1"}]
    line = verb("tail", topic, "-f", "beginning", "-n", "1", "-o", "line").stdout
    assert line.decode() == f"{topic}[1]@0 a one\n"


def test_records_are_printed_as_they_are_asked_to_be_decoded_and_whole(verb: Verb, topic: str) -> None:
    number, long = b"\0\0\0\0\0\0\x10\x92", b"x" * 100_000 + b"end"
    assert (
        verb("produce", topic, "-K", ":", "-p", "1", stdin=b"abcd:" + number + b"\nb:" + long + b"\n").returncode == 0
    )
    read = partial(verb, "tail", topic, "--from", "beginning", "-e")
    assert read().stdout == number + b"\n" + long + b"\n"
    assert read("--decode", "auto").stdout == b"4242\n" + long + b"\n"
    assert read("-o", "line", "--decode", "key=int32,value=hex").stdout.splitlines() == [
        f"{topic}[1]@0 int32 1633837924 hex {number.hex()}".encode(),
        f"{topic}[1]@1 hex 62 hex {long.hex()}".encode(),
    ]
    first, second = map(json.loads, read("-o", "json").stdout.splitlines())
    assert (first["value"], first["value_type"], first["key_type"]) == ("4242", "int64", "text")
    assert second["value"] == long.decode()
    for wrong in ("avro", "text=hex", "key="):
        refused = read("--decode", wrong)
        assert (refused.returncode, refused.stdout) == (2, b""), refused


def test_a_znode_is_decoded_as_asked_and_a_million_lines_are_not_waited_for(
    verb: Verb, cluster: Sandbox, zookeeper: KazooClient
) -> None:
    path = f"/cli-{uuid.uuid4().hex[:8]}"
    zookeeper.create(path, b"\0\0\0\7")
    try:
        assert verb("zk", "get", path).stdout == b"\0\0\0\7"
        assert verb("zk", "get", path, "--decode", "int32").stdout == b"7\n"
        assert verb("zk", "get", path, "--decode", "hex").stdout.startswith(b"00000000  00 00 00 07")
        assert verb("zk", "get", path, "--decode", "no-such-format").returncode == 2
        assert verb("zk", "get", path, "--decode", "hex", "--raw").returncode == 2
        zookeeper.set(path, b"\n" * 1_000_000)
        began = time.monotonic()
        command = [sys.executable, "-m", "kafkatui", "-z", cluster.zookeeper_connect or "", "zk", "get", path]
        assert on_a_terminal(command).count(b"\n") == 1_000_001
        assert time.monotonic() - began < 20, "each line was written by itself"
    finally:
        zookeeper.delete(path)


def on_a_terminal(command: list[str]) -> bytes:
    """What the command writes on a terminal until it ends."""
    reading, terminal = pty.openpty()
    written = bytearray()
    with killed(subprocess.Popen(command, stdin=subprocess.DEVNULL, stdout=terminal)):
        os.close(terminal)
        with suppress(OSError):  # a terminal that nobody holds any more fails to be read
            while data := os.read(reading, 65_536):
                written += data
    os.close(reading)
    return bytes(written)


@contextmanager
def killed(process: subprocess.Popen[bytes]) -> Iterator[None]:
    """Ends the process whatever happens, so that a failed assertion does not wait for it."""
    try:
        yield
    finally:
        process.kill()


def test_a_tail_shows_what_is_sent_and_ends_with_130_at_ctrl_c(verb: Verb, topic: str, cluster: Sandbox) -> None:
    command = [sys.executable, "-m", "kafkatui", "-b", cluster.bootstrap_servers, "tail", topic, "-f", "beginning"]
    with (
        subprocess.Popen(command, stdout=subprocess.PIPE, stderr=subprocess.PIPE, preexec_fn=hear_signals) as tail,
        killed(tail),
    ):
        assert tail.stdout is not None
        sent = verb("produce", topic, "-k", "k", "live")
        assert sent.returncode == 0, sent.stderr
        assert tail.stdout.readline() == b"live\n"
        tail.send_signal(signal.SIGINT)
        assert tail.wait(10) == 130
        assert tail.stderr is not None
        assert tail.stderr.read().strip() == b""


def test_read_only_produces_nothing(verb: Verb, topic: str) -> None:
    refused = verb("produce", topic, "x", "--read-only")
    assert (refused.returncode, refused.stdout) == (1, b"")
    assert refused.stderr.startswith(b"Read-only: ")
    assert verb("tail", topic, "-f", "beginning", "-e").stdout == b""


def test_a_topic_that_is_not_there_is_not_made_by_any_verb(verb: Verb) -> None:
    name = f"cli-missing-{uuid.uuid4().hex[:8]}"
    for arguments in (["tail", name], ["produce", name, "x"], ["describe", "topic", name]):
        refused = verb(*arguments)
        assert refused.returncode == 1
        assert refused.stderr.decode().startswith(f"Not there: There is no topic {name}.")
    assert name not in verb("topics").stdout.decode()


def test_topics_are_listed_in_every_form(verb: Verb, topic: str) -> None:
    table = verb("topics", topic, "--long").stdout.decode().splitlines()
    assert len(table) == 2
    assert table[1].split()[:4] == [topic, "2", "2", "ok"]
    listed = json.loads(verb("topics", topic, "-o", "json").stdout)
    assert (listed[0]["name"], listed[0]["partitions"], listed[0]["messages"]) == (topic, 2, 0)
    rows = list(csv.DictReader(verb("topics", topic, "-o", "csv").stdout.decode().splitlines()))
    assert [(row["name"], row["replication_factor"]) for row in rows] == [(topic, "2")]
    assert "__consumer_offsets" not in verb("topics").stdout.decode()


def test_brokers_and_groups_are_listed(verb: Verb) -> None:
    brokers = json.loads(verb("brokers", "-o", "json").stdout)
    assert [broker["id"] for broker in brokers] == [1, 2, 3]
    assert sum(broker["is_controller"] for broker in brokers) == 1
    assert all(broker["size_bytes"] is not None and broker["registered_at"] for broker in brokers)
    groups = json.loads(verb("groups", "--long", "-o", "json").stdout)
    warehouse = next(row for row in groups if row["id"] == "warehouse")
    assert warehouse["verdict_kind"] == "not running"
    assert warehouse["time_lag_method"] == "read"
    assert 0 < warehouse["time_lag_seconds"] < 86_400
    described = json.loads(verb("describe", "group", groups[0]["id"], "-o", "json").stdout)
    assert all(part["topic"] and part["partition"] >= 0 for part in described)
    settings = json.loads(verb("describe", "broker", "1", "-o", "json").stdout)
    assert "log.dirs" in {entry["name"] for entry in settings} or "log.dir" in {entry["name"] for entry in settings}


def test_znodes_are_listed_and_read(verb: Verb) -> None:
    assert verb("zk", "ls", "/brokers/ids").stdout == b"1\n2\n3\n"
    assert json.loads(verb("zk", "get", "/brokers/ids/1").stdout)["version"] >= 4
    assert b"numChildren = 3" in verb("zk", "stat", "/brokers/ids").stdout
    assert json.loads(verb("zk", "ls", "-o", "json", "/brokers/ids").stdout)[0]["name"] == "1"
    missing = verb("zk", "get", "/nowhere")
    assert (missing.returncode, missing.stdout) == (1, b"")
    assert missing.stderr.startswith(b"Not there: ")


def test_describe_topic_prints_what_kafkas_own_tool_prints(
    verb: Verb, topic: str, cluster: Sandbox, kafka_tools: str
) -> None:
    assert verb("describe", "topic", topic).stdout == describe_as_kafka(kafka_tools, cluster.bootstrap_servers, topic)
    every = verb("describe", "topic")
    assert b"Topic: __consumer_offsets\t" in every.stdout
    assert every.stdout == describe_as_kafka(kafka_tools, cluster.bootstrap_servers)
    listed = json.loads(verb("describe", "topic", "-o", "json").stdout)
    assert {row["topic"] for row in listed} >= {topic, "__consumer_offsets"}


@pytest.fixture
def stuck_move(killable_cluster: Sandbox, fresh_topic: FreshTopic) -> Iterator[tuple[Sandbox, str]]:
    """A topic that moves from the controller to another broker, which is dead: ZooKeeper notices later."""
    admin = AdminClient({"bootstrap.servers": killable_cluster.bootstrap_servers, "log_level": 0})
    here = admin.list_topics(timeout=10).controller_id
    there = here % 3 + 1
    topic = fresh_topic(killable_cluster, assignment=[[here]])
    client = KafkaAdminClient(bootstrap_servers=killable_cluster.bootstrap_servers.split(",")[here - 1])
    killable_cluster.stop_broker(there, kill=True)
    for _ in range(10):  # the client tries the dead broker now and then, and then leaves it alone
        with suppress(KafkaConnectionError):
            client.alter_partition_reassignments({TopicPartition(topic, 0): [there]})
            break
    client.close()
    yield killable_cluster, topic
    heal(killable_cluster)  # a topic on the move cannot be deleted


def test_describe_topic_shows_a_move_under_way_as_kafkas_own_tool_does(
    stuck_move: tuple[Sandbox, str], kafka_tools: str
) -> None:
    sandbox, topic = stuck_move
    described = run_verb(sandbox, "describe", "topic", topic)
    ours = described.stdout
    assert described.returncode == 0, described.stderr
    assert re.search(rb"\tAdding Replicas: \d\tRemoving Replicas: \d\t", ours)
    assert b"\tReplicationFactor: 1\t" in ours
    assert ours == describe_as_kafka(kafka_tools, sandbox.bootstrap_servers, topic)


def test_tab_completes_names_of_the_cluster(
    cluster: Sandbox, fresh_topic: FreshTopic, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(completed_names, "PATIENCE_SECONDS", 60.0)
    topic = fresh_topic(cluster, name="typed")
    address = ["-b", cluster.bootstrap_servers, "-z", str(cluster.zookeeper_connect)]
    shell = ShellComplete(kafkatui, {}, "kafkatui", "_KAFKATUI_COMPLETE")

    def tab(*words: str) -> list[str]:
        return [each.value for each in shell.get_completions([*address, *words[:-1]], words[-1])]

    assert tab("topic", "delete", topic[:-1]) == [topic]
    assert tab("zk", "ls", "/brokers/i") == ["/brokers/ids", "/brokers/ids/1", "/brokers/ids/2", "/brokers/ids/3"]
    assert tab("broker", "config", "2") == ["2"]
