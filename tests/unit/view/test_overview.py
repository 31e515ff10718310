"""The overview's words: marks for what needs a person, reasons for what is not known."""

from __future__ import annotations

from typing import Any

import pytest

from kafkatui.insight.health import health
from kafkatui.model.cluster import Broker, ClusterMetadata, Partition, Topic
from kafkatui.model.lag import LagTotal
from kafkatui.model.observed import Observed, ObservedState
from kafkatui.model.presence import Link, LinkState
from kafkatui.model.profile import Profile, ZooKeeperSettings
from kafkatui.model.side import Side, disconnected_by_you
from kafkatui.model.znode import ZooKeeperStatus
from kafkatui.report.groups import lag_weight
from kafkatui.view.bar import bar
from kafkatui.view.connection_table import CONNECTION_TABLE, connection_facts
from kafkatui.view.next_steps import CONNECT_STEP
from kafkatui.view.no_kafka import no_kafka_lines
from kafkatui.view.overview_health import health_lines
from kafkatui.view.overview_side import busiest_topics, zookeeper_lines
from kafkatui.view.span import Span
from kafkatui.view.status_line import kafka_parts
from kafkatui.view.zookeeper_facts import ZOOKEEPER_TABLE, zookeeper_facts

NOW = 1_800_000_000.0


def _text(lines: list[list[Span]]) -> str:
    return "\n".join("".join(text for text, _ in line) for line in lines)


@pytest.mark.parametrize(
    ("value", "highest", "expected"),
    [(0, 10, "    "), (10, 10, "━━━━"), (5, 10, "━━  "), (0.01, 10, "╸   "), (3, 0, "    ")],
)
def test_a_bar_never_hides_what_is_not_zero(value: float, highest: float, expected: str) -> None:
    assert bar(value, highest, 4) == expected


def test_a_leaderless_partition_and_an_unknown_controller_are_marked() -> None:
    topic = Topic("orders", (Partition("orders", 0, -1, (1, 2), (2,)),))
    metadata = ClusterMetadata("id", None, {1: Broker(1, "kafka-1", 9092)}, {"orders": topic})
    lines = health_lines("local", metadata, health(metadata), (), "not allowed")
    said = {line.label: (line.tone.value, "".join(text for text, _ in line.spans)) for line in lines}
    assert said["Leaderless"] == ("bad", "1  of 1")
    assert said["Under-repl"] == ("warning", "1  of 1")
    assert said["Controller"][0] == "bad"
    assert said["Under min"] == ("dim", "?  not allowed")


@pytest.mark.parametrize(
    ("checked", "said"), [(None, "0  of 3"), (2, "0  of 2 missing replicas"), (1, "0  of 1/2 missing replicas")]
)
def test_no_more_is_said_to_be_above_its_minimum_than_was_checked(checked: int | None, said: str) -> None:
    isr_by_partition = ((1,), (1,), (1, 2))
    topic = Topic("orders", tuple(Partition("orders", i, 1, (1, 2), isr) for i, isr in enumerate(isr_by_partition)))
    metadata = ClusterMetadata("id", 1, {1: Broker(1, "kafka-1", 9092)}, {"orders": topic})
    lines = health_lines("local", metadata, health(metadata, min_isr={}), (), "", checked)
    assert ["".join(text for text, _ in line.spans) for line in lines if line.label == "Under min"] == [said]


def test_unknown_lag_is_not_taken_for_none() -> None:
    totals = {"none": LagTotal(0, 0, 0), "some": LagTotal(7, 0, 0), "unread": LagTotal(None, 2, 90)}
    assert sorted(totals, key=lambda name: lag_weight(totals[name], name)) == ["some", "none", "unread"]


def test_the_busiest_topics_leave_out_those_at_rest() -> None:
    rates = {("a", 0): 1.0, ("a", 1): 2.0, ("b", 0): 5.0, ("c", 0): 0.0}
    assert [(row.topic, row.per_second) for row in busiest_topics(rates)] == [("b", 5.0), ("a", 3.0)]


def test_a_foreign_zookeeper_is_explained() -> None:
    link = Link(LinkState.MISMATCH, "ZooKeeper at zk:2181 belongs to another cluster: x, and Kafka's is y.")
    status = Observed.ok(ZooKeeperStatus("connected", cluster_id="x", server="zk:2181"), NOW)
    text = _text(zookeeper_lines(link, status, Observed.unknown()))
    assert "✗ another cluster" in text
    assert "Kafka's is y" in text
    assert "Znodes    ?" in text


def test_what_somebody_has_disconnected_is_not_said_to_come_back_by_itself() -> None:
    why = disconnected_by_you(Side.ZOOKEEPER)
    link, known = Link(LinkState.FAILED, why), ZooKeeperStatus("lost", server="zk:2181")
    for status in (Observed[ZooKeeperStatus].unknown().failing(why, NOW), Observed.ok(known, NOW).failing(why, NOW)):
        text = _text(zookeeper_lines(link, status, Observed.unknown()))
        assert CONNECT_STEP in text
        assert "tried again by itself" not in text
    facts = zookeeper_facts(status, link, None)
    assert {ZOOKEEPER_TABLE.next_step(fact) for fact in facts} == {"", CONNECT_STEP}
    kafka = Observed[ClusterMetadata].unknown().failing(disconnected_by_you(Side.KAFKA), NOW)
    profile, unknown = Profile("local", {"bootstrap.servers": "localhost:9092"}), Observed[Any].unknown()
    rows = connection_facts(profile, kafka, link, unknown, unknown, {}, (), unknown)
    assert {CONNECTION_TABLE.next_step(fact) for fact in rows} == {"", CONNECT_STEP}


@pytest.mark.parametrize("is_assumed", [True, False])
def test_without_kafka_it_is_said_what_was_tried(is_assumed: bool) -> None:
    profile = Profile("local", {"bootstrap.servers": "localhost:9092"}, is_assumed=is_assumed)
    errors = ["Connect to localhost:9092 failed: Connection refused"]
    text = _text(no_kafka_lines(profile, ObservedState.FAILED, "No broker answered.", errors, NOW))
    assert ("Nothing was given, so localhost:9092 was tried." in text) is is_assumed
    assert "No broker answered." in text
    assert "Connection refused" in text
    assert "kafkatui demo" in text


def test_an_ensemble_without_a_broker_says_so_and_leads_to_its_znodes() -> None:
    profile = Profile("alone", {"bootstrap.servers": ""}, ZooKeeperSettings("zk:2181/app"))
    text = _text(no_kafka_lines(profile, ObservedState.NOT_SUPPORTED, "No Kafka.", (), NOW))
    assert "No broker is registered in ZooKeeper at zk:2181/app" in text
    assert "demo" not in text
    none: Observed[ClusterMetadata] = Observed.not_supported("No Kafka.")
    assert [part.text for part in kafka_parts(none, None, ())] == ["no Kafka"]
