"""Reading what a cluster is set up as."""

from __future__ import annotations

import time
from collections.abc import Callable, Collection
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path
from typing import TypeVar

from kafkatui.codec.cluster_snapshot import read_snapshot
from kafkatui.model.cluster import ClusterMetadata
from kafkatui.model.cluster_state import ClusterState, GroupState, StatePart, TopicState
from kafkatui.model.errors import KafkatuiError, NotFound, NotSupported, RequestFailed
from kafkatui.model.group import WHOLE_GROUP
from kafkatui.model.profile import Profile
from kafkatui.session.feeds import METADATA, AclsFeed, GroupsFeed, TopicConfigsFeed
from kafkatui.session.kafka_addresses import with_kafka_addresses
from kafkatui.session.session import ClusterSession

T = TypeVar("T")

CONFIG_BATCH = 500
"""Topics whose configuration is asked for in one request."""

CLOSE_SECONDS = 1.0


def read_state(profile: Profile, ignored: Collection[StatePart] = ()) -> ClusterState:
    """What is there now, through connections of its own. Changes nothing; each request has its time-out.

    Args:
        ignored: parts that need not be read.

    Raises:
        KafkatuiError: not even its topics could be read.
    """
    session = ClusterSession(with_kafka_addresses(profile))
    not_read: dict[StatePart, str] = {}

    def part(which: StatePart, read: Callable[[], T]) -> T | None:
        if which in ignored:
            return None
        try:
            return read()
        except KafkatuiError as error:
            not_read[which] = str(error)
            return None

    try:
        metadata = session.fetch(METADATA)
        configs = part(StatePart.CONFIGS, lambda: _configs(session, metadata)) or {}
        groups = part(StatePart.GROUPS, lambda: _groups(session))
        acls, has_authorizer = part(StatePart.ACLS, lambda: _acls(session)) or (None, None)
    finally:
        session.close(CLOSE_SECONDS)
    topics = {
        name: TopicState(len(topic.partitions), topic.replication_factor, configs.get(name))
        for name, topic in metadata.topics.items()
        if not topic.is_internal
    }
    taken_at = time.strftime("%Y-%m-%dT%H:%M:%SZ", time.gmtime())
    return ClusterState(
        profile.name, metadata.cluster_id or "", taken_at, topics, groups, acls, has_authorizer, not_read
    )


def _configs(session: ClusterSession, metadata: ClusterMetadata) -> dict[str, dict[str, str]]:
    """The topics' own properties; sensitive ones have no value to compare."""
    names = [name for name, topic in metadata.topics.items() if not topic.is_internal]
    found: dict[str, dict[str, str]] = {}
    for start in range(0, len(names), CONFIG_BATCH):
        for name, entries in session.fetch(TopicConfigsFeed(tuple(names[start : start + CONFIG_BATCH]))).items():
            found[name] = {each.name: each.value or "" for each in entries if each.is_own and not each.is_sensitive}
    missing = [name for name in names if name not in found]
    if missing:
        raise RequestFailed(f"The configuration of {missing[0]} was not told.")
    return found


def _groups(session: ClusterSession) -> dict[str, GroupState]:
    sample = session.fetch(GroupsFeed())
    if sample.errors:
        raise RequestFailed(sample.errors[0])
    for group_id, offsets in sample.committed.items():
        if WHOLE_GROUP in offsets.errors:
            raise RequestFailed(f"{group_id}: {offsets.errors[WHOLE_GROUP]}")
    return {
        group.id: GroupState(group.type, tuple(sorted({topic for topic, _ in sample.committed[group.id].committed})))
        for group in sample.groups
    }


def _acls(session: ClusterSession) -> tuple[tuple[str, ...], bool]:
    """The ACLs, and whether there can be any."""
    try:
        return tuple(sorted(acl.text for acl in session.fetch(AclsFeed()))), True
    except NotSupported:
        return (), False


def read_snapshot_file(path: Path) -> ClusterState:
    """What a file of `kafkatui cluster snapshot` tells.

    Raises:
        NotFound: it cannot be read.
        UsageError: it is none.
    """
    try:
        return read_snapshot(path.read_text(encoding="utf-8"), str(path))
    except OSError as error:
        raise NotFound(f"{path} cannot be read: {error.strerror}.") from None
    except UnicodeDecodeError:
        return read_snapshot("", str(path))


def read_both(
    left: Profile | Path, right: Profile | Path, ignored: Collection[StatePart] = ()
) -> tuple[ClusterState, ClusterState]:
    """Two sides, each a cluster or a file, at the same time.

    Raises:
        KafkatuiError: one of them could not be read.
    """

    def read(side: Profile | Path) -> ClusterState:
        return read_snapshot_file(side) if isinstance(side, Path) else read_state(side, ignored)

    with ThreadPoolExecutor(2, thread_name_prefix="compare") as pool:
        ours, theirs = pool.map(read, (left, right))
    return ours, theirs
