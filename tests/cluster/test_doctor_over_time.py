"""What the doctor sees in time only, on a real cluster: what was read at several moments, said to be minutes apart."""

from __future__ import annotations

from collections.abc import Sequence
from contextlib import closing

import pytest
from confluent_kafka import Consumer, TopicPartition

from kafkatui.insight.doctor.known import Known
from kafkatui.sandbox.cluster import Sandbox
from kafkatui.sandbox.readiness import QUIET_CLIENT, wait_until
from tests.cluster.as_found import delete_groups
from tests.cluster.breakages import broker_setting, consumer_of, join, produce, reassign, set_topic
from tests.cluster.examined import Examined, examined, found_apart
from tests.cluster.sharing import FreshTopic
from tests.drive.producer import Producer

pytestmark = pytest.mark.cluster

APART_SECONDS, LOOKS = 330.0, 6
"""A lag must have been larger than five minutes before for a quarter of an hour."""

TINY = 5_000


def test_what_does_not_get_on(killable_cluster: Sandbox, fresh_topic: FreshTopic) -> None:
    sandbox = killable_cluster
    read = fresh_topic(sandbox, 1, 3, name="read-slowly")
    tiny = fresh_topic(sandbox, 1, 1, name="tiny")
    moving = fresh_topic(sandbox, assignment=[[1]], name="crawling")
    set_topic(sandbox, moving, {"follower.replication.throttled.replicas": "0:3"})  # of a new topic none is heard of
    produce(sandbox, read, 10)
    produce(sandbox, moving, 100, size=200_000)
    expected = {
        f"group-stuck group {read}-stuck": f"{read}-0 at 1, ",
        f"group-falling-behind group {read}-slow": " and growing, 1 member",
        f"batches-tiny {tiny}": f"{tiny}-0: 500 batches of 1.0 records and ",
        f"reassignment-slow {moving}-0": "coming 3, going 1; broker 3: ",
    }
    with (
        closing(consumer_of(sandbox, f"{read}-stuck")) as stuck,
        closing(consumer_of(sandbox, f"{read}-slow")) as slow,
        examined(sandbox) as doctor,
    ):
        for consumer in (stuck, slow):
            join(consumer, read, lambda consumer, partitions: consumer.unassign())
            commit(consumer, read, 1)
        with broker_setting(sandbox, 3, "follower.replication.throttled.rate", "1"):
            doctor.until("throttle-left-on-broker broker 3")  # it has heard of both
            reassign(sandbox, {(moving, 0): [3]})
            looks: list[Known] = []
            for number in range(LOOKS):
                looks.append(doctor.read())
                produce(sandbox, read, 10)
                commit(slow, read, 2 + number)
                if number == 0:
                    produce_one_by_one(sandbox, tiny, TINY)
            check(looks, expected)
            set_topic(sandbox, moving, {"follower.replication.throttled.replicas": ""})
        for consumer in (stuck, slow):
            commit(consumer, read, 10 + 10 * LOOKS)
        produce(sandbox, tiny, 1_000)
        until_gone(doctor, looks, expected)
    delete_groups(sandbox, [f"{read}-stuck", f"{read}-slow"])


def check(looks: Sequence[Known], expected: dict[str, str]) -> None:
    found = found_apart(looks, APART_SECONDS)
    for key, words in expected.items():
        assert key in found, sorted(found)
        assert words in "; ".join(each.text for each in found[key].evidence), found[key]


def until_gone(doctor: Examined, looks: list[Known], expected: dict[str, str]) -> None:
    """At one of the looks that follow."""

    def is_gone() -> bool:
        looks.append(doctor.read())
        return not expected.keys() & found_apart(looks, APART_SECONDS).keys()

    wait_until(is_gone, 30, "it to be found no more")


def commit(consumer: Consumer, topic: str, offset: int) -> None:
    assert consumer.commit(offsets=[TopicPartition(topic, 0, offset)], asynchronous=False)


def produce_one_by_one(sandbox: Sandbox, topic: str, count: int) -> None:
    """Each record in a batch of its own."""
    settings = {"bootstrap.servers": sandbox.bootstrap_servers, "batch.num.messages": 1, "acks": 1, **QUIET_CLIENT}
    producer = Producer(settings)
    for _ in range(count):
        producer.produce(topic, b"x", partition=0)
    assert producer.flush(30) == 0
