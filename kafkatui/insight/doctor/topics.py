"""Topics: on both sides, replicated enough, deleted in the end, used by somebody."""

from __future__ import annotations

from collections.abc import Iterator

from kafkatui.insight.doctor.course import unread_topics
from kafkatui.insight.doctor.known import Known
from kafkatui.insight.doctor.rule import Rule, Suspicion
from kafkatui.model.cluster import CZXID, Topic
from kafkatui.model.counted import counted
from kafkatui.model.event import Severity
from kafkatui.model.finding import Subject
from kafkatui.model.place import PlaceKind

INTERNAL_REPLICAS = 3
"""What Kafka itself gives its internal topics where there are so many brokers."""

UNUSED_SECONDS = 3600.0


def topic_subject(topic: str, tab: str = "") -> Subject:
    """A topic."""
    return Subject(topic, PlaceKind.TOPIC, topic, tab)


def _znode_subject(path: str) -> Subject:
    return Subject(path, PlaceKind.ZNODE, path)


def only_in_kafka(known: Known) -> Iterator[Suspicion]:
    """In the metadata without a znode."""
    registered = known.registered
    hidden = registered.unreadable if registered is not None else frozenset()
    for name in known.topics.keys() - registered.topics.keys() if registered is not None else ():
        if f"/brokers/topics/{name}" in hidden:
            continue
        yield Suspicion(
            topic_subject(name),
            f"{name} is in the metadata and not in ZooKeeper.",
            (known.kafka("in the metadata"), known.znode(f"no /brokers/topics/{name}")),
        )


def only_in_zookeeper(known: Known) -> Iterator[Suspicion]:
    """A znode of a topic that the metadata has not."""
    registered = known.registered
    if registered is None:
        return
    for name in registered.topics.keys() - known.topics.keys() - registered.deletions.keys():
        yield Suspicion(
            _znode_subject(f"/brokers/topics/{name}"),
            f"{name} is in ZooKeeper and not in the metadata.",
            (known.kafka("not in the metadata"), known.znode(f"/brokers/topics/{name} is there")),
            registered.topics[name].created_ms / 1000,
        )


def id_differs(known: Known) -> Iterator[Suspicion]:
    """Another topic id in ZooKeeper."""
    registered = known.registered
    for name, topic in known.topics.items() if registered is not None else ():
        ours = topic.identity
        theirs = registered.topics[name].topic_id if registered is not None and name in registered.topics else None
        if ours is not None and theirs is not None and not ours.startswith(CZXID) and ours != theirs:
            yield Suspicion(
                topic_subject(name),
                f"{name} has another id in ZooKeeper.",
                (known.kafka(f"id {ours}"), known.znode(f"id {theirs}")),
            )


def has_error(known: Known) -> Iterator[Suspicion]:
    """The broker told of an error with the topic."""
    for topic in known.topics.values():
        if topic.error:
            yield Suspicion(topic_subject(topic.name), f"{topic.name}: {topic.error}", (known.kafka(topic.error),))


def one_replica(known: Known) -> Iterator[Suspicion]:
    """A single copy although there are brokers for more."""
    if len(known.cluster.brokers) < 2:
        return
    for topic in known.topics.values():
        count = sum(len(part.replicas) == 1 for part in topic.partitions)
        if count and not topic.is_internal:
            yield Suspicion(
                topic_subject(topic.name, "partitions"),
                f"{topic.name} is kept once.",
                (known.kafka(f"{counted(count, 'partition')} of {len(topic.partitions):,} with a single replica"),),
            )


def internal_replicas(known: Known) -> Iterator[Suspicion]:
    """Kafka's own topics with fewer copies than there could be."""
    wanted = min(INTERNAL_REPLICAS, len(known.cluster.brokers))
    for topic in known.topics.values():
        if topic.is_internal and topic.partitions:
            least = min(len(part.replicas) for part in topic.partitions)
            if least < wanted:
                yield Suspicion(
                    topic_subject(topic.name, "partitions"),
                    f"{topic.name} is kept {counted(least, 'time')} only.",
                    (known.kafka(f"{counted(least, 'replica')}; {len(known.cluster.brokers)} brokers"),),
                    severity=Severity.BAD if least == 1 else None,
                )


def deletion_stuck(known: Known) -> Iterator[Suspicion]:
    """Marked for deletion and not gone."""
    for name, since_ms in (known.registered.deletions if known.registered is not None else {}).items():
        here = "still in the metadata" if name in known.topics else "not in the metadata"
        path = f"/admin/delete_topics/{name}"
        yield Suspicion(
            _znode_subject(path),
            f"{name} is being deleted.",
            (known.kafka(here), known.znode(f"{path} is there")),
            since_ms / 1000,
        )


