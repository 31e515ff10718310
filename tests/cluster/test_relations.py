"""What a topic is tied to on a real cluster: the verb says it of each end, and the page leads from one to the other."""

from __future__ import annotations

import json
from contextlib import closing

import pytest
from confluent_kafka import Consumer, TopicPartition

from kafkatui.model.place import PlaceKind
from kafkatui.sandbox.cluster import Sandbox
from kafkatui.sandbox.readiness import QUIET_CLIENT
from tests.cluster.app_driver import app_at
from tests.cluster.screen import profile_of
from tests.cluster.sharing import FreshTopic, admin_of
from tests.cluster.verbs import run_verb
from tests.drive.producer import Producer

pytestmark = pytest.mark.cluster

ASSIGNMENT = [[1, 2], [2, 3], [2, 1]]


def fill(sandbox: Sandbox, topic: str, group: str) -> None:
    """Five records, of which the group has read two."""
    address = {"bootstrap.servers": sandbox.bootstrap_servers, **QUIET_CLIENT}
    producer = Producer(address)
    for number in range(5):
        producer.produce(topic, str(number).encode(), partition=0)
    assert producer.flush(30) == 0
    with closing(Consumer({**address, "group.id": group})) as consumer:
        consumer.commit(offsets=[TopicPartition(topic, 0, 2)], asynchronous=False)


def ties(sandbox: Sandbox, kind: str, name: str) -> dict[tuple[str, str | None], str]:
    answer = run_verb(sandbox, "relations", kind, name, "-o", "json")
    assert answer.returncode == 0, answer.stderr
    return {(row["kind"], row["name"]): row["tie"] for row in json.loads(answer.stdout)}


async def test_every_end_tells_of_the_other(cluster: Sandbox, fresh_topic: FreshTopic) -> None:
    topic = fresh_topic(cluster, assignment=ASSIGNMENT, name="tied")
    group = f"{topic}-readers"
    fill(cluster, topic, group)
    leaders = [part.leader for part in admin_of(cluster).list_topics(topic, 10).topics[topic].partitions.values()]
    of_topic = ties(cluster, "topic", topic)
    assert of_topic["group", group].startswith("lag 3, 0 members read it")
    for broker in (1, 2, 3):
        kept, led = sum(broker in replicas for replicas in ASSIGNMENT), leaders.count(broker)
        assert of_topic["broker", str(broker)].startswith(f"leads {led} of 3 partitions, follows {kept - led}")
    assert ("znode", f"/brokers/topics/{topic}") in of_topic
    assert of_topic["subject", None]
    of_group = ties(cluster, "group", group)
    assert of_group["topic", topic].startswith("lag 3")
    coordinator = next(name for kind, name in of_group if kind == "broker")
    assert coordinator is not None
    of_coordinator = ties(cluster, "broker", coordinator)
    assert ("group", group) in of_coordinator
    assert (f"leads {leaders.count(int(coordinator))} of 3 partitions" in of_coordinator.get(("topic", topic), "")) == (
        int(coordinator) in leaders
    )
    assert ("topic", topic) in ties(cluster, "znode", f"/config/topics/{topic}")
    table = run_verb(cluster, "relations", "topic", topic, "-o", "md").stdout.decode()
    assert f"| group     | {group} " in table
    assert run_verb(cluster, "relations", "topic", f"{topic}-no").returncode == 1
    async with app_at(profile_of(cluster), PlaceKind.TOPIC, topic, "relations") as app:
        await app.wait_for(lambda: app.row("name", group))
        await app.press("slash", *group, "enter", "enter")
        await app.wait_for(lambda: app.place.kind is PlaceKind.GROUP and app.place.name == group)
