"""What the demo promises to contain is really on the cluster, read back with raw clients."""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import Any

import pytest
from confluent_kafka import Consumer, TopicPartition
from confluent_kafka.admin import AdminClient
from kafka.admin import KafkaAdminClient
from kazoo.client import KazooClient
from kazoo.exceptions import NoAuthError

from kafkatui.sandbox import contents, groups, records, topics, znodes
from kafkatui.sandbox.cluster import Sandbox

pytestmark = pytest.mark.cluster


@pytest.fixture(scope="module")
def admin(cluster: Sandbox) -> AdminClient:
    return AdminClient({"bootstrap.servers": cluster.bootstrap_servers, "log_level": 0})


@pytest.fixture
def zookeeper(cluster: Sandbox) -> Iterator[KazooClient]:
    client = KazooClient(hosts=cluster.zookeeper_connect)
    client.start(timeout=10)
    yield client
    client.stop()
    client.close()


def read_all(cluster: Sandbox, topic: str, isolation: str = "read_committed") -> list[Any]:
    """Every record of `topic`, by partition; reads until each partition's end is reported."""
    consumer = Consumer(
        {
            "bootstrap.servers": cluster.bootstrap_servers,
            "group.id": "test-reader",
            "enable.auto.commit": False,
            "enable.partition.eof": True,
            "isolation.level": isolation,
            "log_level": 0,
        }
    )
    partitions = consumer.list_topics(topic, timeout=10).topics[topic].partitions
    consumer.assign([TopicPartition(topic, partition, 0) for partition in partitions])
    unfinished, found = set(partitions), []
    while unfinished:
        message = consumer.poll(10)
        assert message is not None, f"no end of {topic} within 10 s"
        if message.error():
            unfinished.discard(message.partition())
        else:
            found.append(message)
    consumer.close()
    return found


def test_every_topic_has_its_partitions_and_replicas(admin: AdminClient) -> None:
    metadata = admin.list_topics(timeout=10).topics
    for plan in topics.TOPICS:
        partitions = metadata[plan.name].partitions
        assert len(partitions) == plan.partitions
        assert {len(partition.replicas) for partition in partitions.values()} == {plan.replicas}


def test_two_topics_match_the_walk_throughs_expression(admin: AdminClient) -> None:
    names = admin.list_topics(timeout=10).topics
    assert sum(1 for name in names if re.match(r"^aRegex.*[Tt]opic", name)) == 2


def test_every_planned_record_outside_transactions_is_there_once(cluster: Sandbox) -> None:
    planned = list(records.initial_records())
    for plan in topics.TOPICS:
        if plan.name != topics.TRANSFERS:
            wanted = sorted((record.key or b"", record.value or b"") for record in planned if record.topic == plan.name)
            found = sorted((message.key() or b"", message.value() or b"") for message in read_all(cluster, plan.name))
            assert found == wanted


def test_oddities_hold_null_keys_tombstones_binary_and_a_megabyte(cluster: Sandbox) -> None:
    odd = read_all(cluster, topics.ODDITIES)
    assert any(message.key() is None and message.value() for message in odd)
    assert any(message.value() is None for message in odd)
    assert any(message.value() == bytes(range(256)) for message in odd)
    assert max(len(message.value() or b"") for message in odd) > 1_000_000
    assert any(dict(message.headers() or []).get("null", b"") is None for message in odd)


def test_customers_are_compacted_and_have_tombstones(cluster: Sandbox) -> None:
    assert sum(1 for message in read_all(cluster, topics.CUSTOMERS) if message.value() is None) == 3


def test_aborted_transfers_show_only_when_uncommitted_records_are_read(cluster: Sandbox) -> None:
    committed = read_all(cluster, topics.TRANSFERS, "read_committed")
    everything = read_all(cluster, topics.TRANSFERS, "read_uncommitted")
    assert len(committed) == 2 * contents.COMMITTED
    assert len(everything) == 2 * contents.COMMITTED + contents.ABORTED
    assert not any(b"aborted" in message.value() for message in committed)


def test_groups_have_read_the_share_they_should(cluster: Sandbox) -> None:
    client = KafkaAdminClient(bootstrap_servers=cluster.bootstrap_servers)
    offsets = client.list_group_offsets([group.name for group in groups.GROUPS])
    client.close()
    for group in groups.GROUPS:
        committed = offsets[group.name]
        assert {partition.topic for partition in committed} == set(group.topics)
        counts = {topic: len(read_all(cluster, topic)) for topic in group.topics}
        read = sum(each.offset for each in committed.values())
        assert read == pytest.approx(sum(counts.values()) * group.share_read, abs=len(committed))


def test_the_old_consumer_is_registered_owns_and_has_offsets(zookeeper: KazooClient) -> None:
    root = f"/consumers/{znodes.OLD_GROUP}"
    assert zookeeper.get_children(f"{root}/ids") == [znodes.OLD_CONSUMER]
    assert zookeeper.get(f"{root}/ids/{znodes.OLD_CONSUMER}")[1].ephemeralOwner != 0
    assert zookeeper.get(f"{root}/owners/orders/0")[0].startswith(znodes.OLD_CONSUMER.encode())
    assert sorted(zookeeper.get_children(f"{root}/offsets/orders")) == ["0", "1", "2"]


def test_the_secret_opens_with_its_credential_only(zookeeper: KazooClient) -> None:
    secret = f"{znodes.DEMO_ROOT}/protected/secret"
    with pytest.raises(NoAuthError):
        zookeeper.get(secret)
    zookeeper.add_auth("digest", znodes.SECRET_CREDENTIAL)
    assert b"demo:demo" in zookeeper.get(secret)[0]


def test_the_election_has_ephemeral_candidates_in_sequence(zookeeper: KazooClient) -> None:
    candidates = sorted(zookeeper.get_children(f"{znodes.DEMO_ROOT}/election"))
    assert len(candidates) == 3
    assert [name[-1] for name in candidates] == ["0", "1", "2"]
    assert len(zookeeper.get_children(f"{znodes.DEMO_ROOT}/many")) == znodes.MANY_CHILDREN
