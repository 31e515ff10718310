"""What changed, told as events: readings of one cluster compared with those before."""

from __future__ import annotations

import threading
import time
from collections.abc import Callable, Collection, Iterable, Mapping

from msgspec import Struct

from kafkatui.insight.changes import (
    PartitionChange,
    is_other_cluster,
    made_anew,
    partition_changes,
    with_latest,
    with_untold_of,
)
from kafkatui.insight.events import Moment, differences
from kafkatui.insight.partition_histories import Histories, with_changes, without_topics
from kafkatui.insight.partition_past import PartitionPast
from kafkatui.insight.told_state import Step, ToldState
from kafkatui.model.cluster import ClusterMetadata, TopicPartition
from kafkatui.model.event import Event, EventKind, Severity
from kafkatui.model.place import Place, PlaceKind
from kafkatui.model.registry_look import RegistryLook
from kafkatui.model.replacing import replace
from kafkatui.model.znode import ZooKeeperStatus
from kafkatui.session.event_log import EventLog


class Turn(Struct, frozen=True):
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

    Thread-safe where it is asked; told by any.

    Args:
        cluster: the profile's name, which every event carries.
        on_events: told of new ones.
    """

    def __init__(self, cluster: str, on_events: Callable[[tuple[Event, ...]], None]) -> None:
        self.events = EventLog()
        self.partition_changes: Mapping[TopicPartition, PartitionChange] = {}
        self.histories: Histories = {}
        self.past = PartitionPast()
        self.cluster = cluster
        self._on_events = on_events
        self._lock = threading.RLock()
        self._read: ClusterMetadata | None = None
        """The metadata as it was read last; what was told of may be ahead of it."""
        self._read_at_seconds = time.time()
        self._told: ToldState | None = None
        self._is_zookeeper_away = False
        self._registered: Mapping[int, int] = {}
        """Which transaction made each broker's registration."""

    def add(self, events: Iterable[Event]) -> None:
        """Take events from elsewhere."""
        told = tuple(events)
        if told:
            self.events.extend(told)
            self._on_events(told)

    def see_metadata(self, metadata: ClusterMetadata) -> Turn:
        """Compare the metadata with the last one and tell what changed and was not told of yet."""
        with self._lock:
            before, since, now = self._read, self._read_at_seconds, time.time()
            self._read_at_seconds = now
            if before is None or self._told is None:
                self._read, self._told = metadata, ToldState(metadata)
                return Turn(is_first=True)
            if is_other_cluster(before, metadata):
                self._read, self._told = metadata, ToldState(metadata)
                self.partition_changes, self.past, self.histories = {}, PartitionPast(), {}
                self._registered = {}
                self.add(differences(self.cluster, before, metadata, Moment(now)))
                return Turn(is_other_cluster=True, have_brokers_changed=True)
            is_same = self._told.metadata is before and not self._told.has_news
            step = self._told.take_metadata(metadata)
            self._read = after = step.after if is_same else with_untold_of(metadata, before)
            changes = self._tell(step, Moment(now, within_seconds=max(0.0, now - since)))
            if not is_same:
                changes = partition_changes(before, after, now)
            return Turn(
                have_brokers_changed=before.brokers.keys() != after.brokers.keys(),
                have_leaders_moved=any(change.before.leader != change.after.leader for change in changes),
                made_anew=made_anew(before, after),
                gone=frozenset(before.topics.keys() - after.topics.keys()),
            )

    def see_registry(self, look: RegistryLook) -> bool:
        """Tell what ZooKeeper's watches told of, once the metadata was read.

        Returns:
            whether anything changed.
        """
        with self._lock:
            if self._told is None:
                return False
            now = time.time()
            anew = self._registered_anew(look, now)
            step = self._told.take_registry(look)
            self._tell(step, Moment(now, "zookeeper", None, _changed_at(look, step)))
            self.add(anew)
            return step.before is not step.after or bool(anew)

    def _tell(self, step: Step, moment: Moment) -> list[PartitionChange]:
        before, after = step.before, step.after
        if before is after:
            return []
        changes = partition_changes(before, after, moment.at_seconds)
        others = made_anew(before, after) | (before.topics.keys() - after.topics.keys())
        self.partition_changes = with_latest(self._changes_without(others), changes)
        self.past = self.past.without(others).with_changes(changes, moment.at_seconds)
        self.histories = with_changes(without_topics(self.histories, frozenset(others)), changes)
        self.add(differences(self.cluster, before, after, moment, changes=changes))
        return changes

    def _registered_anew(self, look: RegistryLook, now: float) -> list[Event]:
        """Brokers that are registered by another session than before, though nobody saw them leave."""
        if look.brokers is None:
            return []
        before = self._registered
        self._registered = {broker_id: each.stat.czxid for broker_id, each in look.brokers.items()}
        return [
            replace(
                self._event(
                    Severity.WARNING, "zookeeper", f"broker {broker_id}",
                    "registered anew: it was restarted, or its session had ended", PlaceKind.BROKER, broker_id,
                ),
                kind=EventKind.BROKER,
                changed_at_seconds=each.stat.created_ms / 1000,
            )
            for broker_id, each in look.brokers.items()
            if before.get(broker_id, each.stat.czxid) != each.stat.czxid
        ]  # fmt: skip

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
        """Tell that the session with the ensemble was lost, or may be, and that it is back."""
        texts = {"lost": "session lost", "suspended": "connection lost, the session may survive"}
        if state in texts:
            self.add([self._zookeeper_event(Severity.WARNING, texts[state])])
        elif state == "connected" and self._is_zookeeper_away:
            self.add([self._zookeeper_event(Severity.GOOD, "connected again")])
        self._is_zookeeper_away = state in texts or (self._is_zookeeper_away and state != "connected")

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
        place = Place(self.cluster, kind, str(name))
        event_kind = EventKind.BROKER if kind is PlaceKind.BROKER else EventKind.SESSION
        return Event(time.time(), self.cluster, severity, source, subject, text, place, event_kind)


def _changed_at(look: RegistryLook, step: Step) -> dict[tuple[PlaceKind, str, str], float]:
    """When what the look has was changed, by the znodes' own times."""
    times = {
        (PlaceKind.TOPIC, name, str(number)): state.modified_ms / 1000 for (name, number), state in look.states.items()
    }
    for name, topic in look.topics.items():
        if topic is not None and name not in step.before.topics:
            times[PlaceKind.TOPIC, name, ""] = topic.created_ms / 1000
    for broker_id, registration in (look.brokers or {}).items():
        if broker_id not in step.before.brokers:
            times[PlaceKind.BROKER, str(broker_id), ""] = registration.stat.created_ms / 1000
    controller = look.controller
    if controller is not None and controller.broker_id is not None and controller.timestamp_ms is not None:
        times.setdefault((PlaceKind.BROKER, str(controller.broker_id), ""), controller.timestamp_ms / 1000)
    return times
