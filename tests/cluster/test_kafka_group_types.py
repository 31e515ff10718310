"""Groups of both kinds, the classic and that of KIP-848, are described with their members."""

from __future__ import annotations

import time
from collections.abc import Iterator

import pytest
from confluent_kafka import Consumer
from confluent_kafka.admin import NewTopic  # type: ignore[attr-defined]

from kafkatui.kafka.connect.connection import KafkaConnection
from kafkatui.kafka.read.groups import describe_groups, list_groups, read_committed
from kafkatui.model.group import Group
from kafkatui.model.profile import Profile
from kafkatui.sandbox.cluster import Sandbox

pytestmark = pytest.mark.cluster

TOPIC = "group-types"
PARTITIONS = tuple((TOPIC, partition) for partition in range(2))


@pytest.fixture(scope="module")
def connection(kafka_4_3: Sandbox) -> Iterator[KafkaConnection]:
    opened = KafkaConnection(Profile("test", {"bootstrap.servers": kafka_4_3.bootstrap_servers}))
    opened.admin().create_topics([NewTopic(TOPIC, 2, 1)])[TOPIC].result(60)
    yield opened
    opened.close()


def joined(connection: KafkaConnection, consumer: Consumer, group_id: str) -> Group:
    """The group once its only member has both partitions."""
    deadline = time.monotonic() + 60
    while True:
        consumer.poll(0.1)
        [group] = describe_groups(connection, [group_id])
        if group.members and group.members[0].assignment == PARTITIONS:
            return group
        assert time.monotonic() < deadline, group


@pytest.mark.parametrize(("protocol", "assignor"), [("classic", "range"), ("consumer", "uniform")])
def test_a_group_shows_its_type_assignor_member_and_commits(
    connection: KafkaConnection, protocol: str, assignor: str
) -> None:
    properties: dict[str, str | bool] = {
        "group.id": f"types-{protocol}",
        "group.protocol": protocol,
        "client.id": "types-client",
        "enable.auto.commit": False,
    }
    consumer = Consumer(connection.client_config(**properties))
    try:
        consumer.subscribe([TOPIC])
        group = joined(connection, consumer, f"types-{protocol}")
        assert (group.state, group.assignor, group.coordinator, group.error) == ("Stable", assignor, 1, "")
        assert not group.is_simple
        assert (group.members[0].client_id, group.members[0].host) == ("types-client", "127.0.0.1")
        [listed] = [each for each in list_groups(connection).groups if each.id == group.id]
        assert (listed.type, listed.members) == (protocol, group.members)
        assert read_committed(connection, [group.id])[group.id].errors == {}
    finally:
        consumer.close()
