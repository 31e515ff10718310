"""Groups of the old consumer, which kept members, owners and offsets in ZooKeeper (Kafka 0.8 to 1.1).

The layout is that of "Consumer registry", "Consumer offsets" and "Partition owner registry" in Kafka's documentation.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from functools import partial
from typing import Any

from kazoo.client import KazooClient
from kazoo.exceptions import NoAuthError, NoNodeError

from kafkatui.model.cluster import TopicPartition
from kafkatui.model.group import OLD, Group, GroupMember, GroupOffsets
from kafkatui.zookeeper.connection import ZooKeeperConnection
from kafkatui.zookeeper.errors import translate
from kafkatui.zookeeper.tree import read_each

CONSUMERS = "/consumers"
_IN_FLIGHT = 256
_NO_NUMBER = "its znode holds no number"


def read_old_groups(
    connection: ZooKeeperConnection, only: str | None = None
) -> tuple[tuple[Group, ...], dict[str, GroupOffsets]]:
    """The groups that have members or offsets, by name, and what each committed.

    Args:
        only: the one that is meant; None: all of them.

    Raises:
        KafkatuiError: as `errors.translate` names it.
    """
    names = sorted(_children(connection, [CONSUMERS])[CONSUMERS]) if only is None else [only]
    parts = {name: {part: f"{CONSUMERS}/{name}/{part}" for part in ("ids", "owners", "offsets")} for name in names}
    below = _children(connection, [path for paths in parts.values() for path in paths.values()])
    topics = [f"{paths[part]}/{topic}" for paths in parts.values() for part in ("owners", "offsets")
              for topic in below[paths[part]]]  # fmt: skip
    partitions = _children(connection, topics)
    leaves = [f"{path}/{number}" for path, numbers in partitions.items() for number in numbers if number.isdecimal()]
    data = {path: read[0] or b"" for path, read in read_each(connection, leaves).items() if read is not None}
    groups, offsets = [], {}
    for name, paths in parts.items():
        owners = {key: _text(value) for key, value in _below(paths["owners"], data)}
        committed, errors = _committed(_below(paths["offsets"], data))
        ids = below[paths["ids"]]
        if ids or owners or committed or errors:
            groups.append(_group(name, ids, owners))
            offsets[name] = GroupOffsets(name, committed, {}, errors)
    return tuple(groups), offsets


def _group(name: str, ids: Iterable[str], owners: Mapping[TopicPartition, str]) -> Group:
    """An owner is a member's id and the number of its thread behind a dash."""
    assigned: dict[str, list[TopicPartition]] = {each: [] for each in ids}
    for key, owner in owners.items():
        assigned.setdefault(owner.rpartition("-")[0] or owner, []).append(key)
    members = tuple(
        GroupMember(each, each, _host(name, each), tuple(sorted(keys)), topics=tuple(sorted({key[0] for key in keys})))
        for each, keys in sorted(assigned.items())
    )
    return Group(name, "Stable" if members else "Empty", OLD, members=members)


def _host(group: str, consumer: str) -> str:
    """Of `GROUP_HOST-MILLISECONDS-RANDOM`; empty where a member was named otherwise."""
    parts = consumer.removeprefix(f"{group}_").rsplit("-", 2)
    return parts[0] if len(parts) == 3 else ""


def _committed(
    found: Iterable[tuple[TopicPartition, bytes]],
) -> tuple[dict[TopicPartition, int], dict[TopicPartition, str]]:
    committed, errors = {}, {}
    for key, value in found:
        text = _text(value)
        if text.isascii() and text.isdecimal():
            committed[key] = int(text)
        else:
            errors[key] = _NO_NUMBER
    return committed, errors


def _text(data: bytes) -> str:
    return data.decode("utf-8", "replace").strip()


def _below(folder: str, data: Mapping[str, bytes]) -> Iterable[tuple[TopicPartition, bytes]]:
    """Of `FOLDER/TOPIC/PARTITION`."""
    for path, value in data.items():
        if path.startswith(f"{folder}/"):
            topic, _, number = path[len(folder) + 1 :].rpartition("/")
            yield (topic, int(number)), value


def _children(connection: ZooKeeperConnection, paths: Sequence[str]) -> dict[str, list[str]]:
    """Names below each; none where there is no such znode, or it may not be listed."""
    found: dict[str, list[str]] = {}
    what = "read the groups in ZooKeeper"
    for start in range(0, len(paths), _IN_FLIGHT):
        batch = paths[start : start + _IN_FLIGHT]
        outcomes = connection.outcomes([partial(_list, path=path) for path in batch], what)
        for path, outcome in zip(batch, outcomes, strict=True):
            if isinstance(outcome, Exception) and not isinstance(outcome, NoNodeError | NoAuthError):
                raise translate(outcome, what, connection.server) from outcome
            found[path] = [] if isinstance(outcome, Exception) else list(outcome)
    return found


def _list(client: KazooClient, path: str) -> Any:
    return client.get_children_async(path)
