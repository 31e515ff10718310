"""Brokers' figures from Jolokia and from Prometheus' agents: what is asked, read, and said where it cannot be."""

from __future__ import annotations

import threading
from collections.abc import Iterator
from typing import Any, cast

import pytest

from kafkatui.kafka.connect.properties import quiet
from kafkatui.kafka.jmx import requests
from kafkatui.kafka.jmx.figures import read_figures
from kafkatui.kafka.jmx.prometheus import Told, take_line
from kafkatui.kafka.jmx.settings import has_jmx, jmx_settings
from kafkatui.model.broker_figures import FIGURES, BrokerFigures
from kafkatui.model.cluster import ClusterMetadata
from kafkatui.model.errors import (
    ConfigError,
    ConnectError,
    KafkatuiError,
    NotAuthorized,
    NotSupported,
    RequestFailed,
    TimedOut,
)
from kafkatui.model.observed import Observed
from kafkatui.model.replacing import replace
from kafkatui.report.broker_figures import NEEDS_TWO, NOT_TOLD, OF_CONTROLLER, figure_rows
from kafkatui.report.metrics import Readings, cluster_metrics
from kafkatui.session.feeds import BrokerFiguresFeed
from kafkatui.view.figures_table import figure_text
from kafkatui.view.prometheus import prometheus_lines
from tests.unit.kafka.http_server import Answer, Asked, http_server

BEANS: dict[str, Any] = {
    "kafka.server:type=BrokerTopicMetrics,name=MessagesInPerSec": 12.5,
    "kafka.server:type=KafkaRequestHandlerPool,name=RequestHandlerAvgIdlePercent": 0.25,
    "kafka.server:type=ReplicaManager,name=UnderReplicatedPartitions": 3,
    "kafka.network:type=RequestMetrics,name=TotalTimeMs,request=Produce": 8.5,
    "java.lang:type=Memory": {"used": 100, "max": 400, "init": 1},
    "kafka.network:type=SocketServer,name=NetworkProcessorAvgIdlePercent": "NaN",
}

PLAIN = """\
# HELP x y
# TYPE kafka_server_BrokerTopicMetrics_OneMinuteRate untyped
kafka_server_BrokerTopicMetrics_OneMinuteRate{name="MessagesInPerSec"} 12.5
kafka_server_BrokerTopicMetrics_OneMinuteRate{name="MessagesInPerSec",topic="orders",} 999.0
kafka_server_BrokerTopicMetrics_Count{name="MessagesInPerSec"} 5000.0
kafka_server_KafkaRequestHandlerPool_OneMinuteRate{name="RequestHandlerAvgIdlePercent",} 0.25
kafka_server_ReplicaManager_Value{name="UnderReplicatedPartitions"} 3.0
kafka_controller_KafkaController_Value{name="NewActiveControllersCount"} 7.0
kafka_controller_KafkaController_Value{name="ActiveControllerCount"} 1.0
kafka_server_DelayedOperationPurgatory_Value{name="PurgatorySize",delayedOperation="Fetch"} 4.0
kafka_server_DelayedOperationPurgatory_Value{name="PurgatorySize",delayedOperation="Heartbeat"} 9.0
kafka_network_RequestMetrics_99thPercentile{name="TotalTimeMs",request="Produce"} 40.0
kafka_network_RequestMetrics_Mean{name="TotalTimeMs",request="Produce"} 8.5
kafka_network_RequestMetrics_99thPercentile{name="TotalTimeMs",request="Fetch"} 99.0
kafka_network_SocketServer_Value{name="NetworkProcessorAvgIdlePercent"} NaN
jvm_memory_used_bytes{area="heap"} 100.0
jvm_memory_used_bytes{area="nonheap"} 7.0
jvm_memory_max_bytes{area="heap"} 400.0
"""
"""What the agent writes without rules."""

BY_RULES = """\
kafka_server_brokertopicmetrics_messagesin_total 5000.0
kafka_server_brokertopicmetrics_messagesin_total{topic="orders",} 4000.0 1700000000000
kafka_server_kafkarequesthandlerpool_requesthandleravgidle_percent 0.25
kafka_server_replicamanager_underreplicatedpartitions 3.0
kafka_controller_kafkacontroller_activecontrollercount 1.0
kafka_controller_kafkacontroller_newactivecontrollerscount 7.0
kafka_server_delayedoperationpurgatory_purgatorysize{delayedoperation="Fetch",} 4.0
kafka_network_requestmetrics_totaltimems{request="Produce",quantile="0.50",} 1.0
kafka_network_requestmetrics_totaltimems{request="Produce",quantile="0.99",} 40.0
kafka_network_requestmetrics_totaltimems_mean{request="Produce",} 8.5
jvm_memory_bytes_used{area="heap",} 100.0
jvm_memory_bytes_max{area="heap",} 400.0
jvm_memory_bytes_max{area="nonheap",} -1.0
"""
"""What it writes by the rules that Kafka's examples have."""

