"""What of Kafka's znodes nearly fills an answer."""

from __future__ import annotations

from dataclasses import replace

from kazoo.exceptions import NoAuthError, NoNodeError

from kafkatui.model.zookeeper_registry import LargeAnswer
from kafkatui.zookeeper.registry import DATA, NAMES, large_answers, read_registry
from tests.unit.insight.doctor.states import STAT
from tests.unit.zookeeper.test_writing import Server, connected, raw_stat


def test_data_and_names_that_take_more_than_half_of_an_answer_are_told() -> None:
    topics = {f"topic-{number:03}": (b"", replace(STAT, data_length=10)) for number in range(50)}
    topics["large"] = (b"", replace(STAT, data_length=501))
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
