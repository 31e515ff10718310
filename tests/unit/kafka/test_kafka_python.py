"""The second client: what changes nothing is asked again when there was no connection, and nothing else is."""

from __future__ import annotations

import re
from collections.abc import Callable
from importlib.metadata import version
from itertools import count
from pathlib import Path
from types import SimpleNamespace
from typing import Any

import pytest
from kafka.errors import KafkaConnectionError, KafkaTimeoutError, NodeNotReadyError

import kafkatui
from kafkatui.kafka.connect.kafka_python import FIRST_TRY_MS, TRIES, KafkaPython
from kafkatui.kafka.connect.meter import Meter
from kafkatui.model.errors import ConnectError, KafkatuiError
from kafkatui.model.profile import Profile


class Client:
    """A connection that may end."""

    def close(self) -> None:
        pass


@pytest.fixture
def opened(monkeypatch: pytest.MonkeyPatch) -> list[Client]:
    """The clients made so far."""
    clients: list[Client] = []

    def connect(_: KafkaPython, doing: str) -> Client:
        clients.append(Client())
        return clients[-1]

    monkeypatch.setattr(KafkaPython, "_connect", connect)
    return clients


def client() -> KafkaPython:
    return KafkaPython(Profile("test", {"bootstrap.servers": "localhost:1"}), Meter(), lambda _: None)


def failing_first(error: Exception, times: int = 1) -> Callable[[Any], str]:
    left = [error] * times

    def request(_: Any) -> str:
        if left:
            raise left.pop()
        return "answer"

    return request


NO_CONNECTION = [KafkaConnectionError("gone"), NodeNotReadyError()]


@pytest.mark.parametrize("error", NO_CONNECTION)
@pytest.mark.parametrize("times", range(1, TRIES))
def test_a_read_that_met_dead_brokers_is_made_again_by_the_client_that_knows_them(
    opened: list[Client], error: Exception, times: int
) -> None:
    assert client().read("look", failing_first(error, times)) == "answer"
    assert len(opened) == 1


@pytest.mark.parametrize("error", NO_CONNECTION)
def test_then_by_another_client(opened: list[Client], error: Exception) -> None:
    assert client().read("look", failing_first(error, TRIES)) == "answer"
    assert len(opened) == 2


def test_then_it_has_failed(opened: list[Client]) -> None:
    with pytest.raises(ConnectError):
        client().read("look", failing_first(KafkaConnectionError("gone"), 2 * TRIES))
    assert len(opened) == 2


def test_a_broker_that_keeps_it_waiting_is_not_followed_by_another(
    opened: list[Client], monkeypatch: pytest.MonkeyPatch
) -> None:
    clock = count(0.0, 10.0)
    monkeypatch.setattr("kafkatui.kafka.connect.kafka_python.time", SimpleNamespace(monotonic=lambda: next(clock)))
    with pytest.raises(ConnectError):
        client().read("look", failing_first(KafkaConnectionError("Connection timed out")))
    assert len(opened) == 1


@pytest.mark.parametrize("error", [KafkaTimeoutError("late"), ValueError("odd")])
def test_what_takes_its_time_or_is_wrong_is_not_tried_twice(opened: list[Client], error: Exception) -> None:
    with pytest.raises(KafkatuiError):
        client().read("look", failing_first(error))
    assert len(opened) == 1


def test_what_may_change_something_is_never_made_again(opened: list[Client]) -> None:
    with pytest.raises(ConnectError):
        client().call("change", failing_first(KafkaConnectionError("gone")))
    assert len(opened) == 1


class Bootstraps:
    """Makes clients as kafka-python does: it picks a server, here the first, and waits for that one."""

    def __init__(self, *hanging: str) -> None:
        self.hanging = hanging
        self.waited_ms: list[int] = []

    def __call__(self, **arguments: Any) -> Client:
        if arguments["bootstrap_servers"][0] in self.hanging:
            self.waited_ms.append(arguments["bootstrap_timeout_ms"])
            raise KafkaTimeoutError("Unable to bootstrap")
        return Client()


@pytest.mark.parametrize(("hanging", "tries"), [((), 0), (("a:1",), 2), (("a:1", "b:1"), 3)])
def test_a_bootstrap_server_that_hangs_is_not_waited_for_while_there_are_others(
    monkeypatch: pytest.MonkeyPatch, hanging: tuple[str, ...], tries: int
) -> None:
    made = Bootstraps(*hanging)
    monkeypatch.setattr("kafka.admin.KafkaAdminClient", made)
    client = KafkaPython(Profile("test", {"bootstrap.servers": "a:1,b:1,c:1"}), Meter(), lambda _: None)
    assert client.call("look", lambda found: type(found)) is Client
    assert made.waited_ms == [FIRST_TRY_MS] * tries


def test_the_only_bootstrap_server_is_waited_for(monkeypatch: pytest.MonkeyPatch) -> None:
    made = Bootstraps("a:1")
    monkeypatch.setattr("kafka.admin.KafkaAdminClient", made)
    profile = Profile("test", {"bootstrap.servers": "a:1"})
    with pytest.raises(KafkatuiError, match="in time"):
        KafkaPython(profile, Meter(), lambda _: None).call("look", lambda _: None)
    assert made.waited_ms == [round(profile.request_timeout_seconds * 1000)]


def test_its_private_manager_is_touched_in_one_place_and_is_of_a_version_that_was_tried() -> None:
    package = Path(kafkatui.__file__).parent
    touching = [path.name for path in package.rglob("*.py") if re.search(r"\._manager\b", path.read_text())]
    assert touching == ["manager.py"]
    assert version("kafka-python").split(".")[:2] == ["3", "0"], "try all of tests/cluster with it first"
    from kafka.net.manager import KafkaConnectionManager

    assert all(callable(getattr(KafkaConnectionManager, name)) for name in ("run", "send", "call_soon"))
