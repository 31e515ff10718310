"""Bad days on which the terminal itself matters: how it starts, what is drawn on it, how it is left."""

from __future__ import annotations

import signal
import sys
import time

import pytest

from kafkatui.sandbox.cluster import Sandbox
from tests.cluster.sharing import FreshTopic
from tests.drive.producer import Producer
from tests.terminal.conftest import OpenTerminal
from tests.terminal.gate import Gate
from tests.terminal.terminal import Terminal
from tests.terminal.test_signals import HANGING
from tests.terminal.traffic import QUIET, steady_traffic

pytestmark = [pytest.mark.cluster, pytest.mark.terminal]

QUIT_SECONDS = 10.0
"""Clients are closed within 1.5 s; the rest is the end of the interpreter, beside other workers of the tests."""
STARTUP_SECONDS = 30.0
"""Generous: other tests may be running; what is measured begins with the first frame."""

SOON_SECONDS = 8.0
"""Where nothing else runs it is 2 s at most."""

HOSTILE_VALUES = (
    b"\x1b]0;pwned\x07\x1b[2J\x1b[31mred",
    b"[bold red]markup[/] [link=http://x]y[/link] [/unbalanced",
    b"\xff\xfe\xc3\x28 not utf-8",
    bytes(range(256)),
    "\u202eright to left \u200bzero width".encode(),
    b"x" * 1_000_000,
)


def quit_seconds(terminal: Terminal) -> float:
    """Presses q; how long it takes to end in order."""
    started = time.monotonic()
    terminal.press("q")
    assert terminal.exit_code(QUIT_SECONDS) == 0
    assert terminal.damage() == []
    assert b"Traceback" not in terminal.output
    return time.monotonic() - started


def go_to(terminal: Terminal, what: str) -> None:
    """Types a place and waits until it is there."""
    terminal.press(":")
    terminal.wait_for("Go to")
    terminal.write(f"{what}\r")
    terminal.wait_for(f"› {what.partition(' ')[2]}")


@pytest.mark.parametrize(
    ("address", "reason"),
    [("127.0.0.1:1", "Connection refused"), ("no-such-host.invalid:9092", "Failed to resolve")],
)
def test_a_wrong_address_is_named_with_its_reason_soon(open_terminal: OpenTerminal, address: str, reason: str) -> None:
    terminal = open_terminal("-b", address, "-z", "none")
    terminal.wait_for("Explorer", STARTUP_SECONDS)
    terminal.wait_for(reason, SOON_SECONDS)
    assert terminal.row_with("No connection to Kafka at", address)
    terminal.wait_for(lambda shown: "Kafka does not answer" in shown.lines()[0])
    terminal.press("1")
    terminal.wait_for("kafkatui demo")
    assert quit_seconds(terminal) < QUIT_SECONDS


def test_a_broker_that_appears_brings_the_screen_to_life(own_cluster: Sandbox, open_terminal: OpenTerminal) -> None:
    with Gate(own_cluster.bootstrap_servers.split(",")[0], is_open=False) as gate:
        terminal = open_terminal("-b", gate.address, "-z", "none")
        terminal.wait_for("No connection to Kafka at", STARTUP_SECONDS)
        gate.open()
        terminal.wait_for("3 brokers ✓", 20)
        assert quit_seconds(terminal) < QUIT_SECONDS


def test_hostile_values_are_shown_and_never_obeyed(
    own_cluster: Sandbox, open_terminal: OpenTerminal, fresh_topic: FreshTopic
) -> None:
    topic = fresh_topic(own_cluster, name="hostile")
    producer = Producer(
        {"bootstrap.servers": own_cluster.bootstrap_servers, "message.max.bytes": 2_000_000}, logger=QUIET
    )
    for value in HOSTILE_VALUES:
        producer.produce(topic, value, key=value[:200])
    assert producer.flush(20) == 0
    terminal = open_terminal("-b", own_cluster.bootstrap_servers, "-z", "none")
    terminal.wait_for(topic, 20)
    go_to(terminal, f"topic {topic}")
    terminal.press("m")
    terminal.wait_for("6 read", 20)
    assert terminal.row_with("[bold red]markup[/]")
    for _ in HOSTILE_VALUES:
        terminal.press("up")
    terminal.wait_for("at a record")
    assert b"\x1b]0;pwned" not in terminal.output
    assert b"\x1b[31mred" not in terminal.output
    assert "\u202e".encode() not in terminal.output
    assert quit_seconds(terminal) < QUIT_SECONDS


def test_resizing_under_traffic_draws_whole_screens(
    own_cluster: Sandbox, open_terminal: OpenTerminal, fresh_topic: FreshTopic
) -> None:
    topic = fresh_topic(own_cluster, 3, 2, name="wide")
    with steady_traffic(own_cluster, topic, 3):
        terminal = open_terminal("-b", own_cluster.bootstrap_servers, "-z", "none", columns=80, rows=24)
        terminal.wait_for(topic, 20)
        go_to(terminal, f"topic {topic}")
        terminal.press("m")
        terminal.wait_for("following", 20)
        for columns, rows in ((160, 50), (59, 19), (100, 30), (40, 10), (80, 24)) * 2:
            terminal.resize(columns, rows)
            time.sleep(0.1)  # a person dragging a corner
        terminal.wait_for("following")
        assert not terminal.row_with("Explorer")
        assert all(len(line) <= 80 for line in terminal.lines())
        assert quit_seconds(terminal) < QUIT_SECONDS


def test_a_lost_terminal_ends_the_program(own_cluster: Sandbox, open_terminal: OpenTerminal) -> None:
    terminal = open_terminal("-b", own_cluster.bootstrap_servers, "-z", "none")
    terminal.wait_for("3 brokers ✓", 20)
    terminal.hang_up()
    assert terminal.exit_code(QUIT_SECONDS) == 128 + signal.SIGHUP


def test_a_lost_terminal_ends_a_program_that_hangs() -> None:
    with Terminal(("-c", HANGING, "-b", "127.0.0.1:9", "-z", "none"), command=(sys.executable,)) as terminal:
        terminal.wait_for("q quit", STARTUP_SECONDS)
        terminal.press("r")
        terminal.wait_for(lambda terminal: b"hanging" in terminal.output)
        terminal.hang_up()
        assert terminal.exit_code(QUIT_SECONDS + 1.0) == 128 + signal.SIGHUP
