"""What changed, told as events: readings of one cluster compared with those before."""

from __future__ import annotations

import time
from collections.abc import Callable, Collection, Iterable, Mapping
from dataclasses import dataclass

from kafkatui.insight.changes import (
    PartitionChange,
    is_other_cluster,
    made_anew,
    partition_changes,
    with_latest,
    with_untold_of,
)
from kafkatui.insight.events import Moment, differences
from kafkatui.insight.partition_past import PartitionPast
from kafkatui.model.cluster import ClusterMetadata, TopicPartition
from kafkatui.model.event import Event, Severity
from kafkatui.model.place import Place, PlaceKind
from kafkatui.model.znode import ZooKeeperStatus
from kafkatui.session.event_log import EventLog


@dataclass(frozen=True, slots=True)
class Turn:
    """What a new reading of the metadata means for what else was read.

    Attributes:
        is_first: nothing was read before.
        is_other_cluster: another cluster answers at the same addresses.
        have_brokers_changed: a broker came, left or moved.
        have_leaders_moved: some partition has another leader.
        made_anew: topics that are others now under the same name.
        gone: topics that are not there any more.
    """

    is_first: bool = False
    is_other_cluster: bool = False
    have_brokers_changed: bool = False
    have_leaders_moved: bool = False
    made_anew: frozenset[str] = frozenset()
    gone: frozenset[str] = frozenset()


class Timeline:
    """One cluster's events, the last change of each partition, and what is remembered of older ones.

    Thread-safe where it is asked; told by one thread.

    Args:
        cluster: the profile's name, which every event carries.
        on_events: told of new ones.
    """

    def __init__(self, cluster: str, on_events: Callable[[tuple[Event, ...]], None]) -> None:
        self.events = EventLog()
        self.partition_changes: Mapping[TopicPartition, PartitionChange] = {}
        self.past = PartitionPast()
        self._cluster = cluster
        self._on_events = on_events
        self._compared: ClusterMetadata | None = None

    def add(self, events: Iterable[Event]) -> None:
        """Take events from elsewhere."""
        told = tuple(events)
        if told:
            self.events.extend(told)
            self._on_events(told)

    def see_metadata(self, metadata: ClusterMetadata) -> Turn:
        """Compare the metadata with the last one and tell what changed."""
        before = self._compared
        if before is None:
            self._compared = metadata
            return Turn(is_first=True)
        now = time.time()
        if is_other_cluster(before, metadata):
            self._compared, self.partition_changes, self.past = metadata, {}, PartitionPast()
            self.add(differences(self._cluster, before, metadata, Moment(now)))
            return Turn(is_other_cluster=True, have_brokers_changed=True)
        self._compared = after = with_untold_of(metadata, before)
        changes = partition_changes(before, after, now)
        others = made_anew(before, after) | (before.topics.keys() - after.topics.keys())
        self.partition_changes = with_latest(self._changes_without(others), changes)
        self.past = self.past.without(others).with_changes(changes, now)
        self.add(differences(self._cluster, before, after, Moment(now)))
        return Turn(
            have_brokers_changed=before.brokers.keys() != after.brokers.keys(),
            have_leaders_moved=any(change.before.leader != change.after.leader for change in changes),
            made_anew=made_anew(before, after),
            gone=frozenset(before.topics.keys() - after.topics.keys()),
        )

    def see_reachability(self, before: Collection[int], after: Collection[int], live: Collection[int]) -> None:
        """Tell which of the `live` brokers stopped or began to answer; `before` and `after` do not."""
        events = [
            self._event(Severity.BAD, "kafka", f"broker {broker_id}", "does not answer", PlaceKind.BROKER, broker_id)
            for broker_id in sorted((set(after) - set(before)) & set(live))
        ]
        events += [
            self._event(Severity.GOOD, "kafka", f"broker {broker_id}", "answers again", PlaceKind.BROKER, broker_id)
            for broker_id in sorted((set(before) - set(after)) & set(live))
        ]
        self.add(events)

    def see_zookeeper_state(self, state: str) -> None:
        """Tell that the session with the ensemble was lost, or may be."""
        texts = {"lost": "session lost", "suspended": "connection lost, the session may survive"}
        if state in texts:
            self.add([self._zookeeper_event(Severity.WARNING, texts[state])])

    def see_zookeeper(self, before: ZooKeeperStatus | None, after: ZooKeeperStatus) -> bool:
        """Tell that ZooKeeper was set back or replaced.

        Returns:
            whether what was read from it is of no use any more.
        """
        if before is None:
            return False
        if after.set_back_at_seconds != before.set_back_at_seconds:
            text = "was set back: it is in an older state than the one it showed before (restored, or made anew)"
            self.add([self._zookeeper_event(Severity.BAD, text)])
        is_other = None not in (before.cluster_id, after.cluster_id) and before.cluster_id != after.cluster_id
        if is_other:
            text = f"another cluster is registered there now: {after.cluster_id}, it was {before.cluster_id}"
            self.add([self._zookeeper_event(Severity.BAD, text)])
        return is_other or after.set_back_at_seconds != before.set_back_at_seconds

    def _changes_without(self, others: Collection[str]) -> Mapping[TopicPartition, PartitionChange]:
        """The changes so far without those of topics that are gone or were made anew."""
        if not others:
            return self.partition_changes
        return {key: change for key, change in self.partition_changes.items() if key[0] not in others}

    def _zookeeper_event(self, severity: Severity, text: str) -> Event:
        return self._event(severity, "zookeeper", "ZooKeeper", text, PlaceKind.ZOOKEEPER, "")

    def _event(
        self, severity: Severity, source: str, subject: str, text: str, kind: PlaceKind, name: int | str
    ) -> Event:
        place = Place(self._cluster, kind, str(name))
        return Event(time.time(), self._cluster, severity, source, subject, text, place)
