"""What a tail tells of records it could not read: deleted before it came to them, gone with their topic, or not led."""

from __future__ import annotations

import uuid
from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any

import pytest
from confluent_kafka import KafkaException, TopicPartition
from confluent_kafka.admin import NewTopic  # type: ignore[attr-defined]

from kafkatui.kafka.connect.connection import KafkaConnection
from kafkatui.kafka.read.metadata import read_metadata
from kafkatui.kafka.stream.record_queue import RecordQueue
from kafkatui.kafka.stream.tail import Tail
from kafkatui.kafka.stream.tail_plan import TailPlan, plan_tail
from kafkatui.model.profile import Profile
from kafkatui.model.tail import TailPhase
from kafkatui.model.tail_start import TailStart
from kafkatui.model.tail_stop import TailStop
from kafkatui.sandbox.cluster import Sandbox
from tests.cluster.sharing import heal
from tests.cluster.test_kafka_tail import records, wait_until
from tests.cluster.verbs import run_verb
from tests.drive.producer import Producer

pytestmark = pytest.mark.cluster


@pytest.fixture
def topic(connection: KafkaConnection) -> Iterator[str]:
    name = f"gaps-{uuid.uuid4().hex[:8]}"
    create(connection, name, [[1]])
    yield name
    connection.admin().delete_topics([name], operation_timeout=15)[name].result(20)


def create(connection: KafkaConnection, name: str, assignment: list[list[int]]) -> None:
    """Makes the topic, as soon as an earlier one of its name is gone."""

    def created() -> bool:
        new = NewTopic(name, len(assignment), replica_assignment=assignment)
        try:
            connection.admin().create_topics([new], operation_timeout=15)[name].result(20)
        except KafkaException:
            return False
        return True

    wait_until(created)


def write(connection: KafkaConnection, topic: str, first: int, count: int, partition: int = 0) -> None:
    producer = Producer(connection.client_config())
    for number in range(first, first + count):
        producer.produce(topic, b"%d" % number, partition=partition)
    assert producer.flush(20) == 0


def delete_before(connection: KafkaConnection, topic: str, offset: int) -> None:
    for deleted in connection.admin().delete_records([TopicPartition(topic, 0, offset)]).values():
        deleted.result(20)


@contextmanager
def tailing(tail: Tail) -> Iterator[Tail]:
    tail.start()
    try:
        yield tail
    finally:
        tail.stop()


def offsets(tail: Tail) -> list[int]:
    return [record.offset for record in records(tail) if not record.note]


def notes(tail: Tail) -> list[str]:
    return [record.note for record in records(tail) if record.note]


def test_what_was_deleted_while_a_tail_was_paused_is_counted(connection: KafkaConnection, topic: str) -> None:
    write(connection, topic, 0, 200)
    with tailing(Tail(connection, [(topic, 0)], TailStart.beginning())) as tail:
        wait_until(lambda: tail.buffer.read_count == 200)
        tail.pause()
        wait_until(lambda: tail.state.phase is TailPhase.PAUSED)
        write(connection, topic, 200, 5_000)
        delete_before(connection, topic, 5_000)
        tail.resume()
        wait_until(lambda: tail.statistics.read_count == 400 and tail.statistics.deleted_count == 4_800)
        assert offsets(tail) == [*range(200), *range(5_000, 5_200)]
        assert notes(tail) == []
        wait_until(lambda: tail.state.phase is TailPhase.FOLLOWING)


def test_what_was_deleted_before_a_slow_reader_came_to_it_is_counted(connection: KafkaConnection, topic: str) -> None:
    producer = Producer(connection.client_config(**{"queue.buffering.max.kbytes": 500_000}))
    for number in range(60_000):
        producer.produce(topic, b"%07d" % number + b"x" * 1_000, partition=0)
        producer.poll(0)
    assert producer.flush(60) == 0
    queue = RecordQueue(max_count=1_000)
    with tailing(Tail(connection, [(topic, 0)], TailStart.beginning(), TailStop.at_end(), sink=queue)) as tail:
        found = [record.offset for batch in queue.take(20) for record in batch.records()]
        delete_before(connection, topic, 59_000)
        while not tail.state.phase.is_final or queue.counts().kept:
            found += [record.offset for batch in queue.take(0.1) for record in batch.records()]
        assert tail.state.phase is TailPhase.ENDED
        assert found == sorted(set(found))
        assert tail.statistics.deleted_count > 10_000
        assert len(found) + tail.statistics.deleted_count == 60_000
        queue.close()


