"""The cluster as the timeline has told of it, from whichever of ZooKeeper and the metadata was there first.

What a watch told of is in the metadata a moment later: it is then no news. A broker that lags behind still tells the
state before, which is no change back either.
"""

from __future__ import annotations

import time
from collections.abc import Callable, Mapping

from msgspec import Struct

from kafkatui.insight.changes import with_untold_of
from kafkatui.insight.topic_succession import TopicSuccession
from kafkatui.model.cluster import Broker, ClusterMetadata, Partition, Topic, TopicPartition
from kafkatui.model.registration import BrokerRegistration
from kafkatui.model.registry_look import RegistryLook
from kafkatui.model.replacing import replace
from kafkatui.model.zookeeper_registry import RegisteredTopic

HOLD_SECONDS = 15.0
"""So long metadata that tells what was before a watch's news is taken for late; after that it is believed."""

_UNKNOWN_HOST = "?"


class Step(Struct, frozen=True):
    """The state before and after a reading, to be compared."""

    before: ClusterMetadata
    after: ClusterMetadata


class ToldState:
    """Used by one thread at a time.

    Args:
        metadata: the first reading.
        clock: monotonic seconds.
    """

    def __init__(self, metadata: ClusterMetadata, clock: Callable[[], float] = time.monotonic) -> None:
        self.metadata = metadata
        self._clock = clock
        self._brokers: dict[int, tuple[Broker | None, float]] = {}
        self._topics: dict[str, tuple[Topic | None, float]] = {}
        self._partitions: dict[TopicPartition, tuple[set[Partition], float]] = {}
        self._controller: tuple[set[int | None], float] = (set(), 0.0)
        self._young: dict[str, float] = {}
        """Topics that a watch told of, whose partitions have no leaders at first, until when."""
        self._identities = TopicSuccession()

    @property
    def has_news(self) -> bool:
        """Whether a watch told of something that the metadata may not know yet."""
        is_controller_news = self._controller[1] > self._clock()
        return bool(self._brokers or self._topics or self._partitions or self._young or is_controller_news)

    def take_metadata(self, read: ClusterMetadata) -> Step:
        """A reading of the metadata, less what it tells late."""
        before = self.metadata
        self._forget_old()
        read = self._identities.without_former(read)
        after = with_untold_of(self._with_news(read) if self.has_news else read, before)
        self._identities.take(before, after)
        before = self._with_young_of(before, after)
        for name in [name for name in self._young if name in after.topics and _is_whole(after.topics[name])]:
            del self._young[name]
        self.metadata = after
        return Step(before, after)

    def take_registry(self, look: RegistryLook) -> Step:
        """What watches told of."""
        before = self.metadata
        self._forget_old()
        until = self._clock() + HOLD_SECONDS
        after = before
        if look.brokers is not None:
            after = self._with_brokers(after, look.brokers, until)
        if look.controller is not None:
            after = self._with_controller(after, look.controller.broker_id, until)
        grown_before = set(self._young)
        look = self._identities.looked_at(look)
        before = self._identities.with_known(before, look)
        topics = self._with_topics(after.topics, look, until)
        if topics is not None:
            after = replace(after, topics=topics)
        before = self._with_young_of(before, after, grown_before)
        self.metadata = after
        return Step(before, after)

    def _with_brokers(
        self, known: ClusterMetadata, registered: Mapping[int, BrokerRegistration], until: float
    ) -> ClusterMetadata:
        brokers = {broker_id: each for broker_id, each in known.brokers.items() if broker_id in registered}
        for broker_id in known.brokers.keys() - registered.keys():
            self._brokers[broker_id] = (None, until)
        for broker_id, registration in registered.items():
            if broker_id not in brokers:
                brokers[broker_id] = _broker(registration)
                self._brokers[broker_id] = (brokers[broker_id], until)
        if brokers.keys() == known.brokers.keys():
            return known
        return replace(known, brokers=dict(sorted(brokers.items())))

    def _with_controller(self, known: ClusterMetadata, broker_id: int | None, until: float) -> ClusterMetadata:
        if broker_id is None or broker_id == known.controller_id:  # the next one is elected at once
            return known
        self._controller = ({*self._controller[0], known.controller_id} - {broker_id}, until)
        return replace(known, controller_id=broker_id, is_controller_known=True)

    def _with_topics(self, known: Mapping[str, Topic], look: RegistryLook, until: float) -> dict[str, Topic] | None:
        topics = dict(known)
        for name, registered in look.topics.items():
            old = topics.get(name)
            if registered is None:
                if topics.pop(name, None) is not None:
                    self._topics[name] = (None, until)
            elif old is not None and self._identities.is_another(old, registered):
                topics[name] = _with_replicas(_named(name, registered), registered)
                self._note(old, topics[name], until)
                self._young[name] = until
            elif old is None or len(registered.replicas) > len(old.partitions):
                topics[name] = _with_replicas(old or _named(name, registered), registered)
                self._topics[name] = (topics[name], until)
                self._young[name] = until
            elif not registered.error:
                topics[name] = _with_replicas(old, registered)
                self._note(old, topics[name], until)
        for (name, number), state in look.states.items():
            old = topics.get(name)
            if old is not None and not state.error:
                topics[name] = _with_state(old, number, state.leader, state.isr)
                self._note(old, topics[name], until)
        self._identities.note(known, look)
        changed = topics.keys() != known.keys() or any(known.get(name) is not topic for name, topic in topics.items())
        return dict(sorted(topics.items())) if changed else None

    def _note(self, old: Topic, new: Topic, until: float) -> None:
        """Remember what the changed partitions were, to know it again when it is told late."""
        for was, now in zip(old.partitions, new.partitions, strict=False):
            if was != now:
                key = (was.topic, was.id)
                olds = self._partitions.get(key, (set(), 0.0))[0]
                self._partitions[key] = ({*olds, was} - {now}, until)

    def _with_news(self, read: ClusterMetadata) -> ClusterMetadata:
        """The metadata with what watches told of and it does not know yet."""
        brokers = dict(read.brokers)
        for broker_id, (broker, _) in self._brokers.items():
            if broker is None:
                brokers.pop(broker_id, None)
            else:
                brokers.setdefault(broker_id, broker)
        if brokers.keys() != read.brokers.keys():
            read = replace(read, brokers=dict(sorted(brokers.items())))
        if self._controller[1] > self._clock() and read.controller_id in self._controller[0]:
            read = replace(read, controller_id=self.metadata.controller_id)
        if not self._topics and not self._partitions:
            return read
        topics = dict(read.topics)
        for name, (topic, _) in self._topics.items():
            found = topics.get(name)
            if topic is None:
                topics.pop(name, None)
            elif found is None or len(found.partitions) < len(topic.partitions):
                topics[name] = self.metadata.topics.get(name, topic)
        for (name, number), (olds, _) in self._partitions.items():
            found, told = topics.get(name), self.metadata.topics.get(name)
            if found is not None and told is not None:
                topics[name] = _kept(found, told, number, olds)
        return replace(read, topics=dict(sorted(topics.items())))

    def _with_young_of(
        self, before: ClusterMetadata, after: ClusterMetadata, young: set[str] | None = None
    ) -> ClusterMetadata:
        """`before` with the partitions that new topics have by now: that they got leaders is part of being created."""
        names = [
            name
            for name in (self._young if young is None else young)
            if name in before.topics and name in after.topics and before.topics[name] is not after.topics[name]
        ]
        if not names:
            return before
        topics = {name: _with_partitions_of(before.topics[name], after.topics[name]) for name in names}
        return replace(before, topics={**before.topics, **topics})

    def _forget_old(self) -> None:
        now = self._clock()
        self._brokers = {key: each for key, each in self._brokers.items() if each[1] > now}
        self._topics = {key: each for key, each in self._topics.items() if each[1] > now}
        self._partitions = {key: each for key, each in self._partitions.items() if each[1] > now}
        self._young = {name: until for name, until in self._young.items() if until > now}


