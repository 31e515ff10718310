"""The demo's contents fit one broker of the oldest and of the newest Kafka too."""

from __future__ import annotations

import pytest
from confluent_kafka.admin import AdminClient

from kafkatui.sandbox.cluster import Sandbox
from kafkatui.sandbox.contents import DemoContents
from kafkatui.sandbox.groups import GROUPS
from kafkatui.sandbox.topics import TOPICS
from tests.cluster.as_found import leaving_as_found

pytestmark = pytest.mark.cluster


@pytest.mark.parametrize("fixture", ["kafka_2_3", "kafka_4_3"])
def test_topics_and_groups_are_there(fixture: str, request: pytest.FixtureRequest) -> None:
    sandbox: Sandbox = request.getfixturevalue(fixture)
    with leaving_as_found(sandbox):
        contents = DemoContents(sandbox.bootstrap_servers, sandbox.zookeeper_connect, brokers=1)
        contents.load()
        contents.close()
        admin = AdminClient({"bootstrap.servers": sandbox.bootstrap_servers, "log_level": 0})
        assert {plan.name for plan in TOPICS} <= set(admin.list_topics(timeout=10).topics)
        listed = admin.list_consumer_groups(request_timeout=10).result(20).valid
        assert {group.name for group in GROUPS} <= {group.group_id for group in listed}
