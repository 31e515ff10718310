"""What Kafka keeps in ZooKeeper of topics, partitions and the controller, read as a whole for comparing.

Formats as in kafka.zk.ZkData (Kafka 2.3-3.9).
"""

from __future__ import annotations

import base64
from collections.abc import Collection, Mapping, Sequence
from typing import Any

from kafkatui.codec.json_text import json_object
from kafkatui.model.cluster import TopicPartition
from kafkatui.model.errors import NotAuthorized, NotFound
from kafkatui.model.znode import ZnodeStat, child_path
from kafkatui.model.zookeeper_registry import LargeAnswer, RegisteredPartition, RegisteredTopic, ZooKeeperRegistry
from kafkatui.zookeeper.connection import ZooKeeperConnection
from kafkatui.zookeeper.registrations import read_broker_registrations, read_controller
from kafkatui.zookeeper.topic_registrations import DELETIONS, TOPICS
from kafkatui.zookeeper.tree import child_names, read_data, read_stats, read_znode

CONFIGS = "/config/topics"
BROKER_CONFIGS = "/config/brokers"
REQUESTS = ("/admin/reassign_partitions", "/admin/preferred_replica_election")

NOTICES = {
    "/isr_change_notification": "isr_change_0000000000",
    "/log_dir_event_notification": "log_dir_event_0000000000",
    "/config/changes": "config_change_0000000000",
    "/kafka-acl-changes": "acl_changes_0000000000",
}
"""Folders that fill up when nobody takes away what is in them, and how their children are called."""

LARGE_SHARE = 0.5
MOST_LOOKED_AT = 20
_NAME_HEAD_BYTES = 4
DATA, NAMES = "its data", "the names below it"

NO_OBJECT = "It is not a JSON object."
NO_NUMBERS = "Its brokers are not numbers."

_Data = Mapping[str, tuple[bytes | None, ZnodeStat]]


def read_registry(
    connection: ZooKeeperConnection,
    before: ZooKeeperRegistry | None = None,
    changed: Collection[str] | None = None,
) -> ZooKeeperRegistry:
    """All of it, pipelined: a request for every topic, every partition and every topic's configuration.

    Args:
        before: as it was.
        changed: paths of topics and states that may differ from that; None when nobody knows: all are read.

    Raises:
        KafkatuiError: as `errors.translate` names it.
    """
    old_topics, old_states = _unchanged(before, changed)
    names = child_names(connection, TOPICS)
    topic_data, hidden_topics = _data_of(connection, TOPICS, [name for name in names if name not in old_topics])
    config_data, hidden_configs = _data_below(connection, CONFIGS)
    broker_data, hidden_brokers = _data_below(connection, BROKER_CONFIGS)
    topics = {name: old_topics[name] if name in old_topics else _topic(name, *topic_data[name])
              for name in names if name in old_topics or name in topic_data}  # fmt: skip
    sizes = {
        TOPICS: {name: topic.size_bytes for name, topic in topics.items()},
        CONFIGS: {name: stat.data_length for name, (_, stat) in config_data.items()},
    }
    states = _states(connection, topics.values(), old_states)
    deletions = [child_path(DELETIONS, name) for name in child_names(connection, DELETIONS)]
    stats = read_stats(connection, (*deletions, *REQUESTS, *NOTICES))
    return ZooKeeperRegistry(
        brokers=read_broker_registrations(connection),
        controller=read_controller(connection),
        topics=topics,
        states=states,
        configs={name: _config(data) for name, (data, _) in config_data.items()},
        deletions={path.rsplit("/", 1)[1]: stats[path].created_ms for path in deletions if path in stats},
        requests={path: stats[path].created_ms for path in REQUESTS if path in stats},
        broker_configs={name: _config(data) for name, (data, _) in broker_data.items()},
        unreadable=hidden_topics | hidden_configs | hidden_brokers,
        large=large_answers(sizes, stats, connection.options.max_buffer_bytes),
    )


def large_answers(
    folders: Mapping[str, Mapping[str, int]], stats: Mapping[str, ZnodeStat], limit_bytes: int
) -> tuple[LargeAnswer, ...]:
    """What takes more than half of what fits into an answer.

    Args:
        folders: how many bytes of data the children of some znodes have, by name.
        stats: of others, by path.
        limit_bytes: jute.maxbuffer.
    """
    data = {child_path(folder, name): size for folder, below in folders.items() for name, size in below.items()}
    data |= {path: stat.data_length for path, stat in stats.items()}
    sizes = [(path, DATA, size) for path, size in data.items()]
    sizes += [
        (folder, NAMES, sum(len(name.encode()) + _NAME_HEAD_BYTES for name in below))
        for folder, below in folders.items()
    ]
    sizes += [
        (path, NAMES, stats[path].children_count * (len(name) + _NAME_HEAD_BYTES))
        for path, name in NOTICES.items()
        if path in stats
    ]
    return tuple(
        LargeAnswer(path, what, size, limit_bytes) for path, what, size in sizes if size > limit_bytes * LARGE_SHARE
    )


def read_topics(connection: ZooKeeperConnection, names: Collection[str]) -> dict[str, RegisteredTopic | None]:
    """Some topics; None for those that are not registered.

    Raises:
        KafkatuiError: as `errors.translate` names it.
    """
    paths = {name: child_path(TOPICS, name) for name in names}
    found = read_data(connection, list(paths.values()))
    return {name: _topic(name, *found[path]) if path in found else None for name, path in paths.items()}


