"""What changes topics, as verbs, on the oldest, the last with ZooKeeper and the newest Kafka; read back raw."""

from __future__ import annotations

import json
from collections.abc import Iterator
from typing import Any

import pytest
from confluent_kafka import Consumer, TopicPartition

from kafkatui.sandbox.cluster import Sandbox
from kafkatui.sandbox.readiness import QUIET_CLIENT, wait_until
from tests.cluster.sharing import FreshTopic, admin_of, remove_topic
from tests.cluster.test_action_verbs import GENERATIONS, commit, committed, own_config, send, topics_of, verb
from tests.drive.producer import Producer

pytestmark = pytest.mark.cluster


@pytest.fixture(params=GENERATIONS)
def sandbox(request: pytest.FixtureRequest) -> Sandbox:
    """Each generation."""
    found: Sandbox = request.getfixturevalue(request.param)
    return found


@pytest.fixture
def topic(sandbox: Sandbox, fresh_topic: FreshTopic) -> str:
    return fresh_topic(sandbox, 2, name="changed")


@pytest.fixture
def clone(sandbox: Sandbox, topic: str) -> Iterator[str]:
    yield f"{topic}-clone"
    remove_topic(sandbox, f"{topic}-clone")


def planned(sandbox: Sandbox, *arguments: str) -> Any:
    return json.loads(verb(sandbox, *arguments, "--dry-run", "-o", "json"))


def replicas(sandbox: Sandbox, topic: str) -> list[list[int]]:
    found = admin_of(sandbox).list_topics(timeout=10).topics[topic].partitions
    return [found[number].replicas for number in sorted(found)]


def bounds(sandbox: Sandbox, topic: str, partition: int) -> tuple[int, int]:
    consumer = Consumer({"bootstrap.servers": sandbox.bootstrap_servers, "group.id": "nobody", **QUIET_CLIENT})
    found: tuple[int, int] = consumer.get_watermark_offsets(TopicPartition(topic, partition), timeout=20)
    consumer.close()
    return found


def test_properties_are_set_and_put_back_and_keys_deleted(sandbox: Sandbox, topic: str) -> None:
    change = [
        "topic",
        "config",
        topic,
        "--add-config",
        "retention.ms=1d",
        "--add-config",
        "cleanup.policy=[compact,delete]",
    ]
    plan = planned(sandbox, *change)
    assert [(row["property"], row["now"], row["then"]) for row in plan["rows"]] == [
        ("retention.ms", "604800000", "86400000"), ("cleanup.policy", "delete", "compact,delete"),
    ]  # fmt: skip
    assert own_config(sandbox, topic) == {}, "a dry run changes nothing"
    verb(sandbox, *change, "--yes")
    assert own_config(sandbox, topic) == {"retention.ms": "86400000", "cleanup.policy": "compact,delete"}
    told = verb(sandbox, "topic", "config", topic, "--delete-config", "retention.ms", "--yes")
    assert "retention.ms=604800000" in told
    assert own_config(sandbox, topic) == {"cleanup.policy": "compact,delete"}
    verb(sandbox, "undo", "--yes")
    assert own_config(sandbox, topic) == {"retention.ms": "86400000", "cleanup.policy": "compact,delete"}
    properties = {"bootstrap.servers": sandbox.bootstrap_servers, **QUIET_CLIENT}
    producer = Producer(properties)
    producer.produce(topic, "old", (42).to_bytes(8, "big"), 1)
    assert producer.flush(20) == 0
    verb(sandbox, "topic", "tombstone", topic, "--key", "42", "--key", "43", "--key-as", "int64", "--yes")
    assert [bounds(sandbox, topic, number)[1] for number in (0, 1)] == [0, 2], "where the key is, and nowhere else"
    consumer = Consumer({**properties, "group.id": "nobody", "enable.auto.commit": False})
    consumer.assign([TopicPartition(topic, 1, 1)])
    [sent] = consumer.consume(1, 20)
    consumer.close()
    assert (sent.key(), sent.value()) == ((42).to_bytes(8, "big"), None)

    wrong = ["topic", "config", topic, "--add-config", "cleanup.policy=shred", "--yes"]
    assert "--add-config: The brokers refuse it" in verb(sandbox, *wrong, code=2)


def test_partitions_are_added_and_records_deleted_up_to_where_it_was_said(sandbox: Sandbox, topic: str) -> None:
    send(sandbox, topic, 0, 10)
    send(sandbox, topic, 1, 4)
    commit(sandbox, f"{topic}-group", {(topic, 0): 2})
    plan = planned(sandbox, "topic", "truncate", topic, "--before-offset", "6", "--partitions", "0")
    assert [(row["partition"], row["records"], row["groups"]) for row in plan["rows"]] == [
        (f"{topic}-0", 6, f"{topic}-group (4)")
    ]
    verb(sandbox, "topic", "truncate", topic, "--before-offset", "6", "--partitions", "0", "--yes")
    assert (bounds(sandbox, topic, 0), bounds(sandbox, topic, 1)) == ((6, 10), (0, 4))
    assert "not among" in verb(sandbox, "topic", "truncate", topic, "--before-offset", "0=7,2=1", "--yes", code=2)
    verb(sandbox, "topic", "truncate", topic, "--before-offset", "0=7,1=1", "--yes")
    assert (bounds(sandbox, topic, 0), bounds(sandbox, topic, 1)) == ((7, 10), (1, 4))
    verb(sandbox, "topic", "truncate", topic, "--before-datetime", "2100-01-01", "--yes")
    assert (bounds(sandbox, topic, 0), bounds(sandbox, topic, 1)) == ((10, 10), (4, 4))

    before = replicas(sandbox, topic)
    verb(sandbox, "topic", "add-partitions", topic, "--partitions", "3", "--replica-assignment", "1", "--yes")
    wait_until(lambda: replicas(sandbox, topic) == [*before, [1]], 20, "the partition that was added")


def test_a_topic_is_cloned_and_made_anew_empty(sandbox: Sandbox, topic: str, clone: str) -> None:
    verb(sandbox, "topic", "config", topic, "--add-config", "segment.bytes=1MiB", "--yes")
    verb(sandbox, "topic", "clone", topic, clone, "--yes")
    wait_until(lambda: clone in topics_of(sandbox), 20, "the clone")
    assert own_config(sandbox, clone) == {"segment.bytes": "1048576"}
    assert [len(each) for each in replicas(sandbox, clone)] == [len(each) for each in replicas(sandbox, topic)]
    verb(sandbox, "undo", "--yes")
    wait_until(lambda: clone not in topics_of(sandbox), 20, "the clone to go")

    before = replicas(sandbox, topic)
    send(sandbox, topic, 1, 5)
    commit(sandbox, f"{topic}-group", {(topic, 1): 3})
    verb(sandbox, "topic", "recreate", topic, "--yes")
    wait_until(lambda: topic in topics_of(sandbox) and replicas(sandbox, topic) == before, 20, "it to be there again")
    wait_until(lambda: bounds(sandbox, topic, 1) == (0, 0), 20, "it to be empty")
    assert own_config(sandbox, topic) == {"segment.bytes": "1048576"}
    assert committed(sandbox, f"{topic}-group", topic, 2)[1] in (-1001, 3), "gone with it, or pointing nowhere"
