"""What verbs and pages count, against what Kafka's own tools of the same version count."""

from __future__ import annotations

import json
import re
from collections.abc import Mapping

import pytest
from confluent_kafka import Consumer, TopicPartition
from confluent_kafka.admin import AdminClient

from kafkatui.kafka.connect.connection import KafkaConnection
from kafkatui.kafka.read.configs import read_topic_configs
from kafkatui.kafka.read.metadata import read_metadata
from kafkatui.kafka.read.topic_properties import read_topic_properties
from kafkatui.model.place import PlaceKind
from kafkatui.sandbox.cluster import Sandbox
from kafkatui.sandbox.readiness import wait_until
from tests.cluster.kafka_tool import run_tool
from tests.cluster.screen import profile_of, screen_at
from tests.cluster.sharing import FreshTopic
from tests.cluster.verbs import run_verb
from tests.drive.producer import Producer

pytestmark = pytest.mark.cluster

OPTIONS = {
    "--under-replicated": "--under-replicated-partitions",
    "--under-min": "--under-min-isr-partitions",
    "--at-min": "--at-min-isr-partitions",
    "--leaderless": "--unavailable-partitions",
}
"""What chooses the same partitions, ours and kafka-topics'."""


def chosen(sandbox: Sandbox, *options: str) -> set[tuple[str, int]]:
    """What `kafkatui partitions` lists."""
    answer = run_verb(sandbox, "partitions", *options, "-o", "json")
    assert answer.returncode == 0, answer.stderr
    return {(row["topic"], row["partition"]) for row in json.loads(answer.stdout)}


def chosen_by_kafka(tools: str, sandbox: Sandbox, option: str) -> set[tuple[str, int]]:
    """What `kafka-topics --describe` lists."""
    address = ("--bootstrap-server", sandbox.bootstrap_servers)
    text = run_tool(tools, "TopicCommand", *address, "--describe", option).decode()
    return {(name, int(number)) for name, number in re.findall(r"Topic: (\S+)\tPartition: (\d+)", text)}


async def test_partitions_that_need_a_look_are_those_of_kafkas_tool_and_the_overview_leads_there(
    killable_cluster: Sandbox, fresh_topic: FreshTopic, kafka_tools: str
) -> None:
    sandbox = killable_cluster
    of_two = {"min.insync.replicas": "2"}
    lone = fresh_topic(sandbox, assignment=[[2], [1]], name="partitions-lone")
    pair = fresh_topic(sandbox, assignment=[[1, 2], [2, 3], [1, 3]], name="partitions-pair", config=of_two)
    three = fresh_topic(sandbox, assignment=[[1, 2, 3]], name="partitions-three", config=of_two)
    sandbox.stop_broker(2, kill=True)
    admin = AdminClient({"bootstrap.servers": sandbox.bootstrap_servers, "log_level": 0})
    wait_until(lambda: 2 not in admin.list_topics(timeout=10).brokers, 40, "broker 2 to be missed")
    for ours, theirs in OPTIONS.items():
        assert chosen(sandbox, ours) == chosen_by_kafka(kafka_tools, sandbox, theirs), ours
    assert {(lone, 0)} <= chosen(sandbox, "--leaderless")
    assert {(pair, 0), (pair, 1)} <= chosen(sandbox, "--under-min")
    assert {(three, 0), (pair, 2)} <= chosen(sandbox, "--at-min")
    assert (pair, 1) in chosen(sandbox, "--not-preferred")
    async with screen_at(profile_of(sandbox), PlaceKind.CLUSTER) as screen:
        await screen.until(lambda: "! Under-repl" in screen.text())
        health = screen.app.screen.query_one("#health VirtualTable")
        health.focus()
        await screen.press("down", "down", "enter")
        await screen.until_shown("only what is wrong", pair, three)
        assert (screen.place.kind, screen.place.tab, screen.place.only_wrong) == (PlaceKind.CLUSTER, "partitions", True)
        assert "under minimum, under-replicated" in screen.line_with(pair)
        assert "at minimum, under-replicated" in screen.line_with(three)
        await screen.press("minus")
        await screen.until(lambda: screen.place.tab == "overview")


