"""A streams group's topology joined with the topics that there are, and with who works on it."""

from __future__ import annotations

from collections.abc import Mapping

from msgspec import Struct

from kafkatui.model.cluster import ClusterMetadata
from kafkatui.model.group import Group
from kafkatui.model.streams_topology import TopologyTopic

NO_TOPOLOGY = "Only a streams group (Kafka 4.1 on) has a topology: {id} is {type}."
NOT_TOLD = "No member has told the coordinator its topology yet."


class TopologyRow(Struct, frozen=True):
    """A topic of a subtopology.

    Attributes:
        partitions: that it has; None where it is not there, or not known.
        is_missing: whether it is known not to be there: the group cannot begin without it.
        tasks: of its subtopology that somebody works on now.
    """

    topic: TopologyTopic
    partitions: int | None
    is_missing: bool
    tasks: int


def topology_rows(group: Group, metadata: ClusterMetadata | None) -> tuple[TopologyRow, ...]:
    """The topics of all subtopologies, in order; none of a group without a topology."""
    if group.topology is None:
        return ()
    tasks, topics = _tasks(group), {} if metadata is None else metadata.topics
    rows = []
    for each in group.topology.topics:
        known = topics.get(each.name)
        is_missing = metadata is not None and known is None
        count = None if known is None else len(known.partitions)
        rows.append(TopologyRow(each, count, is_missing, tasks.get(each.subtopology, 0)))
    return tuple(rows)


def no_topology_words(group: Group) -> str:
    """Why there is nothing to show of a group."""
    if group.type == "streams":
        return NOT_TOLD
    return NO_TOPOLOGY.format(id=group.id, type=group.type or "none")


def _tasks(group: Group) -> Mapping[str, int]:
    """How many active tasks each subtopology has."""
    found: dict[str, int] = {}
    for member in group.members:
        for task in member.tasks.active if member.tasks is not None else ():
            subtopology = task.rpartition("_")[0]
            found[subtopology] = found.get(subtopology, 0) + 1
    return found
