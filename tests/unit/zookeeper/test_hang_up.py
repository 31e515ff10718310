"""Why a server hung up, told by what it does to another connection."""

from __future__ import annotations

import socket
import threading
from collections.abc import Callable, Iterator
from contextlib import contextmanager, suppress

import pytest

from kafkatui.zookeeper.hang_up import HUNG_UP, NO_MORE_CONNECTIONS, SPEAKS_TLS, why_hung_up

_ALERT = b"\x15\x03\x03\x00\x02\x02\x28"
"""A fatal handshake_failure: only who speaks TLS sends one."""


@contextmanager
def server(answer: Callable[[socket.socket], None]) -> Iterator[tuple[str, int]]:
    """Gives each connection to `answer`, and closes it then."""

    def serve() -> None:
        with suppress(OSError):  # closed
            while True:
                connection, _ = listener.accept()
                with connection, suppress(OSError):
                    answer(connection)

    with socket.create_server(("127.0.0.1", 0)) as listener:
        threading.Thread(target=serve, daemon=True).start()
        yield listener.getsockname()[:2]
        listener.shutdown(socket.SHUT_RDWR)


def close_at_once(_: socket.socket) -> None:
    return


def close_when_spoken_to(connection: socket.socket) -> None:
    connection.settimeout(5)
    connection.recv(100)


def refuse_in_tls(connection: socket.socket) -> None:
    close_when_spoken_to(connection)
    connection.sendall(_ALERT)


@pytest.mark.parametrize(
    ("answer", "uses_tls", "reason"),
    [
        (close_at_once, False, NO_MORE_CONNECTIONS),
        (close_at_once, True, NO_MORE_CONNECTIONS),
        (close_when_spoken_to, False, HUNG_UP),
        (refuse_in_tls, False, SPEAKS_TLS),
        (refuse_in_tls, True, HUNG_UP),
    ],
)
def test_what_is_known_of_it_is_told(answer: Callable[[socket.socket], None], uses_tls: bool, reason: str) -> None:
    with server(answer) as address:
        assert why_hung_up(address, uses_tls=uses_tls) == reason


def test_nobody_there_is_not_looked_at_for_long() -> None:
    assert why_hung_up(("127.0.0.1", 1), uses_tls=False) == HUNG_UP
