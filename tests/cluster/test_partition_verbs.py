"""Leaders are elected and replicas moved by verbs, on each generation; what came of it is read raw."""

from __future__ import annotations

import json
import signal
import subprocess
import sys
from collections.abc import Iterator, Sequence
from pathlib import Path

import pytest
from confluent_kafka.admin import ConfigResource, ResourceType  # type: ignore[attr-defined]
from kafka.admin import KafkaAdminClient
from kafka.structs import TopicPartition as KafkaPartition

from kafkatui.sandbox.cluster import Sandbox, SandboxSettings
from kafkatui.sandbox.readiness import QUIET_CLIENT, wait_until
from tests.cluster.as_found import zookeeper_client
from tests.cluster.sharing import FreshTopic, admin_of, running
from tests.cluster.test_action_verbs import verb
from tests.drive.producer import Producer
from tests.drive.signals import hear_signals

pytestmark = pytest.mark.cluster


@pytest.fixture(params=["cluster", "killable_4_3"])
def sandbox(request: pytest.FixtureRequest) -> Sandbox:
    """Three brokers of the last Kafka with ZooKeeper, and of the newest."""
    found: Sandbox = request.getfixturevalue(request.param)
    return found


def replicas_of(sandbox: Sandbox, topic: str) -> list[list[int]]:
    partitions = admin_of(sandbox).list_topics(timeout=10).topics[topic].partitions
    return [list(partitions[number].replicas) for number in sorted(partitions)]


def leaders_of(sandbox: Sandbox, topic: str) -> list[int]:
    partitions = admin_of(sandbox).list_topics(timeout=10).topics[topic].partitions
    return [partitions[number].leader for number in sorted(partitions)]


def throttles_of(sandbox: Sandbox, topic: str) -> set[str]:
    """The throttle's properties that are set, of the topic and the brokers."""
    admin = admin_of(sandbox)
    names = [(ResourceType.TOPIC, topic), *((ResourceType.BROKER, str(broker)) for broker in (1, 2, 3))]
    found = set()
    for kind, name in names:
        [answer] = admin.describe_configs([ConfigResource(kind, name)], request_timeout=10).values()
        for entry in answer.result(20).values():
            is_empty = kind is ResourceType.TOPIC and not entry.value  # of brokers 2.3 tells no value
            if "replication.throttled" in entry.name and not is_empty and entry.source in (1, 2):
                found.add(f"{name}: {entry.name}={entry.value}")
    return found


