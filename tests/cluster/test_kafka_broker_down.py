"""What the adapters say and do while a broker is dead."""

from __future__ import annotations

import time
from collections.abc import Callable, Iterator

import pytest

from kafkatui.kafka.connect.connection import KafkaConnection
from kafkatui.kafka.read.log_dirs import read_log_dirs
from kafkatui.kafka.read.metadata import read_metadata
from kafkatui.kafka.stream.tail import Tail
from kafkatui.model.profile import Profile
from kafkatui.model.tail import TailPhase
from kafkatui.model.tail_start import TailStart
from kafkatui.sandbox.cluster import Sandbox
from tests.cluster.sharing import FreshTopic
from tests.drive.producer import Producer

pytestmark = pytest.mark.cluster

VICTIM = 2


@pytest.fixture
def connection(killable_cluster: Sandbox) -> Iterator[KafkaConnection]:
    opened = KafkaConnection(Profile("test", {"bootstrap.servers": killable_cluster.bootstrap_servers}))
    yield opened
    opened.close()


def wait_until(condition: Callable[[], bool], timeout_seconds: float = 60.0) -> None:
    deadline = time.monotonic() + timeout_seconds
    while not condition():
        assert time.monotonic() < deadline, "it did not happen in time"
        time.sleep(0.02)


def test_a_killed_broker_is_marked_at_once_and_a_tail_survives_it(
    killable_cluster: Sandbox, connection: KafkaConnection, fresh_topic: FreshTopic
) -> None:
    topic = fresh_topic(killable_cluster, 3, 3)
    wait_until(lambda: topic in (found := read_metadata(connection).topics) and len(found[topic].partitions) == 3)
    tail = Tail(connection, [(topic, partition) for partition in range(3)], TailStart.beginning())
    tail.start()
    wait_until(lambda: tail.state.phase is TailPhase.FOLLOWING)
    assert connection.unreachable_brokers == {}
    killable_cluster.stop_broker(VICTIM, kill=True)
    try:
        wait_until(lambda: VICTIM in connection.unreachable_brokers, 2.0)
        assert set(connection.unreachable_brokers) == {VICTIM}
        wait_until(lambda: "broker 2 does not answer" in tail.state.error, 2.0)

        log_dirs = {log_dir.broker_id: log_dir.error for log_dir in read_log_dirs(connection, [1, VICTIM, 3])}
        assert log_dirs[1] == log_dirs[3] == ""
        assert "does not answer" in log_dirs[VICTIM]
        for _ in range(10):  # each begins with a broker of its own choice, the dead one among them
            connection.kafka_python._drop()
            assert [log_dir.error for log_dir in read_log_dirs(connection, [1, 3])] == ["", ""]

        producer = Producer(connection.client_config(**{"message.timeout.ms": 60_000}))
        for partition in range(3):
            producer.produce(topic, b"after", partition=partition)
        assert producer.flush(60) == 0
        wait_until(lambda: tail.buffer.read_count == 3)
    finally:
        killable_cluster.start_broker(VICTIM)
        tail.stop()
    wait_until(lambda: connection.unreachable_brokers == {}, 5.0)
