"""When a topic is believed to be gone."""

from __future__ import annotations

from concurrent.futures import Future
from types import SimpleNamespace
from typing import Any

import pytest
from confluent_kafka import KafkaError, KafkaException

from kafkatui.kafka.stream import topic_watch
from kafkatui.kafka.stream.topic_watch import TopicSight, TopicWatch

WAIT_SECONDS = 30.0


class Brokers:
    """Stands for a connection: what is asked next is answered with what a test has set.

    Attributes:
        now: what the clock says, which goes on with each look.
    """

    timeout_seconds = 1.0
    now = 0.0

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
    monkeypatch.setattr(topic_watch, "ASK_AGAIN_SECONDS", 0.01)
    monkeypatch.setattr(topic_watch, "SECOND_LOOK_SECONDS", 0.1)
    brokers = Brokers()
    monkeypatch.setattr(topic_watch, "time", SimpleNamespace(monotonic=lambda: brokers.now))
    return brokers


def looks(brokers: Brokers, seconds: float = 0.5) -> list[TopicSight | None]:
    """What is seen of the topic within so long."""
    watch = TopicWatch(brokers)  # type: ignore[arg-type]
    seen: list[TopicSight | None] = []
    until = brokers.now + seconds
    while brokers.now < until:
        seen += [each["t"] for each in (watch.look({"t"}),) if each]
        if watch._listing is not None:
            watch._listing._thread.join(WAIT_SECONDS)
        brokers.now += 0.001
    return seen


def test_a_topic_that_is_there_is_told_with_its_id_and_leaders(brokers: Brokers) -> None:
    sight = looks(brokers)[0]
    assert sight is not None
    assert (sight.id, dict(sight.leaders)) == ("an-id", {0: 1, 1: None})


def test_a_topic_that_a_broker_of_the_cluster_misses_twice_is_gone(brokers: Brokers) -> None:
    brokers.knows_topic = False
    brokers.names = {"other": object()}
    assert looks(brokers, 0.09) == []
    assert looks(brokers)[0] is None


@pytest.mark.parametrize(
    ("names", "named_brokers"),
    [({}, {}), (None, {})],
    ids=["a broker that names no brokers", "one that names nothing"],
)
def test_a_broker_that_has_just_started_is_not_believed(
    brokers: Brokers, names: dict[str, object] | None, named_brokers: dict[int, object]
) -> None:
    brokers.knows_topic = False
    brokers.names, brokers.brokers = names, named_brokers
    assert looks(brokers) == []


def test_another_broker_that_knows_the_topic_is_believed(brokers: Brokers) -> None:
    brokers.knows_topic = False
    led, unled = SimpleNamespace(id=0, leader=3), SimpleNamespace(id=1, leader=-1)
    brokers.names = {"t": SimpleNamespace(partitions={0: led, 1: unled})}
    sights = looks(brokers)
    assert all(sight is not None and dict(sight.leaders) == {0: 3, 1: None} for sight in sights)
    assert sights
