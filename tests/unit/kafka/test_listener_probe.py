"""A look at a listener decides nothing where it saw nothing, and ends in time."""

from __future__ import annotations

import socket
import threading
import time
from collections.abc import Iterator

import pytest

from kafkatui.kafka.connect.listener_probe import STEP_SECONDS, look_at


@pytest.fixture
def silent_port() -> Iterator[int]:
    """A port that accepts and never answers."""
    with socket.create_server(("127.0.0.1", 0)) as server:
        yield server.getsockname()[1]


@pytest.fixture
def closing_port() -> Iterator[int]:
    """A port that hangs up on everybody."""
    with socket.create_server(("127.0.0.1", 0)) as server:

        def hang_up() -> None:
            while True:
                try:
                    server.accept()[0].close()
                except OSError:
                    return

        threading.Thread(target=hang_up, daemon=True).start()
        yield server.getsockname()[1]
        server.shutdown(socket.SHUT_RDWR)


@pytest.mark.parametrize("protocol", ["plaintext", "ssl", "sasl_plaintext", "sasl_ssl"])
def test_a_silent_server_is_no_refusal(silent_port: int, protocol: str) -> None:
    began = time.monotonic()
    assert look_at([("127.0.0.1", silent_port)], {"security.protocol": protocol}) is None
    assert time.monotonic() - began < 4 * STEP_SECONDS + 20


@pytest.mark.parametrize("protocol", ["plaintext", "ssl"])
def test_a_server_that_hangs_up_at_once_takes_no_more_connections_for_now(closing_port: int, protocol: str) -> None:
    refusal = look_at([("127.0.0.1", closing_port)], {"security.protocol": protocol})
    assert refusal is not None
    assert "max.connections.per.ip" in refusal.reason
    assert refusal.may_pass


def test_nobody_there_is_no_refusal() -> None:
    assert look_at([("127.0.0.1", 1)], {}) is None
    assert look_at([], {}) is None
