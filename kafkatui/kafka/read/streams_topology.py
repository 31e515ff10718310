"""What a streams group's application is made of, from the answer that describes the group (KIP-1071)."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

from kafkatui.model.streams_topology import StreamsTopology, TopicRole, TopologyTopic


def streams_topology(entry: Any) -> StreamsTopology | None:
    """The topology of a group in a StreamsGroupDescribeResponse; None while no member has told it."""
    topology = entry.topology
    if topology is None:
        return None
    subtopologies = sorted(topology.subtopologies or (), key=lambda each: each.subtopology_id)
    return StreamsTopology(topology.epoch, tuple(topic for each in subtopologies for topic in _topics(each)))


def _topics(subtopology: Any) -> Iterator[TopologyTopic]:
    name = subtopology.subtopology_id
    for topic in sorted(subtopology.source_topics):
        yield TopologyTopic(name, TopicRole.SOURCE, topic)
    for topic in subtopology.repartition_source_topics:
        yield _own(name, TopicRole.REPARTITION_SOURCE, topic)
    for topic in sorted(subtopology.repartition_sink_topics):
        yield TopologyTopic(name, TopicRole.REPARTITION_SINK, topic)
    for topic in subtopology.state_changelog_topics:
        yield _own(name, TopicRole.CHANGELOG, topic)


def _own(subtopology: str, role: TopicRole, topic: Any) -> TopologyTopic:
    """One that the application has made for itself; 0 leaves a count to others."""
    configs = {each.key: each.value for each in topic.topic_configs}
    return TopologyTopic(
        subtopology, role, topic.name, topic.partitions or None, topic.replication_factor or None, configs
    )
