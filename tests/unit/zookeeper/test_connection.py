"""A connection that cannot be made says why, and gives up in time."""

from __future__ import annotations

import socket
import threading
import time
from collections.abc import Iterator

import pytest
from kazoo.protocol.states import KazooState

from kafkatui.model.errors import ConfigError, ConnectError, TimedOut
from kafkatui.model.profile import ZooKeeperSettings
from kafkatui.zookeeper.connection import CLOSED, CONNECTED, CONNECTING, ZooKeeperConnection
from kafkatui.zookeeper.tree import read_znode


@pytest.fixture
def silent_port() -> Iterator[int]:
    """A port that accepts and never answers."""
    with socket.create_server(("127.0.0.1", 0)) as server:
        yield server.getsockname()[1]


@pytest.fixture
def closed_port() -> int:
    with socket.create_server(("127.0.0.1", 0)) as server:
        port: int = server.getsockname()[1]
    return port


def connect(to: str, **properties: str) -> ZooKeeperConnection:
    return ZooKeeperConnection(ZooKeeperSettings(to, properties), lambda state: None)


def test_refused_connection_fails_at_once_and_names_the_server(closed_port: int) -> None:
    connection = connect(f"127.0.0.1:{closed_port}")
    began = time.monotonic()
    with pytest.raises(ConnectError, match=f"127.0.0.1:{closed_port}: connection refused"):
        connection.start(60)
    assert time.monotonic() - began < 20
    assert connection.state == CLOSED


def test_silent_server_is_given_up_at_the_time_out(silent_port: int) -> None:
    connection = connect(f"127.0.0.1:{silent_port}")
    began = time.monotonic()
    with pytest.raises(TimedOut):
        connection.start(0.3)
    assert time.monotonic() - began < 8


def test_a_server_that_answers_before_the_start_returns_counts_as_connected(
    closed_port: int, monkeypatch: pytest.MonkeyPatch
) -> None:
    """On a busy machine kazoo's thread is connected while the one that started it has not gone on yet."""
    connection = connect(f"127.0.0.1:{closed_port}")
    is_told = threading.Event()
    set_state = connection._set_state

    def set_state_late(state: str) -> None:
        if state == CONNECTING:
            is_told.wait(0.3)
        set_state(state)
        if state == CONNECTED:
            is_told.set()

    monkeypatch.setattr(connection, "_set_state", set_state_late)
    monkeypatch.setattr(connection, "root_exists", lambda: True)
    monkeypatch.setattr(
        connection.client,
        "start_async",
        lambda: threading.Thread(target=connection._kazoo_state, args=(KazooState.CONNECTED,)).start(),
    )
    connection.start(5)
    assert connection.state == CONNECTED
    assert connection.is_usable


def test_requests_without_a_connection_fail_instead_of_queueing(closed_port: int) -> None:
    connection = ZooKeeperConnection(ZooKeeperSettings(f"127.0.0.1:{closed_port}"), lambda state: None, 0.2)
    with pytest.raises(ConnectError):
        connection.start(0.2, keep_trying=True)
    try:
        with pytest.raises(ConnectError, match="connection refused"):
            read_znode(connection, "/brokers")
    finally:
        connection.close()


def test_nothing_of_kazoo_reaches_the_terminal(closed_port: int, capfd: pytest.CaptureFixture[str]) -> None:
    connection = connect(f"127.0.0.1:{closed_port}", **{"tls.verify": "false"})
    with pytest.raises(ConnectError, match="refused"):
        connection.start(1)
    captured = capfd.readouterr()
    assert captured.out + captured.err == ""


def test_a_tls_file_that_is_not_there_is_named_before_anybody_is_asked(closed_port: int) -> None:
    with pytest.raises(ConfigError, match=r"tls\.ca: /nowhere/ca\.pem: No such file"):
        connect(f"127.0.0.1:{closed_port}", **{"tls.ca": "/nowhere/ca.pem"})
