"""A group's coordinator is killed amid a reset: the process lives, and what was committed is told as it is."""

from __future__ import annotations

import json
import os
import subprocess
import sys

import pytest
from confluent_kafka import Consumer, KafkaError, KafkaException, TopicPartition

from kafkatui.sandbox.cluster import Sandbox
from kafkatui.sandbox.readiness import QUIET_CLIENT, wait_until
from tests.cluster.as_found import delete_groups
from tests.cluster.sharing import FreshTopic
from tests.cluster.verbs import run_verb
from tests.drive.producer import Producer

pytestmark = pytest.mark.cluster

_MOVE_SECONDS = 60.0
_ON_THE_MOVE = (
    KafkaError.NOT_COORDINATOR,
    KafkaError.COORDINATOR_NOT_AVAILABLE,
    KafkaError.COORDINATOR_LOAD_IN_PROGRESS,
)


def committed(sandbox: Sandbox, group: str, topic: str, partitions: int) -> list[int]:
    """What a consumer of the group is told; it asks again while the coordinator is still on the move."""
    consumer = Consumer({"bootstrap.servers": sandbox.bootstrap_servers, "group.id": group, **QUIET_CLIENT})
    found: list[TopicPartition] = []

    def is_told() -> bool:
        try:
            found[:] = consumer.committed([TopicPartition(topic, number) for number in range(partitions)], timeout=30)
        except KafkaException as error:
            if error.args[0].code() not in _ON_THE_MOVE:
                raise
        return bool(found)

    wait_until(is_told, _MOVE_SECONDS, f"what {group} has committed")
    consumer.close()
    return [each.offset for each in found]


def test_the_coordinator_dies_amid_a_reset(killable_cluster: Sandbox, fresh_topic: FreshTopic) -> None:
    partitions = 60
    topic = fresh_topic(killable_cluster, partitions, 3, name="amid")
    group = f"{topic}-group"
    producer = Producer({"bootstrap.servers": killable_cluster.bootstrap_servers, **QUIET_CLIENT})
    for number in range(partitions):
        producer.produce(topic, b"x", partition=number)
    assert producer.flush(30) == 0
    consumer = Consumer({"bootstrap.servers": killable_cluster.bootstrap_servers, "group.id": group, **QUIET_CLIENT})
    consumer.commit(offsets=[TopicPartition(topic, number, 0) for number in range(partitions)], asynchronous=False)
    consumer.close()
    [row] = json.loads(run_verb(killable_cluster, "groups", group, "-o", "json").stdout)
    coordinator = row["coordinator"]

    address = ["-b", killable_cluster.bootstrap_servers, "-z", killable_cluster.zookeeper_connect or "none"]
    reset = [sys.executable, "-m", "kafkatui", *address, "group", "reset", group, "--to-latest", "--yes", "-o", "json"]
    running = subprocess.Popen(reset, stdout=subprocess.PIPE, stderr=subprocess.PIPE, env=os.environ)
    killable_cluster.stop_broker(coordinator, kill=True)
    output, errors = running.communicate(timeout=90)
    assert running.returncode in (0, 1), errors
    assert b"Traceback" not in errors
    now = committed(killable_cluster, group, topic, partitions)
    if output:
        told = {each["target"]: each["state"] for each in json.loads(output)["outcomes"]}
        for number in range(partitions):
            if told.get(f"{topic}-{number}") == "done":
                assert now[number] == 1, "what is told as done is done"
            elif told.get(f"{topic}-{number}") == "failed":
                assert now[number] == 0, "what is told as failed changed nothing"
    else:
        assert now == [0] * partitions, "nothing was told, nothing was changed"
    again = run_verb(killable_cluster, "group", "reset", group, "--to-latest", "--yes")
    assert again.returncode == 0, again.stderr
    assert committed(killable_cluster, group, topic, partitions) == [1] * partitions
    delete_groups(killable_cluster, [group])  # a coordinator on the move names none of its groups
