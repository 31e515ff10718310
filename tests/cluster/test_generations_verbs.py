"""The verbs on the oldest and on the newest Kafka, as programs of their own."""

from __future__ import annotations

import csv
import json
import time

import pytest
from confluent_kafka import Consumer

from kafkatui.sandbox.cluster import Sandbox
from tests.cluster.kafka_tool import describe_as_kafka
from tests.cluster.sharing import FreshTopic
from tests.cluster.verbs import run_verb

pytestmark = pytest.mark.cluster


@pytest.fixture(params=["kafka_2_3", "kafka_4_3"])
def sandbox(request: pytest.FixtureRequest) -> Sandbox:
    """One broker of either generation."""
    found: Sandbox = request.getfixturevalue(request.param)
    return found


@pytest.fixture
def topic(sandbox: Sandbox, fresh_topic: FreshTopic) -> str:
    """A topic of two partitions with a setting of its own."""
    return fresh_topic(sandbox, 2, name="verbs", config={"retention.ms": "100000"})


def commit(sandbox: Sandbox, group: str, topic: str) -> None:
    """Reads one record of partition 1 as a member of a group and commits it."""
    properties = {"bootstrap.servers": sandbox.bootstrap_servers, "group.id": group, "log_level": 0}
    consumer = Consumer(properties | {"auto.offset.reset": "earliest", "enable.auto.commit": False})
    consumer.subscribe([topic])
    message = consumer.poll(20)
    assert message is not None
    consumer.commit(message=message, asynchronous=False)
    consumer.close()


def test_records_groups_and_descriptions(sandbox: Sandbox, topic: str) -> None:
    sent = run_verb(sandbox, "produce", topic, "-p", "1", "-K", ":", "-H", "h=1", stdin=b"a:one\nb:two\n")
    assert sent.stdout.decode() == f"Delivered message to {topic}[1]@0\nDelivered message to {topic}[1]@1\n", (
        sent.stderr
    )
    lines = run_verb(sandbox, "tail", topic, "-f", "last:1", "-e", "-o", "json").stdout.splitlines()
    [record] = [json.loads(line) for line in lines]
    assert (record["key"], record["value"], record["offset"]) == ("b", "two", 1)
    assert record["headers"] == [{"name": "h", "value": "1"}]

    commit(sandbox, group := f"{topic}-group", topic)
    rows = list(csv.DictReader(run_verb(sandbox, "groups", group, "-o", "csv").stdout.decode().splitlines()))
    assert [(row["id"], row["state"], row["members"]) for row in rows] == [(group, "Empty", "0")]
    progress = json.loads(run_verb(sandbox, "describe", "group", group, "-o", "json").stdout)
    assert [(part["committed_offset"], part["end_offset"], part["lag"]) for part in progress if part["lag"]] == [
        (1, 2, 1)
    ]
    parts = json.loads(run_verb(sandbox, "describe", "topic", topic, "-o", "json").stdout)
    assert [(part["leader"], part["isr"], part["messages"]) for part in parts] == [(1, [1], 0), (1, [1], 2)]


def test_describe_topic_prints_what_kafka_3_9s_own_tool_prints_of_that_cluster(
    sandbox: Sandbox, topic: str, kafka_tools: str
) -> None:
    ours = run_verb(sandbox, "describe", "topic", topic).stdout
    assert ours == describe_as_kafka(kafka_tools, sandbox.bootstrap_servers, topic)
    has_ids = sandbox.release.line != "2.3"
    assert (b"TopicId: " in ours, b"Elr: N/A" in ours) == (has_ids, not has_ids)


def test_the_broker_is_listed_with_rack_size_and_its_being_the_controller(sandbox: Sandbox) -> None:
    [broker] = json.loads(run_verb(sandbox, "brokers", "-o", "json").stdout)
    assert (broker["id"], broker["rack"], broker["is_controller"], broker["state"]) == (1, "r1", True, "up")
    assert broker["size_bytes"] is not None
    assert (broker["registered_at"] is not None) == (sandbox.zookeeper_connect is not None)
    settings = json.loads(run_verb(sandbox, "describe", "broker", "1", "-o", "json").stdout)
    assert {entry["name"]: entry["value"] for entry in settings}["broker.rack"] == "r1"


def test_znodes_are_read_where_there_are_any(sandbox: Sandbox) -> None:
    stat = run_verb(sandbox, "zk", "stat", "/brokers/ids/1", "-o", "csv")
    if sandbox.zookeeper_connect is None:
        assert stat.returncode == 1
        assert stat.stderr.decode().startswith("Not there: No ZooKeeper is configured for this cluster.")
        return
    [fields] = csv.DictReader(stat.stdout.decode().splitlines())
    assert fields["path"] == "/brokers/ids/1"
    assert int(fields["ephemeral_owner"], 16) > 0
    assert run_verb(sandbox, "zk", "ls", "/brokers/ids").stdout == b"1\n"
    assert json.loads(run_verb(sandbox, "zk", "get", "/brokers/ids/1").stdout)["rack"] == "r1"


def test_what_is_not_there_is_one_sentence_on_stderr(sandbox: Sandbox) -> None:
    for arguments in (["describe", "topic", "nowhere"], ["tail", "nowhere"], ["describe", "broker", "9"]):
        started = time.monotonic()
        refused = run_verb(sandbox, *arguments)
        assert (refused.returncode, refused.stdout) == (1, b"")
        assert refused.stderr.startswith(b"Not there: There is no ")
        assert refused.stderr.count(b"\n") == 1
        assert time.monotonic() - started < 30