EXPECTED = {
    "request_handler_idle": 0.25, "under_replicated_partitions": 3.0, "active_controller": 1.0, "fetch_purgatory": 4.0,
    "produce_mean_ms": 8.5, "produce_p99_ms": 40.0, "heap_used_bytes": 100.0, "heap_max_bytes": 400.0,
}  # fmt: skip


class Agent:
    """An agent whose answers a test makes; `url` ends as the path does."""

    def __init__(self) -> None:
        self.asked: list[Asked] = []
        self.told: Answer = (200, PLAIN)
        self.is_jolokia = False
        self.hangs = threading.Event()
        self.url = ""

    def answer(self, asked: Asked) -> Answer:
        self.asked.append(asked)
        return self.told if not self.is_jolokia else (200, [_bean(each) for each in asked.body])

    def read(self, path: str, previous: BrokerFigures | None = None, **properties: str) -> BrokerFigures:
        """What the agent tells; properties with _ for dots."""
        given = {f"jmx.{name.replace('_', '.')}": value for name, value in properties.items()}
        return read_figures({"jmx.url": f"{self.url}/{path}", **given}, 1, "kafka-1", previous, 1.0)


def _bean(asked: dict[str, Any]) -> dict[str, Any]:
    if asked["mbean"] not in BEANS:
        return {"status": 404, "error": "InstanceNotFoundException", "request": asked}
    return {"status": 200, "value": BEANS[asked["mbean"]], "request": asked}


@pytest.fixture
def agent() -> Iterator[Agent]:
    made = Agent()
    with http_server(made.answer, made.hangs) as made.url:
        yield made


def test_jolokia_is_asked_for_all_beans_at_once(agent: Agent) -> None:
    agent.is_jolokia = True
    told = agent.read("jolokia", basic_auth_user_info="me:pw")
    assert (told.source, told.address) == ("Jolokia", f"{agent.url}/jolokia/")
    (asked,) = agent.asked
    assert asked.method == "POST"
    assert asked.headers["Authorization"] == "Basic bWU6cHc="
    assert [each["mbean"] for each in asked.body] == [each.object_name for each in FIGURES]
    assert told.values == {
        "messages_in_per_second": 12.5, "request_handler_idle": 0.25, "under_replicated_partitions": 3.0,
        "produce_mean_ms": 8.5, "produce_p99_ms": 8.5, "heap_used_bytes": 100.0, "heap_max_bytes": 400.0,
    }  # fmt: skip


def test_prometheus_text_is_read_without_rules(agent: Agent) -> None:
    told = agent.read("metrics")
    assert told.source == "Prometheus"
    assert told.values == {**EXPECTED, "messages_in_per_second": 12.5}


def test_totals_make_a_rate_of_two_looks_and_none_after_a_restart(agent: Agent) -> None:
    agent.told = (200, BY_RULES)
    first = agent.read("metrics")
    assert first.values == EXPECTED
    assert first.totals == {"messages_in_per_second": 5000.0}
    assert [row.reason for row in figure_rows(first) if row.figure.name == "messages_in_per_second"] == [NEEDS_TWO]
    earlier = replace(first, totals={"messages_in_per_second": 4000.0}, at_seconds=first.at_seconds - 10)
    rate = agent.read("metrics", earlier).values["messages_in_per_second"]
    assert 80 < rate <= 100
    just_before = replace(first, values={"messages_in_per_second": 7.0}, at_seconds=first.at_seconds + 1e6)
    assert agent.read("metrics", just_before).values["messages_in_per_second"] == 7.0
    restarted = replace(earlier, totals={"messages_in_per_second": 6000.0})
    assert "messages_in_per_second" not in agent.read("metrics", restarted).values


@pytest.mark.parametrize(
    "line", ["", "# x", "no sample", "kafka_server_ReplicaManager_Value{", 'x{a="}"} 1', "\r", "x 1e999"]
)
def test_odd_lines_are_passed_over(line: str) -> None:
    told = Told()
    take_line(line.encode(), told)
    assert told.values == {}


@pytest.mark.parametrize(
    ("path", "told", "error", "words"),
    [
        ("metrics", (401, "no"), NotAuthorized, r"does not let us in \(401\)"),
        ("metrics", (404, "no"), RequestFailed, "answered 404"),
        ("metrics", (200, "<html>hello</html>"), RequestFailed, "is no Prometheus agent"),
        ("metrics", (200, "x" * 100_000), RequestFailed, "sends no lines"),
        ("metrics", (200, None), RequestFailed, "no figure in it"),
        ("metrics", (0, None), TimedOut, "did not answer within 1 s"),
        ("jolokia", (200, "<html>"), RequestFailed, "is no Jolokia"),
        ("jolokia", (200, {"status": 500}), RequestFailed, "is no Jolokia"),
        ("jolokia", (200, [{"status": 403}] * len(FIGURES)), NotAuthorized, "does not let these beans be read"),
    ],
)
def test_what_is_wrong_is_said_in_words(
    agent: Agent, path: str, told: Answer, error: type[KafkatuiError], words: str
) -> None:
    agent.told = told
    with pytest.raises(error, match=words):
        agent.read(path)


