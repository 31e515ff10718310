"""Tailing and producing on a real cluster."""

from __future__ import annotations

import time
import uuid
from collections.abc import Callable, Iterator

import pytest
from confluent_kafka.admin import NewPartitions, NewTopic  # type: ignore[attr-defined]

from kafkatui.kafka.connect.connection import KafkaConnection
from kafkatui.kafka.read.groups import list_groups
from kafkatui.kafka.read.metadata import read_metadata
from kafkatui.kafka.stream.tail import Tail
from kafkatui.kafka.write.produce import KafkaProducer, partition_for
from kafkatui.model.errors import ReadOnly, RequestFailed
from kafkatui.model.profile import Profile
from kafkatui.model.record import Delivery, OutgoingRecord, Record
from kafkatui.model.tail import TailPhase
from kafkatui.model.tail_start import TailStart
from kafkatui.model.tail_stop import TailStop
from kafkatui.sandbox.cluster import Sandbox
from tests.drive.producer import Producer

pytestmark = pytest.mark.cluster

PARTITIONS = 3


@pytest.fixture
def topic(connection: KafkaConnection) -> Iterator[str]:
    name = f"kafka-tail-{uuid.uuid4().hex[:8]}"
    connection.admin().create_topics([NewTopic(name, PARTITIONS, 1)])[name].result(20)
    wait_until(lambda: name in read_metadata(connection).topics)
    yield name
    if name in read_metadata(connection).topics:
        connection.admin().delete_topics([name])[name].result(20)


def wait_until(condition: Callable[[], bool], timeout_seconds: float = 20.0) -> None:
    deadline = time.monotonic() + timeout_seconds
    while not condition():
        assert time.monotonic() < deadline, "it did not happen in time"
        time.sleep(0.01)


def keys_of(topic: str) -> list[tuple[str, int]]:
    return [(topic, partition) for partition in range(PARTITIONS)]


def write(connection: KafkaConnection, topic: str, first: int, count: int) -> None:
    """Records numbered in their values, each a millisecond after the one before, round robin over the partitions."""
    producer = Producer(connection.client_config(**{"allow.auto.create.topics": False}))
    start_ms = int(time.time() * 1000) - 1_000_000
    for number in range(first, first + count):
        producer.produce(topic, b"%d" % number, partition=number % PARTITIONS, timestamp=start_ms + number)
    assert producer.flush(20) == 0


def records(tail: Tail) -> list[Record]:
    found = (tail.buffer.record_at(serial) for serial in range(tail.buffer.first_serial, tail.buffer.next_serial))
    return [record for record in found if record is not None]


def values(tail: Tail) -> list[int]:
    return [int(record.value or b"-1") for record in records(tail)]


def test_from_the_beginning_to_the_end_reads_everything_once(connection: KafkaConnection, topic: str) -> None:
    write(connection, topic, 0, 3_000)
    tail = Tail(connection, keys_of(topic), TailStart.beginning(), TailStop.at_end())
    tail.start()
    wait_until(lambda: tail.state.phase is TailPhase.ENDED)
    assert sorted(values(tail)) == list(range(3_000))
    assert tail.statistics.read_count == 3_000
    assert tail.statistics.positions == dict.fromkeys(keys_of(topic), 1_000)
    tail.stop()


def test_an_empty_topic_ends_at_once(connection: KafkaConnection, topic: str) -> None:
    tail = Tail(connection, keys_of(topic), TailStart.last(10), TailStop.at_end())
    tail.start()
    wait_until(lambda: tail.state.phase is TailPhase.ENDED, 5.0)
    assert tail.buffer.read_count == 0
    tail.stop()


def test_the_last_n_are_the_newest_of_all_partitions_in_order(connection: KafkaConnection, topic: str) -> None:
    write(connection, topic, 0, 300)
    tail = Tail(connection, keys_of(topic), TailStart.last(10))
    tail.start()
    wait_until(lambda: tail.buffer.read_count >= 10)
    assert values(tail) == list(range(290, 300))
    write(connection, topic, 300, 1)
    wait_until(lambda: tail.buffer.read_count == 11)
    assert values(tail)[-1] == 300
    tail.stop()


@pytest.mark.parametrize("start", [TailStart.last(100), TailStart.beginning()], ids=["last", "beginning"])
def test_the_rate_of_a_tail_that_follows_leaves_out_what_was_there_before(
    connection: KafkaConnection, topic: str, start: TailStart
) -> None:
    write(connection, topic, 0, 3_000)
    tail = Tail(connection, keys_of(topic), start)
    tail.start()
    wait_until(lambda: tail.state.phase is TailPhase.FOLLOWING and tail.statistics.lag == 0)
    seen = [tail.statistics]
    while len(seen) < 5:
        wait_until(lambda: tail.statistics.positions is not seen[-1].positions)
        seen.append(tail.statistics)
    assert seen[-1].read_count >= 100
    assert [each.rate_per_second for each in seen] == [0.0] * 5
    write(connection, topic, 3_000, 30)
    wait_until(lambda: tail.statistics.rate_per_second > 0)
    tail.stop()