def left_config(known: Known) -> Iterator[Suspicion]:
    """Configuration of a topic that is gone: it holds for the next one of that name."""
    registered = known.registered
    if registered is None:
        return
    for name in registered.configs.keys() - known.topics.keys() - registered.topics.keys():
        if registered.configs[name]:
            path = f"/config/topics/{name}"
            yield Suspicion(
                _znode_subject(path),
                f"ZooKeeper keeps properties of {name}, which is gone.",
                (known.kafka("not in the metadata"), known.znode(f"{path}: {dict(registered.configs[name] or {})}")),
            )


def unused(known: Known) -> Iterator[Suspicion]:
    """No group reads it, and it is empty, or its log has ended at the same place for as long as it was watched."""
    if known.offsets.current is None or not known.offsets.current.is_complete:
        return
    for topic in unread_topics(known):
        quiet = known.course.quiet.get(topic.name)
        if is_empty(topic, known):
            title, words = f"{topic.name} is empty and nobody reads it.", "no record in it"
        elif quiet is not None and known.offsets.current.read_at_seconds > quiet.since_seconds:
            title, words = f"Nobody reads or writes {topic.name}.", "no record has come since it was first looked at"
        else:
            continue
        yield Suspicion(
            topic_subject(topic.name),
            title,
            (known.kafka_of(known.offsets, words), known.kafka_of(known.groups, "no group has to do with it")),
            quiet.since_seconds if quiet is not None else None,
        )


def is_empty(topic: Topic, known: Known) -> bool:
    """Whether every partition of it is known to hold nothing."""
    ranges = known.offsets.value.ranges if known.offsets.value is not None else {}
    counts = [
        ranges[topic.name, part.id].count if (topic.name, part.id) in ranges else None for part in topic.partitions
    ]
    return bool(counts) and all(count == 0 for count in counts)


_WAIT = "Wait for the controller; if it stays, look at the controller's log."

RULES = (
    Rule(
        "topic-only-in-kafka",
        "topics",
        "Topic without znode",
        Severity.WARNING,
        only_in_kafka,
        "The next controller will not know it.",
        _WAIT,
        hold_seconds=30.0,
        compares=True,
    ),
    Rule(
        "topic-only-in-zookeeper",
        "topics",
        "Topic in ZooKeeper only",
        Severity.WARNING,
        only_in_zookeeper,
        "No client can use it: the controller has not taken it up, or a deletion was broken off.",
        _WAIT,
        hold_seconds=30.0,
        compares=True,
    ),
    Rule(
        "topic-id-differs",
        "topics",
        "Two ids of a topic",
        Severity.BAD,
        id_differs,
        "It was made anew behind the brokers' back: they may refuse to replicate it.",
        _WAIT,
        hold_seconds=30.0,
        compares=True,
    ),
    Rule(
        "topic-error",
        "topics",
        "Error with a topic",
        Severity.WARNING,
        has_error,
        "A broker could not tell of it as a whole.",
        "Look at what the topic's page says of it.",
        hold_seconds=10.0,
    ),
    Rule(
        "topic-one-replica",
        "topics",
        "A single replica",
        Severity.WARNING,
        one_replica,
        "Its broker's restart stops it, and its disk's loss loses it.",
        "Add replicas on other brokers.",
        action="partition.reassign",
        hold_seconds=60.0,
    ),
    Rule(
        "internal-topic-replicas",
        "topics",
        "Internal topic with few replicas",
        Severity.WARNING,
        internal_replicas,
        "Groups, or transactions, stop with the brokers that keep it.",
        "Add replicas on other brokers.",
        action="partition.reassign",
        hold_seconds=60.0,
    ),
    Rule(
        "deletion-stuck",
        "topics",
        "Deletion not over",
        Severity.WARNING,
        deletion_stuck,
        "A broker that keeps a replica is gone, or delete.topic.enable is off.",
        "Bring back the brokers that keep its replicas.",
        hold_seconds=60.0,
    ),
    Rule(
        "config-left-behind",
        "topics",
        "Properties of a topic that is gone",
        Severity.INFO,
        left_config,
        "A new topic of that name would have them.",
        "Delete the znode if no such topic is to come.",
        action="znode.delete",
        hold_seconds=60.0,
        compares=True,
    ),
    Rule(
        "topic-unused",
        "topics",
        "Topic of nobody",
        Severity.INFO,
        unused,
        "Its partitions cost the brokers files and the controller time.",
        "Ask whose it is; managed_topics of the profile leaves out what other programs look after.",
        hold_seconds=UNUSED_SECONDS,
    ),
)
"""The rules about topics."""
