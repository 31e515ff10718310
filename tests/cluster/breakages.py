"""What a cluster can be broken with, and put in order again."""

from __future__ import annotations

import itertools
import json
import struct
import time
from collections.abc import Callable, Iterator, Mapping, Sequence
from contextlib import ExitStack, closing, contextmanager, suppress
from typing import Any

from confluent_kafka import Consumer, KafkaException, TopicPartition
from confluent_kafka.admin import (  # type: ignore[attr-defined]
    AlterConfigOpType,
    ConfigEntry,
    ConfigResource,
    ResourceType,
)
from kafka import KafkaConsumer
from kafka.admin import KafkaAdminClient
from kafka.coordinator.assignors.roundrobin import RoundRobinPartitionAssignor
from kafka.structs import OffsetAndMetadata
from kafka.structs import TopicPartition as KafkaPartition
from kazoo.client import KazooClient
from kazoo.security import ACL, OPEN_ACL_UNSAFE, make_digest_acl

from kafkatui.model.errors import SandboxError
from kafkatui.sandbox.cluster import Sandbox
from kafkatui.sandbox.readiness import QUIET_CLIENT, wait_until
from tests.cluster.as_found import zookeeper_client
from tests.cluster.sharing import admin_of, offsets_partition_of
from tests.drive.producer import Producer

NOBODYS = (make_digest_acl("nobody", "here", all=True),)
"""Of a znode that may not be read."""