def test_following_shows_only_what_is_new_and_wakes(connection: KafkaConnection, topic: str) -> None:
    write(connection, topic, 0, 30)
    wakes: list[float] = []
    tail = Tail(connection, keys_of(topic), TailStart.end(), on_wake=lambda: wakes.append(time.monotonic()))
    tail.start()
    wait_until(lambda: tail.state.phase is TailPhase.FOLLOWING)
    woken = len(wakes)
    write(connection, topic, 30, 3)
    wait_until(lambda: tail.buffer.read_count == 3)
    assert sorted(values(tail)) == [30, 31, 32]
    wait_until(lambda: len(wakes) > woken, 1.0)
    wait_until(lambda: tail.statistics.read_count == 3 and tail.statistics.lag == 0)
    tail.stop()
    assert tail.state.phase is TailPhase.STOPPED


def test_from_offsets_and_from_a_time(connection: KafkaConnection, topic: str) -> None:
    before_ms = int(time.time() * 1000) - 1_000_000
    write(connection, topic, 0, 30)
    offsets = {(topic, 0): 8, (topic, 1): 99, (topic, 2): 0}
    tail = Tail(connection, keys_of(topic), TailStart.at_offsets(offsets), TailStop.at_end())
    tail.start()
    wait_until(lambda: tail.state.phase is TailPhase.ENDED)
    found = [(record.partition, record.offset) for record in records(tail)]
    assert sorted(found) == [(0, 8), (0, 9), *((2, offset) for offset in range(10))]
    for start_ms, count in ((before_ms - 1, 30), (before_ms + 10_000_000, 0)):
        tail = Tail(connection, keys_of(topic), TailStart.at_timestamp(start_ms), TailStop.at_end())
        tail.start()
        wait_until(lambda: tail.state.phase is TailPhase.ENDED)  # noqa: B023 — waited for within the round
        assert tail.buffer.read_count == count


def test_pausing_stops_and_resuming_loses_nothing(connection: KafkaConnection, topic: str) -> None:
    tail = Tail(connection, keys_of(topic), TailStart.end())
    tail.start()
    wait_until(lambda: tail.state.phase is TailPhase.FOLLOWING)
    tail.pause()
    wait_until(lambda: tail.state.phase is TailPhase.PAUSED)
    write(connection, topic, 0, 30)
    assert tail.buffer.read_count == 0
    tail.resume()
    wait_until(lambda: tail.buffer.read_count == 30)
    assert sorted(values(tail)) == list(range(30))
    tail.stop()


