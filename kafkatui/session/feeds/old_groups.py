"""Groups that keep their offsets in ZooKeeper, beside those that Kafka knows."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from typing import TYPE_CHECKING, ClassVar

from kafkatui.insight.lag import group_lag
from kafkatui.model.cluster import ClusterMetadata
from kafkatui.model.errors import KafkatuiError, NotSupported
from kafkatui.model.group import Group, GroupOffsets
from kafkatui.model.group_samples import GroupSample, GroupsSample
from kafkatui.model.observed import Observed
from kafkatui.model.offset_sample import OffsetSample
from kafkatui.session.feeds.base import Feed
from kafkatui.session.feeds.kafka import read_sample

if TYPE_CHECKING:
    from kafkatui.session.clients import Clients
    from kafkatui.zookeeper.connection import ZooKeeperConnection

NOT_LINKED = "The ensemble is not known to be this cluster's, so it is not asked for groups."


class OldGroupsFeed(Feed[GroupsSample], frozen=True):
    """Every group of the old consumer (Kafka 0.8 to 1.1), with owners as members and what it committed."""

    interval_seconds: ClassVar[float] = 8.0
    lane: ClassVar[str] = "zookeeper"

    def read(
        self, clients: Clients, previous: Observed[GroupsSample], publish: Callable[[GroupsSample], None]
    ) -> GroupsSample:
        from kafkatui.zookeeper.old_groups import read_old_groups

        groups, committed = read_old_groups(linked_zookeeper(clients))
        offsets = _ends(clients, groups, committed, previous.map(lambda sample: sample.offsets))
        counts = {name: len(topic.partitions) for name, topic in clients.metadata().topics.items()}
        lags = {group.id: group_lag(group, committed[group.id], offsets.ranges, topics=counts) for group in groups}
        return GroupsSample(groups, committed, offsets, (), lags)


def read_old_group(clients: Clients, group_id: str, previous: Observed[GroupSample]) -> GroupSample | None:
    """One of them in detail; None where ZooKeeper has none of that name, or cannot be asked."""
    from kafkatui.zookeeper.old_groups import read_old_groups

    try:
        groups, committed = read_old_groups(linked_zookeeper(clients), group_id)
    except KafkatuiError:
        return None
    if not groups:
        return None
    offsets = _ends(clients, groups, committed, previous.map(lambda sample: sample.offsets))
    return GroupSample(groups[0], committed[group_id], offsets, {})


def linked_zookeeper(clients: Clients) -> ZooKeeperConnection:
    """The ensemble, where it says that it is this cluster's.

    Raises:
        NotSupported: it is another's, or there is none.
        KafkatuiError: it does not answer.
    """
    from kafkatui.zookeeper.registrations import read_cluster_id

    settings = clients.profile.zookeeper
    if settings is None or (settings.is_assumed and clients.zookeeper_if_started() is None):
        raise NotSupported("No ZooKeeper is configured for this cluster.")
    connection = clients.zookeeper()
    theirs, ours = read_cluster_id(connection), clients.metadata().cluster_id
    if theirs is None or theirs != ours:
        raise NotSupported(NOT_LINKED)
    return connection


def _ends(
    clients: Clients,
    groups: tuple[Group, ...],
    committed: Mapping[str, GroupOffsets],
    previous: Observed[OffsetSample],
) -> OffsetSample:
    from kafkatui.session.feeds.groups import partitions_of

    metadata: ClusterMetadata = clients.metadata()
    wanted = sorted({each for group in groups for each in partitions_of(metadata, group, committed[group.id])})
    return read_sample(clients, wanted, previous)