class Znodes:
    """Changes znodes, and puts everything back at the end in the opposite order."""

    def __init__(self, client: KazooClient) -> None:
        self.client = client
        self._back = ExitStack()

    def __enter__(self) -> Znodes:
        return self

    def __exit__(self, *error: object) -> None:
        self._back.close()

    def change(self, path: str, fields: Mapping[str, Any]) -> None:
        """Some fields of its JSON; a controller is put back by an election."""
        data = self.client.get(path)[0]
        if path == "/controller":
            self._back.callback(self.client.delete, path)
        else:
            self._back.callback(self.client.set, path, data)
        self.client.set(path, json.dumps({**json.loads(data), **fields}).encode())

    def put(self, path: str, data: bytes) -> None:
        """Other data, of a znode that may not be there yet."""
        if self.client.exists(path) is None:
            self.client.create(path, data)
            self._back.callback(self.client.delete, path)
            return
        self._back.callback(self.client.set, path, self.client.get(path)[0])
        self.client.set(path, data)

    def spoil(self, path: str) -> None:
        """Half of its data."""
        data = self.client.get(path)[0]
        self._back.callback(self.client.set, path, data)
        self.client.set(path, data[: len(data) // 2])

    def make(self, path: str, fields: Mapping[str, Any], acl: Sequence[ACL] = OPEN_ACL_UNSAFE) -> None:
        """One more."""
        self.client.create(path, json.dumps(fields).encode(), acl=list(acl))
        self._back.callback(self.client.delete, path)

    def delete(self, path: str) -> None:
        """With all below it."""
        for name in self.client.get_children(path):
            self.delete(f"{path}/{name}")
        data = self.client.get(path)[0]
        self.client.delete(path)
        self._back.callback(self.client.create, path, data)


def commit_for_no_topic(sandbox: Sandbox, stem: str, coordinator: int) -> str:
    """A group with a commit for a topic that never was, which its next coordinator will read.

    Kafka takes a topic's commits away with it; what it forgets are those of a coordinator that was not told.
    """
    commit(sandbox, f"{stem}-first", TopicPartition(stem, 0, 0))  # makes the offsets' topic
    partitions = admin_of(sandbox).list_topics(timeout=10).topics["__consumer_offsets"].partitions
    led = {number for number, part in partitions.items() if part.leader == coordinator}
    names = (f"{stem}-gone-{number}" for number in itertools.count())
    group = next(name for name in names if offsets_partition_of(name, len(partitions)) in led)
    topic = "never-there"
    key = struct.pack(f">hh{len(group)}sh{len(topic)}si", 1, len(group), group.encode(), len(topic), topic.encode(), 0)
    value = struct.pack(">hqihq", 3, 7, -1, 0, int(time.time() * 1000))
    settings = {"bootstrap.servers": sandbox.bootstrap_servers, "client.id": "__admin_client", **QUIET_CLIENT}
    producer = Producer(settings)  # brokers let nobody else write to their own topics
    producer.produce("__consumer_offsets", value, key, partition=offsets_partition_of(group, len(partitions)))
    assert producer.flush(20) == 0
    return group


def delete_in_vain(sandbox: Sandbox, topic: str) -> None:
    """Asks for a deletion that waits for a broker that is gone.

    Whether brokers still tell of the topic then depends on what the controller saw first: a deletion that had begun
    takes it from their metadata, one that was halted before leaves it there.
    """
    answers: set[str] = set()

    def is_asked(client: KazooClient) -> bool:
        admin = admin_of(sandbox)  # each time anew: librdkafka goes on asking the controller that it first heard of
        try:  # it is not over at once; or no controller has been elected yet
            admin.delete_topics([topic], operation_timeout=0, request_timeout=5)[topic].result(10)
        except (KafkaException, TimeoutError) as error:
            answers.add(str(error))
        return client.exists(f"/admin/delete_topics/{topic}") is not None

    with zookeeper_client(sandbox) as client:
        try:
            wait_until(lambda: is_asked(client), 60, f"{topic} to be marked for deletion")
        except SandboxError as error:
            error.add_note(f"Kafka said: {answers}")
            raise


def reassign(sandbox: Sandbox, replicas: Mapping[tuple[str, int], list[int]]) -> None:
    """Begins to move."""
    with closing(KafkaAdminClient(bootstrap_servers=sandbox.bootstrap_servers.split(","))) as admin:
        admin.alter_partition_reassignments({KafkaPartition(*key): each for key, each in replicas.items()})


def set_topic(sandbox: Sandbox, topic: str, properties: Mapping[str, str]) -> None:
    """Properties of a topic, one that is empty taken away."""
    put, take = AlterConfigOpType.SET, AlterConfigOpType.DELETE
    entries = [
        ConfigEntry(name, value, incremental_operation=put if value else take) for name, value in properties.items()
    ]
    admin = admin_of(sandbox)
    [answer] = admin.incremental_alter_configs(
        [ConfigResource(ResourceType.TOPIC, topic, incremental_configs=entries)]
    ).values()
    answer.result(20)


@contextmanager
def broker_setting(sandbox: Sandbox, broker_id: int, name: str, value: str) -> Iterator[None]:
    """A property set at run time, and taken away."""

    def is_altered(operation: Any) -> bool:
        admin = admin_of(sandbox)  # each time anew: the broker may have been away
        entry = ConfigEntry(name, value, incremental_operation=operation)
        resource = ConfigResource(ResourceType.BROKER, str(broker_id), incremental_configs=[entry])
        [answer] = admin.incremental_alter_configs([resource], request_timeout=3).values()
        with suppress(KafkaException, TimeoutError):  # one that is just back may not answer at first
            answer.result(5)
            return True
        return False

    wait_until(lambda: is_altered(AlterConfigOpType.SET), 30, f"{name} to be set")
    try:
        yield
    finally:
        wait_until(lambda: is_altered(AlterConfigOpType.DELETE), 30, f"{name} to be taken away")


def produce(
    sandbox: Sandbox, topic: str, count: int, size: int = 10, partition: int = 0, age_seconds: float = 0.0
) -> None:
    """So many records of so many bytes into a partition, as if written so long ago."""
    producer = Producer({"bootstrap.servers": sandbox.bootstrap_servers, **QUIET_CLIENT})
    for _ in range(count):
        written_ms = int(1000 * (time.time() - age_seconds))
        producer.produce(topic, b"x" * size, partition=partition, timestamp=written_ms)
    assert producer.flush(30) == 0


def commit(sandbox: Sandbox, group: str, offset: TopicPartition) -> None:
    """For a group without members.

    Not with librdkafka's AdminClient, which ends the process where a coordinator is not there yet (2.16).
    """

    def is_committed() -> bool:
        with suppress(KafkaException):  # the offsets' topic is being made
            return bool(consumer.commit(offsets=[offset], asynchronous=False))
        return False

    with closing(consumer_of(sandbox, group)) as consumer:
        wait_until(is_committed, 30, f"the commit of {group}")


@contextmanager
def member_that_leaves_out(sandbox: Sandbox, group: str, topic: str) -> Iterator[None]:
    """A member that is given the first partition only, and has committed to both."""
    consumer = KafkaConsumer(
        topic, bootstrap_servers=sandbox.bootstrap_servers.split(","), group_id=group, enable_auto_commit=False,
        auto_offset_reset="earliest", partition_assignment_strategy=[FirstOnly],
    )  # fmt: skip
    with closing(consumer):
        wait_until(
            lambda: bool(consumer.poll(100) or consumer.assignment()), 60, "the member to be given its partition"
        )
        consumer.commit({KafkaPartition(topic, number): OffsetAndMetadata(0, "", -1) for number in (0, 1)})
        yield


class FirstOnly(RoundRobinPartitionAssignor):  # type: ignore[misc]
    """Leaves out all partitions but the first."""

    name = "first-only"

    @classmethod
    def assign(cls, cluster: Any, members: Any) -> Any:
        assigned = super().assign(cluster, members)
        for each in assigned.values():
            each.assigned_partitions = [(topic, numbers[:1]) for topic, numbers in each.assigned_partitions]
        return assigned


@contextmanager
def group_without_rest(sandbox: Sandbox, group: str, topic: str) -> Iterator[None]:
    """Of two members one does not take note that the other came."""
    with closing(consumer_of(sandbox, group)) as idle, closing(consumer_of(sandbox, group)) as eager:
        join(idle, topic, lambda consumer, partitions: consumer.unassign())
        eager.subscribe([topic])
        eager.poll(0.1)
        yield


def consumer_of(sandbox: Sandbox, group: str) -> Consumer:
    return Consumer({
        "bootstrap.servers": sandbox.bootstrap_servers, "group.id": group, "enable.auto.commit": False,
        "topic.metadata.refresh.interval.ms": 3_600_000, **QUIET_CLIENT,
    })  # fmt: skip


def join(consumer: Consumer, topic: str, on_revoke: Callable[[Consumer, list[TopicPartition]], None]) -> None:
    consumer.subscribe([topic], on_revoke=on_revoke)

    def has_joined() -> bool:
        consumer.poll(0.1)
        return bool(consumer.assignment())

    wait_until(has_joined, 30, "the member to be given its partitions")
