"""What changes topics and groups, on three generations of Kafka, read back."""

from __future__ import annotations

import time
import uuid
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from typing import Any

import pytest
from confluent_kafka import Consumer

from kafkatui.kafka.connect.connection import KafkaConnection
from kafkatui.kafka.read.configs import read_topic_configs
from kafkatui.kafka.read.groups import describe_groups, read_committed
from kafkatui.kafka.read.metadata import read_metadata
from kafkatui.kafka.write.groups import alter_offsets, delete_groups, delete_offsets
from kafkatui.kafka.write.topics import create_topics, delete_topics
from kafkatui.model.cluster import Topic
from kafkatui.model.errors import NotSupported
from kafkatui.model.outcome import OutcomeState, TargetOutcome
from kafkatui.model.profile import Profile
from kafkatui.model.topic_draft import TopicDraft
from kafkatui.sandbox.cluster import Sandbox
from kafkatui.sandbox.readiness import wait_until

pytestmark = pytest.mark.cluster

DONE, FAILED = OutcomeState.DONE, OutcomeState.FAILED


@pytest.fixture(params=["cluster", "kafka_2_3", "kafka_4_3"])
def generation(request: pytest.FixtureRequest) -> Iterator[tuple[KafkaConnection, str]]:
    """A connection, and a prefix for this test's own topics and groups; the topics are gone afterwards."""
    sandbox: Sandbox = request.getfixturevalue(request.param)
    connection = KafkaConnection(Profile("test", {"bootstrap.servers": sandbox.bootstrap_servers}))
    prefix = f"kafka-writing-{uuid.uuid4().hex[:8]}"
    yield connection, prefix
    delete_topics(connection, [name for name in read_metadata(connection).topics if name.startswith(prefix)])
    connection.close()


def until(condition: Callable[[], bool]) -> None:
    deadline = time.monotonic() + 60
    while not condition():
        assert time.monotonic() < deadline
        time.sleep(0.05)


@contextmanager
def member(connection: KafkaConnection, group: str, topic: str) -> Iterator[None]:
    """Somebody who reads `topic` in the group meanwhile."""
    consumer = Consumer({**connection.client_config(), "group.id": group, "enable.auto.commit": False})
    try:
        consumer.subscribe([topic])
        until(lambda: consumer.poll(0.2) is None and bool(consumer.assignment()))
        yield
    finally:
        consumer.close()


def states(outcomes: tuple[TargetOutcome, ...]) -> dict[str, OutcomeState]:
    return {outcome.target: outcome.state for outcome in outcomes}


def topics_of(connection: KafkaConnection, prefix: str) -> dict[str, Topic]:
    return {name: topic for name, topic in read_metadata(connection).topics.items() if name.startswith(prefix)}


def test_topics_are_validated_made_and_deleted_each_with_its_own_outcome(
    generation: tuple[KafkaConnection, str],
) -> None:
    connection, prefix = generation
    brokers = sorted(read_metadata(connection).brokers)
    assignment = ((brokers[-1], *brokers[:-1]), tuple(brokers))
    plain = TopicDraft(f"{prefix}-plain", 3, 1, config={"cleanup.policy": "compact", "retention.ms": "1000"})
    placed = TopicDraft(f"{prefix}-placed", assignment=assignment)
    good = (plain, placed)
    bad = {
        f"{prefix}-illegal name": (TopicDraft(f"{prefix}-illegal name", 1, 1), "illegal"),
        f"{prefix}-many": (TopicDraft(f"{prefix}-many", 1, 99), "replication factor"),
        f"{prefix}-none": (TopicDraft(f"{prefix}-none", 0, 1), "partitions"),
        f"{prefix}-config": (TopicDraft(f"{prefix}-config", 1, 1, config={"cleanup.policy": "burn"}), "burn"),
        f"{prefix}-twice": (TopicDraft(f"{prefix}-twice", assignment=((brokers[0], brokers[0]),)), "assignment"),
    }
    drafts = [*good, *(draft for draft, _ in bad.values())]
    for validate_only in (True, False):
        outcomes = create_topics(connection, drafts, validate_only=validate_only)
        assert [outcome.target for outcome in outcomes] == [draft.name for draft in drafts]
        assert states(outcomes) == {draft.name: DONE if draft in good else FAILED for draft in drafts}
        for outcome in outcomes[len(good) :]:
            assert bad[outcome.target][1] in outcome.reason.lower()
        if validate_only:
            assert topics_of(connection, prefix) == {}
    found: list[Any] = []  # each read may be another broker's, which has not heard of them yet
    until(lambda: found.append(topics_of(connection, prefix)) or len(found[-1]) == len(good))  # type: ignore[func-returns-value]
    made = found[-1]
    assert len(made[plain.name].partitions) == 3
    assert [tuple(partition.replicas) for partition in made[placed.name].partitions] == list(assignment)
    config = {entry.name: entry.value for entry in read_topic_configs(connection, [plain.name])[plain.name]}
    assert (config["cleanup.policy"], config["retention.ms"]) == ("compact", "1000")

    [again] = create_topics(connection, [plain])
    assert (again.state, again.reason) == (FAILED, "there is one already.")
    gone = delete_topics(connection, [plain.name, f"{prefix}-never", placed.name])
    assert states(gone) == {plain.name: DONE, f"{prefix}-never": FAILED, placed.name: DONE}
    assert "does not exist" in gone[1].reason


def test_a_groups_offsets_are_set_and_deleted_and_members_keep_them(generation: tuple[KafkaConnection, str]) -> None:
    connection, prefix = generation
    group, topic = f"{prefix}-group", f"{prefix}-read"
    create_topics(connection, [TopicDraft(topic, 3, 1)])
    wanted = {(topic, 0): 0, (topic, 2): 1 << 40}
    outcomes: tuple[TargetOutcome, ...] = ()

    def are_set() -> bool:
        nonlocal outcomes
        outcomes = alter_offsets(connection, group, {**wanted, (f"{prefix}-never", 0): 1}, 60)
        return states(outcomes) == {f"{topic}-0": DONE, f"{topic}-2": DONE, f"{prefix}-never-0": FAILED}

    wait_until(are_set, 30, "the group's coordinator to know the topic")
    assert "does not exist" in outcomes[2].reason
    assert read_committed(connection, [group])[group].committed == wanted

    with member(connection, group, topic):
        refused = alter_offsets(connection, group, {(topic, 0): 5})
        assert states(refused) == {f"{topic}-0": FAILED}
        assert "members are in the group" in refused[0].reason
        assert states(delete_groups(connection, [group])) == {group: FAILED}
        assert read_committed(connection, [group])[group].committed == wanted

    partitions = [(topic, 0), (topic, 1)]
    try:
        forgotten = delete_offsets(connection, group, partitions)
    except NotSupported:
        assert read_metadata(connection).cluster_id  # Kafka 2.3: only whole groups
        assert states(alter_offsets(connection, group, {(topic, 0): 0})) == {f"{topic}-0": DONE}
    else:
        assert states(forgotten) == {f"{topic}-0": DONE, f"{topic}-1": DONE}
        assert read_committed(connection, [group])[group].committed == {(topic, 2): 1 << 40}
    outcomes = delete_groups(connection, [f"{prefix}-nobody", group])
    assert states(outcomes) == {f"{prefix}-nobody": FAILED, group: DONE}
    assert "does not exist" in outcomes[0].reason
    assert describe_groups(connection, [group])[0].state == "Dead"
