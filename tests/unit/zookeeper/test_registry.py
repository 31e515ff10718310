"""What of Kafka's znodes nearly fills an answer."""

from __future__ import annotations

from kazoo.exceptions import NoAuthError, NoNodeError

from kafkatui.model.replacing import replace
from kafkatui.model.zookeeper_registry import LargeAnswer, RegisteredPartition, RegisteredTopic, ZooKeeperRegistry
from kafkatui.zookeeper.registry import DATA, NAMES, large_answers, read_registry
from tests.unit.insight.doctor.states import STAT
from tests.unit.zookeeper.test_writing import Server, connected, raw_stat


def test_data_and_names_that_take_more_than_half_of_an_answer_are_told() -> None:
    topics = {f"topic-{number:03}": 10 for number in range(50)} | {"large": 501}
    stats = {
        "/isr_change_notification": replace(STAT, children_count=30),
        "/config/changes": replace(STAT, children_count=3),
        "/admin/reassign_partitions": replace(STAT, data_length=900),
    }
    found = large_answers({"/brokers/topics": topics, "/config/topics": {}}, stats, 1_000)
    assert found == (
        LargeAnswer("/brokers/topics/large", DATA, 501, 1_000),
        LargeAnswer("/admin/reassign_partitions", DATA, 900, 1_000),
        LargeAnswer("/brokers/topics", NAMES, 50 * 13 + 9, 1_000),
        LargeAnswer("/isr_change_notification", NAMES, 30 * 25, 1_000),
    )
    assert large_answers({"/brokers/topics": topics}, stats, 10_000) == ()


def test_only_what_changed_is_read_again() -> None:
    topics = {
        name: RegisteredTopic(name, {0: (1,), 1: (2,)}, None, 1, size_bytes=600) for name in ("gone", "old", "set")
    }
    state = RegisteredPartition(1, 1, (1,), 1, 1)
    before = ZooKeeperRegistry(topics=topics, states={(name, number): state for name in topics for number in (0, 1)})
    new_state = b'{"leader":2,"leader_epoch":2,"isr":[2],"controller_epoch":1}'
    server = Server(
        ["new", "old", "set"],  # /brokers/topics, of which two are read:
        (b'{"partitions":{"0":[3]}}', raw_stat(2)), (b'{"partitions":{"0":[2],"1":[2]}}', raw_stat(2)),
        NoNodeError(), NoNodeError(),  # no /config/topics, /config/brokers
        (new_state, raw_stat(3)), (new_state, raw_stat(3)), (new_state, raw_stat(3)),
        NoNodeError(), *[None] * 6, NoNodeError(), NoNodeError(), NoNodeError(),
    )  # fmt: skip
    changed = {
        "/brokers/topics/set",
        "/brokers/topics/set/partitions/1/state",
        "/brokers/topics/old/partitions/0/state",
    }
    found = read_registry(connected(server), before, changed)
    assert {name: topic.replicas for name, topic in found.topics.items()} == {
        "old": {0: (1,), 1: (2,)}, "set": {0: (2,), 1: (2,)}, "new": {0: (3,)},
    }  # fmt: skip
    assert {key for key, each in found.states.items() if each.leader == 2} == {("old", 0), ("set", 1), ("new", 0)}
    assert {key for key, each in found.states.items() if each == state} == {("old", 1), ("set", 0)}


def test_a_znode_that_may_not_be_read_is_told_from_one_that_is_gone_since_it_was_listed() -> None:
    topic = b'{"version":2,"partitions":{"0":[1]}}'
    server = Server(
        ["gone", "hidden", "plain"], NoNodeError(), NoAuthError(), (topic, raw_stat(1)),  # /brokers/topics
        NoNodeError(), NoAuthError(), raw_stat(1),  # each of the first two once more
        NoNodeError(), ["1"], (b'{"version":1,"config":{"a":"b"}}', raw_stat(1)),  # no /config/topics, /config/brokers
        NoNodeError(), NoNodeError(), *[None] * 6, NoNodeError(), NoNodeError(), NoNodeError(),
    )  # fmt: skip
    found = read_registry(connected(server))
    assert found.unreadable == {"/brokers/topics/hidden"}
    assert found.topics.keys() == {"plain"}
    assert found.broker_configs == {"1": {"a": "b"}}