def committed(sandbox: Sandbox, group: str, offsets: Mapping[tuple[str, int], int]) -> str:
    """A group with those commits, and nobody in it."""
    consumer = Consumer({"bootstrap.servers": sandbox.bootstrap_servers, "group.id": group, "log_level": 0})
    consumer.commit(
        offsets=[TopicPartition(*partition, offset) for partition, offset in offsets.items()], asynchronous=False
    )
    consumer.close()
    return group


def lags_by_kafka(tools: str, sandbox: Sandbox, group: str) -> dict[tuple[str, int], int | None]:
    """LAG of every line that `kafka-consumer-groups --describe` prints; None for "-"."""
    arguments = ("--bootstrap-server", sandbox.bootstrap_servers, "--describe", "--group", group)
    text = run_tool(tools, "consumer.group.ConsumerGroupCommand", *arguments).decode()
    lines = [line.split() for line in text.splitlines() if line.startswith(group)]
    return {(words[1], int(words[2])): None if words[5] == "-" else int(words[5]) for words in lines}


def test_lags_are_those_of_kafkas_tool_and_say_what_it_leaves_open(
    cluster: Sandbox, fresh_topic: FreshTopic, kafka_tools: str
) -> None:
    topic = fresh_topic(cluster, 3, name="lags")
    producer = Producer({"bootstrap.servers": cluster.bootstrap_servers})
    for _ in range(10):
        producer.produce(topic, b"x", partition=0)
    assert producer.flush(20) == 0
    even = committed(cluster, f"{topic}-even", {(topic, 0): 10})
    behind = committed(cluster, f"{topic}-behind", {(topic, 0): 4, (topic, 1): 0})
    past = committed(cluster, f"{topic}-past", {(topic, 0): 1_000, (topic, 1): 0})
    listed = {row["id"]: row for row in json.loads(run_verb(cluster, "groups", "-o", "json").stdout)}
    for group in (even, behind, past):
        parts = json.loads(run_verb(cluster, "describe", "group", group, "-o", "json").stdout)
        ours = {(part["topic"], part["partition"]): part["lag"] for part in parts}
        theirs = {key: lag for key, lag in lags_by_kafka(kafka_tools, cluster, group).items() if lag is not None}
        assert theirs.items() <= ours.items()
        assert set(ours) == {(topic, 0), (topic, 1), (topic, 2)}
        assert listed[group]["lag"] == sum(max(0, lag) for lag in ours.values())
        assert listed[group]["beyond_end"] == sum(max(0, -lag) for lag in ours.values())
    assert (listed[even]["lag"], listed[even]["beyond_end"]) == (0, 0)
    assert (listed[past]["lag"], listed[past]["beyond_end"]) == (0, 990)
    table = run_verb(cluster, "groups", past, "--wrong").stdout.decode()
    assert "990 beyond the end" in table
    assert even not in run_verb(cluster, "groups", topic, "--wrong").stdout.decode()


@pytest.mark.parametrize("generation", ["cluster", "kafka_2_3", "kafka_4_3"])
def test_a_few_properties_of_topics_are_those_of_their_configuration(
    request: pytest.FixtureRequest, fresh_topic: FreshTopic, generation: str
) -> None:
    sandbox: Sandbox = request.getfixturevalue(generation)
    compacted = fresh_topic(sandbox, name="properties", config={"cleanup.policy": "compact,delete"})
    plain = fresh_topic(sandbox, name="properties")
    names = ("cleanup.policy", "min.insync.replicas")
    connection = KafkaConnection(profile_of(sandbox))
    try:
        some = read_topic_properties(connection, [compacted, plain, "never-made"], names, read_brokers(connection))
        whole = read_topic_configs(connection, [compacted, plain])
    finally:
        connection.close()
    assert set(some) == {compacted, plain}
    for topic, entries in some.items():
        by_name = {entry.name: entry for entry in whole[topic]}
        assert sorted(entry.name for entry in entries) == sorted(names)
        for entry in entries:
            expected = by_name[entry.name]
            assert (entry.value, entry.source, entry.is_own) == (expected.value, expected.source, expected.is_own)


def read_brokers(connection: KafkaConnection) -> list[int]:
    """Ids of the brokers that are there."""
    return sorted(read_metadata(connection).brokers)
