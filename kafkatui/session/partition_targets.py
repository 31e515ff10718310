"""Which partitions an action on partitions means: of topics, of the cluster, or those that are marked."""

from __future__ import annotations

from kafkatui.model.cluster import ClusterMetadata, Partition
from kafkatui.model.errors import FieldError, NotFound
from kafkatui.model.field import Field, FieldKind, Values
from kafkatui.model.place import PlaceKind
from kafkatui.model.target import Target

CHOICE_FIELDS = (
    Field("names", "Topics", "The topics.", FieldKind.LIST, is_positional=True, is_in_dialog=False, metavar="NAME"),
    Field("partitions", "Partitions", "Only these of each topic: 0,1 or 0-4.", is_in_dialog=False, metavar="0,1"),
    Field("all", "All", "All topics of the cluster.", FieldKind.FLAG, is_in_dialog=False),
)
"""What a verb names them by."""


def named_targets(values: Values) -> tuple[Target, ...]:
    """What a verb's arguments name.

    Raises:
        FieldError: neither topics nor all of them, or both.
    """
    names = values.get("names") or ()
    if names and values.get("all"):
        raise FieldError("all", "Names and --all exclude each other.")
    if not names and not values.get("all"):
        raise FieldError("names", "Name a topic, or give --all.")
    return tuple(Target(PlaceKind.TOPIC, name) for name in names) or (Target(PlaceKind.CLUSTER),)


def chosen_partitions(metadata: ClusterMetadata, targets: tuple[Target, ...], values: Values) -> tuple[Partition, ...]:
    """The partitions meant, each once, by topic and number.

    Raises:
        FieldError: the numbers cannot be meant, or a topic has no such partition.
        NotFound: there is no such topic.
    """
    numbers = _numbers(str(values.get("partitions") or ""))
    found: dict[tuple[str, int], Partition] = {}
    for target in targets:
        names = metadata.topics if target.kind is PlaceKind.CLUSTER else (target.name,)
        for name in names:
            for partition in _of_topic(metadata, name, target.partition, numbers):
                found[name, partition.id] = partition
    return tuple(found[key] for key in sorted(found))


def _of_topic(metadata: ClusterMetadata, name: str, only: int | None, numbers: frozenset[int]) -> tuple[Partition, ...]:
    topic = metadata.topics.get(name)
    if topic is None:
        raise NotFound(f"There is no topic {name}.")
    wanted = numbers if only is None else frozenset((only,))
    if missing := sorted(wanted - {partition.id for partition in topic.partitions}):
        raise FieldError("partitions", f"{name} has no partition {', '.join(map(str, missing))}.")
    return tuple(partition for partition in topic.partitions if not wanted or partition.id in wanted)


def _numbers(text: str) -> frozenset[int]:
    """`0,2-4`; none for all."""
    found: set[int] = set()
    for part in filter(None, text.replace(" ", "").split(",")):
        first, dash, last = part.partition("-")
        if not first.isdecimal() or (dash and not last.isdecimal()):
            raise FieldError("partitions", f"“{part}” is no number of a partition.", "As in 0,2-4.")
        found.update(range(int(first), int(last or first) + 1))
    return frozenset(found)
