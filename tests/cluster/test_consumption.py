"""How groups do, as `progress` tells it, on three generations of Kafka."""

from __future__ import annotations

import json
import time
from typing import Any

import pytest
from confluent_kafka import TopicPartition as ClientTopicPartition

from kafkatui.sandbox.cluster import Sandbox
from kafkatui.sandbox.readiness import QUIET_CLIENT, wait_until
from tests.cluster.sharing import FreshTopic, admin_of
from tests.cluster.test_action_verbs import commit
from tests.cluster.test_group_actions import member, verb
from tests.drive.producer import Producer

pytestmark = pytest.mark.cluster


@pytest.fixture(params=["kafka_2_3", "cluster", "kafka_4_3"])
def sandbox(request: pytest.FixtureRequest) -> Sandbox:
    """Each generation."""
    found: Sandbox = request.getfixturevalue(request.param)
    return found


def send_at(sandbox: Sandbox, topic: str, partition: int, ages_seconds: list[float], **properties: Any) -> None:
    """Records that are so old."""
    producer = Producer({"bootstrap.servers": sandbox.bootstrap_servers, **QUIET_CLIENT, **properties})
    now = time.time()
    for age in ages_seconds:
        producer.produce(topic, b"x" * 200, partition=partition, timestamp=round((now - age) * 1000))
    assert producer.flush(20) == 0


def told(sandbox: Sandbox, *arguments: str) -> list[dict[str, Any]]:
    found: list[dict[str, Any]] = json.loads(verb(sandbox, "progress", *arguments, "-o", "json"))
    return found


def test_lag_in_time_lost_records_and_the_verdict(sandbox: Sandbox, fresh_topic: FreshTopic) -> None:
    topic = fresh_topic(sandbox, 5, name="consumed")
    group = f"{topic}-group"
    send_at(sandbox, topic, 0, [900.0, 600.0, 300.0, 30.0], **{"compression.type": "gzip"})  # of one batch the third
    send_at(sandbox, topic, 1, [5.0])
    send_at(sandbox, topic, 2, [400.0, 300.0, 200.0, 100.0])
    send_at(sandbox, topic, 3, [-1800.0, 0.0])
    send_at(
        sandbox, topic, 4, [200.0, 100.0], **{"linger.ms": 500, "compression.type": "none", "batch.size": 1_000_000}
    )
    commit(sandbox, group, {(topic, 0): 2, (topic, 1): 1, (topic, 2): 1, (topic, 3): 0, (topic, 4): 0})
    admin, before = admin_of(sandbox), ClientTopicPartition(topic, 2, 3)
    admin.delete_records([before])[before].result(20)
    rows = told(sandbox, group, "-p")
    ages = [row["time_lag_seconds"] for row in rows]
    assert [None if age is None else round(age / 20) * 20 for age in ages] == [300, 0, 100, None, 200]
    assert [row["time_lag_method"] for row in rows] == ["read", "none", "read", None, "read"]
    assert [row["time_lag_is_at_least"] for row in rows] == [False, False, True, None, False]
    assert [row["records_lost"] for row in rows] == [0, 0, 2, 0, 0]
    assert [row["retained_share"] for row in rows] == [0.5, 0.0, 1.0, 1.0, 1.0]
    assert [row["verdict_kind"] for row in rows] == ["not running", "caught up", "lost", "not running", "not running"]
    [all_of_it] = told(sandbox, group)
    assert all_of_it["verdict"].startswith("2 records lost on partition 2 · 5 min behind")
    assert (all_of_it["lag"], all_of_it["records_lost"]) == (9, 2)
    assert all_of_it["consumed_per_second"] is None, "of one look"
    [matrix] = [row for row in told(sandbox, "--topic", topic, "--matrix") if row["partition"] == 0]
    assert (matrix["end_offset"], matrix[group]) == (4, 2)


def test_a_reader_that_reads_is_no_longer_behind(cluster: Sandbox, fresh_topic: FreshTopic) -> None:
    topic = fresh_topic(cluster, 1, name="running")
    group = f"{topic}-group"
    send_at(cluster, topic, 0, [60.0, 50.0])
    commit(cluster, group, {(topic, 0): 0})
    assert told(cluster, group)[0]["verdict"] == "not running, 2 behind"
    with member(cluster, group, topic):
        wait_until(lambda: told(cluster, group)[0]["verdict"] == "watching", 20, "the group to run")
        [row] = told(cluster, group, "--for", "1s")
        assert (row["produced_per_second"], row["consumed_per_second"]) == (0.0, 0.0)
    commit(cluster, group, {(topic, 0): 2})
    assert told(cluster, group)[0]["verdict"] == "caught up, not running"
