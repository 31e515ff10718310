"""Metadata, offsets, groups, configurations, log directories and capabilities of a real cluster."""

from __future__ import annotations

import time
import uuid
from collections.abc import Iterator

import pytest
from confluent_kafka import Consumer
from confluent_kafka.admin import NewTopic  # type: ignore[attr-defined]

from kafkatui.kafka.connect.connection import KafkaConnection
from kafkatui.kafka.read.capabilities import read_capabilities
from kafkatui.kafka.read.configs import read_broker_config, read_topic_configs
from kafkatui.kafka.read.controller import ControllerLookup
from kafkatui.kafka.read.groups import describe_groups, list_groups, read_committed
from kafkatui.kafka.read.log_dirs import read_log_dirs
from kafkatui.kafka.read.metadata import read_metadata
from kafkatui.kafka.read.offsets import read_offsets, read_offsets_at
from kafkatui.kafka.write.groups import delete_groups
from kafkatui.model.capabilities import Capability
from kafkatui.model.cluster import OffsetRange
from kafkatui.model.errors import ConnectError, KafkatuiError, NotFound
from kafkatui.model.profile import Profile
from kafkatui.sandbox.cluster import Sandbox
from tests.drive.producer import Producer

pytestmark = pytest.mark.cluster

RECORDS = 90


@pytest.fixture(scope="module")
def topic(connection: KafkaConnection) -> Iterator[str]:
    """A topic of three partitions with `RECORDS` records of one byte, 30 in each, and a retention of its own."""
    name = f"kafka-readers-{uuid.uuid4().hex[:8]}"
    config = {"retention.ms": "86400000"}
    connection.admin().create_topics([NewTopic(name, 3, 3, config=config)])[name].result(20)
    producer = Producer(connection.client_config())
    for number in range(RECORDS):
        producer.produce(name, b"v", partition=number % 3)
    assert producer.flush(20) == 0
    yield name
    connection.admin().delete_topics([name])[name].result(20)


def test_metadata_names_brokers_topics_and_replicas(connection: KafkaConnection, topic: str) -> None:
    metadata = read_metadata(connection)
    assert len(metadata.brokers) == 3
    assert metadata.controller_id in metadata.brokers
    assert metadata.cluster_id
    assert list(metadata.topics) == sorted(metadata.topics)
    found = metadata.topics[topic]
    assert [partition.id for partition in found.partitions] == [0, 1, 2]
    assert all(set(partition.replicas) == set(metadata.brokers) for partition in found.partitions)
    assert found.replication_factor == 3
    assert not found.is_internal
    assert found.error == ""


