"""Brokers played by plain sockets of this machine."""

from __future__ import annotations

import asyncio
import contextlib
import socket
import threading
import time
from collections.abc import Callable, Iterator

import pytest

from kafkatui.kafka.connect.reachability import PING, Reachability
from kafkatui.model.cluster import Broker


class SocketBroker:
    """Answers pings until told not to."""

    def __init__(self) -> None:
        self.listener = socket.create_server(("127.0.0.1", 0))
        self.port: int = self.listener.getsockname()[1]
        self.connections: list[socket.socket] = []
        threading.Thread(target=self._accept, daemon=True).start()

    def _accept(self) -> None:
        with contextlib.suppress(OSError):
            while True:
                connection = self.listener.accept()[0]
                self.connections.append(connection)
                threading.Thread(target=self._answer, args=(connection,), daemon=True).start()

    def _answer(self, connection: socket.socket) -> None:
        with contextlib.suppress(OSError):
            while connection.recv(len(PING)):
                connection.sendall(b"\x00\x00\x00\x04abcd")

    def die(self) -> None:
        for end in (self.listener, *self.connections):
            with contextlib.suppress(OSError):
                end.shutdown(socket.SHUT_RDWR)
            end.close()


@pytest.fixture
def reachability() -> Iterator[Reachability]:
    watched = Reachability(speaks_plaintext=True)
    yield watched
    watched.close(1.0)


def wait_until(condition: Callable[[], bool], timeout_seconds: float = 30.0) -> None:
    deadline = time.monotonic() + timeout_seconds
    while not condition():
        assert time.monotonic() < deadline, "it did not happen in time"
        time.sleep(0.01)


def test_a_port_nobody_listens_on_is_unreachable_at_once(reachability: Reachability) -> None:
    broker = SocketBroker()
    broker.die()
    reachability.watch([Broker(1, "127.0.0.1", broker.port)])
    wait_until(lambda: 1 in reachability.unreachable())
    assert abs(reachability.unreachable()[1] - time.time()) < 60


def test_a_broker_that_dies_is_noticed_and_the_other_is_not_blamed(reachability: Reachability) -> None:
    first, second = SocketBroker(), SocketBroker()
    reachability.watch([Broker(1, "127.0.0.1", first.port), Broker(2, "127.0.0.1", second.port)])
    wait_until(lambda: bool(first.connections and second.connections))
    assert reachability.unreachable() == {}
    first.die()
    wait_until(lambda: set(reachability.unreachable()) == {1})
    second.die()


def test_an_idle_connection_closed_by_the_broker_is_no_failure(reachability: Reachability) -> None:
    broker = SocketBroker()
    reachability.watch([Broker(1, "127.0.0.1", broker.port)])
    wait_until(lambda: len(broker.connections) == 1)
    broker.connections[0].shutdown(socket.SHUT_RDWR)
    wait_until(lambda: len(broker.connections) == 2)
    assert reachability.unreachable() == {}
    broker.die()


def test_closing_is_quick_and_twice_is_fine() -> None:
    watched = Reachability(speaks_plaintext=False)
    watched.watch([Broker(1, "127.0.0.1", 1)])
    before = time.monotonic()
    watched.close(60.0)
    watched.close(60.0)
    assert time.monotonic() - before < 20


def test_whoever_looks_once_waits_for_every_brokers_first_answer_and_no_longer(reachability: Reachability) -> None:
    alive, dead = SocketBroker(), SocketBroker()
    dead.die()
    reachability.watch([Broker(1, "127.0.0.1", alive.port), Broker(2, "127.0.0.1", dead.port)])
    started = time.monotonic()
    assert set(reachability.settle(60.0)) == {2}
    assert time.monotonic() - started < 20
    silent = socket.create_server(("127.0.0.1", 0))  # takes connections and never answers
    reachability.watch([Broker(1, "127.0.0.1", alive.port), Broker(3, "127.0.0.1", silent.getsockname()[1])])
    assert 3 not in reachability.settle(0.1)
    alive.die()
    silent.close()


@pytest.mark.filterwarnings("error::pytest.PytestUnhandledThreadExceptionWarning")
def test_one_that_has_nobody_left_to_watch_closes_without_a_word(reachability: Reachability) -> None:
    broker = SocketBroker()
    reachability.watch([Broker(1, "127.0.0.1", broker.port)])
    wait_until(lambda: bool(broker.connections))
    reachability.watch([])
    broker.die()
    loop = reachability._loop
    assert loop is not None
    wait_until(lambda: not asyncio.all_tasks(loop))
    reachability.close(2.0)
    assert not any(thread.name == "reachability" for thread in threading.enumerate())
