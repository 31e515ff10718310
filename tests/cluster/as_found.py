"""What is on a shared cluster, as sentences that can be compared: what a file leaves behind is told by name."""

from __future__ import annotations

import contextlib
import time
from collections.abc import Iterable, Iterator, Sequence
from contextlib import closing, contextmanager
from typing import Any

from confluent_kafka import KafkaException
from confluent_kafka.admin import (  # type: ignore[attr-defined]
    AdminClient,
    ConfigResource,
    ConfigSource,
    ResourceType,
)
from kafka.admin import KafkaAdminClient
from kafka.errors import CoordinatorLoadInProgressError, CoordinatorNotAvailableError, KafkaError
from kazoo.client import KazooClient
from kazoo.exceptions import NoAuthError, NoNodeError, NotEmptyError

from kafkatui.sandbox.cluster import Sandbox
from kafkatui.sandbox.readiness import QUIET_CLIENT

SETTLE_SECONDS = 30.0
"""So long a deletion or a rebalance may still be under way when a file ends."""

_ANSWER_SECONDS = 20.0
_DELETE_SECONDS = 10.0
_SET_BY_SOMEBODY = {
    ConfigSource.DYNAMIC_TOPIC_CONFIG,
    ConfigSource.DYNAMIC_BROKER_CONFIG,
    ConfigSource.DYNAMIC_DEFAULT_BROKER_CONFIG,
}
_KAFKAS_OWN = ("/brokers/ids", "/brokers/topics", "/config/brokers", "/config/topics", "/zookeeper")
"""Told by Kafka itself, or the server's; of brokers' settings an empty znode stays behind."""

_NOTICES = ("/config/changes", "/isr_change_notification", "/log_dir_event_notification", "/admin/delete_topics")
"""Where Kafka leaves notices that it clears away later."""

_MOST_CHILDREN = 300

TOPIC, GROUP, ZNODE = "topic ", "group ", "znode "


class ClusterWatch:
    """Remembers what a cluster holds and says what has become different.

    Args:
        sandbox: running, with all that is meant to be there.
    """

    def __init__(self, sandbox: Sandbox) -> None:
        self.sandbox = sandbox
        self._admin = AdminClient({"bootstrap.servers": sandbox.bootstrap_servers, **QUIET_CLIENT})
        self._before = self._settled(lambda found: not any(map(_is_trouble, found)))

    def differences(self, settle_seconds: float = SETTLE_SECONDS) -> list[str]:
        """What is there now and was not, or was and is not; empty when all is as found.

        Waits `settle_seconds` for what Kafka is still doing. Topics, groups and znodes left behind are removed, so that
        the next file does not meet them; what else is different becomes the state to compare with.
        """
        now = self._settled(lambda found: found == self._before, settle_seconds)
        left, lost = sorted(now - self._before), sorted(self._before - now)
        self._sweep(left)
        if left or lost:
            self._before = self._settled(lambda found: not any(one in found for one in left))
        return [f"left behind: {one}" for one in left] + [f"not there any more: {one}" for one in lost]

    def _settled(self, is_settled: Any, within_seconds: float = SETTLE_SECONDS) -> frozenset[str]:
        """What is there as soon as `is_settled` says so of it, or else after a while."""
        deadline = time.monotonic() + within_seconds
        while True:
            found = frozenset(self._read())
            if is_settled(found) or time.monotonic() > deadline:
                return found
            time.sleep(0.2)

    def _read(self) -> Iterator[str]:
        try:
            metadata = self._admin.list_topics(timeout=_ANSWER_SECONDS)
            yield from self._brokers_and_topics(metadata)
            yield from (f"{GROUP}{group_id}" for group_id in list_group_ids(self.sandbox))
            yield from self._settings(metadata)
        except (KafkaException, KafkaError) as error:
            yield f"trouble: Kafka answers {error}"
        if self.sandbox.zookeeper_connect:
            with zookeeper_client(self.sandbox) as client:
                yield from (f"{ZNODE}{path}" for path in _walk(client, "/"))

    def _brokers_and_topics(self, metadata: Any) -> Iterator[str]:
        for broker_id in range(1, self.sandbox.settings.brokers + 1):
            if broker_id not in metadata.brokers:
                yield f"trouble: broker {broker_id} is away"
        for name, topic in metadata.topics.items():
            if not name.startswith("__"):
                yield f"{TOPIC}{name}"
            for number, partition in topic.partitions.items():
                if set(partition.isrs) != set(partition.replicas):
                    yield f"trouble: {name}-{number} has replicas out of sync"
                elif partition.leader != partition.replicas[0]:
                    yield f"trouble: {name}-{number} is led by {partition.leader}, not by its preferred leader"

    def _settings(self, metadata: Any) -> Iterator[str]:
        names = [name for name in metadata.topics if not name.startswith("__")]
        answers: dict[ConfigResource, Any] = {}
        # librdkafka takes one broker a call, since each is asked of itself.
        for broker_id in metadata.brokers:
            broker = ConfigResource(ResourceType.BROKER, str(broker_id))
            answers |= self._admin.describe_configs([broker], request_timeout=_ANSWER_SECONDS)
        if names:
            topics = [ConfigResource(ResourceType.TOPIC, name) for name in names]
            answers |= self._admin.describe_configs(topics, request_timeout=_ANSWER_SECONDS)
        for resource, answer in answers.items():
            for entry in answer.result(_ANSWER_SECONDS).values():
                if ConfigSource(entry.source) in _SET_BY_SOMEBODY:
                    yield f"setting of {resource.restype.name.lower()} {resource.name}: {entry.name}={entry.value}"

    def _sweep(self, left: Iterable[str]) -> None:
        """Removes topics, groups and znodes; what resists is told by the next file's comparison."""
        topics = [one.removeprefix(TOPIC) for one in left if one.startswith(TOPIC)]
        groups = [one.removeprefix(GROUP) for one in left if one.startswith(GROUP)]
        for answer in self._admin.delete_topics(topics).values() if topics else ():
            with contextlib.suppress(KafkaException):
                answer.result(_ANSWER_SECONDS)
        delete_groups(self.sandbox, groups)
        znodes = [one.removeprefix(ZNODE) for one in left if one.startswith(ZNODE)]
        if znodes:
            with zookeeper_client(self.sandbox) as client:
                for path in sorted(znodes, reverse=True):
                    _delete(client, path)


