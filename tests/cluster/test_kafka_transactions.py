"""Topics with transactions are told from those without, and their messages are shown as an upper bound."""

from __future__ import annotations

import time

import pytest

from kafkatui.kafka.connect.connection import KafkaConnection
from kafkatui.kafka.read.metadata import read_metadata
from kafkatui.kafka.read.transactions import read_transactional
from kafkatui.model.errors import NotSupported
from kafkatui.model.place import PlaceKind
from kafkatui.model.profile import Profile
from kafkatui.sandbox.cluster import Sandbox
from kafkatui.sandbox.topics import ORDERS, TRANSFERS
from tests.cluster.app_driver import app_at, profile_of
from tests.cluster.sharing import FreshTopic
from tests.drive.producer import Producer

pytestmark = pytest.mark.cluster

WAIT_SECONDS = 20.0


@pytest.fixture
def topic(cluster: Sandbox, fresh_topic: FreshTopic) -> str:
    """A new topic of two partitions with nothing in it."""
    return fresh_topic(cluster, 2, 3, name="transactions")


def told(connection: KafkaConnection, topic: str) -> bool:
    """What the leaders say of `topic`, as soon as all of them lead it."""
    deadline = time.monotonic() + WAIT_SECONDS
    while True:
        answer = read_transactional(connection, [read_metadata(connection).topics[topic]]).get(topic)
        if answer is not None:
            return answer
        assert time.monotonic() < deadline, "no leader told about the topic"
        time.sleep(0.1)


def test_the_demos_transactions_are_found_and_its_plain_topics_have_none(connection: KafkaConnection) -> None:
    topics = read_metadata(connection).topics
    assert read_transactional(connection, [topics[TRANSFERS], topics[ORDERS]]) == {TRANSFERS: True, ORDERS: False}


def test_an_idempotent_producer_is_not_taken_for_a_transactional_one(connection: KafkaConnection, topic: str) -> None:
    producer = Producer({**connection.client_config(), "enable.idempotence": True})
    producer.produce(topic, b"v", partition=0)
    assert producer.flush(20) == 0
    assert told(connection, topic) is False


def test_a_transaction_still_open_is_found(connection: KafkaConnection, topic: str) -> None:
    producer = Producer({**connection.client_config(), "transactional.id": topic})
    producer.init_transactions(20)
    producer.begin_transaction()
    producer.produce(topic, b"v", partition=1)
    assert producer.flush(20) == 0
    assert told(connection, topic) is True
    producer.abort_transaction(20)
    assert told(connection, topic) is True


def test_brokers_before_2_8_cannot_tell(kafka_2_3: Sandbox, fresh_topic: FreshTopic) -> None:
    topic = fresh_topic(kafka_2_3)
    old = KafkaConnection(Profile("test", {"bootstrap.servers": kafka_2_3.bootstrap_servers}))
    try:
        with pytest.raises(NotSupported):
            told(old, topic)
    finally:
        old.close()


async def test_the_list_and_the_page_show_an_upper_bound(cluster: Sandbox) -> None:
    async with app_at(profile_of(cluster)) as app:
        await app.wait_for(lambda: app.row("name", TRANSFERS).get("messages", "").startswith("≤"))
        await app.wait_for(lambda: app.row("name", ORDERS)["cleanup"] == "delete")
        assert app.row("name", ORDERS)["messages"] == "600"
    async with app_at(profile_of(cluster), PlaceKind.TOPIC, TRANSFERS) as app:
        await app.wait_for(lambda: "≤" in app.foot)
