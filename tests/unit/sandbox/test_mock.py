"""The mock cluster has the demo's topics, needs no Java, and says what it is."""

from __future__ import annotations

import sys
from pathlib import Path

from confluent_kafka.admin import AdminClient

from kafkatui.sandbox import topics
from kafkatui.sandbox.mock import MOCK_NOTE, MockCluster, run_mock


def test_the_mock_cluster_holds_the_demos_topics() -> None:
    cluster = MockCluster(brokers=2)
    cluster.load()
    metadata = AdminClient({"bootstrap.servers": cluster.bootstrap_servers, "log_level": 0}).list_topics(timeout=10)
    assert len(metadata.brokers) == 2
    assert {topics.MY_TOPIC, topics.ORDERS, topics.ODDITIES, *topics.REGEX_TOPICS} <= set(metadata.topics)


def test_the_app_is_told_that_there_is_no_zookeeper_and_that_this_is_a_mock(tmp_path: Path) -> None:
    report = tmp_path / "report"
    script = f"import os, sys; open({str(report)!r}, 'w').write(repr((sys.argv[1:], os.environ['KAFKATUI_NOTE'])))"
    assert run_mock(1, app_command=[sys.executable, "-c", script]) == 0
    text = report.read_text()
    assert "'--zookeeper', 'none'" in text
    assert MOCK_NOTE in text
