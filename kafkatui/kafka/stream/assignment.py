"""What a Consumer reads, and how far it is."""

from __future__ import annotations

from collections.abc import Iterable, Mapping

from confluent_kafka import Consumer, KafkaException
from confluent_kafka import TopicPartition as ClientTopicPartition

from kafkatui.model.cluster import TopicPartition


class Assignment:
    """The partitions of one Consumer, the next offset of each, and which of them stand still. For the loop's thread.

    Attributes:
        positions: the next offset to read; only of partitions where it is known.
        at_end: partitions that have been read to their end at this moment.
        sought: partitions that were sent elsewhere since the last batch came: what it holds of them is out of date.
    """

    def __init__(self, consumer: Consumer) -> None:
        self.positions: dict[TopicPartition, int] = {}
        self.at_end: set[TopicPartition] = set()
        self.sought: set[TopicPartition] = set()
        self._consumer = consumer
        self._keys: dict[TopicPartition, None] = {}
        self._held: set[TopicPartition] = set()
        self._is_paused = False

    @property
    def keys(self) -> tuple[TopicPartition, ...]:
        """The partitions, in the order they were given."""
        return tuple(self._keys)

    @property
    def is_paused(self) -> bool:
        """Whether all of them stand still because somebody asked for it."""
        return self._is_paused

    def assign(self, offsets: Mapping[TopicPartition, int]) -> None:
        """Read these partitions and no others, each from its offset or from one of librdkafka's logical offsets."""
        self._keys = dict.fromkeys(offsets)
        self.positions = {key: offset for key, offset in offsets.items() if offset >= 0}
        self.at_end.intersection_update(offsets)
        self._held.intersection_update(offsets)
        self._consumer.assign([ClientTopicPartition(*key, offset) for key, offset in offsets.items()])
        self._stop(self._keys if self._is_paused else self._held)

    def advance(self, last_offsets: Mapping[TopicPartition, int]) -> None:
        """Records up to and with these offsets have come."""
        self.positions.update((key, offset + 1) for key, offset in last_offsets.items())
        self.at_end.difference_update(last_offsets)

    def seek(self, key: TopicPartition, offset: int) -> None:
        """Go on reading a partition at `offset`; what was fetched and not handed out yet is dropped."""
        self.positions[key] = offset
        self.at_end.discard(key)
        self.sought.add(key)
        where = ClientTopicPartition(*key, offset)
        try:
            self._consumer.seek(where)
        except KafkaException:  # it is not being fetched, as after an error of the partition
            self._consumer.incremental_unassign([ClientTopicPartition(*key)])
            self._consumer.incremental_assign([where])
            if self._is_paused or key in self._held:
                self._stop([key])

    def hold(self, keys: Iterable[TopicPartition]) -> None:
        """Fetch nothing of these partitions until `release`."""
        new = set(keys) - self._held
        self._held |= new
        self._stop(new)

    def release(self) -> None:
        """Fetch what was held, unless all is paused."""
        held, self._held = self._held, set()
        if held and not self._is_paused:
            self._consumer.resume([ClientTopicPartition(*key) for key in held if key in self._keys])

    def pause(self) -> None:
        """Fetch nothing; positions are kept."""
        self._is_paused = True
        self._stop(self._keys)

    def resume(self) -> None:
        """Go on where it was paused."""
        self._is_paused = False
        going = [ClientTopicPartition(*key) for key in self._keys if key not in self._held]
        if going:
            self._consumer.resume(going)

    def end_of(self, key: TopicPartition) -> int:
        """The partition's end as its last fetch told it, which costs no request; -1 when it is not known."""
        low_high = self._consumer.get_watermark_offsets(ClientTopicPartition(*key), cached=True)
        return low_high[1] if low_high else -1

    def jump_to_end(self, kept_count: int) -> int:
        """Go on so many records before each end that is further away; how many offsets that leaves out."""
        skipped = 0
        for key, position in list(self.positions.items()):
            target = self.end_of(key) - kept_count
            if key in self._keys and target > position:
                self.seek(key, target)
                skipped += target - position
        return skipped

    def _stop(self, keys: Iterable[TopicPartition]) -> None:
        stopped = [ClientTopicPartition(*key) for key in keys if key in self._keys]
        if stopped:
            self._consumer.pause(stopped)