def _broker(registration: BrokerRegistration) -> Broker:
    first = registration.endpoints[0] if registration.endpoints else None
    host, port = (first.host, first.port) if first is not None else (_UNKNOWN_HOST, 0)
    return Broker(registration.id, host, port, registration.rack)


def _named(name: str, registered: RegisteredTopic) -> Topic:
    """A topic that has no partitions yet."""
    return Topic(name, (), name.startswith("__"), identity=registered.identity)


def _with_replicas(topic: Topic, registered: RegisteredTopic) -> Topic:
    known = {partition.id: partition for partition in topic.partitions}
    partitions = []
    for number, replicas in sorted(registered.replicas.items()):
        old = known.get(number)
        if old is None:
            partitions.append(Partition(topic.name, number, -1, replicas, ()))
        else:
            partitions.append(old if old.replicas == replicas else replace(old, replicas=replicas))
    return topic if tuple(partitions) == topic.partitions else replace(topic, partitions=tuple(partitions))


def _with_state(topic: Topic, number: int, leader: int, isr: tuple[int, ...]) -> Topic:
    partitions = tuple(
        replace(each, leader=leader, isr=isr)
        if each.id == number and (each.leader, set(each.isr)) != (leader, set(isr))
        else each
        for each in topic.partitions
    )
    return topic if partitions == topic.partitions else replace(topic, partitions=partitions)


def _kept(found: Topic, told: Topic, number: int, olds: set[Partition]) -> Topic:
    """The topic with the partition as it was told, as far as the metadata still has it as it was before.

    Leader and ISR each by itself: a broker may know of the one and not of the other.
    """
    new = next((each for each in told.partitions if each.id == number), None)
    if new is None:
        return found
    leaders, isrs = {old.leader for old in olds}, {frozenset(old.isr) for old in olds}
    replicas = {old.replicas for old in olds}
    partitions = tuple(
        replace(
            each,
            leader=new.leader if each.leader in leaders else each.leader,
            isr=new.isr if frozenset(each.isr) in isrs else each.isr,
            replicas=new.replicas if each.replicas in replicas else each.replicas,
        )
        if each.id == number
        else each
        for each in found.partitions
    )
    return replace(found, partitions=partitions) if partitions != found.partitions else found


def _with_partitions_of(old: Topic, new: Topic) -> Topic:
    """The old topic as it is by now, without partitions that it got since."""
    known = {each.id for each in old.partitions}
    return replace(new, partitions=tuple(each for each in new.partitions if each.id in known))


def _is_whole(topic: Topic) -> bool:
    return not any(partition.is_leaderless for partition in topic.partitions)