def test_an_answer_without_end_is_given_up(agent: Agent, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(requests, "MOST_BYTES", 1000)
    agent.told = (200, PLAIN * 100)
    with pytest.raises(RequestFailed, match="sends more than"):
        agent.read("metrics")


def test_nobody_there_says_so(agent: Agent) -> None:
    with pytest.raises(ConnectError, match="cannot be reached: Connection refused"):
        read_figures({"jmx.url": "http://127.0.0.1:1/metrics"}, 1, "any")


def test_where_an_agent_is_depends_on_the_broker() -> None:
    kafka = {"jmx.url": "http://u:p%40w@{host}:87{broker}/jolokia", "jmx.2.url": "https://other/metrics"}
    first, second = jmx_settings(kafka, 1, "kafka-1"), jmx_settings(kafka, 2, "kafka-2")
    assert (first.url, first.user, first.is_jolokia) == ("http://kafka-1:871/jolokia/", "u:p@w", True)
    assert (second.url, second.is_jolokia) == ("https://other/metrics", False)
    assert jmx_settings({"jmx.url": "http://{host}:1/"}, 1, "::1").url == "http://[::1]:1/"
    assert "jmx.url" not in quiet({**kafka, "bootstrap.servers": "a:1"}), "librdkafka does not know it"


@pytest.mark.parametrize(
    ("properties", "error", "words"),
    [
        ({}, NotSupported, "No address of brokers' JMX figures is in this profile"),
        ({"jmx.2.url": "http://x"}, NotSupported, "for broker 1"),
        ({"jmx.url": "x:7071"}, ConfigError, "begins with http://"),
        ({"jmx.url": "http://{hots}/"}, ConfigError, r"there is no \{hots\}"),
        ({"jmx.ulr": "http://x"}, ConfigError, "There is no property jmx.ulr"),
    ],
)
def test_settings_that_mean_nothing_are_said(
    properties: dict[str, str], error: type[KafkatuiError], words: str
) -> None:
    with pytest.raises(error, match=words):
        jmx_settings(properties, 1, "kafka-1")


def test_nothing_is_asked_where_nothing_is_configured() -> None:
    class Nobody:
        profile = cast("Any", type("P", (), {"kafka": {"bootstrap.servers": "a:1"}}))

        def metadata(self) -> None:
            raise AssertionError("a broker was asked")

    with pytest.raises(NotSupported, match=r"jmx\.url"):
        BrokerFiguresFeed(1).read(cast("Any", Nobody()), Observed.unknown(), lambda _: None)
    assert not has_jmx({"bootstrap.servers": "a:1"})


def test_rows_say_what_is_not_told_and_what_is_wrong() -> None:
    told = BrokerFigures(1, "Jolokia", "x", {**EXPECTED, "bytes_in_per_second": 1500.0, "offline_partitions": 0.0})
    rows = {row.figure.name: row for row in figure_rows(told)}
    assert list(rows) == [figure.name for figure in FIGURES]
    assert {name for name, row in rows.items() if row.is_wrong} == {
        "request_handler_idle", "under_replicated_partitions",
    }  # fmt: skip
    assert rows["messages_in_per_second"].reason == NOT_TOLD
    shown = (
        "request_handler_idle",
        "produce_p99_ms",
        "heap_used_bytes",
        "bytes_in_per_second",
        "messages_in_per_second",
    )
    assert [figure_text(rows[name]) for name in shown] == ["25 %", "40.0 ms", "100 B", "1.5 kB/s", "?"]
    follower = {row.figure.name: row for row in figure_rows(replace(told, values={}))}
    assert follower["offline_partitions"].reason == OF_CONTROLLER


def test_metrics_have_what_was_told_and_say_whether_all_was() -> None:
    silent: Observed[BrokerFigures] = Observed.unknown()
    readings = Readings(
        ClusterMetadata("id", -1, {}, {}), frozenset(), {}, Observed.unknown(), Observed.unknown(), Observed.unknown(),
        {1: Observed.ok(BrokerFigures(1, "Jolokia", "x", EXPECTED), 0.0), 2: silent.failing("no answer", 0.0)},
    )  # fmt: skip
    lines = list(prometheus_lines(cluster_metrics(readings)))
    assert 'kafkatui_broker_request_handler_idle{broker="1"} 0.25' in lines
    assert not any("messages_in" in line or 'broker="2"' in line for line in lines)
    assert 'kafkatui_reading_complete{reading="jmx"} 0' in lines
    without = list(prometheus_lines(cluster_metrics(replace(readings, figures={}))))
    assert not any("jmx" in line for line in without)
