"""Real clusters for the tests, each started once a run, when the first test asks for it, and shared by all.

Nobody leaves anything on them: names are the test's own (`fresh_topic`), and what a file leaves behind is found at its
end. Whoever kills or stops a server takes `killable_cluster`. Without Java or Maven the tests that need a cluster are
skipped; where CI is set, that is a failure.
"""

from __future__ import annotations

import functools
import itertools
import os
import re
import signal
import time
import uuid
from collections.abc import Iterator, Mapping, Sequence
from contextlib import closing, contextmanager, suppress
from typing import Protocol

import pytest
from confluent_kafka import ElectionType, KafkaException
from confluent_kafka.admin import AdminClient, ClusterMetadata, NewTopic  # type: ignore[attr-defined]

from kafkatui.kafka.connect.connection import KafkaConnection
from kafkatui.kafka.read.groups import describe_groups
from kafkatui.model.profile import Profile
from kafkatui.model.replacing import replace
from kafkatui.sandbox.cluster import Sandbox, SandboxSettings
from kafkatui.sandbox.contents import DemoContents
from kafkatui.sandbox.readiness import QUIET_CLIENT, wait_until
from tests.cluster.agents import jolokia, prometheus, with_agent
from tests.cluster.as_found import ClusterWatch, delete_groups, list_group_ids
from tests.cluster.needs import require_java_and_maven

SESSION_SECONDS = 6
"""ZooKeeper's session of a broker in the tests; Kafka's own default is 18 s, which would be waited for at each kill."""

RETENTION_SECONDS = 24 * 3600
"""Until brokers look for records that are too old: tests write such, to find them there."""

_HEAL_SECONDS = 90.0
_OFFSETS_TOPIC = "__consumer_offsets"


@contextmanager
def running(settings: SandboxSettings) -> Iterator[Sandbox]:
    """A started sandbox, stopped at the end; its brokers' ZooKeeper sessions are short unless the settings say else."""
    require_java_and_maven()
    properties = {
        "zookeeper.session.timeout.ms": SESSION_SECONDS * 1000,
        "log.retention.check.interval.ms": RETENTION_SECONDS * 1000,
        # Else a new controller moves leaders back 5 s after its election, when a broker that was killed may be back.
        "auto.leader.rebalance.enable": "false",
    }
    with Sandbox(replace(settings, broker_properties={**properties, **settings.broker_properties})) as sandbox:
        yield sandbox


@pytest.fixture(scope="session")
def watches() -> dict[str, ClusterWatch]:
    """The shared clusters that are running, by their fixture's name."""
    return {}


@contextmanager
def watched(sandbox: Sandbox, name: str, watches: dict[str, ClusterWatch]) -> Iterator[Sandbox]:
    """The sandbox as a shared one, of which every file is asked what it left there."""
    watches[name] = ClusterWatch(sandbox)
    yield sandbox
    del watches[name]


@pytest.fixture(scope="module", autouse=True)
def shared_clusters_as_found(request: pytest.FixtureRequest, watches: dict[str, ClusterWatch]) -> Iterator[None]:
    """Fails the last test of a file that left something on a shared cluster, and names it."""
    yield
    found = [f"{name}: {one}" for name, watch in watches.items() for one in watch.differences()]
    if found:
        file = request.node.name
        pytest.fail(f"{file} did not leave the shared clusters as it found them:\n  " + "\n  ".join(found), False)


@pytest.fixture(scope="session")
def cluster(watches: dict[str, ClusterWatch]) -> Iterator[Sandbox]:
    """Kafka 3.9, three brokers and ZooKeeper, the demo's contents, no live traffic."""
    with running(SandboxSettings()) as sandbox:
        contents = DemoContents(sandbox.bootstrap_servers, sandbox.zookeeper_connect, sandbox.settings.brokers)
        with closing(contents):
            contents.load()
            with watched(sandbox, "cluster", watches):
                yield sandbox


@pytest.fixture(scope="session")
def virgin_cluster(watches: dict[str, ClusterWatch]) -> Iterator[Sandbox]:
    """Kafka 3.9, one broker, empty, creating topics by itself when a client asks about one: nobody writes to it."""
    with running(SandboxSettings(brokers=1)) as sandbox, watched(sandbox, "virgin_cluster", watches):
        yield sandbox


