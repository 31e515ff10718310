"""What a broker's Java machine tells, through Jolokia on Kafka 2.3 and Prometheus' agent on Kafka 4.3."""

from __future__ import annotations

import json

import pytest
from prometheus_client.parser import text_string_to_metric_families

from kafkatui.kafka.jmx.figures import read_figures
from kafkatui.model.broker_figures import FIGURES
from kafkatui.sandbox.cluster import Sandbox
from tests.cluster.agents import agent_url
from tests.cluster.sharing import FreshTopic
from tests.cluster.verbs import run_verb

pytestmark = pytest.mark.cluster


@pytest.fixture(params=["kafka_2_3", "kafka_4_3"])
def sandbox(request: pytest.FixtureRequest) -> Sandbox:
    """One broker of either generation, with an agent."""
    found: Sandbox = request.getfixturevalue(request.param)
    return found


def test_every_figure_is_told_by_a_real_agent(sandbox: Sandbox, fresh_topic: FreshTopic) -> None:
    topic = fresh_topic(sandbox, name="jmx")
    run_verb(sandbox, "produce", topic, stdin=b"".join(b"%d\n" % number for number in range(1000)))
    run_verb(sandbox, "tail", topic, "-f", "beginning", "-e")
    told = read_figures({"jmx.url": agent_url(sandbox)}, 1, "127.0.0.1")
    assert told.source == ("Jolokia" if sandbox.settings.kafka == "2.3" else "Prometheus")
    assert {figure.name for figure in FIGURES} == told.values.keys()
    assert told.values["active_controller"] == 1
    assert told.values["offline_partitions"] == told.values["under_replicated_partitions"] == 0
    assert told.values["produce_p99_ms"] >= told.values["produce_mean_ms"] > 0
    assert 20e6 < told.values["heap_used_bytes"] < told.values["heap_max_bytes"]
    assert told.values["heap_max_bytes"] == pytest.approx(512 * 2**20, rel=0.05)


def test_a_test_of_the_cluster_asks_the_agents(sandbox: Sandbox) -> None:
    url = agent_url(sandbox)
    tested = run_verb(sandbox, "cluster", "test", "-X", f"jmx.url={url}", "-o", "json")
    (found,) = [each for each in json.loads(tested.stdout) if each["part"] == "JMX figures"]
    assert found["state"] == "works"
    assert found["text"].startswith("1 broker, 1")
    wrong = url.replace("jolokia", "nothing").replace("metrics", "jolokia")
    tested = run_verb(sandbox, "cluster", "test", "-X", f"jmx.url={wrong}", "-o", "json")
    assert tested.returncode == 1
    (found,) = [each for each in json.loads(tested.stdout) if each["part"] == "JMX figures"]
    assert found["state"] == "fails"


def test_metrics_have_the_figures(sandbox: Sandbox) -> None:
    found = run_verb(sandbox, "metrics", "-X", f"jmx.url={agent_url(sandbox)}")
    families = {each.name: each for each in text_string_to_metric_families(found.stdout.decode())}
    (controller,) = families["kafkatui_broker_active_controller"].samples
    assert (controller.labels, controller.value) == ({"broker": "1"}, 1)
    complete = {each.labels["reading"]: each.value for each in families["kafkatui_reading_complete"].samples}
    assert complete["jmx"] == 1
