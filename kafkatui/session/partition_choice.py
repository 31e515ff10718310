"""Which partitions a group's action means: `TOPIC` and `TOPIC:0,1`."""

from __future__ import annotations

from collections.abc import Iterable, Sequence

from kafkatui.model.cluster import ClusterMetadata, TopicPartition
from kafkatui.model.errors import FieldError
from kafkatui.model.field import Field, FieldKind

TOPICS = Field(
    "topic", "Topics", "TOPIC, or TOPIC:0,1 for some of its partitions; empty: all the group has read.",
    FieldKind.LIST, metavar="TOPIC[:0,1]",
)  # fmt: skip


def topic_texts(typed: Sequence[str] | str | None) -> list[str]:
    """What was typed in the field, word by word."""
    return typed.split() if isinstance(typed, str) else list(typed or ())


def partitions_named(texts: Iterable[str], metadata: ClusterMetadata) -> list[TopicPartition]:
    """The partitions that those texts name, in order.

    Raises:
        FieldError: no such topic or partition.
    """
    found: dict[TopicPartition, None] = {}
    for text in texts:
        name, colon, numbers = text.rpartition(":")
        if not colon or name not in metadata.topics:
            name, numbers = (text, "") if text in metadata.topics else (name or text, numbers)
        topic = metadata.topics.get(name)
        if topic is None:
            raise FieldError("topic", f"There is no topic {name}.")
        ids = [part.id for part in topic.partitions]
        for number in _numbers(numbers, name, ids) if numbers else ids:
            found[name, number] = None
    return sorted(found)


def partitions_of_topics(names: Iterable[str], metadata: ClusterMetadata) -> list[TopicPartition]:
    """All partitions of those of the topics that are there."""
    topics = (metadata.topics[name] for name in sorted(set(names)) if name in metadata.topics)
    return [(topic.name, part.id) for topic in topics for part in topic.partitions]


def _numbers(text: str, topic: str, ids: Sequence[int]) -> list[int]:
    numbers = []
    for word in text.split(","):
        if not word.strip().isdecimal() or int(word) not in ids:
            raise FieldError("topic", f"{topic} has no partition {word.strip() or '“”'}.", f"It has 0 to {max(ids)}.")
        numbers.append(int(word))
    return numbers
