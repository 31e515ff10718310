"""Looking for new partitions never holds up who writes records."""

from __future__ import annotations

import threading
import time
from types import SimpleNamespace
from typing import Any

import pytest

from kafkatui.model.cluster import ClusterMetadata, Partition, Topic, TopicPartition
from kafkatui.model.errors import TimedOut
from kafkatui.session.tailing import NewPartitions, grown


def metadata(count: int) -> ClusterMetadata:
    topic = Topic("t", tuple(Partition("t", number, 1, (1,), (1,)) for number in range(count)))
    return ClusterMetadata("id", 1, {}, {"t": topic})


def partitions(found: ClusterMetadata) -> list[TopicPartition]:
    return [(topic.name, partition.id) for topic in found.topics.values() for partition in topic.partitions]


class Cluster:
    """Answers when it is let to, with as many partitions as a test has set."""

    def __init__(self) -> None:
        self.count = 1
        self.asked_count = 0
        self.error: TimedOut | None = None
        self.may_answer = threading.Event()
        self.told: list[tuple[TopicPartition, ...]] = []
        self.tail: Any = SimpleNamespace(set_partitions=self.told.append)

    def read(self) -> ClusterMetadata:
        self.asked_count += 1
        assert self.may_answer.wait(20)
        if self.error is not None:
            raise self.error
        return metadata(self.count)


def until(condition: Any) -> None:
    deadline = time.monotonic() + 20
    while not condition():
        assert time.monotonic() < deadline
        time.sleep(0.005)


def test_a_broker_that_hangs_is_waited_for_by_nobody_and_asked_once() -> None:
    cluster = Cluster()
    looking = NewPartitions(cluster.read, partitions, [("t", 0)], cluster.tail)
    before = time.monotonic()
    for _ in range(100):
        looking.look()
    assert time.monotonic() - before < 5
    until(lambda: cluster.asked_count == 1)
    cluster.count = 3
    cluster.may_answer.set()
    until(lambda: cluster.told == [(("t", 0), ("t", 1), ("t", 2))])
    assert cluster.asked_count == 1
    looking.close()


def test_no_answer_and_nothing_new_change_nothing() -> None:
    cluster = Cluster()
    cluster.may_answer.set()
    cluster.error = TimedOut("No answer.")
    looking = NewPartitions(cluster.read, partitions, [("t", 0)], cluster.tail)

    def looked(times: int) -> bool:
        looking.look()
        return cluster.asked_count >= times

    until(lambda: looked(1))
    cluster.error = None
    until(lambda: looked(3))
    assert cluster.told == []
    looking.close()


@pytest.mark.parametrize(
    ("found", "wanted"),
    [
        ([("t", 0)], None),
        ([], None),
        ([("t", 0), ("t", 1)], (("u", 0), ("u", 5), ("t", 0), ("t", 1))),
        ([("t", 0), ("u", 0), ("v", 0)], (("t", 0), ("u", 0), ("v", 0))),
    ],
    ids=["the same", "gone", "more", "another, and one made anew with less"],
)
def test_what_is_new_joins_and_what_is_gone_may_come_back(
    found: list[TopicPartition], wanted: tuple[TopicPartition, ...] | None
) -> None:
    assert grown([("t", 0), ("u", 0), ("u", 5)], found) == wanted
