"""Which racks brokers are said to be in: those told last, however dead the broker, and asked for only when needed."""

from __future__ import annotations

from collections.abc import Callable
from concurrent.futures import Future
from dataclasses import dataclass, field
from typing import Any, cast

import pytest
from confluent_kafka import KafkaError, KafkaException

from kafkatui.kafka.connect.connection import KafkaConnection
from kafkatui.kafka.connect.meter import Meter
from kafkatui.kafka.read import racks as racks_module
from kafkatui.kafka.read.racks import RackLookup
from kafkatui.model.cluster import Broker, ClusterMetadata
from kafkatui.model.errors import ConnectError
from tests.unit.insight.clusters import cluster


@dataclass
class Node:
    """A broker as confluent-kafka describes it."""

    id: int
    rack: str | None


@dataclass
class Telling:
    """In place of the connection: the controller's and another broker's answer, None where they are dead."""

    by_controller: dict[int, str | None] | None = None
    by_another: dict[int, str | None] | None = None
    meter: Meter = field(default_factory=Meter)
    timeout_seconds: float = 0.01
    asked: int = 0

    def admin(self) -> Telling:
        return self

    @property
    def kafka_python(self) -> Telling:
        return self

    def describe_cluster(self, request_timeout: float) -> Future[Any]:
        self.asked += 1
        answer: Future[Any] = Future()
        if self.by_controller is None:
            answer.set_exception(KafkaException(KafkaError(KafkaError._TIMED_OUT)))
        else:
            nodes = [Node(broker_id, rack) for broker_id, rack in self.by_controller.items()]
            answer.set_result(type("Answer", (), {"nodes": nodes}))
        return answer

    def read(self, doing: str, request: Callable[[Any], Any]) -> Any:
        if self.by_another is None:
            raise ConnectError("Nobody answers.")
        return {"brokers": [{"broker_id": broker_id, "rack": rack} for broker_id, rack in self.by_another.items()]}


@pytest.fixture(autouse=True)
def _impatient(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(racks_module, "ASK_AGAIN_SECONDS", -1.0)


def looking(telling: Telling) -> RackLookup:
    return RackLookup(cast("KafkaConnection", telling))


def racks_of(lookup: RackLookup, metadata: ClusterMetadata) -> dict[int, str | None]:
    return {broker.id: broker.rack for broker in lookup.complete(metadata).brokers.values()}


WHOLE, WITHOUT_3 = cluster([]), cluster([], brokers=(1, 2))


def test_racks_are_asked_for_once_and_not_by_the_metadata() -> None:
    telling = Telling({1: "a", 2: "b", 3: None})
    lookup = looking(telling)
    assert racks_of(lookup, WHOLE) == {1: None, 2: None, 3: None}
    assert telling.asked == 0
    for _ in range(3):
        assert lookup.ask(WHOLE.brokers) == {1: "a", 2: "b", 3: None}
    assert racks_of(lookup, WHOLE) == {1: "a", 2: "b", 3: None}
    assert telling.asked == 1


def test_a_dead_broker_takes_no_rack_away() -> None:
    telling = Telling({1: "a", 2: "b", 3: "c"})
    lookup = looking(telling)
    lookup.ask(WHOLE.brokers)
    telling.by_controller = {1: "a", 2: "b"}
    lookup.ask(WITHOUT_3.brokers)
    assert racks_of(lookup, WITHOUT_3) == {1: "a", 2: "b"}
    moved = {**WHOLE.brokers, 2: Broker(2, "elsewhere", 9092)}
    lookup.ask(moved)
    assert racks_of(lookup, WHOLE) == {1: "a", 2: "b", 3: "c"}
    telling.by_controller = None
    lookup.ask(WHOLE.brokers)
    assert racks_of(lookup, WHOLE) == {1: "a", 2: "b", 3: "c"}


def test_a_broker_that_came_back_is_asked_for_its_rack_and_keeps_the_old_one_meanwhile() -> None:
    telling = Telling({1: "a", 2: "b", 3: "c"})
    lookup = looking(telling)
    lookup.ask(WHOLE.brokers)
    lookup.ask(WITHOUT_3.brokers)
    assert telling.asked == 1
    assert racks_of(lookup, WHOLE)[3] == "c"
    telling.by_controller = {1: "a", 2: "b", 3: "z"}
    lookup.ask(WHOLE.brokers)
    assert racks_of(lookup, WHOLE) == {1: "a", 2: "b", 3: "z"}
    assert telling.asked == 2


def test_another_broker_tells_while_the_controller_is_dead() -> None:
    lookup = looking(Telling(None, {1: "a", 2: "b"}))
    lookup.ask(WHOLE.brokers)
    assert racks_of(lookup, WHOLE) == {1: "a", 2: "b", 3: None}


def test_nobody_tells_and_it_is_tried_again_later(monkeypatch: pytest.MonkeyPatch) -> None:
    telling = Telling()
    lookup = looking(telling)
    assert lookup.ask(WHOLE.brokers) == {}
    telling.by_controller = {1: "a", 2: "b", 3: "c"}
    monkeypatch.setattr(racks_module, "ASK_AGAIN_SECONDS", 60.0)
    assert lookup.ask(WHOLE.brokers) == {}
    monkeypatch.setattr(racks_module, "ASK_AGAIN_SECONDS", -1.0)
    assert lookup.ask(WHOLE.brokers) == {1: "a", 2: "b", 3: "c"}
