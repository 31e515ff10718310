"""Reading as a member of a group on Kafka 2.3 and, by the classic and by the new protocol (KIP-848), on 4.3."""

from __future__ import annotations

import json
from collections.abc import Iterator

import pytest

from kafkatui.kafka.connect.connection import KafkaConnection
from kafkatui.kafka.read.groups import describe_groups, read_committed
from kafkatui.model.profile import Profile
from kafkatui.sandbox.cluster import Sandbox
from tests.cluster.messages_page import write
from tests.cluster.sharing import FreshTopic
from tests.cluster.verbs import run_verb

pytestmark = pytest.mark.cluster


@pytest.fixture(params=["kafka_2_3", "kafka_4_3"])
def generation(request: pytest.FixtureRequest) -> Sandbox:
    found = request.getfixturevalue(request.param)
    assert isinstance(found, Sandbox)
    return found


@pytest.fixture
def connection(generation: Sandbox) -> Iterator[KafkaConnection]:
    opened = KafkaConnection(Profile("test", {"bootstrap.servers": generation.bootstrap_servers}))
    yield opened
    opened.close()


@pytest.mark.parametrize("protocol", ["classic", "consumer"])
def test_what_was_written_is_committed_and_the_group_left(
    generation: Sandbox, connection: KafkaConnection, fresh_topic: FreshTopic, protocol: str
) -> None:
    topic = fresh_topic(generation, 2, name="member")
    group = f"{topic}-group"
    write(generation, topic, [f"v{number}" for number in range(5)], partition=1)
    asked = ["tail", topic, "--group", group, "--auto-offset-reset", "earliest", "--commit", "--yes", "-o", "json"]
    done = run_verb(generation, *asked, "-n", "3", "-X", f"group.protocol={protocol}")
    if protocol == "consumer" and generation.settings.kafka == "2.3":
        assert done.returncode == 1
        assert b"4.0" in done.stderr
        return
    assert done.returncode == 0, done.stderr
    assert [json.loads(line)["value"] for line in done.stdout.splitlines()] == ["v0", "v1", "v2"]
    assert read_committed(connection, [group])[group].committed[topic, 1] == 3
    [described] = describe_groups(connection, [group])
    assert (described.state, described.members) == ("Empty", ())