@pytest.fixture(scope="session")
def kafka_2_3(watches: dict[str, ClusterWatch]) -> Iterator[Sandbox]:
    """Kafka 2.3, one broker with Jolokia's agent, ZooKeeper 3.4, empty."""
    settings = with_agent(SandboxSettings(kafka="2.3", brokers=1), jolokia)
    with running(settings) as sandbox, watched(sandbox, "kafka_2_3", watches):
        yield sandbox


@pytest.fixture(scope="session")
def kafka_4_3(watches: dict[str, ClusterWatch]) -> Iterator[Sandbox]:
    """Kafka 4.3, one broker with Prometheus' agent, KRaft without ZooKeeper, empty."""
    settings = with_agent(SandboxSettings(kafka="4.3", brokers=1), prometheus)
    with running(settings) as sandbox, watched(sandbox, "kafka_4_3", watches):
        yield sandbox


@pytest.fixture(scope="session")
def killable_sandbox(watches: dict[str, ClusterWatch]) -> Iterator[Sandbox]:
    """Behind `killable_cluster`, which is what tests take."""
    with running(SandboxSettings()) as sandbox, watched(sandbox, "killable_cluster", watches):
        yield sandbox


@pytest.fixture
def killable_cluster(killable_sandbox: Sandbox) -> Iterator[Sandbox]:
    """Kafka 3.9, three brokers and ZooKeeper, empty; brokers may be killed, stopped and held: it is healed after."""
    yield killable_sandbox
    heal(killable_sandbox)


@pytest.fixture(scope="session")
def killable_4_3_sandbox(watches: dict[str, ClusterWatch]) -> Iterator[Sandbox]:
    """Behind `killable_4_3`, which is what tests take."""
    with running(SandboxSettings(kafka="4.3")) as sandbox, watched(sandbox, "killable_4_3", watches):
        yield sandbox


@pytest.fixture
def killable_4_3(killable_4_3_sandbox: Sandbox) -> Iterator[Sandbox]:
    """The same on Kafka 4.3, KRaft."""
    yield killable_4_3_sandbox
    heal(killable_4_3_sandbox)


def heal(sandbox: Sandbox) -> None:
    """Brings every broker back, every replica in sync and leadership to the preferred leaders."""
    for pid in sandbox.pids.values():
        os.kill(pid, signal.SIGCONT)
    for broker_id in range(1, sandbox.settings.brokers + 1):
        if f"broker-{broker_id}" not in sandbox.pids:
            sandbox.start_broker(broker_id)
    # So long the broker waits for a leader that cannot lead yet; elect_leaders of confluent-kafka 2.16 raises
    # SystemError when it is given a time-out of its own.
    settings = {"socket.timeout.ms": 5000, "bootstrap.servers": sandbox.bootstrap_servers, **QUIET_CLIENT}
    admin = AdminClient(settings)
    asked_at = 0.0

    def is_balanced() -> bool:
        nonlocal asked_at
        metadata = admin.list_topics(timeout=10)
        partitions = [part for topic in metadata.topics.values() for part in topic.partitions.values()]
        is_in_sync = len(metadata.brokers) == sandbox.settings.brokers and all(
            set(part.isrs) == set(part.replicas) for part in partitions
        )
        if is_in_sync and all(part.leader == part.replicas[0] for part in partitions):
            return True
        if is_in_sync and time.monotonic() > asked_at + 2:
            asked_at = time.monotonic()
            with suppress(KafkaException, TimeoutError):  # asked again while it is not so
                admin.elect_leaders(ElectionType.PREFERRED).result(15)
        return False

    wait_until(is_balanced, _HEAL_SECONDS, "the killable cluster to heal")
    if asked_at and (offsets := admin.list_topics(timeout=10).topics.get(_OFFSETS_TOPIC)):
        _wait_for_coordinators(sandbox, _a_group_of_each(len(offsets.partitions)))


def _a_group_of_each(partitions: int) -> list[str]:
    """Ids of groups nobody has, one for each partition of the offsets' topic."""
    names: dict[int, str] = {}
    for number in itertools.count():
        name = f"nobody-{number}"
        names.setdefault(offsets_partition_of(name, partitions), name)
        if len(names) == partitions:
            break
    return list(names.values())


def offsets_partition_of(group_id: str, partitions: int) -> int:
    """Where a group's commits are.

    Kafka takes the absolute value of the id's `hashCode` (GroupMetadataManager.partitionFor).
    """
    hashed = functools.reduce(lambda code, letter: (code * 31 + ord(letter)) & 0xFFFFFFFF, group_id, 0)
    return min(hashed, 2**32 - hashed) % partitions


