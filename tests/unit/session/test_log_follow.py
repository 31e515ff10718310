"""Logs that are followed: several in the order of time, paused, bounded, and looked for again after a failure."""

from __future__ import annotations

import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path

import pytest

from kafkatui.config.logs import log_places, logs_from_environment, logs_text
from kafkatui.model.errors import ConfigError, UsageError
from kafkatui.model.profile import Profile, ZooKeeperSettings
from kafkatui.model.server_log import LogLevel, LogLine, LogServer, LogWanted, parse_level
from kafkatui.session.log_follow import LogFollow, LogQueue, LogRing
from kafkatui.session.server_logs import (
    broker_server,
    how_to_name,
    named_logs,
    open_log,
    since_moment,
    zookeeper_servers,
)


def until(condition: Callable[[], object], seconds: float = 20.0) -> None:
    """Wait for a condition."""
    deadline = time.monotonic() + seconds
    while not condition():
        assert time.monotonic() < deadline, "it did not come"
        time.sleep(0.01)


def profile_with(**logs: str) -> Profile:
    return Profile("local", {"bootstrap.servers": "kafka-1:9092"}, logs={k.lstrip("b"): v for k, v in logs.items()})


@contextmanager
def followed(profile: Profile, *servers: LogServer, ring: LogRing | None = None) -> Iterator[LogFollow]:
    follow = LogFollow(servers, lambda each: open_log(profile, each), LogWanted(100), lambda: None, ring)
    try:
        yield follow
    finally:
        follow.stop()


def texts(ring: LogRing) -> list[str]:
    rows = (ring.row_at(serial) for serial in range(ring.first_serial, ring.next_serial))
    return [row.message for row in rows if row is not None]


def test_beginnings_of_several_logs_are_in_the_order_of_time(tmp_path: Path) -> None:
    (tmp_path / "1").write_text("[2026-11-29 06:00:01] INFO a (x.Y)\n[2026-11-29 06:00:03] ERROR c (x.Y)\n\tat c2\n")
    (tmp_path / "2").write_text("[2026-11-29 06:00:02] INFO b (x.Y)\n[2026-11-29 06:00:04] INFO d (x.Y)\n")
    profile = profile_with(b1=f"{tmp_path}/1", b2=f"{tmp_path}/2")
    with followed(profile, broker_server(1), broker_server(2)) as follow:
        until(lambda: len(follow.ring) == 5)
        assert texts(follow.ring) == ["a", "b", "c", "\tat c2", "d"]
        with (tmp_path / "1").open("a") as log:
            log.write("[2026-11-29 06:00:00] INFO late (x.Y)\n")
        until(lambda: len(follow.ring) == 6)
        assert texts(follow.ring)[-1] == "late"


def test_what_comes_while_it_is_paused_is_held_back_and_not_lost(tmp_path: Path) -> None:
    path = tmp_path / "1"
    path.write_text("a\n")
    with followed(profile_with(b1=str(path)), broker_server(1)) as follow:
        until(lambda: len(follow.ring) == 1)
        follow.pause()
        with path.open("a") as log:
            log.write("b\nc\n")
        until(lambda: follow.held_count == 2)
        assert texts(follow.ring) == ["a"]
        follow.resume()
        assert texts(follow.ring) == ["a", "b", "c"]
        assert not follow.is_paused


def test_a_log_that_is_not_there_is_said_and_read_once_it_comes(tmp_path: Path) -> None:
    path = tmp_path / "1"
    with followed(profile_with(b1=str(path)), broker_server(1)) as follow:
        until(lambda: "no such file" in follow.logs["1"].problem)
        assert not follow.logs["1"].is_unknown
        path.write_text("a\n")
        until(lambda: texts(follow.ring) == ["a"] and not follow.logs["1"].problem)
        assert follow.logs["1"].where == str(path)


def test_a_log_that_nobody_named_says_how_to_name_it() -> None:
    with followed(profile_with(), broker_server(7)) as follow:
        until(lambda: follow.logs["7"].is_unknown)
        assert "No log of broker 7" in follow.logs["7"].problem
        assert "[clusters.local.logs]" in follow.logs["7"].advice


def test_a_ring_keeps_the_newest() -> None:
    ring = LogRing(most_lines=3, most_characters=100)
    ring.append([LogLine("1", str(number), str(number)) for number in range(5)])
    assert (texts(ring), ring.first_serial, ring.next_serial) == (["2", "3", "4"], 2, 5)
    assert ring.row_at(1) is None
    ring.append([LogLine("1", "x" * 200, "long")])
    assert texts(ring) == ["long"]


def test_a_queue_gives_each_line_once_and_lets_go_when_nobody_takes(tmp_path: Path) -> None:
    path = tmp_path / "1"
    path.write_text("a\nb\n")
    queue = LogQueue()
    with followed(profile_with(b1=str(path)), broker_server(1), ring=queue):
        assert [line.text for line in queue.taken(20)] == ["a", "b"]
        assert queue.taken(0.01) == ()
        queue.close()
        queue.append([LogLine("1", "x", "x")])


def test_zookeepers_servers_are_those_named_else_those_of_the_connect_string() -> None:
    zookeeper = ZooKeeperSettings("zk-1:2181,zk-2:2181/chroot")
    plain = Profile("local", {"bootstrap.servers": ""}, zookeeper)
    assert [each.addresses for each in zookeeper_servers(plain)] == [("zk-1:2181",), ("zk-2:2181",)]
    one = Profile("local", {"bootstrap.servers": ""}, ZooKeeperSettings("zk-1:2181"))
    assert [each.name for each in zookeeper_servers(one)] == ["zookeeper"]
    named = Profile("local", {"bootstrap.servers": ""}, zookeeper, logs={"10": "/a", "9": "/b", "zk": "/c"})
    assert [each.name for each in zookeeper_servers(named)] == ["zk"]
    assert [each.name for each in named_logs(named)] == ["9", "10", "zk"]
    assert zookeeper_servers(Profile("local", {"bootstrap.servers": ""})) == ()


def test_names_that_toml_needs_quotes_for_have_them() -> None:
    profile = Profile("my cluster", {"bootstrap.servers": ""})
    told = how_to_name(profile, LogServer("zk-1:2181", "ZooKeeper"))
    assert '"zk-1:2181" = ' in told
    assert '[clusters."my cluster".logs]' in told


def test_places_of_logs_are_checked_where_they_were_written() -> None:
    assert log_places({"1": "/a b", "zookeeper": "zk"}, "here") == {"1": "/a b", "zookeeper": "zk"}
    for wrong in ("/a", {"1": 5}, {"1": " "}):
        with pytest.raises(ConfigError, match="here"):
            log_places(wrong, "here")
    places = {"1": "/a", "zookeeper": "/b"}
    assert logs_from_environment({"KAFKATUI_LOGS": logs_text(places)}) == places
    with pytest.raises(ConfigError, match="KAFKATUI_LOGS"):
        logs_from_environment({"KAFKATUI_LOGS": "/a"})


def test_a_moment_is_typed_as_docker_and_kubectl_have_it_or_as_anywhere_else_here() -> None:
    assert abs(time.time() - since_moment("10m") - 600) < 10
    assert abs(time.time() - since_moment("-10m") - 600) < 10
    assert since_moment("1000") == 1000.0
    with pytest.raises(UsageError, match="no time"):
        since_moment("yesterday")
    assert parse_level("warning") is LogLevel.WARN
    with pytest.raises(UsageError, match="no level"):
        parse_level("loud")
