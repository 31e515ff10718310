"""Connections opened when they are needed: once, by one thread, and never in the way of closing."""

from __future__ import annotations

import threading
import time
from collections.abc import Callable, Iterator
from typing import Any, ClassVar

import pytest

from kafkatui.model.cluster import ClusterMetadata
from kafkatui.model.errors import ConnectError, TimedOut
from kafkatui.model.profile import Profile, ZooKeeperSettings
from kafkatui.session.clients import Clients
from tests.unit.insight.clusters import cluster

WAIT_SECONDS = 30.0
PROFILE = Profile(name="local", kafka={"bootstrap.servers": "127.0.0.1:1"}, zookeeper=ZooKeeperSettings("127.0.0.1:1"))


def until(condition: Callable[[], bool]) -> None:
    deadline = time.monotonic() + WAIT_SECONDS
    while not condition():
        assert time.monotonic() < deadline, "it did not happen in time"
        time.sleep(0.002)


class MetadataReads:
    """Reads of the metadata, held up by the test."""

    def __init__(self) -> None:
        self.count = 0
        self.gate = threading.Event()
        self.failure: Exception | None = None

    def __call__(self, connection: object, **_: object) -> ClusterMetadata:
        self.count += 1
        assert self.gate.wait(WAIT_SECONDS)
        if self.failure is not None:
            raise self.failure
        return cluster([])


class Connection:
    """A ZooKeeper that is slow to connect."""

    made: ClassVar[list[Connection]]
    failure: Exception | None = None

    def __init__(self, settings: object, on_state: object, timeout_seconds: float) -> None:
        self.made.append(self)
        self.gate = threading.Event()
        self.is_starting = self.is_closed = False
        self.close_timeout_seconds = 0.0

    def start(self, timeout_seconds: float | None = None, *, keep_trying: bool = False) -> None:
        self.is_starting = True
        self.gate.wait(WAIT_SECONDS)
        if self.failure is not None:
            raise self.failure

    def close(self, timeout_seconds: float) -> None:
        self.is_closed = True
        self.close_timeout_seconds = timeout_seconds
        self.gate.set()


@pytest.fixture
def reads(monkeypatch: pytest.MonkeyPatch) -> MetadataReads:
    reads = MetadataReads()
    monkeypatch.setattr("kafkatui.kafka.read.metadata.read_metadata", reads)
    return reads


@pytest.fixture
def connections(monkeypatch: pytest.MonkeyPatch) -> list[Connection]:
    class Fresh(Connection):
        made: ClassVar[list[Connection]] = []

    monkeypatch.setattr("kafkatui.zookeeper.connection.ZooKeeperConnection", Fresh)
    return Fresh.made


@pytest.fixture
def clients() -> Iterator[Clients]:
    clients = Clients(PROFILE, lambda state: None)
    yield clients
    clients.close()


def in_threads(count: int, call: Callable[[], object]) -> tuple[list[threading.Thread], list[object]]:
    """Calls from several threads; what they returned or raised, as it comes."""
    outcomes: list[object] = []

    def run() -> None:
        try:
            outcomes.append(call())
        except Exception as error:
            outcomes.append(error)

    threads = [threading.Thread(target=run, daemon=True) for _ in range(count)]
    for thread in threads:
        thread.start()
    return threads, outcomes


def test_several_feeds_at_the_start_share_one_read_of_the_metadata(clients: Clients, reads: MetadataReads) -> None:
    threads, outcomes = in_threads(4, clients.metadata)
    others, more = in_threads(1, clients.read_metadata)
    until(lambda: reads.count == 1)
    reads.gate.set()
    for thread in [*threads, *others]:
        thread.join(WAIT_SECONDS)
    assert reads.count <= 2  # the poll's own read may begin after the first one ended
    assert len({id(each) for each in [*outcomes, *more]}) <= reads.count
    assert len(outcomes) == 4
    assert len(more) == 1


def test_a_failure_of_that_read_is_everybodys(clients: Clients, reads: MetadataReads) -> None:
    reads.failure = TimedOut("Nobody answers.")
    first, outcomes = in_threads(1, clients.metadata)
    until(lambda: reads.count == 1)
    others, more = in_threads(3, clients.metadata)
    under_way: Any = clients._metadata_read
    until(lambda: len(under_way._condition._waiters) == 3)  # were they not waiting yet, they would ask themselves
    reads.gate.set()
    for thread in [*first, *others]:
        thread.join(WAIT_SECONDS)
    assert [type(each) for each in [*outcomes, *more]] == [TimedOut] * 4
    assert reads.count == 1
    reads.failure = None
    assert clients.metadata().topics == {}


def test_who_looks_for_a_read_as_it_ends_does_not_have_it_for_ever(reads: MetadataReads) -> None:
    may_end, has_ended = threading.Event(), threading.Event()

    class Slow(Clients):
        """Who looks for a read under way is overtaken by its end, where nothing keeps them apart."""

        @property
        def _metadata_read(self) -> Any:
            found = vars(self).get("read")
            if threading.current_thread().name == "late" and found is not None:
                may_end.set()
                has_ended.wait(0.5)
            return found

        @_metadata_read.setter
        def _metadata_read(self, read: Any) -> None:
            vars(self)["read"] = read
            if read is None:
                has_ended.set()

    clients = Slow(PROFILE, lambda state: None)
    has_ended.clear()
    first, _ = in_threads(1, clients.read_metadata)
    until(lambda: reads.count == 1)
    late = threading.Thread(target=clients.read_metadata, name="late", daemon=True)
    late.start()
    assert may_end.wait(WAIT_SECONDS)
    reads.gate.set()
    for thread in (*first, late):
        thread.join(WAIT_SECONDS)
    clients.read_metadata()
    assert reads.count == 2, "what is read again is what was read first"
    clients.close()


def test_the_newest_metadata_is_read_again_only_by_the_poll(clients: Clients, reads: MetadataReads) -> None:
    reads.gate.set()
    assert clients.metadata() is clients.metadata()
    assert clients.read_metadata() is clients.metadata()
    assert reads.count == 2


def test_closing_does_not_wait_for_a_zookeeper_that_is_slow_to_connect(
    clients: Clients, connections: list[Connection]
) -> None:
    clients.keeps_trying = True
    threads, _ = in_threads(1, clients.zookeeper)
    until(lambda: bool(connections) and connections[0].is_starting)
    began = time.monotonic()
    clients.close(0.5)
    assert time.monotonic() - began < WAIT_SECONDS / 2
    assert connections[0].is_closed
    threads[0].join(WAIT_SECONDS)
    with pytest.raises(ConnectError, match="closed"):
        clients.zookeeper()
    assert len(connections) == 1


def test_who_asks_while_it_connects_does_not_queue_behind_it(clients: Clients, connections: list[Connection]) -> None:
    clients.keeps_trying = True
    _, outcomes = in_threads(1, clients.zookeeper)
    until(lambda: bool(connections) and connections[0].is_starting)
    began = time.monotonic()
    assert clients.zookeeper() is connections[0]  # type: ignore[comparison-overlap]
    assert time.monotonic() - began < WAIT_SECONDS / 2
    connections[0].gate.set()
    until(lambda: outcomes == connections)


def test_a_single_look_that_failed_is_followed_by_another_connection(
    clients: Clients, connections: list[Connection], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(Connection, "failure", ConnectError("refused"))
    monkeypatch.setattr("tests.unit.session.test_clients.WAIT_SECONDS", 0.01)
    for count in (1, 2):
        with pytest.raises(ConnectError, match="refused"):
            clients.zookeeper()
        assert len(connections) == count
