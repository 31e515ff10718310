"""The metadata of a large cluster, as its bytes, tell what librdkafka tells, on every Kafka."""

from __future__ import annotations

from collections.abc import Iterator, Mapping

import pytest

from kafkatui.kafka.connect.connection import KafkaConnection
from kafkatui.kafka.read.large_metadata import LargeMetadata
from kafkatui.kafka.read.metadata import read_metadata
from kafkatui.kafka.read.topic_ids import read_topic_ids
from kafkatui.model.cluster import ClusterMetadata, Topic
from kafkatui.model.errors import ConnectError
from kafkatui.model.replacing import replace
from kafkatui.sandbox.cluster import Sandbox
from tests.cluster.screen import profile_of
from tests.cluster.sharing import FreshTopic

pytestmark = pytest.mark.cluster


@pytest.fixture(params=["cluster", "kafka_2_3", "kafka_4_3"])
def sandbox(request: pytest.FixtureRequest) -> Sandbox:
    made: Sandbox = request.getfixturevalue(request.param)
    return made


@pytest.fixture
def connected(sandbox: Sandbox) -> Iterator[KafkaConnection]:
    connection = KafkaConnection(profile_of(sandbox))
    yield connection
    connection.close(10.0)


def told(large: LargeMetadata, before: Mapping[str, Topic]) -> ClusterMetadata:
    answer = large.read({}, before)
    assert answer is not None, "kafka-python connected, and the bytes were understood"
    return answer


def without_identities(topics: Mapping[str, Topic]) -> dict[str, Topic]:
    return {name: replace(topic, identity=None) for name, topic in topics.items()}


def test_bytes_tell_what_librdkafka_tells(
    sandbox: Sandbox, connected: KafkaConnection, fresh_topic: FreshTopic
) -> None:
    known = read_metadata(connected)
    large = LargeMetadata(connected)
    first = told(large, known.topics)
    assert (first.cluster_id, first.brokers) == (known.cluster_id, known.brokers)
    assert list(first.topics) == sorted(known.topics)
    assert without_identities(first.topics) == without_identities(known.topics)
    ids = read_topic_ids(connected, list(first.topics))
    assert {name: topic.identity for name, topic in first.topics.items()} == ids
    assert told(large, first.topics).topics is first.topics, "nothing has changed"

    name = fresh_topic(sandbox, partitions=2)
    second = told(large, first.topics)
    assert second.topics.keys() - first.topics.keys() == {name}
    assert [part.id for part in second.topics[name].partitions] == [0, 1]
    same = [each for each in first.topics if second.topics[each] is first.topics[each]]
    assert same == list(first.topics), "what did not change is the same object"
    librdkafka = read_metadata(connected)
    assert without_identities(second.topics) == without_identities(librdkafka.topics)


def test_after_a_failure_librdkafka_is_asked(cluster: Sandbox, monkeypatch: pytest.MonkeyPatch) -> None:
    connection = KafkaConnection(profile_of(cluster))
    try:
        large = LargeMetadata(connection)
        asked = []

        def fail(doing: str, request: object) -> None:
            asked.append(doing)
            raise ConnectError("No broker answers.")

        monkeypatch.setattr(connection.metadata_client, "call", fail)
        assert large.read({}, {}) is None
        assert large.read({}, {}) is None
        assert len(asked) == 1, "it rests"
    finally:
        connection.close(10.0)
