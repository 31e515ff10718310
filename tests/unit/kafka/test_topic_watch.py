"""When a topic is believed to be gone."""

from __future__ import annotations

from concurrent.futures import Future
from types import SimpleNamespace
from typing import Any

import pytest
from confluent_kafka import KafkaError, KafkaException

from kafkatui.kafka.stream.topic_watch import TopicSight, TopicWatch


class Brokers:
    """Stands for a connection: what is asked next is answered with what a test has set."""

    timeout_seconds = 1.0

    def __init__(self) -> None:
        self.knows_topic = True
        self.names: dict[str, object] | None = {}
        self.brokers: dict[int, object] = {1: object()}
        self.meter = SimpleNamespace(count=lambda what: None)

    def admin(self) -> Any:
        return self

    def describe_topics(self, topics: Any, request_timeout: float) -> dict[str, Future[Any]]:
        future: Future[Any] = Future()
        if self.knows_topic:
            leaders = [SimpleNamespace(id=0, leader=SimpleNamespace(id=1)), SimpleNamespace(id=1, leader=None)]
            future.set_result(SimpleNamespace(topic_id="an-id", partitions=leaders))
        else:
            future.set_exception(KafkaException(KafkaError(KafkaError.UNKNOWN_TOPIC_OR_PART)))
        return {"t": future}

    def list_topics(self, timeout: float) -> Any:
        if self.names is None:
            raise KafkaException(KafkaError(KafkaError._PARTIAL))
        return SimpleNamespace(topics=self.names, brokers=self.brokers)


@pytest.fixture
def brokers(monkeypatch: pytest.MonkeyPatch) -> Brokers:
    clock = iter(range(1_000_000))
    monkeypatch.setattr("kafkatui.kafka.stream.topic_watch.time.monotonic", lambda: float(next(clock)))
    return Brokers()


def looks(brokers: Brokers, count: int = 40) -> list[TopicSight | None]:
    """What is seen of the topic in so many looks, a second or more apart."""
    watch = TopicWatch(brokers)  # type: ignore[arg-type]
    seen = (watch.look({"t"}) for _ in range(count))
    return [each["t"] for each in seen if each]


def test_a_topic_that_is_there_is_told_with_its_id_and_leaders(brokers: Brokers) -> None:
    sight = looks(brokers)[0]
    assert sight is not None
    assert (sight.id, dict(sight.leaders)) == ("an-id", {0: 1, 1: None})


def test_a_topic_that_a_broker_of_the_cluster_misses_twice_is_gone(brokers: Brokers) -> None:
    brokers.knows_topic = False
    brokers.names = {"other": object()}
    assert looks(brokers, 3) == []
    assert looks(brokers)[0] is None


@pytest.mark.parametrize(
    ("names", "named_brokers"),
    [({}, {}), (None, {}), ({"t": object()}, {1: object()})],
    ids=["a broker that names no brokers", "one that names nothing", "another broker that knows it"],
)
def test_a_broker_that_has_just_started_is_not_believed(
    brokers: Brokers, names: dict[str, object] | None, named_brokers: dict[int, object]
) -> None:
    brokers.knows_topic = False
    brokers.names, brokers.brokers = names, named_brokers
    assert looks(brokers) == []
