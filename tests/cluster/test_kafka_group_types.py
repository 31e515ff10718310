"""Groups of the classic kind, of KIP-848's and of KIP-1071's are described with their members."""

from __future__ import annotations

import json
import time
from collections.abc import Iterator
from contextlib import closing

import pytest
from confluent_kafka import Consumer
from kafka.admin import KafkaAdminClient

from kafkatui.kafka.connect.connection import KafkaConnection
from kafkatui.kafka.read.groups import describe_groups, list_groups, read_committed
from kafkatui.model.group import Group, StreamsTasks
from kafkatui.model.profile import Profile
from kafkatui.sandbox.cluster import Sandbox
from kafkatui.sandbox.readiness import wait_until
from kafkatui.session.feeds import GroupFeed
from kafkatui.session.session import ClusterSession
from tests.cluster.messages.streams_member import StreamsMember
from tests.cluster.sharing import FreshTopic
from tests.cluster.test_action_verbs import send
from tests.cluster.test_group_actions import verb

pytestmark = pytest.mark.cluster


@pytest.fixture
def topic(kafka_4_3: Sandbox, fresh_topic: FreshTopic) -> str:
    return fresh_topic(kafka_4_3, 2, name="group-types")


@pytest.fixture
def connection(kafka_4_3: Sandbox) -> Iterator[KafkaConnection]:
    opened = KafkaConnection(Profile("test", {"bootstrap.servers": kafka_4_3.bootstrap_servers}))
    yield opened
    opened.close()


def joined(connection: KafkaConnection, consumer: Consumer, group_id: str, topic: str) -> Group:
    """The group once its only member has both partitions."""
    partitions = ((topic, 0), (topic, 1))
    deadline = time.monotonic() + 60
    while True:
        consumer.poll(0.1)
        [group] = describe_groups(connection, [group_id])
        if group.members and group.members[0].assignment == partitions:
            return group
        assert time.monotonic() < deadline, group


@pytest.mark.parametrize(("protocol", "assignor"), [("classic", "range"), ("consumer", "uniform")])
def test_a_group_shows_its_type_assignor_member_and_commits(
    connection: KafkaConnection, topic: str, protocol: str, assignor: str
) -> None:
    properties: dict[str, str | bool] = {
        "group.id": f"{topic}-{protocol}",
        "group.protocol": protocol,
        "client.id": "types-client",
        "enable.auto.commit": False,
    }
    consumer = Consumer(connection.client_config(**properties))
    try:
        consumer.subscribe([topic])
        group = joined(connection, consumer, f"{topic}-{protocol}", topic)
        assert (group.state, group.assignor, group.coordinator, group.error) == ("Stable", assignor, 1, "")
        assert not group.is_simple
        assert (group.members[0].client_id, group.members[0].host) == ("types-client", "127.0.0.1")
        [listed] = [each for each in list_groups(connection).groups if each.id == group.id]
        assert (listed.type, listed.members) == (protocol, group.members)
        assert read_committed(connection, [group.id])[group.id].errors == {}
    finally:
        consumer.close()


def test_a_streams_group_is_described_with_what_its_members_work_on(
    kafka_4_3: Sandbox, connection: KafkaConnection, topic: str, fresh_topic: FreshTopic
) -> None:
    other, group_id = fresh_topic(kafka_4_3, 1, name="fewer"), f"{topic}-streams"
    changelog = fresh_topic(kafka_4_3, 2, name="state-changelog")
    session = ClusterSession(connection.profile)
    with closing(KafkaAdminClient(bootstrap_servers=kafka_4_3.bootstrap_servers)) as client, closing(session):
        member = StreamsMember(client, group_id, [topic, other], changelog)
        assert describe_groups(connection, [group_id])[0].state in (
            "Dead",
            "Unknown",
        )  # the first to ask makes its topic
        wait_until(member.joins, 20, "a coordinator")

        def works() -> bool:
            member.stay()
            return member.tasks == [0, 1]

        wait_until(works, 20, "its tasks")
        member.stay()
        [group] = describe_groups(connection, [group_id])
        assert (group.state, group.type, group.coordinator, group.error) == ("Stable", "streams", 1, "")
        [one] = session.fetch(GroupFeed(group_id)).group.members
        assert one.assignment == ((other, 0), (topic, 0), (topic, 1)), "a partition that is not there is not read"
        assert (one.tasks, one.host, one.topics) == (StreamsTasks(("0_0", "0_1")), "127.0.0.1", (other, topic))
        rows = json.loads(verb(kafka_4_3, "describe", "group", group_id, "--topology", "-o", "json"))
        assert [(row["subtopology"], row["role"], row["topic"], row["partitions"], row["tasks"]) for row in rows] == [
            ("0", "source", other, 1, 2),
            ("0", "source", topic, 2, 2),
            ("0", "changelog", changelog, 2, 2),
        ]
        assert (rows[2]["replication_factor"], rows[2]["configs"]) == (1, "cleanup.policy=compact")
        member.leave()
        assert [each.type for each in list_groups(connection).groups if each.id == group_id] == ["streams"]
        assert describe_groups(connection, [group_id])[0].members == ()
        send(kafka_4_3, topic, 0, 3)
        reset = ("group", "reset", group_id, "--topic", topic, "--yes")
        verb(kafka_4_3, *reset, "--to-latest")
        assert read_committed(connection, [group_id])[group_id].committed == {(topic, 0): 3, (topic, 1): 0}
        verb(kafka_4_3, *reset, "--to-offset", "1")
        verb(kafka_4_3, "undo", "--yes")
        assert read_committed(connection, [group_id])[group_id].committed == {(topic, 0): 3, (topic, 1): 0}
