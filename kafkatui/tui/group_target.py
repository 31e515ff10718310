"""A consumer group as what is acted on."""

from __future__ import annotations

from kafkatui.model.group import OLD, Group
from kafkatui.model.place import PlaceKind
from kafkatui.model.target import Target

OLD_PART = "group in ZooKeeper"
"""What a group of the old consumer is, as `Target.part` has it."""


def group_target(group: Group) -> Target:
    """One of ZooKeeper's is nothing that Kafka's requests could change."""
    return Target(PlaceKind.GROUP, group.id, part=OLD_PART if group.type == OLD else "")
