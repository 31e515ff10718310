"""What a broker's bytes tell, and that only what differs from its last answer is read."""

from __future__ import annotations

import random
from typing import Any

import kafka  # noqa: F401 - all of it before a part
import pytest
from kafka.protocol.metadata import MetadataResponse

from kafkatui.kafka.read.metadata_answer import NEWEST, OLDEST, MetadataAnswer, ToldTopic, read_answer
from kafkatui.model.cluster import Broker, Partition, Topic

VERSIONS = range(OLDEST, NEWEST + 1)


def told(name: str, partitions: int = 4, seed: int = 0, error_code: int = 0) -> ToldTopic:
    chance = random.Random(f"{name}{seed}")
    replicas = [tuple(chance.sample(range(1, 6), 3)) for _ in range(partitions)]
    parts = tuple(
        Partition(name, number, chance.choice((-1, *ids)), ids, ids[: chance.randint(0, 3)])
        for number, ids in enumerate(replicas)
    )
    return ToldTopic(Topic(name, parts, name.startswith("__")), error_code)


def written(version: int, topics: list[ToldTopic], brokers: int = 3) -> bytes:
    """The bytes of an answer, by kafka-python."""
    kind: Any = MetadataResponse
    response = kind(
        throttle_time_ms=5,
        brokers=[
            kind.MetadataResponseBroker(
                node_id=number, host=f"kafka-{number}", port=9092, rack=None if number == 1 else "r"
            )
            for number in range(brokers, 0, -1)
        ],
        cluster_id="the-cluster",
        controller_id=2,
        topics=[_topic(kind.MetadataResponseTopic, each) for each in topics],
        version=version,
    )
    data: bytes = response.encode(version=version)
    return data


def _topic(kind: Any, told: ToldTopic) -> Any:
    return kind(
        error_code=told.error_code,
        name=told.topic.name,
        is_internal=False,
        partitions=[
            kind.MetadataResponsePartition(
                error_code=0,
                partition_index=part.id,
                leader_id=part.leader,
                leader_epoch=7,
                replica_nodes=list(part.replicas),
                isr_nodes=list(part.isr),
                offline_replicas=[9],
            )
            for part in reversed(told.topic.partitions)
        ],
    )


def names(count: int) -> list[str]:
    return [f"topic-{number:04}-ö" for number in range(count)]


def of(answer: MetadataAnswer) -> list[Topic]:
    return [each.topic for each in answer.topics]


@pytest.mark.parametrize("version", VERSIONS)
def test_each_version_is_read_as_it_was_written(version: int) -> None:
    topics = [told("__consumer_offsets", 50), told("empty", 0), *map(told, names(20)), told("wrong", 1, error_code=5)]
    answer = read_answer(version, written(version, topics))
    assert list(answer.topics) == topics
    assert answer.brokers == {number: Broker(number, f"kafka-{number}", 9092) for number in (1, 2, 3)}
    assert (answer.cluster_id, answer.controller_id) == ("the-cluster", 2)


@pytest.mark.parametrize("version", [OLDEST, 8, 9, NEWEST])
@pytest.mark.parametrize("seed", range(8))
def test_what_differs_from_the_last_answer_is_read_and_nothing_else(version: int, seed: int) -> None:
    chance = random.Random(seed)
    topics = list(map(told, names(60)))
    before = read_answer(version, written(version, topics))
    for _ in range(5):
        changed = list(topics)
        for _ in range(chance.randint(0, 3)):
            place = chance.randrange(len(changed) + 1)
            kind = chance.choice(("grown", "moved", "new", "gone", "error"))
            if kind == "new":
                changed.insert(place, told(f"new-{chance.random()}", chance.randint(0, 5)))
            elif place < len(changed):
                old = changed[place]
                if kind == "gone":
                    del changed[place]
                elif kind == "grown":
                    changed[place] = told(old.topic.name, len(old.topic.partitions) + 1)
                else:
                    changed[place] = told(old.topic.name, seed=chance.randint(1, 9), error_code=5 * (kind == "error"))
        after = read_answer(version, written(version, changed), before)
        assert list(after.topics) == changed
        assert list(after.topics) == list(read_answer(version, written(version, changed)).topics)
        same = {id(each) for each in before.topics}
        anew = [each for each in after.topics if id(each) not in same]
        if len(changed) == len(topics):
            spots = [number for number, each in enumerate(changed) if each != topics[number]]
            assert len(anew) <= (max(spots) - min(spots) + 1 if spots else 0)
        topics, before = changed, after


def test_an_answer_with_the_same_bytes_is_the_same_topics() -> None:
    data = written(12, list(map(told, names(30))))
    before = read_answer(12, data)
    assert read_answer(12, data, before).topics is before.topics
    assert read_answer(11, written(11, list(map(told, names(30)))), before).topics is not before.topics


@pytest.mark.parametrize("version", [OLDEST, NEWEST])
def test_what_is_no_answer_is_told(version: int) -> None:
    data = written(version, list(map(told, names(5))))
    for size in range(len(data) - 30):
        with pytest.raises(ValueError, match="ends early"):
            read_answer(version, data[:size])
    chance = random.Random(1)
    before = read_answer(version, data)
    for _ in range(500):
        noise = bytearray(data)
        for _ in range(chance.randint(1, 4)):
            noise[chance.randrange(len(noise))] = chance.randrange(256)
        try:
            read_answer(version, bytes(noise), before)
        except ValueError:
            continue
    with pytest.raises(ValueError, match="not understood"):
        read_answer(13, data)
