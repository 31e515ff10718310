"""Searching and counting raw batches gives what a plain consumer gives, on every kind of topic."""

from __future__ import annotations

import json
import signal
import subprocess
import sys
import time
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

import pytest
from confluent_kafka import TopicPartition
from confluent_kafka.admin import AdminClient

from kafkatui.insight.search.search import compile_search
from kafkatui.insight.search.subject import SearchedRecord
from kafkatui.kafka.connect.connection import KafkaConnection
from kafkatui.kafka.stream.counting import count_records
from kafkatui.kafka.stream.scan import Scan, Sought
from kafkatui.model.place import PlaceKind
from kafkatui.model.profile import Profile
from kafkatui.model.record import Record
from kafkatui.model.record_count import RecordCount
from kafkatui.model.scan import ScanState
from kafkatui.model.target import Target
from kafkatui.sandbox.cluster import Sandbox
from kafkatui.sandbox.readiness import QUIET_CLIENT, wait_until
from kafkatui.session.action_catalogue import catalogue
from kafkatui.session.session import ClusterSession
from tests.cluster.consumed import Seen, consumed
from tests.cluster.sharing import FreshTopic, admin_of
from tests.cluster.verbs import run_verb
from tests.drive.producer import Producer
from tests.drive.signals import hear_signals
from tests.unit.insight.search.records import READER

pytestmark = pytest.mark.cluster

CODECS = ("none", "gzip", "snappy", "lz4", "zstd")
PARTITIONS = 3


def scanned(
    connection: KafkaConnection, topic: str, expression: str = "", *, partitions: int = PARTITIONS, **manners: Any
) -> tuple[list[Record], ScanState]:
    search = compile_search(expression, datetime.now(UTC))
    found: list[Record] = []
    sought = Sought(
        lambda record: search.holds(SearchedRecord(record, READER)),
        search.needle,
        search.cut.first_offset,
        search.cut.end_offset,
        search.cut.first_ms,
        search.limit,
    )
    keys = [(topic, number) for number in range(partitions)]
    scan = Scan(connection, keys, sought, on_match=found.append, check=lambda: None, **manners)
    return found, scan.run()


def as_seen(records: list[Record]) -> list[Seen]:
    return sorted(
        ((one.partition, one.offset, one.timestamp_ms, one.key, one.value, one.headers) for one in records),
        key=lambda one: one[:2],
    )


def produce(sandbox: Sandbox, topic: str, count: int, **settings: Any) -> None:
    producer = Producer({"bootstrap.servers": sandbox.bootstrap_servers, "linger.ms": 20, **settings, **QUIET_CLIENT})
    for number in range(count):
        value = f'{{"number": {number}, "city": "{("Berlin", "Oslo", "Köln")[number % 3]}"}}'
        headers: Any = [("trace", str(number).encode())] if number % 7 == 0 else None
        producer.produce(topic, value, f"key-{number % 20}", number % PARTITIONS, headers=headers)
        producer.poll(0)
    assert producer.flush(60) == 0


@pytest.mark.parametrize("codec", CODECS)
@pytest.mark.parametrize("by_broker", [False, True], ids=["by the producer", "by the broker"])
def test_every_codec(
    cluster: Sandbox, connection: KafkaConnection, fresh_topic: FreshTopic, codec: str, by_broker: bool
) -> None:
    """A broker that packs Snappy itself writes Java's framing."""
    config = {"compression.type": "uncompressed" if codec == "none" else codec} if by_broker else {}
    topic = fresh_topic(cluster, PARTITIONS, config=config)
    produce(cluster, topic, 3_000, **({} if by_broker else {"compression.type": codec}))
    everything = consumed(cluster, topic)
    found, state = scanned(connection, topic)
    assert as_seen(found) == everything
    assert {one.leader_epoch for one in found} == {0}
    assert (state.scanned, state.matched, state.is_complete) == (3_000, 3_000, True)
    found, state = scanned(connection, topic, "berlin and value.number >= 2000")
    wanted = [one for one in everything if b"Berlin" in one[4] and json.loads(one[4])["number"] >= 2000]
    assert as_seen(found) == wanted
    assert (state.scanned, state.matched, state.is_complete) == (3_000, len(wanted), True)
    count = count_records(connection, [(topic, number) for number in range(PARTITIONS)], lambda *_: None)
    assert count.of_topic(topic).records == 3_000
    assert count.is_complete(topic)


