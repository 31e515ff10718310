"""Reading as a member of a group: partitions are shared, rebalances are seen, what was handed on is committed."""

from __future__ import annotations

import time
from collections.abc import Callable, Iterator, Mapping
from contextlib import contextmanager

import pytest

from kafkatui.insight.subscription import subscription_of
from kafkatui.kafka.connect.connection import KafkaConnection
from kafkatui.kafka.read.groups import describe_groups
from kafkatui.kafka.stream.group_tail import GroupTail
from kafkatui.kafka.stream.record_queue import RecordQueue
from kafkatui.model.cluster import TopicPartition
from kafkatui.model.membership import Membership
from kafkatui.model.record import Record
from kafkatui.model.tail import TailPhase
from kafkatui.sandbox.cluster import Sandbox
from tests.cluster.kafka_tool import run_tool
from tests.cluster.sharing import FreshTopic
from tests.drive.producer import Producer

pytestmark = pytest.mark.cluster

PARTITIONS = 3


@pytest.fixture
def topic(cluster: Sandbox, fresh_topic: FreshTopic) -> str:
    return fresh_topic(cluster, PARTITIONS, 1, name="member")


@pytest.fixture
def group(topic: str) -> str:
    """It goes with the topic."""
    return f"{topic}-group"


def wait_until(condition: Callable[[], bool], timeout_seconds: float = 30.0) -> None:
    deadline = time.monotonic() + timeout_seconds
    while not condition():
        assert time.monotonic() < deadline, "it did not happen in time"
        time.sleep(0.01)


def write(cluster: Sandbox, topic: str, count: int) -> None:
    """So many records in each partition."""
    producer = Producer({"bootstrap.servers": cluster.bootstrap_servers, "log_level": 0})
    for number in range(count * PARTITIONS):
        producer.produce(topic, b"%d" % number, partition=number % PARTITIONS)
    assert producer.flush(20) == 0


def membership(group: str, *topics: str, resets_to: str = "earliest", commits: bool = True) -> Membership:
    return Membership(group, topics, subscription_of(topics), resets_to, commits)


@contextmanager
def member(connection: KafkaConnection, asked: Membership, queue: RecordQueue | None = None) -> Iterator[GroupTail]:
    tail = GroupTail(connection, asked, sink=queue)
    tail.start()
    try:
        yield tail
    finally:
        tail.stop(20)


def assigned(tail: GroupTail) -> frozenset[TopicPartition] | None:
    return tail.member.assigned if tail.member is not None else None


def records(tail: GroupTail) -> list[Record]:
    found = (tail.buffer.record_at(serial) for serial in range(tail.buffer.first_serial, tail.buffer.next_serial))
    return [record for record in found if record is not None]


def notes(tail: GroupTail) -> list[str]:
    return [record.note for record in records(tail) if record.note]


def committed(cluster: Sandbox, group: str, tools: str) -> Mapping[int, str]:
    """CURRENT-OFFSET by partition, as Kafka's own tool prints it."""
    arguments = ["--bootstrap-server", cluster.bootstrap_servers, "--group", group, "--describe"]
    lines = run_tool(tools, "consumer.group.ConsumerGroupCommand", *arguments).decode().splitlines()
    rows = [line.split() for line in lines if line.startswith(group)]
    return {int(row[2]): row[3] for row in rows}


def test_two_members_share_the_partitions_and_the_rest_takes_over_at_once_when_one_leaves(
    cluster: Sandbox, connection: KafkaConnection, topic: str, group: str, kafka_tools: str
) -> None:
    every = frozenset((topic, partition) for partition in range(PARTITIONS))
    write(cluster, topic, 10)
    with member(connection, membership(group, topic)) as first:
        wait_until(lambda: first.state.phase is TailPhase.FOLLOWING and first.statistics.read_count == 30)
        assert assigned(first) == every
        with member(connection, membership(group, topic)) as second:
            wait_until(lambda: bool(assigned(second)) and bool(assigned(first)) and assigned(first) != every)
            assert (assigned(first) or set()) | (assigned(second) or set()) == every
            assert not (assigned(first) or frozenset()) & (assigned(second) or frozenset())
            write(cluster, topic, 10)
            wait_until(lambda: first.statistics.read_count + second.statistics.read_count == 60)
            assert second.statistics.read_count
            (described,) = describe_groups(connection, [group])
            assert {each.client_id for each in described.members} == {"kafkatui"}
            assert len(described.members) == 2
        left = time.monotonic()
        wait_until(lambda: assigned(first) == every)
        assert time.monotonic() - left < 8, "nobody waits for the session of a member that left"
    told = notes(first)
    assert told[0] == f"joined: reads {topic} 0, 1, 2"
    assert any(note.startswith("rebalance: gives back") for note in told)
    assert told[-1] == f"rebalance: reads {topic} 0, 1, 2"
    assert describe_groups(connection, [group])[0].state == "Empty"
    assert committed(cluster, group, kafka_tools) == dict.fromkeys(range(PARTITIONS), "20")


def test_only_what_was_handed_on_is_committed_and_nothing_unasked(
    cluster: Sandbox, connection: KafkaConnection, topic: str, group: str, kafka_tools: str
) -> None:
    write(cluster, topic, 5)
    queue = RecordQueue()
    with member(connection, membership(group, topic, commits=True), queue) as tail:
        wait_until(lambda: tail.statistics.read_count >= 15 and tail.state.phase is TailPhase.FOLLOWING)
        tail.hand_on({(topic, 0): 3})
    assert committed(cluster, group, kafka_tools)[0] == "3"
    with member(connection, membership(group, topic, commits=False)) as again:
        wait_until(lambda: again.statistics.read_count == 2 + 5 + 5 and again.state.phase is TailPhase.FOLLOWING)
        with member(connection, membership(group, topic, commits=False)) as other:
            wait_until(lambda: other.state.phase is TailPhase.FOLLOWING and bool(assigned(again)))
            kept = assigned(again) or frozenset()
        wait_until(lambda: len(assigned(again) or ()) == PARTITIONS and again.state.phase is TailPhase.FOLLOWING)
        places = [(each.topic, each.partition, each.offset) for each in records(again) if each.partition >= 0]
        stayed = [place for place in places if place[:2] in kept]
        assert stayed
        assert len(stayed) == len(set(stayed)), "what stays is not read again because somebody joined"
    found = committed(cluster, group, kafka_tools)
    assert (found[0], found.get(1, "-"), found.get(2, "-")) == ("3", "-", "-")


def test_an_expression_takes_up_topics_that_are_made_and_latest_reads_only_what_comes(
    cluster: Sandbox, connection: KafkaConnection, topic: str, group: str, fresh_topic: FreshTopic
) -> None:
    write(cluster, topic, 2)
    asked = membership(group, topic, f"/^{topic}-aRegex.*[Tt]opic/", resets_to="latest", commits=False)
    with member(connection, asked) as tail:
        wait_until(lambda: tail.state.phase is TailPhase.FOLLOWING)
        assert tail.statistics.read_count == 0
        made = fresh_topic(cluster, PARTITIONS, 1, name=f"{topic}-aRegexTopic")
        wait_until(lambda: (made, 0) in (assigned(tail) or ()))
        write(cluster, topic, 1)
        wait_until(lambda: tail.statistics.read_count == PARTITIONS)