def read_states(
    connection: ZooKeeperConnection, partitions: Collection[TopicPartition]
) -> dict[TopicPartition, RegisteredPartition]:
    """The states of some partitions; those without a znode are absent.

    Raises:
        KafkatuiError: as `errors.translate` names it.
    """
    found = read_data(connection, [state_path(key) for key in partitions])
    return {key: _state(*found[path]) for key in partitions if (path := state_path(key)) in found}


def read_deletions(connection: ZooKeeperConnection) -> frozenset[str]:
    """The topics that are being deleted.

    Raises:
        KafkatuiError: as `errors.translate` names it.
    """
    return frozenset(child_names(connection, DELETIONS))


def partition_of(path: str) -> TopicPartition | None:
    """The partition whose state is kept at `path`; None for any other path."""
    parts = path.split("/")
    if len(parts) == 7 and parts[4] == "partitions" and parts[6] == "state" and parts[5].isdecimal():
        return parts[3], int(parts[5])
    return None


def state_path(key: TopicPartition) -> str:
    """Where a partition's state is kept."""
    return f"{TOPICS}/{key[0]}/partitions/{key[1]}/state"


def _unchanged(
    before: ZooKeeperRegistry | None, changed: Collection[str] | None
) -> tuple[Mapping[str, RegisteredTopic], Mapping[TopicPartition, RegisteredPartition]]:
    """The topics and states that need not be read again."""
    if before is None or changed is None:
        return {}, {}
    topics = {name: topic for name, topic in before.topics.items() if child_path(TOPICS, name) not in changed}
    return topics, {key: state for key, state in before.states.items() if state_path(key) not in changed}


def _states(
    connection: ZooKeeperConnection,
    topics: Collection[RegisteredTopic],
    known: Mapping[TopicPartition, RegisteredPartition],
) -> dict[TopicPartition, RegisteredPartition]:
    partitions = [(topic.name, number) for topic in topics for number in topic.replicas]
    found = read_states(connection, [key for key in partitions if key not in known])
    return {key: state for key in partitions if (state := known.get(key) or found.get(key)) is not None}


def _data_below(connection: ZooKeeperConnection, folder: str) -> tuple[_Data, frozenset[str]]:
    """Data of the children by name, and the paths of those that are there and may not be read."""
    return _data_of(connection, folder, child_names(connection, folder))


def _data_of(connection: ZooKeeperConnection, folder: str, names: Sequence[str]) -> tuple[_Data, frozenset[str]]:
    """The same of those children only."""
    paths = {name: child_path(folder, name) for name in names}
    found = read_data(connection, list(paths.values()))
    missing = [path for path in paths.values() if path not in found]
    hidden = {path for path in missing[:MOST_LOOKED_AT] if _is_hidden(connection, path)}
    if hidden:  # of so many each is asked for once more; the others will be like them
        hidden |= set(missing[MOST_LOOKED_AT:])
    return {name: found[path] for name, path in paths.items() if path in found}, frozenset(hidden)


def _is_hidden(connection: ZooKeeperConnection, path: str) -> bool:
    """Whether a znode is there and its data may not be read; else it is gone since it was listed."""
    try:
        return bool(read_znode(connection, path, with_acl=False).data_error)
    except NotFound:
        return False
    except NotAuthorized:
        return True


def _topic(name: str, data: bytes | None, stat: ZnodeStat) -> RegisteredTopic:
    fields = json_object(data)
    listed = (fields or {}).get("partitions")
    if not isinstance(listed, dict):
        return RegisteredTopic(name, {}, None, stat.created_ms, NO_OBJECT, stat.data_length, stat.czxid)
    replicas = {int(number): _ids(brokers) for number, brokers in listed.items() if str(number).isdecimal()}
    error = NO_NUMBERS if None in replicas.values() or len(replicas) < len(listed) else ""
    whole = {number: brokers for number, brokers in sorted(replicas.items()) if brokers is not None}
    identity = _topic_id((fields or {}).get("topic_id"))
    return RegisteredTopic(name, whole, identity, stat.created_ms, error, stat.data_length, stat.czxid)


def _topic_id(text: Any) -> str | None:
    """The id if it is one: 16 bytes in base64 for URLs, without padding."""
    if not isinstance(text, str):
        return None
    try:
        return text if len(base64.urlsafe_b64decode(f"{text}==")) == 16 else None
    except ValueError:
        return None


def _state(data: bytes | None, stat: ZnodeStat) -> RegisteredPartition:
    fields = json_object(data) or {}
    leader, isr = fields.get("leader"), _ids(fields.get("isr"))
    if not isinstance(leader, int) or isr is None:
        return RegisteredPartition(-1, -1, (), -1, stat.modified_ms, NO_OBJECT if not fields else NO_NUMBERS)
    return RegisteredPartition(
        leader, _integer(fields.get("leader_epoch")), isr, _integer(fields.get("controller_epoch")), stat.modified_ms
    )


def _config(data: bytes | None) -> Mapping[str, str] | None:
    config = (json_object(data) or {}).get("config")
    return {str(name): str(value) for name, value in config.items()} if isinstance(config, dict) else None


def _ids(value: Any) -> tuple[int, ...] | None:
    if not isinstance(value, list) or not all(isinstance(each, int) for each in value):
        return None
    return tuple(value)


def _integer(value: Any) -> int:
    return value if isinstance(value, int) else -1