def test_a_live_tail_that_falls_behind_jumps_to_the_end_and_counts_what_it_left_out(
    connection: KafkaConnection, topic: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("kafkatui.kafka.stream.tail.LIVE_LAG_COUNT", 10)
    monkeypatch.setattr("kafkatui.kafka.stream.tail.LIVE_LAG_SECONDS", 0.0)
    tail = Tail(connection, keys_of(topic), TailStart.end())
    tail.stays_live = True
    tail.start()
    try:
        wait_until(lambda: tail.state.phase is TailPhase.FOLLOWING)
        written = 0
        while tail.statistics.skipped_count == 0 and written < 2_000_000:
            write(connection, topic, written, 50_000)
            written += 50_000
        wait_until(lambda: tail.statistics.read_count + tail.statistics.skipped_count == written)
        assert tail.statistics.skipped_count > 0
        assert max(values(tail)) == written - 1
    finally:
        tail.stop()


def test_a_tail_that_must_see_everything_leaves_nothing_out(
    connection: KafkaConnection, topic: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("kafkatui.kafka.stream.tail.LIVE_LAG_COUNT", 10)
    monkeypatch.setattr("kafkatui.kafka.stream.tail.LIVE_LAG_SECONDS", 0.0)
    tail = Tail(connection, keys_of(topic), TailStart.end())
    tail.start()
    try:
        wait_until(lambda: tail.state.phase is TailPhase.FOLLOWING)
        for first in range(0, 200_000, 50_000):
            write(connection, topic, first, 50_000)
        wait_until(lambda: tail.statistics.read_count == 200_000)
        assert tail.statistics.skipped_count == 0
    finally:
        tail.stop()


def test_a_deleted_topic_is_reported_and_stays_deleted(connection: KafkaConnection, topic: str) -> None:
    write(connection, topic, 0, 30)
    tail = Tail(connection, keys_of(topic), TailStart.beginning())
    tail.start()
    wait_until(lambda: tail.buffer.read_count == 30)
    connection.admin().delete_topics([topic])[topic].result(20)
    wait_until(lambda: tail.state.phase is TailPhase.DELETED, 15.0)
    assert "does not exist" in tail.state.error
    assert topic not in read_metadata(connection).topics
    before = time.monotonic()
    tail.stop()
    assert time.monotonic() - before < 10
    assert topic not in read_metadata(connection).topics


def test_new_partitions_are_read_from_their_beginning(connection: KafkaConnection, topic: str) -> None:
    tail = Tail(connection, keys_of(topic), TailStart.end())
    tail.start()
    wait_until(lambda: tail.state.phase is TailPhase.FOLLOWING)
    connection.admin().create_partitions([NewPartitions(topic, 4)])[topic].result(20)
    wait_until(lambda: len(read_metadata(connection).topics[topic].partitions) == 4)
    producer = Producer(connection.client_config())
    failures: list[object] = [None]
    while failures:  # a broker that has not heard of the partition yet has the record refused
        failures.clear()
        producer.produce(
            topic, b"77", partition=3, on_delivery=lambda error, _: failures.append(error) if error else None
        )
        assert producer.flush(20) == 0
    tail.set_partitions([*keys_of(topic), (topic, 3)])
    wait_until(lambda: tail.buffer.read_count == 1)
    assert [(record.partition, record.offset) for record in records(tail)] == [(3, 0)]
    tail.stop()


def test_transactions_do_not_keep_the_last_n_waiting(connection: KafkaConnection, topic: str) -> None:
    """The last offsets of a partition are then control markers, which no consumer ever sees."""
    producer = Producer(connection.client_config(**{"transactional.id": f"kafka-{topic}"}))
    producer.init_transactions(30)
    for text, ends in ((b"1", producer.commit_transaction), (b"2", producer.abort_transaction)):
        producer.begin_transaction()
        producer.produce(topic, text, partition=0)
        producer.flush(20)
        ends(20)
    for read_committed, expected in ((True, [1]), (False, [1, 2])):
        before = time.monotonic()
        tail = Tail(connection, keys_of(topic), TailStart.last(5), TailStop.at_end(), read_committed=read_committed)
        tail.start()
        wait_until(lambda: tail.state.phase is TailPhase.ENDED)  # noqa: B023 — waited for within the round
        assert values(tail) == expected
        assert time.monotonic() - before < 15


def test_tailing_leaves_no_group_behind(connection: KafkaConnection, topic: str) -> None:
    before = {group.id for group in list_groups(connection).groups}
    tail = Tail(connection, keys_of(topic), TailStart.beginning())
    tail.start()
    wait_until(lambda: tail.state.phase is TailPhase.FOLLOWING)
    tail.stop()
    assert {group.id for group in list_groups(connection).groups} == before


def test_what_is_sent_arrives_with_headers_and_where_murmur2_foretold(connection: KafkaConnection, topic: str) -> None:
    producer = KafkaProducer(connection)
    deliveries: list[Delivery] = []
    keys = [b"", b"a", b"order-1", "ключ".encode(), *(b"%d" % number * 3 for number in range(40))]
    for key in keys:
        producer.send(OutgoingRecord(topic, key, None, (("h", b"1"), ("empty", None))), deliveries.append)
    assert producer.flush(20) == 0
    assert [delivery.error for delivery in deliveries] == [""] * len(keys)
    assert all(delivery.partition == partition_for(delivery.record.key, PARTITIONS) for delivery in deliveries)
    assert sorted(delivery.serial for delivery in deliveries) == list(range(1, len(keys) + 1))
    producer.close()
    tail = Tail(connection, keys_of(topic), TailStart.beginning(), TailStop.at_end())
    tail.start()
    wait_until(lambda: tail.state.phase is TailPhase.ENDED)
    stored = {record.key: (record.partition, record.offset) for record in records(tail)}
    assert stored == {delivery.record.key: (delivery.partition, delivery.offset) for delivery in deliveries}
    assert all(record.headers == (("h", b"1"), ("empty", None)) for record in records(tail))
    assert {record.leader_epoch for record in records(tail)} == {0}


def test_producing_to_a_missing_topic_fails_soon_and_creates_nothing(connection: KafkaConnection) -> None:
    producer = KafkaProducer(connection)
    deliveries: list[Delivery] = []
    producer.send(OutgoingRecord("kafka-no-such-topic", None, b"v"), deliveries.append)
    wait_until(lambda: bool(deliveries), 8.0)
    producer.close()
    assert "does not exist" in deliveries[0].error
    assert "kafka-no-such-topic" not in read_metadata(connection).topics


def test_a_record_too_large_says_its_size_and_the_limit(
    cluster: Sandbox, connection: KafkaConnection, topic: str
) -> None:
    producer = KafkaProducer(connection)
    with pytest.raises(RequestFailed, match=r"5,000,000 bytes.*1,000,000"):
        producer.send(OutgoingRecord(topic, None, b"x" * 5_000_000), lambda delivery: None)
    producer.close()
    properties = {"bootstrap.servers": cluster.bootstrap_servers, "message.max.bytes": "10000000"}
    large = KafkaConnection(Profile("large", properties))
    producer = KafkaProducer(large)
    deliveries: list[Delivery] = []
    producer.send(OutgoingRecord(topic, None, b"x" * 5_000_000), deliveries.append)
    wait_until(lambda: bool(deliveries))
    assert "max.message.bytes" in deliveries[0].error
    producer.close()
    large.close()


def test_read_only_builds_no_writer(cluster: Sandbox) -> None:
    connection = KafkaConnection(Profile("ro", {"bootstrap.servers": cluster.bootstrap_servers}, read_only=True))
    with pytest.raises(ReadOnly):
        KafkaProducer(connection)
    connection.close()
