"""What real brokers and a real ZooKeeper write to their logs."""

from __future__ import annotations

import json
import time
from collections.abc import Callable

import pytest

from kafkatui.config.logs import LOGS_VARIABLE, logs_text
from kafkatui.model.profile import Profile
from kafkatui.model.server_log import LogLevel, LogLine, LogWanted
from kafkatui.sandbox.cluster import Sandbox
from kafkatui.session.log_follow import LogFollow
from kafkatui.session.server_logs import named_logs, open_log
from tests.cluster.sharing import FreshTopic
from tests.cluster.verbs import run_verb

pytestmark = pytest.mark.cluster


def until(condition: Callable[[], object]) -> None:
    deadline = time.monotonic() + 30
    while not condition():
        assert time.monotonic() < deadline
        time.sleep(0.05)


def test_the_logs_of_all_servers_are_followed_while_they_write(cluster: Sandbox, fresh_topic: FreshTopic) -> None:
    logs = {name: str(path) for name, path in cluster.log_paths.items()}
    assert set(logs) == {"1", "2", "3", "zookeeper"}
    profile = Profile("logs", {"bootstrap.servers": cluster.bootstrap_servers}, logs=logs)
    follow = LogFollow(
        named_logs(profile), lambda server: open_log(profile, server), LogWanted(lines=2_000), lambda: None
    )
    try:
        until(lambda: len(follow.ring) and all(log.is_caught_up for log in follow.logs.values()))
        topic = fresh_topic(cluster, 3, 3, name="logs")

        def lines() -> list[LogLine]:
            rows = (follow.ring.row_at(serial) for serial in range(follow.ring.first_serial, follow.ring.next_serial))
            return [row for row in rows if row is not None]

        until(lambda: {line.server for line in lines() if topic in line.message} >= {"1", "2", "3"})
        written = [line for line in lines() if line.server.isdigit() and topic in line.message]
        assert any(line.level is LogLevel.INFO for line in written)
        assert all(line.at_seconds is not None and abs(time.time() - line.at_seconds) < 60 for line in written)
        assert all(line.logger.startswith(("kafka.", "state.", "org.")) for line in written if not line.head), written
    finally:
        follow.stop()


def test_the_verb_gives_the_newest_lines_of_the_very_file(cluster: Sandbox, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv(LOGS_VARIABLE, logs_text(cluster.log_paths))
    listed = run_verb(cluster, "logs")
    assert listed.stdout.decode().split()[-2:] == ["zookeeper", str(cluster.log_path("zookeeper"))]
    newest = run_verb(cluster, "logs", "zookeeper", "--lines", "3").stdout
    assert newest
    assert newest in cluster.log_path("zookeeper").read_bytes() + b"\n"
    told = run_verb(cluster, "logs", "1", "--level", "INFO", "--filter", "KafkaServer", "-o", "json")
    lines = [json.loads(line) for line in told.stdout.splitlines()]
    assert any(line["logger"] == "kafka.server.KafkaServer" and line["level"] == "INFO" for line in lines)