def transactional(sandbox: Sandbox, topic: str) -> Producer:
    """Committed, aborted, plain and open records, mixed; the producer whose transaction is open."""
    client = {"bootstrap.servers": sandbox.bootstrap_servers, **QUIET_CLIENT}
    producers = [Producer({**client, "transactional.id": f"{topic}-{number}"}) for number in range(2)]
    for producer in producers:
        producer.init_transactions(30)
    for turn in range(6):
        for producer in producers:
            producer.begin_transaction()
        for number in range(30):
            producers[number % 2].produce(topic, f"{turn} {number}", partition=number % PARTITIONS)
        produce(sandbox, topic, 5)
        for producer in producers:
            producer.flush(30)
        producers[0].commit_transaction(30)
        (producers[1].abort_transaction if turn % 2 else producers[1].commit_transaction)(30)
    producers[0].begin_transaction()
    producers[0].produce(topic, "open", partition=0)
    producers[0].flush(30)
    return producers[0]


def test_transactions(cluster: Sandbox, connection: KafkaConnection, fresh_topic: FreshTopic) -> None:
    topic = fresh_topic(cluster, PARTITIONS)
    still_open = transactional(cluster, topic)
    keys = [(topic, number) for number in range(PARTITIONS)]

    def counted() -> RecordCount:
        return count_records(connection, keys, lambda *_: None).of_topic(topic)

    try:
        # A coordinator answers once it has decided; the markers come after that.
        wait_until(lambda: counted().open == 1, 30, "the markers of all transactions but the open one")
        committed, everything = consumed(cluster, topic, "read_committed"), consumed(cluster, topic)
        assert as_seen(scanned(connection, topic, read_committed=True)[0]) == committed
        assert as_seen(scanned(connection, topic)[0]) == everything
        assert len(everything) > len(committed) > 0
        count = counted()
        assert (count.records, count.open) == (len(committed), 1)
        assert count.records + count.open + count.aborted == len(everything)
        assert count.markers > 0
        assert count.missing == 0
    finally:
        still_open.abort_transaction(30)
    wait_until(lambda: (counted().open, counted().records) == (0, len(committed)), 30, "the marker of the aborted one")


def test_compacted_and_trimmed(cluster: Sandbox, connection: KafkaConnection, fresh_topic: FreshTopic) -> None:
    config = {"cleanup.policy": "compact,delete", "segment.ms": "100", "min.cleanable.dirty.ratio": "0.01"}
    topic = fresh_topic(cluster, PARTITIONS, config=config)
    for _ in range(3):
        produce(cluster, topic, 600)
        time.sleep(0.15)  # past segment.ms: only what is in an older segment is compacted
    produce(cluster, topic, 60)
    wait_until(lambda: len(consumed(cluster, topic)) < 1_000, 90, "the log to be compacted")
    admin = admin_of(cluster)
    [trimmed] = admin.delete_records([TopicPartition(topic, 0, 500)]).values()
    trimmed.result(30)

    def agree() -> bool:  # the cleaner comes when it likes: what is equal before and after did not change in between
        before = consumed(cluster, topic)
        found = as_seen(scanned(connection, topic)[0])
        count = count_records(connection, [(topic, number) for number in range(PARTITIONS)], lambda *_: None)
        total = count.of_topic(topic)
        if before != consumed(cluster, topic):
            return False
        assert found == before
        assert total.records == len(before)
        assert total.missing == total.offsets - len(before) > 0
        return True

    wait_until(agree, 60, "a moment without the cleaner")


def test_ranges_limits_and_the_newest_first(
    cluster: Sandbox, connection: KafkaConnection, fresh_topic: FreshTopic
) -> None:
    topic = fresh_topic(cluster, PARTITIONS)
    produce(cluster, topic, 900)
    middle = int(time.time() * 1000)
    time.sleep(0.01)
    produce(cluster, topic, 300)
    found, state = scanned(connection, topic, f"time >= {middle}")
    assert (len(found), state.scanned) == (300, 300)
    found, state = scanned(connection, topic, "offset >= 100 and offset < 110 and partition = 1")
    assert [(one.partition, one.offset) for one in found] == [(1, offset) for offset in range(100, 110)]
    found, state = scanned(connection, topic, "oslo limit 5")
    assert (len(found), state.stopped, state.is_complete) == (5, "limit", False)
    found, state = scanned(connection, topic, "oslo limit 5", newest_first=True)
    newest = [one for one in consumed(cluster, topic) if b"Oslo" in (one[4] or b"")]
    assert sorted(one.offset for one in found) == sorted(
        one[1] for one in sorted(newest, key=lambda one: one[2] or 0)[-5:]
    )
    found, state = scanned(connection, topic, newest_first=True)
    stamps = [one.timestamp_ms or 0 for one in found]
    assert (len(found), state.is_complete, stamps == sorted(stamps, reverse=True)) == (1_200, True, True)


