"""What Kafka itself says about what a znode holds: the same, or what differs."""

from __future__ import annotations

from typing import Any

from msgspec import Struct

from kafkatui.codec.json_text import json_object
from kafkatui.codec.sanitise import sanitise
from kafkatui.insight.znode_meaning import ZnodeMeaning
from kafkatui.model.cluster import ClusterMetadata
from kafkatui.view.span import Span, Tone


class KafkaSays(Struct, frozen=True):
    """The same fact as Kafka's metadata has it.

    Attributes:
        text: the fact in Kafka's words.
        differences: what the znode says otherwise; empty when both agree.
    """

    text: str
    differences: tuple[str, ...] = ()

    @property
    def is_same(self) -> bool:
        return not self.differences

    def spans(self) -> tuple[Span, ...]:
        """ "● broker 2 at kafka-2:9093, rack r2 — same"."""
        if self.is_same:
            return (("● ", Tone.GOOD), (sanitise(self.text), Tone.PLAIN), (" — same", Tone.GOOD))
        there = sanitise("; ".join(self.differences))
        return (("✗ ", Tone.BAD), (sanitise(self.text), Tone.PLAIN), (f" — differs: here {there}", Tone.BAD))


def kafka_says(meaning: ZnodeMeaning, data: bytes | None, metadata: ClusterMetadata | None) -> KafkaSays | None:
    """What the metadata says of the same thing; None when it has no such fact or was not read yet.

    Args:
        data: the znode's; what cannot be understood counts as no fact.
    """
    if metadata is None or data is None:
        return None
    if meaning.kind == "cluster-id":
        return _cluster(json_object(data) or {}, metadata)
    if meaning.kind == "controller":
        return _controller(json_object(data) or {}, metadata)
    if meaning.target is None:
        return None
    name, cursor = meaning.target.name, meaning.target.cursor
    match meaning.kind:
        case "broker":
            return _broker(int(name), json_object(data) or {}, metadata)
        case "topic":
            return _topic(name, json_object(data) or {}, metadata)
        case "partition-state":
            return _partition(name, int(cursor), json_object(data) or {}, metadata)
    return None


def _cluster(fields: dict[str, Any], metadata: ClusterMetadata) -> KafkaSays | None:
    theirs = fields.get("id")
    if metadata.cluster_id is None or theirs is None:
        return None
    return KafkaSays(f"cluster {metadata.cluster_id}", () if theirs == metadata.cluster_id else (f"cluster {theirs}",))


def _controller(fields: dict[str, Any], metadata: ClusterMetadata) -> KafkaSays | None:
    theirs = fields.get("brokerid")
    if theirs is None:
        return None
    ours = metadata.controller_id
    text = "no controller" if ours is None else f"controller is broker {ours}"
    return KafkaSays(text, () if ours == theirs else (f"broker {theirs}",))


def _broker(broker_id: int, fields: dict[str, Any], metadata: ClusterMetadata) -> KafkaSays | None:
    broker = metadata.brokers.get(broker_id)
    if broker is None:
        return KafkaSays(f"broker {broker_id} is not in the metadata", ("it is registered",))
    endpoints = fields.get("endpoints")
    if not isinstance(endpoints, list):
        return None
    addresses = [str(endpoint).partition("://")[2] for endpoint in endpoints]
    differences = [] if broker.address in addresses else [", ".join(addresses)]
    rack = fields.get("rack")
    # No rack in the metadata may also mean that nobody could tell.
    if broker.rack is not None and rack != broker.rack:
        differences.append(f"rack {rack}" if rack else "no rack")
    words = f"broker {broker_id} at {broker.address}" + (f", rack {broker.rack}" if broker.rack else "")
    return KafkaSays(words, tuple(differences))


def _topic(name: str, fields: dict[str, Any], metadata: ClusterMetadata) -> KafkaSays | None:
    theirs = fields.get("partitions")
    if not isinstance(theirs, dict):
        return None
    topic = metadata.topics.get(name)
    if topic is None:
        return KafkaSays(f"no topic {name}", (_partition_count(len(theirs)),))
    ours = {str(partition.id): list(partition.replicas) for partition in topic.partitions}
    differences = [] if len(ours) == len(theirs) else [_partition_count(len(theirs))]
    differences += [
        f"partition {number} on {_ids(replicas)}"
        for number, replicas in theirs.items()
        if number in ours and replicas != ours[number]
    ]
    text = f"{_partition_count(len(ours))}, replication factor {topic.replication_factor}, replicas"
    return KafkaSays(text, tuple(differences[:4]))


def _partition(topic: str, number: int, fields: dict[str, Any], metadata: ClusterMetadata) -> KafkaSays | None:
    leader, isr = fields.get("leader"), fields.get("isr")
    if not isinstance(isr, list):
        return None
    partitions = metadata.topics[topic].partitions if topic in metadata.topics else ()
    ours = next((partition for partition in partitions if partition.id == number), None)
    if ours is None:
        return KafkaSays(f"no partition {topic}-{number}", (f"leader {leader}",))
    differences = [] if ours.leader == leader else [f"leader {leader}"]
    if set(ours.isr) != set(isr):
        differences.append(f"ISR {_ids(isr)}")
    leads = "no leader" if ours.is_leaderless else f"leader {ours.leader}"
    return KafkaSays(f"{topic}-{number} {leads}, ISR {_ids(ours.isr)}", tuple(differences))


def _ids(ids: Any) -> str:
    return ",".join(str(each) for each in ids) if isinstance(ids, list | tuple) else str(ids)


def _partition_count(count: int) -> str:
    return f"{count:,} partition{'' if count == 1 else 's'}"
