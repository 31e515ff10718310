"""What keeps partitions from being read, and what a tail says of it."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Collection, Iterable, Mapping

from confluent_kafka import KafkaError
from msgspec import Struct

from kafkatui.kafka.connect.errors import error_advice, error_words
from kafkatui.model.cluster import TopicPartition

NAMED_COUNT = 3
"""Partitions a sentence names; it counts the others."""

NO_LEADER = "the partition has no leader"
NO_LEADER_ADVICE = "It needs one of its replicas alive."


class Hindrance(Struct, frozen=True):
    """Why a partition is not read, as a phrase, and what can be done."""

    reason: str
    advice: str = ""


class Hindrances:
    """What hinders each partition, from what the consumer reports and from who leads it. For the loop's thread."""

    def __init__(self, leaders: Mapping[TopicPartition, int | None]) -> None:
        self._leaders = dict(leaders)
        self._errors: dict[TopicPartition, Hindrance] = {}

    def note(self, key: TopicPartition, error: KafkaError) -> None:
        """The consumer reported an error of this partition."""
        self._errors[key] = Hindrance(error_words(error), error_advice(error))

    def note_reason(self, key: TopicPartition, reason: str) -> None:
        """This partition cannot be read, for a reason in words."""
        self._errors[key] = Hindrance(reason.rstrip("."))

    @property
    def has_any(self) -> bool:
        """Whether an error was reported, or a leader is missing."""
        return bool(self._errors) or None in self._leaders.values()

    def clear(self, keys: Iterable[TopicPartition]) -> None:
        """These partitions have just been read."""
        for key in self._errors.keys() & keys if self._errors else ():
            del self._errors[key]

    def learn_leaders(self, topic: str, leaders: Mapping[int, int | None]) -> None:
        """Who leads the partitions of a topic now."""
        self._leaders.update(((topic, partition), leader) for partition, leader in leaders.items())

    def by_partition(self, keys: Collection[TopicPartition]) -> dict[TopicPartition, Hindrance]:
        """What hinders each of `keys` that is hindered."""
        found = {key: self._errors[key] for key in keys if key in self._errors} if self._errors else {}
        for key in keys:
            if self._leaders.get(key, 0) is None:
                found[key] = Hindrance(NO_LEADER, NO_LEADER_ADVICE)
        return found

    def silent_leaders(self, keys: Collection[TopicPartition], silent: Collection[int]) -> set[int]:
        """Those of the brokers in `silent`, which do not answer, that lead any of `keys`."""
        return {leader for key in keys if (leader := self._leaders.get(key)) is not None and leader in silent}

    def leads_nobody(self, key: TopicPartition, silent: Collection[int]) -> bool:
        """Whether nobody can be asked for this partition: it has no leader, or one that does not answer."""
        if key not in self._leaders:
            return False
        leader = self._leaders[key]
        return leader is None or leader in silent


def not_read(hindered: Mapping[TopicPartition, Hindrance]) -> str:
    """Which partitions are not read and why, in a sentence."""
    by_reason: defaultdict[str, list[TopicPartition]] = defaultdict(list)
    for key, hindrance in sorted(hindered.items()):
        by_reason[hindrance.reason].append(key)
    parts = [
        f"{partition_names(keys)} {'is' if len(keys) == 1 else 'are'} not read: {reason}"
        for reason, keys in by_reason.items()
    ]
    return "; ".join(parts)


def partition_names(keys: Collection[TopicPartition]) -> str:
    """Some partitions by name, and how many more."""
    names = [f"{topic}-{partition}" for topic, partition in sorted(keys)]
    if len(names) <= NAMED_COUNT + 1:
        return " and ".join(filter(None, (", ".join(names[:-1]), names[-1])))
    return f"{', '.join(names[:NAMED_COUNT])} and {len(names) - NAMED_COUNT:,} more"
