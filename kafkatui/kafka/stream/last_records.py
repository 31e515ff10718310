"""The newest N records of several partitions together."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from confluent_kafka import Message

from kafkatui.model.cluster import TopicPartition

_SLACK = 10_000
"""How many more than N are collected before the oldest are let go."""

_Entry = tuple[int, str, int, int, Message]


class LastRecords:
    """Collects the last records of each partition and merges them by timestamp; used by one thread.

    Within a partition the order of offsets is kept even where timestamps run backwards: a record counts as at least as
    new as those before it.

    Args:
        count: how many to keep over all partitions.
        ends: by partition, the offset up to which there is something to wait for.
        starts: by partition, the offset where reading begins.
    """

    def __init__(self, count: int, starts: Mapping[TopicPartition, int], ends: Mapping[TopicPartition, int]) -> None:
        self._count = count
        self._ends = ends
        self._waiting = {key for key, end in ends.items() if 0 <= starts.get(key, end) < end}
        self._newest: dict[TopicPartition, int] = {}
        self._entries: list[_Entry] = []
        self._later: list[Message] = []

    @property
    def is_complete(self) -> bool:
        """Every partition has been read to where its end was."""
        return not self._waiting

    def add(self, messages: Sequence[Message]) -> None:
        """Take messages as they come, in order within a partition."""
        for message in messages:
            topic, partition, offset = message.topic() or "", message.partition() or 0, message.offset() or 0
            key = (topic, partition)
            end = self._ends.get(key, 0)
            if offset >= end:
                self._later.append(message)
            else:
                newest = max(self._newest.get(key, -1), message.timestamp()[1])
                self._newest[key] = newest
                self._entries.append((newest, topic, partition, offset, message))
            if offset >= end - 1:
                self._waiting.discard(key)
        if len(self._entries) > 2 * self._count + _SLACK:
            self._trim()

    def reached_end(self, key: TopicPartition) -> None:
        """The partition has no more, although its last offsets were not seen: markers and compacted records."""
        self._waiting.discard(key)

    def merged(self) -> list[Message]:
        """The newest N, oldest first, and after them everything that came meanwhile."""
        self._trim()
        return [entry[4] for entry in self._entries] + self._later

    def _trim(self) -> None:
        self._entries.sort()
        del self._entries[: max(0, len(self._entries) - self._count)]