def fill(sandbox: Sandbox, topic: str, partitions: int, size: int) -> None:
    """So many bytes of records into each partition."""
    producer = Producer({"bootstrap.servers": sandbox.bootstrap_servers, **QUIET_CLIENT})
    for partition in range(partitions):
        for _ in range(size // 50_000):
            producer.produce(topic, b"x" * 50_000, partition=partition)
    assert producer.flush(20) == 0


def reorder(sandbox: Sandbox, topic: str, replicas: Sequence[int]) -> None:
    """Give partition 0 another order of replicas; its leader stays as it is."""
    client = KafkaAdminClient(bootstrap_servers=sandbox.bootstrap_servers.split(","))
    try:
        client.alter_partition_reassignments({KafkaPartition(topic, 0): list(replicas)})
    finally:
        client.close()
    wait_until(lambda: replicas_of(sandbox, topic)[0] == list(replicas), 20, "the new order")


def test_replicas_are_moved_throttled_and_moved_back(sandbox: Sandbox, fresh_topic: FreshTopic, tmp_path: Path) -> None:
    topic = fresh_topic(sandbox, assignment=[[1], [1], [1]], name="moved")
    fill(sandbox, topic, 3, 50_000)
    arguments = ["topic", "reassign", topic, "--throttle", "10000000"]
    plan = json.loads(verb(sandbox, *arguments, "--dry-run", "-o", "json"))
    assert replicas_of(sandbox, topic) == [[1], [1], [1]], "a dry run moves nothing"
    assert sum(row["moved_bytes"] for row in plan["rows"]) > 100_000 * 0.9
    moved = {part["partition"]: part["replicas"] for part in plan["reassignment"]["partitions"]}
    assert sorted(replicas[0] for replicas in moved.values()) == [2, 3]
    before, after = (plan["brokers"]["1"][side]["replicas"] for side in ("before", "after"))
    assert before - after == 2

    verb(sandbox, *arguments, "--yes")
    assert replicas_of(sandbox, topic) == [moved.get(number, [1]) for number in range(3)]
    assert throttles_of(sandbox, topic) == set()
    verb(sandbox, "undo", "--yes")
    assert replicas_of(sandbox, topic) == [[1], [1], [1]]

    (tmp_path / "plan.json").write_text(
        json.dumps({"partitions": [{"topic": topic, "partition": 0, "replicas": [3, 2]}]})
    )
    verb(sandbox, "topic", "reassign", "--from-file", str(tmp_path / "plan.json"), "--yes")
    assert replicas_of(sandbox, topic)[0] == [3, 2]
    assert leaders_of(sandbox, topic)[0] == 3


def test_a_preferred_replica_is_elected(cluster: Sandbox, fresh_topic: FreshTopic) -> None:
    sandbox = cluster
    topic = fresh_topic(sandbox, assignment=[[1, 2], [2, 3]], name="elected")
    reorder(sandbox, topic, [2, 1])
    assert leaders_of(sandbox, topic) == [1, 2]
    plan = json.loads(verb(sandbox, "topic", "elect", topic, "--dry-run", "-o", "json"))
    assert [(row["partition"], row["leader"], row["then"]) for row in plan["rows"]] == [(f"{topic}-0", "1", "2")]
    verb(sandbox, "topic", "elect", topic, "--partitions", "0", "--yes")
    wait_until(lambda: leaders_of(sandbox, topic) == [2, 2], 10, "the leader that was elected")


def test_an_unclean_election_is_held_where_nobody_leads(killable_cluster: Sandbox, fresh_topic: FreshTopic) -> None:
    topic = fresh_topic(killable_cluster, assignment=[[1, 2], [1, 2], [3, 2]], name="unclean")
    killable_cluster.stop_broker(2)
    fill(killable_cluster, topic, 2, 50_000)
    killable_cluster.stop_broker(1)
    killable_cluster.start_broker(2)
    wait_until(lambda: leaders_of(killable_cluster, topic) == [-1, -1, 3], 30, "the leader to be gone")
    elect = ["topic", "elect", topic, "--election-type", "unclean", "--yes"]
    verb(killable_cluster, *elect, "--partitions", "0")
    wait_until(lambda: leaders_of(killable_cluster, topic) == [2, -1, 3], 10, "the leader that was elected")
    verb(killable_cluster, *elect)
    wait_until(lambda: leaders_of(killable_cluster, topic) == [2, 2, 3], 10, "the other leader")


def test_cancelling_calls_off_what_moves(cluster: Sandbox, fresh_topic: FreshTopic) -> None:
    topic = fresh_topic(cluster, assignment=[[1]], name="called-off")
    fill(cluster, topic, 1, 20_000_000)  # some 4 MB go before Kafka holds it to any rate
    address = ["-b", cluster.bootstrap_servers, "-z", "none"]
    words = ["topic", "reassign", topic, "--brokers", "2", "--throttle", "100000", "--yes"]
    slow = subprocess.Popen(
        [sys.executable, "-m", "kafkatui", *address, *words],
        stdout=subprocess.PIPE,
        stderr=subprocess.PIPE,
        preexec_fn=hear_signals,
    )
    try:
        wait_until(lambda: len(replicas_of(cluster, topic)[0]) == 2, 20, "the move to begin")
        moving = json.loads(verb(cluster, "partitions", "--moving", "-o", "json"))
        assert [(row["topic"], row["is_moving"]) for row in moving] == [(topic, True)]
        assert len(throttles_of(cluster, topic)) == 6
    finally:
        slow.send_signal(signal.SIGINT)
        slow.communicate(timeout=30)
    assert slow.returncode == 130
    assert replicas_of(cluster, topic) == [[1]]
    assert throttles_of(cluster, topic) == set()


@pytest.fixture
def expendable_cluster() -> Iterator[Sandbox]:
    """Kafka 2.3 with three brokers, of this test alone."""
    with running(SandboxSettings(kafka="2.3")) as sandbox:
        yield sandbox


def test_before_2_4_both_go_through_zookeeper(expendable_cluster: Sandbox, fresh_topic: FreshTopic) -> None:
    sandbox = expendable_cluster
    topic = fresh_topic(sandbox, assignment=[[1, 2], [1, 2]], name="old")
    verb(sandbox, "topic", "reassign", topic, "--by", "leaders", "--yes")
    assert sorted(replicas_of(sandbox, topic)) == [[1, 2], [2, 1]]
    assert leaders_of(sandbox, topic) == [replicas[0] for replicas in replicas_of(sandbox, topic)], "elected as well"
    verb(sandbox, "undo", "--yes")
    assert replicas_of(sandbox, topic) == [[1, 2], [1, 2]]
    verb(sandbox, "topic", "reassign", topic, "--brokers", "2,3", "--throttle", "10000000", "--yes")
    assert [sorted(replicas) for replicas in replicas_of(sandbox, topic)] == [[2, 3], [2, 3]]
    assert throttles_of(sandbox, topic) == set()
    with zookeeper_client(sandbox) as client:
        assert set(client.get_children("/admin")) == {"delete_topics"}
