""" "Kafka in one screen": the dozen things one has to know, each with the one of this cluster to look at."""

from __future__ import annotations

from collections.abc import Mapping

from msgspec import Struct

from kafkatui.codec.sanitise import sanitise
from kafkatui.model.cluster import Broker, ClusterMetadata, Partition, Topic
from kafkatui.model.kinds import znode_of
from kafkatui.model.offset_sample import OffsetSample
from kafkatui.model.place import Place, PlaceKind
from kafkatui.report.groups import GroupRow
from kafkatui.view.cells import observed_cell
from kafkatui.view.group_columns import lag_total_cell

NOT_KNOWN = "The cluster has not answered yet."
NO_TOPIC = "No topic yet: c on Topics (3) creates one."


class PrimerEntry(Struct, frozen=True):
    """One thing to know.

    Attributes:
        sentence: what it is.
        here: the one of this cluster.
        place: where that is looked at; None while there is none.
    """

    term: str
    sentence: str
    here: str
    place: Place | None = None
    is_zookeepers: bool = False


class KnownHere(Struct, frozen=True):
    """What is known of the cluster that the page points at.

    Attributes:
        topic: the one that was looked at; empty when it was none.
        group: the one that was looked at, or any; None while none is known.
        is_linked: whether ZooKeeper is this cluster's.
        is_kraft: None while that is not known.
    """

    cluster: str
    metadata: ClusterMetadata | None
    topic: str = ""
    group: GroupRow | None = None
    offsets: OffsetSample | None = None
    is_linked: bool = False
    is_kraft: bool | None = None


def primer(known: KnownHere) -> list[PrimerEntry]:
    """Everything in its order: records, who keeps them, who reads them, who keeps it all together."""
    return [*_log_entries(known), *_broker_entries(known), *_reader_entries(known), *_keeper_entries(known)]


def _shown_topic(known: KnownHere) -> Topic | None:
    """The topic that was looked at, else one whose replicas are not all in sync, else the first that is a user's."""
    if known.metadata is None:
        return None
    topics = known.metadata.topics
    if known.topic in topics:
        return topics[known.topic]
    own = [topic for _, topic in sorted(topics.items()) if not topic.is_internal and topic.partitions]
    behind = (topic for topic in own if any(_is_behind(each) for each in topic.partitions))
    return next(behind, own[0] if own else None)


def _is_behind(partition: Partition) -> bool:
    return len(partition.isr) < len(partition.replicas)


def _shown_partition(topic: Topic | None) -> Partition | None:
    if topic is None or not topic.partitions:
        return None
    return next((each for each in topic.partitions if _is_behind(each)), topic.partitions[0])


def _missing(known: KnownHere) -> str:
    return NOT_KNOWN if known.metadata is None else NO_TOPIC


def _name(partition: Partition) -> str:
    return f"{sanitise(partition.topic)}-{partition.id}"


def _partition_place(known: KnownHere, partition: Partition, tab: str = "") -> Place:
    cursor = str(partition.id) if not tab else ""
    return Place(known.cluster, PlaceKind.TOPIC, partition.topic, tab=tab, cursor=cursor)


def _log_entries(known: KnownHere) -> list[PrimerEntry]:
    topic = _shown_topic(known)
    partition = _shown_partition(topic)
    topic_here = partition_here = offset_here = _missing(known)
    place = records = row = None
    if topic is not None and partition is not None:
        count, copies = len(topic.partitions), len(partition.replicas)
        topic_here = f"{sanitise(topic.name)} has {_many(count, 'partition')}, each kept by {_many(copies, 'broker')}."
        place = Place(known.cluster, PlaceKind.TOPIC, topic.name)
        row, records = _partition_place(known, partition), _partition_place(known, partition, "messages")
        partition_here = f"{_name(partition)} is one of them."
        offset_here = _offsets_words(known, partition)
    return [
        PrimerEntry("topic", "A named log of records: producers append to it, consumers read it.", topic_here,
                    place),
        PrimerEntry("partition", "A part of a topic with an order of its own; there is none across them.",
                    partition_here, row),
        PrimerEntry("offset", "A record's number in its partition; it grows and is never used again.",
                    offset_here, records),
    ]  # fmt: skip


def _offsets_words(known: KnownHere, partition: Partition) -> str:
    found = None if known.offsets is None else known.offsets.ranges.get((partition.topic, partition.id))
    if found is None or found.begin is None or found.end is None:
        return f"m shows those of {sanitise(partition.topic)}, live."
    if found.end == found.begin:
        return f"{_name(partition)} holds nothing now; the next one is {found.end:,}."
    return f"{_name(partition)} holds {found.begin:,} to {found.end - 1:,}; the next one is {found.end:,}."