def list_group_ids(sandbox: Sandbox) -> list[str]:
    """The ids of all groups; asked again while a coordinator still loads. Raises kafka-python's errors."""
    deadline = time.monotonic() + _ANSWER_SECONDS
    while True:
        with closing(KafkaAdminClient(bootstrap_servers=sandbox.bootstrap_servers.split(","))) as admin:
            try:
                return sorted(group["group_id"] for group in admin.list_groups())
            except (CoordinatorLoadInProgressError, CoordinatorNotAvailableError):
                if time.monotonic() > deadline:
                    raise
        time.sleep(0.2)


def delete_groups(sandbox: Sandbox, group_ids: Sequence[str]) -> None:
    """Deletes groups; one that has members is left alone, one whose coordinator has just moved is asked for again."""
    deadline = time.monotonic() + _DELETE_SECONDS
    left = list(group_ids)
    while left:
        with closing(KafkaAdminClient(bootstrap_servers=sandbox.bootstrap_servers.split(","))) as admin:
            admin.delete_groups(left)
        left = sorted(set(left).intersection(list_group_ids(sandbox)))
        if left and time.monotonic() > deadline:
            return
        time.sleep(0.1 if left else 0.0)


@contextmanager
def leaving_as_found(sandbox: Sandbox) -> Iterator[None]:
    """For a test that fills a shared cluster with more than it could name: what is new is removed at the end."""
    watch = ClusterWatch(sandbox)
    try:
        yield
    finally:
        watch.differences(settle_seconds=0.0)


@contextmanager
def zookeeper_client(sandbox: Sandbox) -> Iterator[KazooClient]:
    """A connected client of the sandbox's ZooKeeper."""
    client = KazooClient(hosts=sandbox.zookeeper_connect)
    client.start(timeout=_ANSWER_SECONDS)
    with closing(client):
        try:
            yield client
        finally:
            client.stop()


def _delete(client: KazooClient, path: str) -> None:
    """Deletes a znode, whose children were told and are gone, or were too many to be told."""
    with contextlib.suppress(NoNodeError, NoAuthError):
        try:
            client.delete(path)  # needs the parent's permission only, which those with an ACL of their own have
        except NotEmptyError:
            client.delete(path, recursive=True)


def _walk(client: KazooClient, path: str) -> Iterator[str]:
    """Every path below, without Kafka's own and without the children of those that have very many."""
    try:
        names = client.get_children(path)
    except (NoNodeError, NoAuthError):
        return
    if path in _NOTICES or len(names) > _MOST_CHILDREN:
        return
    for name in names:
        child = f"{path.rstrip('/')}/{name}"
        if child not in _KAFKAS_OWN:
            yield child
            yield from _walk(client, child)


def _is_trouble(sentence: str) -> bool:
    return sentence.startswith("trouble: ")