def test_what_is_deleted_before_it_is_read_is_told(
    cluster: Sandbox, connection: KafkaConnection, fresh_topic: FreshTopic, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("kafkatui.kafka.stream.fetching.PARTITION_BYTES", 1_000)
    topic = fresh_topic(cluster, 1)
    producer = Producer({"bootstrap.servers": cluster.bootstrap_servers, "batch.size": 500, **QUIET_CLIENT})
    for number in range(2_000):
        producer.produce(topic, b"x" * 400, str(number))
    assert producer.flush(60) == 0
    admin = admin_of(cluster)
    found: list[Record] = []

    def delete(record: Record) -> None:
        found.append(record)
        if len(found) == 1:
            [answer] = admin.delete_records([TopicPartition(topic, 0, 1_500)]).values()
            answer.result(30)

    state = Scan(connection, [(topic, 0)], Sought(lambda _: True), on_match=delete, check=lambda: None).run()
    missing = 2_000 - len(found)
    assert 1_000 < missing < 1_500
    assert dict(state.unread) == {(topic, 0): f"{missing:,} offsets were deleted before they were read"}
    assert dict(state.remaining) == {(topic, 0): missing}
    assert not state.is_complete


def test_a_killed_broker_costs_nothing(killable_cluster: Sandbox, fresh_topic: FreshTopic) -> None:
    topic = fresh_topic(killable_cluster, PARTITIONS, 3)
    produce(killable_cluster, topic, 30_000)
    opened = KafkaConnection(Profile("test", {"bootstrap.servers": killable_cluster.bootstrap_servers}))
    search = compile_search("", datetime.now(UTC))
    found: list[Record] = []

    def kill(record: Record) -> None:
        if not found:
            killable_cluster.stop_broker(2, kill=True)
        found.append(record)

    try:
        keys = [(topic, number) for number in range(PARTITIONS)]
        sought = Sought(lambda record: True, search.needle)
        state = Scan(opened, keys, sought, on_match=kill, check=lambda: None).run()
        assert as_seen(found) == consumed(killable_cluster, topic)
        assert (state.scanned, state.is_complete, dict(state.unread)) == (30_000, True, {})
    finally:
        opened.close()


def test_what_has_no_leader_is_named(
    killable_cluster: Sandbox, fresh_topic: FreshTopic, monkeypatch: Any, tmp_path: Path
) -> None:
    monkeypatch.setattr("kafkatui.kafka.stream.fetching.PATIENCE_SECONDS", 1.0)
    topic = fresh_topic(killable_cluster, assignment=[[1], [2], [3]])
    produce(killable_cluster, topic, 90)
    killable_cluster.stop_broker(2)
    with_verb = run_verb(killable_cluster, "count", topic, "-o", "json")
    [row] = json.loads(with_verb.stdout)
    assert (with_verb.returncode, row["records"]) == (1, 60)
    assert "partition 1" in row["problem"]
    with_verb = run_verb(killable_cluster, "search", topic, "Berlin", "-o", "json", "--report", str(tmp_path / "end"))
    assert with_verb.returncode == 2
    assert f"{topic}-1:" in with_verb.stderr.decode()
    end = json.loads((tmp_path / "end").read_text())
    assert (end["scanned"], end["complete"], end["stopped"]) == (60, False, None)
    assert [(each["topic"], each["partition"]) for each in end["not_read"]] == [(topic, 1)]
    assert end["not_read"][0]["reason"] in with_verb.stderr.decode()


def test_ctrl_c_ends_a_search_and_what_was_looked_at_is_told(
    cluster: Sandbox, fresh_topic: FreshTopic, tmp_path: Path
) -> None:
    topic = fresh_topic(cluster, PARTITIONS)
    produce(cluster, topic, 30_000)  # more than wait for a reader who does not read
    command = [
        sys.executable, "-m", "kafkatui", "-b", cluster.bootstrap_servers, "-z", "none", "search", topic, "size > 0",
        "-o", "json", "--report", str(tmp_path / "end"),
    ]  # fmt: skip
    running = subprocess.Popen(command, stdout=subprocess.PIPE, stderr=subprocess.PIPE, preexec_fn=hear_signals)
    try:
        assert running.stdout is not None
        first = running.stdout.readline()
        running.send_signal(signal.SIGINT)
        _, said = running.communicate(timeout=30)
    finally:
        running.kill()
    assert running.returncode == 130, said
    assert json.loads(first)["topic"] == topic
    end = json.loads((tmp_path / "end").read_text())
    assert (end["complete"], end["stopped"]) == (False, "cancelled")
    assert f"{end['matched']:,} found" in said.decode()
    assert "cancelled" in said.decode()


def test_topics_are_counted_by_an_action_of_a_read_only_session(cluster: Sandbox, fresh_topic: FreshTopic) -> None:
    topics = [fresh_topic(cluster, PARTITIONS), fresh_topic(cluster, PARTITIONS)]
    produce(cluster, topics[0], 30)
    session = ClusterSession(Profile("test", {"bootstrap.servers": cluster.bootstrap_servers}, read_only=True))
    try:
        targets = tuple(Target(PlaceKind.TOPIC, name) for name in topics)
        action = catalogue()["topic.count"]
        assert session.actions.obstacle(action, targets) is None
        task = session.actions.plan(action, targets, {})
        assert task.wait(30)
        plan = task.result()
    finally:
        session.close()
    assert [line.values[:2] for line in plan.rows] == [(topics[0], 30), (topics[1], 0)]
    assert plan.nothing_to_do.startswith("30 records, counted in ")


def test_nothing_is_made_by_looking(cluster: Sandbox) -> None:
    done = run_verb(cluster, "search", "not-there", "x")
    assert (done.returncode, b"no topic" in done.stderr) == (2, True), "1 is for what was looked through"
    assert (
        "not-there" not in AdminClient({"bootstrap.servers": cluster.bootstrap_servers}).list_topics(timeout=10).topics
    )


@pytest.mark.parametrize("generation", ["kafka_2_3", "kafka_4_3"])
def test_other_generations(generation: str, request: pytest.FixtureRequest, fresh_topic: FreshTopic) -> None:
    sandbox: Sandbox = request.getfixturevalue(generation)
    topic = fresh_topic(sandbox, PARTITIONS)
    produce(sandbox, topic, 300, **{"compression.type": "zstd"})
    opened = KafkaConnection(Profile("test", {"bootstrap.servers": sandbox.bootstrap_servers}))
    try:
        assert as_seen(scanned(opened, topic)[0]) == consumed(sandbox, topic)
    finally:
        opened.close()
    done = run_verb(sandbox, "search", topic, "value.number in (1, 298)", "-o", "json")
    assert done.returncode == 0
    assert sorted(json.loads(json.loads(line)["value"])["number"] for line in done.stdout.splitlines()) == [1, 298]
    assert b"2 found" in done.stderr
    assert b"complete" in done.stderr
    assert run_verb(sandbox, "search", topic, "nowhere").returncode == 1


@pytest.mark.parametrize("magic", ["0.9.0", "0.10.0"])
@pytest.mark.parametrize("codec", ["none", "gzip", "snappy", "lz4"])
def test_the_message_formats_before_0_11(kafka_2_3: Sandbox, fresh_topic: FreshTopic, magic: str, codec: str) -> None:
    topic = fresh_topic(kafka_2_3, PARTITIONS, config={"message.format.version": magic})
    produce_old(kafka_2_3, topic, 300, codec)
    opened = KafkaConnection(Profile("test", {"bootstrap.servers": kafka_2_3.bootstrap_servers}))
    try:
        everything = consumed(kafka_2_3, topic)
        found, state = scanned(opened, topic)
        assert [(one[0], one[1], one[3], one[4]) for one in as_seen(found)] == [
            (one[0], one[1], one[3], one[4]) for one in everything
        ]
        assert state.is_complete
        counted = count_records(opened, [(topic, number) for number in range(PARTITIONS)], lambda *_: None)
        assert counted.of_topic(topic) == RecordCount(300, batches=counted.of_topic(topic).batches, end=300)
    finally:
        opened.close()


def produce_old(sandbox: Sandbox, topic: str, count: int, codec: str) -> None:
    settings = {"bootstrap.servers": sandbox.bootstrap_servers, "linger.ms": 20, "compression.type": codec}
    producer = Producer({**settings, **QUIET_CLIENT})
    for number in range(count):
        producer.produce(topic, f"value {number}", f"key-{number % 20}", number % PARTITIONS)
    assert producer.flush(60) == 0