def _broker_entries(known: KnownHere) -> list[PrimerEntry]:
    brokers: Mapping[int, Broker] = known.metadata.brokers if known.metadata is not None else {}
    partition = _shown_partition(_shown_topic(known))
    leader_here = follower_here = isr_here = _missing(known)
    leader = row = None
    if partition is not None:
        row = _partition_place(known, partition)
        leader_here = f"{_name(partition)} has none now: it can be neither read nor written."
        if partition.leader >= 0:
            leader_here = f"{_name(partition)} is led by {_broker(brokers, partition.leader)}."
            leader = Place(known.cluster, PlaceKind.BROKER, str(partition.leader))
        others = [each for each in partition.replicas if each != partition.leader]
        follower_here = f"{_name(partition)}: {_list(others)}." if others else f"{_name(partition)} has no other copy."
        behind = [each for each in partition.replicas if each not in partition.isr]
        isr_here = f"{_name(partition)}: {_list(partition.isr)}" + (
            f"; {_list(behind)} behind." if behind else ": all."
        )
    broker_here = f"{_many(len(brokers), 'broker')}: {_list(sorted(brokers)[:12])}." if brokers else NOT_KNOWN
    controller = known.metadata.controller_id if known.metadata is not None else None
    controller_here = _broker(brokers, controller) if controller in brokers else "Not known now."
    return [
        PrimerEntry("broker", "A Kafka server: keeps partitions on its disks and serves them.", broker_here,
                    Place(known.cluster, PlaceKind.BROKERS)),
        PrimerEntry("leader", "The broker that takes a partition's writes and serves its reads.", leader_here, leader),
        PrimerEntry("follower", "A broker that copies the leader's log and stands by to take over.", follower_here,
                    row),
        PrimerEntry("ISR", "In-sync replicas: who keeps up. Only one of them may become leader.", isr_here, row),
        PrimerEntry("controller", "The one that elects leaders when a broker dies.", f"{controller_here.rstrip('.')}.",
                    Place(known.cluster, PlaceKind.BROKER, str(controller)) if controller in brokers else None),
    ]  # fmt: skip


def _reader_entries(known: KnownHere) -> list[PrimerEntry]:
    group, here, lag = known.group, "None is known yet; 4 lists them.", "4 lists it, group by group."
    place = Place(known.cluster, PlaceKind.GROUPS)
    if group is not None:
        name, members = sanitise(group.group.id), len(group.group.members)
        here = f"{name}: {group.group.state or 'state not known'}, {_many(members, 'member')}."
        lag = f"{name}: {observed_cell(group.lag, lag_total_cell).text} left to read."
        place = Place(known.cluster, PlaceKind.GROUP, group.group.id)
    return [
        PrimerEntry("group", "Consumers that share partitions and note (commit) how far they read.", here, place),
        PrimerEntry("lag", "What a group has yet to read: the log's end minus what it committed.", lag, place),
    ]


_ROLES = (
    ("members", "A broker's znode vanishes with its session: so its death is seen."),
    ("election", "Who makes /controller first is the controller until its session ends."),
    ("topics", "The brokers of each partition; below that, its leader and ISR."),
    ("settings", "What differs from the defaults, users and quotas; ACLs in /kafka-acl."),
)
"""What Kafka has ZooKeeper for."""


def _keeper_entries(known: KnownHere) -> list[PrimerEntry]:
    if known.is_kraft and not known.is_linked:
        place = Place(known.cluster, PlaceKind.CLUSTER, tab="quorum")
        sentence = "Kafka's own quorum keeps members, controller, topics and settings."
        return [PrimerEntry("KRaft", sentence, "This cluster needs no ZooKeeper.", place)]
    topic = _shown_topic(known)
    brokers = sorted(known.metadata.brokers) if known.metadata is not None else []
    paths = (
        znode_of(PlaceKind.BROKER, str(brokers[0])) if brokers else "/brokers/ids",
        "/controller",
        znode_of(PlaceKind.TOPIC, topic.name) if topic is not None else "/brokers/topics",
        znode_of(PlaceKind.TOPIC, topic.name, tab_id="config") if topic is not None else "/config",
    )
    return [
        PrimerEntry(
            f"ZK: {role}",
            sentence,
            sanitise(path) if known.is_linked else f"{sanitise(path)}, were ZooKeeper connected here.",
            Place(known.cluster, PlaceKind.ZNODE, path) if known.is_linked else None,
            is_zookeepers=True,
        )
        for (role, sentence), path in zip(_ROLES, paths, strict=True)
    ]


def _broker(brokers: Mapping[int, Broker], number: int | None) -> str:
    broker = brokers.get(number) if number is not None else None
    return f"broker {number}" if broker is None else f"broker {number} ({sanitise(broker.host)}:{broker.port})"


def _list(numbers: tuple[int, ...] | list[int]) -> str:
    return f"broker{'s' if len(numbers) != 1 else ''} {', '.join(map(str, numbers)) or 'none'}"


def _many(count: int, noun: str) -> str:
    return f"{count:,} {noun}{'s' if count != 1 else ''}"
