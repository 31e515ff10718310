"""Four-letter words are read whole, in time, and parsed; what is not allowed is unknown."""

from __future__ import annotations

import socket
import threading
import time
from collections.abc import Callable, Iterator

import pytest

from kafkatui.zookeeper.four_letter import four_letter, parse_cons, parse_mntr, parse_srvr, short_version
from kafkatui.zookeeper.settings import ClientOptions

OPTIONS = ClientOptions(hosts=(("127.0.0.1", 2181),))
Serve = Callable[[bytes], tuple[str, str, int]]


@pytest.fixture
def serve() -> Iterator[Serve]:
    """Starts a server that gives one answer and hangs up."""
    servers: list[socket.socket] = []

    def start(answer: bytes) -> tuple[str, str, int]:
        server = socket.create_server(("127.0.0.1", 0))
        servers.append(server)

        def run() -> None:
            peer, _ = server.accept()
            with peer:
                peer.recv(4)
                peer.sendall(answer)

        threading.Thread(target=run, daemon=True).start()
        return ("localhost", "127.0.0.1", server.getsockname()[1])

    yield start
    for server in servers:
        server.close()


def test_answer_longer_than_kazoos_eight_kilobytes_is_read_whole(serve: Serve) -> None:
    answer = b"zk_version\t3.8.4\n" + b"zk_metric\t1\n" * 5_000
    assert four_letter(serve(answer), "mntr", OPTIONS, 2) == answer.decode()


def test_word_outside_the_whitelist_is_unknown(serve: Serve) -> None:
    refusal = b"mntr is not executed because it is not in the whitelist.\n"
    assert four_letter(serve(refusal), "mntr", OPTIONS, 2) is None


def test_server_that_hangs_up_is_unknown(serve: Serve) -> None:
    assert four_letter(serve(b""), "srvr", OPTIONS, 2) is None


def test_silent_server_is_left_after_the_time_out() -> None:
    with socket.create_server(("127.0.0.1", 0)) as server:
        began = time.monotonic()
        assert four_letter(("x", "127.0.0.1", server.getsockname()[1]), "srvr", OPTIONS, 0.2) is None
        assert time.monotonic() - began < 20


def test_srvr_and_mntr_are_parsed() -> None:
    srvr = parse_srvr("Zookeeper version: 3.8.4-9316, built on x\nLatency min/avg/max: 0/0.7/81\nMode: follower\n")
    assert srvr["mode"] == "follower"
    assert srvr["latency min/avg/max"] == "0/0.7/81"
    assert parse_mntr("zk_server_state\tleader\nnoise\n") == {"server_state": "leader"}


def test_the_addresses_of_sessions_are_read_from_cons() -> None:
    text = (
        " /10.0.0.7:44046[1](queued=0,recved=9,sent=9,sid=0x1000d8b8a0c0001,lop=PING,est=17,to=18000,minlat=0)\n"
        " /0:0:0:0:0:0:0:1:50112[1](queued=0,recved=4,sent=4,sid=0x20,lop=GETD)\n"
        " kafka-1/10.0.0.8:50113[1](queued=0,recved=4,sent=4,sid=0xff,lop=GETD)\n"
        " /127.0.0.1:50114[0](queued=0,recved=1,sent=0)\n\n"
    )
    assert parse_cons(text) == {
        0x1000D8B8A0C0001: "10.0.0.7:44046",
        0x20: "0:0:0:0:0:0:0:1:50112",
        0xFF: "10.0.0.8:50113",
    }
    assert parse_cons("This ZooKeeper instance is not currently serving requests") == {}


@pytest.mark.parametrize(
    ("text", "version"),
    [
        ("3.4.14-4c25d480e66aadd371de8bd2fd8da255ac140bcf, built on", "3.4.14"),
        ("3.5.0-alpha-1", "3.5.0-alpha"),
        ("", ""),
    ],
)
def test_version_is_short(text: str, version: str) -> None:
    assert short_version(text) == version