def test_offsets_are_exact_and_one_missing_partition_spoils_nothing(connection: KafkaConnection, topic: str) -> None:
    parts: list[int] = []
    asked = [(topic, 0), (topic, 1), (topic, 99), ("kafka-no-such-topic", 0), (topic, 2)]
    offsets = read_offsets(connection, asked, lambda part: parts.append(len(part)), skip={(topic, 2): "no leader"})
    assert offsets[topic, 0] == offsets[topic, 1] == OffsetRange(0, RECORDS // 3)
    assert offsets[topic, 2] == OffsetRange(None, None, "no leader")
    for missing in ((topic, 99), ("kafka-no-such-topic", 0)):
        assert offsets[missing].count is None
        assert "does not exist" in offsets[missing].reason
    assert parts == [1, 4]


def test_offsets_at_a_time(connection: KafkaConnection, topic: str) -> None:
    now_ms = int(time.time() * 1000)
    assert read_offsets_at(connection, [(topic, 0)], now_ms - 3_600_000) == {(topic, 0): 0}
    assert read_offsets_at(connection, [(topic, 0)], now_ms + 3_600_000) == {(topic, 0): None}


def test_looking_creates_nothing(connection: KafkaConnection) -> None:
    missing = "kafka-never-created"
    read_offsets(connection, [(missing, 0)])
    assert read_topic_configs(connection, ["__consumer_offsets", missing]).keys() == {"__consumer_offsets"}
    with pytest.raises(NotFound):
        read_topic_configs(connection, [missing])
    assert missing not in read_metadata(connection).topics


def test_a_group_with_its_members_and_commits(connection: KafkaConnection, topic: str) -> None:
    group = f"kafka-group-{uuid.uuid4().hex[:8]}"
    properties: dict[str, str | bool] = {
        "group.id": group,
        "auto.offset.reset": "earliest",
        "enable.auto.commit": False,
    }
    consumer = Consumer(connection.client_config(**properties))
    try:
        consumer.subscribe([topic])
        read = 0
        deadline = time.monotonic() + 30
        while read < RECORDS:
            assert time.monotonic() < deadline, "the consumer read nothing"
            read += len(consumer.consume(RECORDS, 0.2))
        consumer.commit(asynchronous=False)
        listing = list_groups(connection)
        assert listing.errors == ()
        [found] = [candidate for candidate in listing.groups if candidate.id == group]
        assert (found.state, found.type, found.assignor) == ("Stable", "classic", "range")
        assert found.coordinator in read_metadata(connection).brokers
        [member] = found.members
        assert member.assignment == ((topic, 0), (topic, 1), (topic, 2))
        committed = read_committed(connection, [group])[group]
        assert committed.committed == {(topic, partition): RECORDS // 3 for partition in range(3)}
        assert committed.errors == {}
    finally:
        consumer.close()
    assert describe_groups(connection, [group])[0].state == "Empty"
    assert all(outcome.is_done for outcome in delete_groups(connection, [group]))


def test_a_group_that_does_not_exist_is_dead_and_has_committed_nothing(connection: KafkaConnection) -> None:
    assert describe_groups(connection, ["kafka-no-such-group"])[0].state == "Dead"
    assert read_committed(connection, ["kafka-no-such-group"])["kafka-no-such-group"].committed == {}


def test_configuration_says_where_a_value_comes_from(connection: KafkaConnection, topic: str) -> None:
    entries = {entry.name: entry for entry in read_topic_configs(connection, [topic])[topic]}
    assert (entries["retention.ms"].value, entries["retention.ms"].source) == ("86400000", "topic")
    assert entries["retention.ms"].is_own
    cleanup = entries["cleanup.policy"]
    assert (cleanup.value, cleanup.default, cleanup.is_own) == ("delete", "delete", False)


def test_a_brokers_configuration_hides_secrets(connection: KafkaConnection) -> None:
    broker_id = min(read_metadata(connection).brokers)
    entries = {entry.name: entry for entry in read_broker_config(connection, broker_id)}
    assert entries["broker.id"].value == str(broker_id)
    assert entries["broker.id"].source == "broker (static)"
    assert entries["ssl.key.password"].is_sensitive
    assert entries["ssl.key.password"].value is None


def test_log_dirs_know_the_size_of_every_replica(connection: KafkaConnection, topic: str) -> None:
    log_dirs = read_log_dirs(connection)
    assert len({log_dir.broker_id for log_dir in log_dirs}) == 3
    sizes = [replica for log_dir in log_dirs for replica in log_dir.replicas if replica.topic == topic]
    assert len(sizes) == 9
    assert all(replica.size_bytes > 0 for replica in sizes)
    assert all((log_dir.total_bytes or 0) > (log_dir.usable_bytes or 0) > 0 for log_dir in log_dirs)


def test_a_broker_that_is_not_there_fails_alone(connection: KafkaConnection) -> None:
    broker_id = min(read_metadata(connection).brokers)
    [good, bad] = read_log_dirs(connection, [broker_id, 999])
    assert (good.error, bad.path) == ("", "")
    assert "999" in bad.error


def test_capabilities_of_kafka_3_9_with_zookeeper(connection: KafkaConnection) -> None:
    capabilities = read_capabilities(connection)
    assert capabilities.broker_generation == "3.9"
    assert not capabilities.is_kraft
    assert capabilities.has_topic_ids
    assert capabilities.has(Capability.REASSIGNMENTS)
    assert not capabilities.has(Capability.METADATA_QUORUM)


def test_with_zookeeper_the_controller_in_the_metadata_is_right(connection: KafkaConnection) -> None:
    metadata = read_metadata(connection)
    lookup = ControllerLookup(connection)
    assert lookup.ask() is None
    assert lookup.correct(metadata) == metadata


def test_no_connection_says_why(capfd: pytest.CaptureFixture[str]) -> None:
    connection = KafkaConnection(Profile("nobody", {"bootstrap.servers": "127.0.0.1:1"}))
    with pytest.raises(ConnectError, match="Connection refused"):
        read_metadata(connection, timeout_seconds=1.0)
    assert any("Connection refused" in complaint for complaint in connection.last_errors())
    connection.close()
    assert capfd.readouterr() == ("", "")


def test_tls_towards_a_plaintext_listener_is_told(cluster: Sandbox) -> None:
    properties = {"bootstrap.servers": cluster.bootstrap_servers, "security.protocol": "SSL"}
    connection = KafkaConnection(Profile("tls", properties))
    with pytest.raises(KafkatuiError, match="speaks no TLS"):
        read_metadata(connection, timeout_seconds=2.0)
    connection.close()


def test_closing_is_quick_and_final(cluster: Sandbox) -> None:
    connection = KafkaConnection(Profile("short", {"bootstrap.servers": cluster.bootstrap_servers}))
    read_metadata(connection)
    before = time.monotonic()
    connection.close()
    assert time.monotonic() - before < 10
    with pytest.raises(ConnectError):
        read_metadata(connection)
