"""Logs of containers, on a real Docker engine."""

from __future__ import annotations

import time
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest

from kafkatui.config.logs import LOGS_VARIABLE
from kafkatui.logs.engine import container_of
from kafkatui.model.profile import Profile
from kafkatui.model.server_log import LogLine, LogServer, LogWanted
from kafkatui.session.log_follow import LogFollow
from kafkatui.session.server_logs import broker_server, open_log, read_logs
from tests.cluster.docker_engine import DockerEngine, running_engine
from tests.cluster.verbs import run_kafkatui

pytestmark = pytest.mark.cluster

SCRIPT = (
    "echo '[2026-11-29 06:00:00,123] INFO starting (kafka.Kafka)';"
    "echo '[2026-11-29 06:00:01,123] ERROR Failed (a.B)' >&2; echo 'java.io.IOException: full' >&2;"
    "while ! test -e /go; do sleep 0.1; done; echo '[2026-11-29 06:00:02,123] INFO went on (a.B)'; sleep 600"
)


@pytest.fixture(scope="module")
def engine() -> Iterator[DockerEngine]:
    with running_engine() as engine:
        yield engine


@pytest.fixture(autouse=True)
def _here(engine: DockerEngine, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("DOCKER_HOST", engine.host)


def until(condition: Callable[[], object]) -> None:
    deadline = time.monotonic() + 30
    while not condition():
        assert time.monotonic() < deadline, "it did not come"
        time.sleep(0.05)


def test_a_containers_log_is_followed_through_a_restart_and_each_line_comes_once(engine: DockerEngine) -> None:
    engine.run("kafka-one", SCRIPT)
    profile = Profile("docker", {"bootstrap.servers": ""}, logs={"1": "kafka-one"})
    server = broker_server(1)
    follow = LogFollow([server], lambda each: open_log(profile, each), LogWanted(), lambda: None)

    def lines() -> list[LogLine]:
        rows = (follow.ring.row_at(serial) for serial in range(follow.ring.next_serial))
        return [row for row in rows if row is not None]

    try:
        until(lambda: len(lines()) == 3)
        trace = next(line for line in lines() if "IOException" in line.text)
        assert trace.head.endswith("ERROR Failed (a.B)")
        assert all(abs(time.time() - (line.at_seconds or 0)) < 60 for line in lines())
        assert follow.logs["1"].where == "container kafka-one"
        engine.docker("exec", "kafka-one", "/bin/sh", "-c", "echo > /go")
        until(lambda: lines()[-1].message == "went on")
        engine.docker("restart", "-t", "0", "kafka-one")
        until(lambda: len(lines()) == 8)
        assert [line.message for line in lines()].count("starting") == 2
        engine.docker("rm", "-f", "kafka-one")
        until(lambda: "kafka-one" in follow.logs["1"].problem)
    finally:
        follow.stop()


def test_a_verb_opens_a_shell_in_it_though_kafka_is_down(
    engine: DockerEngine, monkeypatch: pytest.MonkeyPatch, tmp_path: Path, isolated_user: Path
) -> None:
    engine.run("kafka-shell", "sleep 600")
    config = tmp_path / "config.toml"
    config.write_text("[clusters.c]\nbootstrap_servers = '127.0.0.1:1'\n[clusters.c.timeouts]\nrequest = 0.5\n")
    monkeypatch.setenv(LOGS_VARIABLE, "1=kafka-shell,2=/var/log/kafka.log")
    at = ("--config", str(config), "--cluster", "c", "shell")
    done = run_kafkatui(*at, "1", "--yes", stdin=b"echo a-real-$((6*7)); exit 3\n")
    assert (done.returncode, done.stdout) == (3, b"a-real-42\n"), done.stderr
    journals = isolated_user / "state/kafkatui/journal"
    assert "kafka-shell" in next(journals.iterdir()).read_text()
    assert b"docker exec -it kafka-shell" in run_kafkatui(*at, "1", "--dry-run").stdout
    assert b"open read-only" in run_kafkatui("--read-only", *at, "1", "--yes").stderr
    assert b"No container is known that broker 2 runs in" in run_kafkatui(*at, "2", "--yes").stderr


def test_what_is_wanted_of_it_is_asked_of_the_engine(engine: DockerEngine) -> None:
    engine.run("kafka-two", "for n in 1 2 3; do echo line $n; sleep 0.3; done; sleep 600")
    profile = Profile("docker", {"bootstrap.servers": ""}, logs={"2": "kafka-two"})
    server = broker_server(2)

    def read(wanted: LogWanted) -> list[LogLine]:
        return list(read_logs([(server, open_log(profile, server))], wanted))

    until(lambda: len(read(LogWanted())) == 3)
    assert [line.text for line in read(LogWanted(lines=2))] == ["line 2", "line 3"]
    second = read(LogWanted())[1].at_seconds
    assert second is not None
    assert [line.text for line in read(LogWanted(since_seconds=second))] == ["line 2", "line 3"]


def test_a_container_is_found_by_what_compose_calls_it(engine: DockerEngine, monkeypatch: pytest.MonkeyPatch) -> None:
    engine.run("project-broker-1", "sleep 600", "--label", "com.docker.compose.service=broker")
    found = LogServer("1", "broker 1", ("broker:9092",), "kafka")
    assert container_of(found) == "project-broker-1"
    engine.run("project-broker-2", "sleep 600", "--label", "com.docker.compose.service=broker")
    assert container_of(found) is None, "two fit, and none is taken"
    monkeypatch.setenv("DOCKER_HOST", "unix:///nowhere")
    assert container_of(found) is None