@pytest.mark.parametrize(("first", "second"), [(50, 5), (5, 50)])
def test_a_topic_made_anew_under_its_name_begins_below_a_line(
    connection: KafkaConnection, topic: str, first: int, second: int
) -> None:
    write(connection, topic, 0, first)
    with tailing(Tail(connection, [(topic, 0)], TailStart.beginning())) as tail:
        wait_until(lambda: tail.buffer.read_count == first)
        connection.admin().delete_topics([topic], operation_timeout=15)[topic].result(20)
        create(connection, topic, [[3], [2]])
        write(connection, topic, 0, second)
        write(connection, topic, 0, 3, partition=1)
        expected = [*((0, offset) for offset in range(second)), *((1, offset) for offset in range(3))]
        wait_until(lambda: sorted(below_the_line(tail)) == expected, 40)
        shown = [(record.partition, record.offset) for record in records(tail)]
        assert shown[:first] == [(0, offset) for offset in range(first)]
        assert len(notes(tail)) == 1
        assert "anew" in notes(tail)[0]


def test_a_topic_made_anew_before_its_first_record_came_begins_below_a_line(
    connection: KafkaConnection, topic: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    write(connection, topic, 0, 5)

    def plan_and_lose(*asked: Any) -> TailPlan:
        plan = plan_tail(*asked)
        connection.admin().delete_topics([topic], operation_timeout=15)[topic].result(20)
        create(connection, topic, [[3]])
        write(connection, topic, 0, 50)
        return plan

    monkeypatch.setattr("kafkatui.kafka.stream.tail.plan_tail", plan_and_lose)
    with tailing(Tail(connection, [(topic, 0)], TailStart.beginning())) as tail:
        wait_until(lambda: below_the_line(tail) == [(0, offset) for offset in range(50)], 40)
        assert ["anew" in note for note in notes(tail)] == [True]


def below_the_line(tail: Tail) -> list[tuple[int, int]]:
    """Partitions and offsets of what came after the last divider; what was read until it was noticed is above."""
    found = records(tail)
    lines = [index for index, record in enumerate(found) if record.note]
    return [(record.partition, record.offset) for record in found[lines[-1] + 1 :]] if lines else []


def test_partitions_without_a_leader_are_named_and_the_others_are_read(killable_cluster: Sandbox) -> None:
    """And when nobody answers any more it waits, and goes on behind a restart of all brokers."""
    connection = KafkaConnection(Profile("gaps", {"bootstrap.servers": killable_cluster.bootstrap_servers}))
    read_metadata(connection)  # from then on it is watched who answers
    name = f"gaps-{uuid.uuid4().hex[:8]}"
    create(connection, name, [[1], [2], [3]])
    for partition in range(3):
        write(connection, name, 0, 10, partition)
    try:
        with tailing(Tail(connection, [(name, part) for part in range(3)], TailStart.last(30))) as tail:
            wait_until(lambda: tail.state.phase is TailPhase.FOLLOWING)
            killable_cluster.stop_broker(2)
            wait_until(lambda: f"{name}-1 is not read: the partition has no leader" in tail.state.error, 60)
            assert list(tail.state.problems or ()) == [(name, 1)]
            to_end = run_verb(killable_cluster, "tail", name, "--from", "beginning", "-e")
            assert (to_end.returncode, to_end.stdout.count(b"\n")) == (1, 20)
            assert f"{name}-1 is not read: the partition has no leader".encode() in to_end.stderr
            for broker in (1, 3):
                killable_cluster.stop_broker(broker, kill=True)
            wait_until(lambda: tail.state.phase is TailPhase.WAITING, 60)
            for broker in (1, 2, 3):
                killable_cluster.start_broker(broker)
            for partition in range(3):
                write(connection, name, 10, 1, partition)
            wait_until(lambda: tail.statistics.read_count == 33 and tail.state.phase is TailPhase.FOLLOWING, 60)
            wait_until(lambda: tail.state.error == "", 60)
            assert notes(tail) == []
    finally:
        heal(killable_cluster)
        connection.admin().delete_topics([name], operation_timeout=15)[name].result(20)
        connection.close()