def _wait_for_coordinators(sandbox: Sandbox, group_ids: Sequence[str]) -> None:
    """Until every coordinator knows its groups again: one that does not yet know that it leads names none, nor errs."""
    connection = KafkaConnection(Profile("heal", {"bootstrap.servers": sandbox.bootstrap_servers}))

    def do_answer() -> bool:
        found = describe_groups(connection, group_ids)
        return all(not group.error or "exist" in group.error for group in found)

    try:
        wait_until(do_answer, _HEAL_SECONDS, "the coordinators to load their groups")
    finally:
        connection.close()


class FreshTopic(Protocol):
    """Makes a topic of the test's own; see the `fresh_topic` fixture."""

    def __call__(
        self,
        sandbox: Sandbox,
        partitions: int = 1,
        replicas: int = 1,
        *,
        name: str = "",
        config: Mapping[str, str] | None = None,
        assignment: Sequence[Sequence[int]] | None = None,
    ) -> str:
        """Its name, which begins with the test's or with `name`, once every partition has a leader."""


@pytest.fixture
def fresh_topic(request: pytest.FixtureRequest) -> Iterator[FreshTopic]:
    """Makes topics under names nobody else has; they go with the test, failed or not.

    So do the groups whose ids begin with a topic's name.
    """
    made: list[tuple[Sandbox, str]] = []
    stem = re.sub(r"[^a-z0-9]+", "-", request.node.name.removeprefix("test_").lower()).strip("-")[:40]

    def make(
        sandbox: Sandbox,
        partitions: int = 1,
        replicas: int = 1,
        *,
        name: str = "",
        config: Mapping[str, str] | None = None,
        assignment: Sequence[Sequence[int]] | None = None,
    ) -> str:
        topic = f"{name or stem}-{uuid.uuid4().hex[:6]}"
        made.append((sandbox, topic))
        admin = admin_of(sandbox)
        settings = dict(config or {})
        if assignment is None:
            new = NewTopic(topic, partitions, replicas, config=settings)
        else:
            new = NewTopic(
                topic, len(assignment), replica_assignment=[list(one) for one in assignment], config=settings
            )
        admin.create_topics([new], operation_timeout=30)[topic].result(40)
        count = partitions if assignment is None else len(assignment)
        wait_until(lambda: is_known_to_all(sandbox, topic, count), 40, f"every broker to know {topic}")
        return topic

    yield make
    for sandbox in {id(sandbox): sandbox for sandbox, _ in made}.values():
        heal(sandbox)  # a coordinator on the move names none of its groups, which then stayed behind
    for sandbox, topic in made:
        remove_topic(sandbox, topic)


def admin_of(sandbox: Sandbox) -> AdminClient:
    """A raw client that prints nothing."""
    return AdminClient({"bootstrap.servers": sandbox.bootstrap_servers, **QUIET_CLIENT})


def has_leaders(admin: AdminClient, topic: str, partitions: int) -> bool:
    """Whether the topic has so many partitions and each has a leader."""
    return _is_led(admin.list_topics(timeout=10), topic, partitions)


def _is_led(answer: ClusterMetadata, topic: str, partitions: int) -> bool:
    found = answer.topics.get(topic)
    return found is not None and sum(part.leader > 0 for part in found.partitions.values()) == partitions


def is_known_to_all(sandbox: Sandbox, topic: str, partitions: int) -> bool:
    """Whether each broker that runs knows who leads it: the controller tells them one after another."""
    for broker_id, address in enumerate(sandbox.bootstrap_servers.split(","), 1):
        if f"broker-{broker_id}" not in sandbox.pids:
            continue
        with suppress(KafkaException):  # one that does not answer is asked again
            answer = AdminClient({"bootstrap.servers": address, **QUIET_CLIENT}).list_topics(timeout=10)
            if answer.orig_broker_id in (-1, broker_id) and _is_led(answer, topic, partitions):
                continue
        return False
    return True


def remove_topic(sandbox: Sandbox, topic: str) -> None:
    """Deletes a topic, and the groups whose ids begin with its name, where they are still there."""
    admin = admin_of(sandbox)
    if topic in admin.list_topics(timeout=20).topics:
        admin.delete_topics([topic], operation_timeout=30)[topic].result(40)
    delete_groups(sandbox, [group_id for group_id in list_group_ids(sandbox) if group_id.startswith(topic)])
